"""The rows of a panel that a model can use: complete, and grouped by all that models ask for."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rating.data import Remark
from rating.performance.measurement import measured
from rating.performance.regression.groups import Groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from rating.data import Floats, Panel
    from rating.performance.measurement import Measured

#: Where the errors of fewer of the exposures are known, no slope is corrected for them.
_MOSTLY_KNOWN = 0.9
#: A row of so many is looked at for what a few rows do.
_ONE_OF = 100
#: With this part of an outcome's variation in one row of a hundred, a few companies decide.
_HEAVY = 0.5


@dataclass(frozen=True)
class Observations:
    """Complete rows.

    Attributes
    ----------
    company, clusters
        Which company a row is of, and with which others its errors go.
    places
        The row of the panel that each exposure is of, shape (rows,).
    years
        Shape (rows,).
    exposure, outcome
        Shape (rows,), finite.
    controls
        Shape (rows, k), finite; k may be 0.
    industry, city
        None where the table has no such column.
    error_variance
        Unbiased estimates of the exposures' error variances, shape (rows,); None where they are not known.
    """

    company: Groups
    clusters: Groups
    places: npt.NDArray[np.intp]
    years: npt.NDArray[np.intp]
    exposure: Floats
    outcome: Floats
    controls: Floats
    industry: Groups | None = None
    city: Groups | None = None
    error_variance: Floats | None = None

    def __len__(self) -> int:
        return len(self.exposure)

    @property
    def year(self) -> Groups:
        """The rows grouped by year."""
        return Groups.of(self.years)

    def taken(self, rows: npt.NDArray[Any]) -> Observations:
        """Return some of the rows, by number or by mask."""
        columns: dict[str, Any] = {}
        for each in fields(self):
            column = getattr(self, each.name)
            if column is not None:
                columns[each.name] = column.taken(rows) if isinstance(column, Groups) else column[rows]
        return replace(self, **columns)


def observed(panel: Panel, outcome: str) -> tuple[Observations, tuple[Remark, ...]]:
    """Return the complete rows of a panel for one of its outcomes, and what is noticed about the others.

    Every model is fitted on these same rows, or on those of them that it can use: models that differ in their
    rows cannot be compared.
    """
    errors = measured(panel)
    exposure = panel.exposure if errors is None else errors.exposure
    needed = {panel.name: panel.exposure, outcome: panel.outcomes[outcome]} | panel.controls
    words = {"industry": panel.industry, "city": panel.city, "cluster": panel.cluster}
    known = {name: ~np.isnan(column) for name, column in needed.items()}
    known |= {name: column != "" for name, column in words.items() if column is not None}
    possible = ~np.isnan(exposure) | np.isnan(panel.exposure)
    complete = np.logical_and.reduce([possible, *known.values()])
    remarks = [
        *_of_missing(known),
        *_of_measurement(panel, errors, possible, complete),
        *_of_what_is_left(complete),
    ]
    rows = panel.taken(complete)
    company = Groups.of(rows.company)
    found = Observations(
        company=company,
        clusters=company if rows.cluster is None else Groups.of(rows.cluster),
        places=np.flatnonzero(complete),
        years=rows.year,
        exposure=exposure[complete],
        outcome=rows.outcomes[outcome],
        controls=np.column_stack([np.empty((len(rows), 0)), *rows.controls.values()]),
        industry=None if rows.industry is None else Groups.of(rows.industry),
        city=None if rows.city is None else Groups.of(rows.city),
        error_variance=None if errors is None else _variances(errors.variance[complete]),
    )
    return found, (*remarks, *_of_shape(found))


def _variances(known: Floats) -> Floats | None:
    """Return error variances with the few that are not known put to the mean of the others."""
    missing = np.isnan(known)
    if not len(known) or np.mean(missing) > 1.0 - _MOSTLY_KNOWN:
        return None
    filled: Floats = np.where(missing, np.mean(known[~missing]), known)
    return filled


def _of_missing(known: dict[str, npt.NDArray[np.bool_]]) -> Iterator[Remark]:
    for name, told in known.items():
        if not told.all():
            yield Remark("missing", int((~told).sum()), {"column": name})


def _of_what_is_left(complete: npt.NDArray[np.bool_]) -> Iterator[Remark]:
    if not complete.all():
        yield Remark("left_out", int((~complete).sum()), {"used": int(complete.sum())})


def _of_measurement(
    panel: Panel,
    errors: Measured | None,
    possible: npt.NDArray[np.bool_],
    complete: npt.NDArray[np.bool_],
) -> Iterator[Remark]:
    if errors is None:
        if panel.people is not None:
            yield Remark("errors_not_known", len(panel), {"column": panel.name})
        return
    if errors.kind == "blau":
        yield Remark("made_unbiased", len(panel), {"column": panel.name})
    if not possible.all():
        yield Remark("impossible", int((~possible).sum()), {"column": panel.name})
    missing = int(np.isnan(errors.variance[complete]).sum())
    if missing:
        enough = _variances(errors.variance[complete]) is not None
        yield Remark("no_error" if enough else "too_few_errors", missing, {"column": panel.name})


def _of_shape(rows: Observations) -> Iterator[Remark]:
    """Yield what the rows themselves cannot tell."""
    if not len(rows):
        return
    company = rows.company
    if company.count < len(rows):
        around = rows.exposure - company.means(rows.exposure)[company.codes]
        still = (company.sums(np.abs(around)) <= np.finfo(float).eps * len(rows)) & (company.sizes > 1)
        if still.any():
            yield Remark("constant_exposure", int(still.sum()), {"companies": company.count})
        once = int(np.sum(company.sizes == 1))
        if once:
            yield Remark("one_year", once, {"companies": company.count})
        if np.ptp(company.sizes):
            span = {"fewest": int(company.sizes.min()), "most": int(company.sizes.max())}
            yield Remark("unbalanced", company.count, span)
    if rows.industry is not None and rows.industry.count == 1:
        yield Remark("one_industry", len(rows), {})
    squares = np.sort((rows.outcome - rows.outcome.mean()) ** 2)
    tail = len(rows) // _ONE_OF
    if tail and squares[-tail:].sum() > _HEAVY * squares.sum():
        yield Remark("heavy_tails", tail, {"share": float(squares[-tail:].sum() / squares.sum())})
