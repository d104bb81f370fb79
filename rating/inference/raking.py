"""Raking: make the cube of a sample agree with margins that are known of everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from rating.errors import CannotRateError

if TYPE_CHECKING:
    import numpy.typing as npt
    from numpy.typing import ArrayLike

    from rating.data import Floats

#: Largest difference from a target that counts as met, as a share of the company's people.
TOLERANCE = 1e-11

#: Totals of two margins may differ by so much, relatively: shares are written with rounding.
_SAME_TOTAL = 1e-9


@dataclass(frozen=True)
class Margin:
    """A margin that is known: how many people there are in each combination of some axes.

    Attributes
    ----------
    axes
        Axes of the cells, ascending, counted after the leading axis of companies: (0,) is the level of a
        table level x site x contract, (0, 2) level by contract.
    totals
        People, shape (companies, *sizes of the axes).
    """

    axes: tuple[int, ...]
    totals: Floats


@dataclass(frozen=True)
class Raked:
    """A table that agrees with its margins.

    Attributes
    ----------
    table
        People, shape (companies, *cells); NaN for a company with an unknown cell or target.
    factors
        By how much the weights of a cell were multiplied, same shape; NaN in cells without anybody.
    effective
        Kish's effective number of answers, shape (companies,): as many unweighted ones would say as much.
    passes
        Rounds over all margins, shape (companies,).
    gap
        Largest difference from a target, as a share of the company's people, shape (companies,). At most the
        tolerance, unless factors were trimmed.
    trimmed
        Cells whose factor stands at a bound, shape (companies,).
    """

    table: Floats
    factors: Floats
    effective: Floats
    passes: npt.NDArray[np.int64]
    gap: Floats
    trimmed: npt.NDArray[np.int64]


class CannotRakeError(CannotRateError):
    """Margins cannot be met.

    Attributes
    ----------
    companies
        Positions of the companies concerned; the others can be raked without them.
    """

    def __init__(self, reason: str, concerned: npt.NDArray[np.bool_]) -> None:
        self.companies = tuple(int(position) for position in np.flatnonzero(concerned))
        super().__init__(
            f"{reason} This concerns {len(self.companies)} of {len(concerned)} companies, first the one at "
            f"position {self.companies[0]}."
        )


def rake(
    table: ArrayLike,
    margins: list[Margin],
    *,
    squares: ArrayLike | None = None,
    bounds: tuple[float, float] | None = None,
    tolerance: float = TOLERANCE,
    most_passes: int = 1000,
) -> Raked:
    """Multiply the cells of each company until every margin has its known totals.

    Iterative proportional fitting: the margins are met one after the other, and all of them again, until the
    largest difference is at most `tolerance` x people. Of all tables that meet the margins the result is
    nearest to the sample in relative entropy; odds ratios stay those of the sample, empty cells stay empty.
    With one margin it is post-stratification, done in one pass. Each company is fitted alone: its result
    does not depend on the others.

    Parameters
    ----------
    table
        People, or sums of weights, shape (companies, *cells). A company with NaN gets NaN.
    margins
        At least one. Axes without a margin (the groups of an attribute) follow along.
    squares
        Sums of squared weights, same shape, for the effective number; by default the table itself, which is
        right for counts.
    bounds
        Smallest and largest factor of a cell, relative to the company's mean factor (people by the margins /
        people of the table). Cells beyond are trimmed in each pass (as DeBell and Krosnick 2009 do); where
        the bounds do not allow the margins, what remains is told as `gap` and is no error.
    tolerance
        See above.
    most_passes
        When to give up.

    Returns
    -------
    Raked
        A company whose margins are all zero has a table of zeros and an effective number of NaN.

    Raises
    ------
    CannotRakeError
        If margins disagree in their total, a target has nobody in the sample who could stand for it, or the
        fit does not settle (the empty cells do not allow it).
    ValueError
        If shapes do not fit, numbers are negative, or the bounds do not hold 1 between them.

    Notes
    -----
    Deming and Stephan (1940), Annals of Mathematical Statistics 11:427-444; Kish (1965), Survey Sampling;
    DeBell and Krosnick (2009), ANES Technical Report nes012427.

    Examples
    --------
    >>> sample = [[[10, 20], [30, 40]]]
    >>> raked = rake(sample, [Margin((0,), np.array([[50.0, 50.0]])), Margin((1,), np.array([[60.0, 40.0]]))])
    >>> raked.table.sum(axis=2).round(6).tolist(), raked.table.sum(axis=1).round(6).tolist()
    ([[50.0, 50.0]], [[60.0, 40.0]])
    """
    cells = np.asarray(table, dtype=np.float64)
    spread = cells if squares is None else np.asarray(squares, dtype=np.float64)
    _check(cells, margins, spread, bounds)
    targets = [_Target.of(margin, cells.ndim) for margin in margins]
    known = np.isfinite(_sums(cells))
    for target in targets:
        known &= np.isfinite(_sums(target.totals))
    people = _agreed_totals(targets, known)
    for target in targets:
        nobody = (target.totals > 0) & (target.sums(cells) == 0)
        _refuse(
            "A margin has people where the sample has nobody: join categories, or leave it out.",
            known & nobody.any(axis=_axes(cells)),
        )
    limits = None if bounds is None else _limits(cells, people, bounds)
    fit = _Fit(cells, targets, people, limits, known)
    fit.run(tolerance, most_passes)
    return _raked(fit, spread)


@dataclass(frozen=True, slots=True)
class _Target:
    """A margin in the dimensions of the table."""

    totals: Floats
    others: tuple[int, ...]

    @classmethod
    def of(cls, margin: Margin, dimensions: int) -> _Target:
        others = tuple(axis for axis in range(1, dimensions) if axis - 1 not in margin.axes)
        return cls(np.expand_dims(np.asarray(margin.totals, dtype=np.float64), others), others)

    def sums(self, table: Floats) -> Floats:
        return np.asarray(table.sum(axis=self.others, keepdims=True))

    def met_by(self, table: Floats, index: npt.NDArray[np.intp]) -> Floats:
        """Return the table of some companies with this margin met; where it has nobody it stays so."""
        now = self.sums(table)
        return np.asarray(table * np.divide(self.totals[index], now, out=np.ones_like(now), where=now > 0))


@dataclass(slots=True)
class _Fit:
    """The fit of all companies, as far as it has come."""

    cells: Floats
    targets: list[_Target]
    people: Floats
    limits: tuple[Floats, Floats] | None
    known: npt.NDArray[np.bool_]
    table: Floats = field(init=False)
    passes: npt.NDArray[np.int64] = field(init=False)
    gap: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.table = np.where(_like(self.known, self.cells), self.cells, np.nan)
        self.passes = np.zeros(len(self.cells), dtype=np.int64)
        self.gap = np.full(len(self.cells), np.nan)

    def run(self, tolerance: float, most_passes: int) -> None:
        """Pass over the margins until every company has settled."""
        index = np.flatnonzero(self.known)
        self.measure(index)
        index = index[self.gap[index] > tolerance]
        for _ in range(most_passes):
            if not len(index):
                return
            before = self.table[index]
            self.step(index)
            is_open = self.gap[index] > tolerance
            if self.limits is not None:  # what the bounds do not allow does not move any more
                moved = np.abs(self.table[index] - before).max(axis=_axes(before), initial=0.0)
                is_open &= moved > tolerance * self.people[index]
            index = index[is_open]
        if len(index) and self.limits is None:
            _refuse(
                f"The margins are not met after {most_passes} passes; the largest difference is "
                f"{self.gap[index].max():.2g} of the people. Cells that are empty in the sample do not allow "
                "them: join categories, or leave a margin out.",
                np.isin(np.arange(len(self.cells)), index),
            )

    def step(self, index: npt.NDArray[np.intp]) -> None:
        """Meet each margin once, then trim."""
        part = self.table[index]
        for target in self.targets:
            part = target.met_by(part, index)
        if self.limits is not None:
            part = np.clip(part, self.limits[0][index], self.limits[1][index])
        self.table[index] = part
        self.passes[index] += 1
        self.measure(index)

    def measure(self, index: npt.NDArray[np.intp]) -> None:
        """Find the largest difference from a target."""
        part = self.table[index]
        differences = [
            np.abs(target.sums(part) - target.totals[index]).max(axis=_axes(part), initial=0.0)
            for target in self.targets
        ]
        largest = np.max(differences, axis=0)
        people = self.people[index]
        self.gap[index] = np.where(people > 0, largest / np.where(people > 0, people, 1.0), largest)


def _axes(table: Floats) -> tuple[int, ...]:
    return tuple(range(1, table.ndim))


def _sums(table: Floats) -> Floats:
    return np.asarray(table.sum(axis=_axes(table)))


def _like(values: npt.NDArray[Any], table: Floats) -> npt.NDArray[Any]:
    """Give one value a company the dimensions of the table."""
    return values.reshape(-1, *(1,) * (table.ndim - 1))


def _refuse(reason: str, concerned: npt.NDArray[np.bool_]) -> None:
    if concerned.any():
        raise CannotRakeError(reason, concerned)


def _check(cells: Floats, margins: list[Margin], squares: Floats, bounds: tuple[float, float] | None) -> None:
    """Refuse what cannot be meant."""
    if cells.ndim < 2 or squares.shape != cells.shape:  # noqa: PLR2004 - companies, and at least one axis
        raise ValueError(f"a table of the shape {cells.shape} with squares of {squares.shape} is none")
    if not margins:
        raise ValueError("raking needs at least one margin")
    for margin in margins:
        if list(margin.axes) != sorted(set(margin.axes)) or not set(margin.axes) <= set(
            range(cells.ndim - 1)
        ):
            raise ValueError(f"{margin.axes} are not ascending axes of {cells.ndim - 1}")
        expected = (len(cells), *(cells.shape[axis + 1] for axis in margin.axes))
        if np.shape(margin.totals) != expected:
            raise ValueError(f"a margin over {margin.axes} needs {expected}, not {np.shape(margin.totals)}")
    if any((np.asarray(array) < 0).any() for array in (cells, squares, *(m.totals for m in margins))):
        raise ValueError("people cannot be fewer than nobody")
    if bounds is not None and not 0.0 <= bounds[0] <= 1.0 <= bounds[1]:
        raise ValueError(f"the bounds {bounds} leave no room for the mean factor, which is 1")


def _agreed_totals(targets: list[_Target], known: npt.NDArray[np.bool_]) -> Floats:
    """Return the people of each company, on which all margins must agree."""
    totals = np.stack([_sums(target.totals) for target in targets])
    people = totals[0]
    _refuse(
        "The margins disagree in their total: scale them to the same number of people.",
        known & (np.abs(totals - people).max(axis=0) > _SAME_TOTAL * people),
    )
    return np.asarray(people)


def _limits(cells: Floats, people: Floats, bounds: tuple[float, float]) -> tuple[Floats, Floats]:
    """Return the smallest and largest table that the bounds allow."""
    seen = _sums(cells)
    mean = _like(np.divide(people, seen, out=np.ones_like(people), where=seen > 0), cells)
    return bounds[0] * mean * cells, bounds[1] * mean * cells


def _raked(fit: _Fit, squares: Floats) -> Raked:
    """Say what came out."""
    with np.errstate(invalid="ignore", divide="ignore"):
        factors = fit.table / fit.cells
        effective = _sums(fit.table) ** 2 / _sums(np.where(fit.cells == 0, 0.0, factors**2) * squares)
    trimmed = np.zeros(len(fit.cells), dtype=np.int64)
    if fit.limits is not None:
        at_bound = (fit.table <= fit.limits[0]) | (fit.table >= fit.limits[1])
        # a company that fits without any change is at no bound, also where they leave no room
        trimmed = np.count_nonzero(at_bound & (fit.cells > 0), axis=_axes(fit.cells)) * (fit.passes > 0)
    return Raked(fit.table, factors, effective, fit.passes, fit.gap, trimmed)
