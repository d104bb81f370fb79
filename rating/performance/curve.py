"""All reasonable ways of asking, beside each other: what one of them says may be its own doing.

Whoever may choose the measure, the controls and the comparison finds something. So all choices are made, and
what they say together is set against what they say where there is nothing to find.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import t as student

from rating.performance.estimate import SIGNIFICANT, Reach, Refusal
from rating.performance.models import EFFECTS, Model, usable
from rating.performance.regression.many import Columns, Regression
from rating.performance.regression.nuisance import Nuisance
from rating.performance.shuffling import Shuffling
from rating.performance.transforms import EXPOSURES, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    from rating.data import Floats
    from rating.performance.observations import Observations

#: Comparisons that are tried, where the panel has them.
_EFFECTS: Final = ("none", "year", "industry, year", "industry and year", "company and year")
#: Of them what is no comparison of its own where there is one year.
_SAME_IN_ONE_YEAR: Final = ("year", "industry, year")
_TIMINGS: Final = ("same year", "a year later")
#: Up to so many controls every choice among them is tried; of more, none, each, all but each, and all.
_ALL_CHOICES = 4
#: With fewer companies that can change hands the null says nothing.
_FEWEST_EXCHANGEABLE = 0.5
#: Part of the shuffled medians that the shown range holds.
_RANGE = 0.9


@dataclass(frozen=True, slots=True)
class Specification:
    """One way of asking, and what it says.

    Attributes
    ----------
    exposure, outcome
        How they are measured, names in `rating.performance.transforms`.
    effects, timing
        Whom it compares with whom, and when.
    controls
        Numbers of the controls that it has.
    balanced
        Whether only companies count that are there in every year.
    r
        Partial correlation, -1 ... 1.
    p_value
        Two-sided, clustered, 0 ... 1.
    n
        Rows.
    """

    exposure: str
    outcome: str
    effects: str
    timing: str
    controls: tuple[int, ...]
    balanced: bool
    r: float
    p_value: float
    n: int


@dataclass(frozen=True, slots=True)
class Null:
    """What the same specifications say when exposures are dealt out anew.

    Attributes
    ----------
    p_of_median, p_of_share
        How often the median is as far from 0, and as many specifications are significant on one and the same
        side, as here, 0 ... 1.
    low, high
        Range of nine medians of ten.
    draws
        How many there were.
    exchangeable
        Part of the companies whose history another one can have.
    """

    p_of_median: float
    p_of_share: float
    low: float
    high: float
    draws: int
    exchangeable: float


@dataclass(frozen=True, slots=True)
class Curve:
    """What all specifications say.

    Attributes
    ----------
    specifications
        By r, the lowest first.
    r
        Their median, and the range of nine of ten of them; that is no interval of confidence.
    above, below
        Parts that are significant on either side of 0, 0 ... 1.
    null
        What chance alone makes of them; a refusal where too few companies can change hands.
    n_companies
        That take part in any of them.
    """

    specifications: tuple[Specification, ...]
    r: Reach
    above: float
    below: float
    null: Null | Refusal
    n_companies: int


def specification_curve(
    rows: Observations,
    *,
    draws: int,
    seed: int,
    on_progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Curve | Refusal:
    """Fit all specifications, and fit them again with exposures dealt out anew.

    Parameters
    ----------
    rows
        Complete rows.
    draws
        How often exposures are dealt out, from 1.
    seed
        Of the dealing.
    on_progress
        Told how many draws are done.

    Notes
    -----
    Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4:1208.
    """
    families = [family for family in _families(rows) if family.regressions]
    if not families:
        return Refusal("too_few_companies", rows.company.count)
    exposures = _placed(rows, _exposures(rows))
    parts = [one.fitted(exposures) for one in families]
    r, t = (np.concatenate(each) for each in zip(*parts, strict=True))
    degrees = np.concatenate([np.full(len(one.regressions), one.degrees) for one in families])
    p = 2.0 * student.sf(t, degrees)
    sound = ~np.isnan(r)
    if not sound.any():
        return Refusal("no_variation_of_exposure", rows.company.count)
    median, above, below = _summary(r, p < SIGNIFICANT)
    named = [
        Specification(*choice, r=float(one), p_value=float(its_p), n=n)
        for (choice, n), one, its_p in zip(chain.from_iterable(f.named for f in families), r, p, strict=True)
        if not np.isnan(one)
    ]
    tail = (1.0 - _RANGE) / 2.0
    low, high = np.quantile(r[sound], (tail, 1.0 - tail))
    return Curve(
        specifications=tuple(sorted(named, key=lambda each: each.r)),
        r=Reach(median, float(low), float(high)),
        above=above,
        below=below,
        null=_null(
            Shuffling(rows),
            families,
            (median, max(above, below)),
            np.random.default_rng(seed).spawn(draws),
            on_progress,
        ),
        n_companies=rows.company.count,
    )


def _exposures(rows: Observations) -> Floats:
    """Return the exposure in all its measures, shape (rows, measures)."""
    return np.column_stack([measure(rows.exposure) for measure in EXPOSURES.values()])


def _placed(rows: Observations, exposures: Floats) -> Floats:
    """Put exposures of rows where the panel has them, shape (rows of the panel, measures)."""
    placed = np.full((int(rows.places.max()) + 1, exposures.shape[1]), np.nan)
    placed[rows.places] = exposures
    return placed


def _summary(r: Floats, significant: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return the median, and the parts that are significantly above and below 0."""
    count = np.sum(~np.isnan(r))
    above, below = (float(np.sum(significant & side) / count) for side in (r > 0.0, r < 0.0))
    return float(np.nanmedian(r)), above, below


def _null(
    shuffling: Shuffling,
    families: list[_Family],
    seen: tuple[float, float],
    dealers: list[np.random.Generator],
    on_progress: Callable[[str, int, int], None],
) -> Null | Refusal:
    exchangeable, companies = shuffling.exchangeable, shuffling.rows.company.count
    if exchangeable < _FEWEST_EXCHANGEABLE:
        return Refusal(
            "years_differ", round(exchangeable * companies), round(_FEWEST_EXCHANGEABLE * companies)
        )
    exposures = _exposures(shuffling.rows)
    told = np.empty((len(dealers), 2))
    critical = np.concatenate([np.full(len(one.regressions), one.critical) for one in families])
    for draw, dealer in enumerate(dealers):
        dealt = _placed(shuffling.rows, exposures[shuffling.drawn(dealer)])
        parts = [one.fitted(dealt) for one in families]
        r, t = (np.concatenate(each) for each in zip(*parts, strict=True))
        median, above, below = _summary(r, t > critical)
        told[draw] = median, max(above, below)
        on_progress("Shuffled panels", draw + 1, len(dealers))
    tail = (1.0 - _RANGE) / 2.0
    low, high = np.quantile(told[:, 0], (tail, 1.0 - tail))
    as_far = np.sum(np.abs(told) >= np.abs(seen) * (1.0 - 1e-12), axis=0)
    p_of_median, p_of_share = ((as_far + 1) / (len(dealers) + 1)).tolist()
    return Null(p_of_median, p_of_share, float(low), float(high), len(dealers), exchangeable)


_Choice = tuple[str, str, str, str, tuple[int, ...], bool]


@dataclass(frozen=True)
class _Family:
    """Specifications that differ in columns alone: the same rows, with the same effects taken out."""

    rows: Observations
    effects: str
    timing: str
    balanced: bool

    @cached_property
    def _nuisance(self) -> Nuisance:
        return Nuisance(len(self.rows), EFFECTS[self.effects](self.rows))

    @cached_property
    def _outcomes(self) -> dict[str, Floats]:
        measured = {name: measure(self.rows.outcome) for name, measure in OUTCOMES.items()}
        return {name: column for name, column in measured.items() if column is not None}

    @cached_property
    def _fixed(self) -> Floats:
        """Outcomes and controls with the effects taken out, shape (rows, k)."""
        columns = np.column_stack((*self._outcomes.values(), self.rows.controls))
        return self._nuisance.taken_out(columns)

    @cached_property
    def regressions(self) -> list[Regression]:
        """What is fitted, the columns being exposures, outcomes and controls."""
        exposures, outcomes = len(EXPOSURES), len(self._outcomes)
        begin = exposures + outcomes
        return [
            Regression(exposure, exposures + outcome, tuple(begin + control for control in controls))
            for controls, exposure, outcome in product(
                _choices(self.rows.controls.shape[1]), range(exposures), range(outcomes)
            )
        ]

    @property
    def named(self) -> Iterator[tuple[_Choice, int]]:
        """Yield what each regression is, and its rows."""
        for controls, exposure, outcome in product(
            _choices(self.rows.controls.shape[1]), EXPOSURES, self._outcomes
        ):
            yield (exposure, outcome, self.effects, self.timing, controls, self.balanced), len(self.rows)

    @property
    def degrees(self) -> int:
        """Degrees of freedom of Student's t."""
        return self.rows.clusters.count - 1

    @property
    def critical(self) -> float:
        """The |t| above which a slope is significant."""
        return float(student.ppf(1.0 - SIGNIFICANT / 2.0, self.degrees))

    @cached_property
    def _parameters(self) -> int:
        return self._nuisance.parameters_beside(self.rows.clusters)

    def fitted(self, exposures: Floats) -> tuple[Floats, Floats]:
        """Return partial correlations and |t| for exposures of shape (rows of the panel, measures)."""
        own = self._nuisance.taken_out(exposures[self.rows.places])
        columns = Columns(np.hstack((own, self._fixed)), self.rows.clusters, self._parameters)
        found = columns.fit(self.regressions)
        with np.errstate(divide="ignore", invalid="ignore"):
            t: Floats = np.abs(found.slopes / found.standard_errors)
        return found.correlations, t


def _choices(controls: int) -> list[tuple[int, ...]]:
    """Return the choices of controls that are tried."""
    every = tuple(range(controls))
    few = controls <= _ALL_CHOICES
    sizes = set(range(controls + 1)) if few else {0, 1, controls - 1, controls}
    return [choice for size in sorted(sizes) for choice in combinations(every, size)]


def _families(rows: Observations) -> Iterator[_Family]:
    """Yield the families whose rows are enough."""
    full = rows.company.sizes == rows.company.sizes.max()
    samples = {False: rows} if full.all() else {False: rows, True: rows.taken(full[rows.company.codes])}
    same = frozenset(_SAME_IN_ONE_YEAR if rows.year.count == 1 else ())
    for (balanced, sample), timing, effects in product(samples.items(), _TIMINGS, _EFFECTS):
        used = Refusal("") if effects in same else usable(Model("", effects, timing=timing), sample)
        if not isinstance(used, Refusal):
            yield _Family(used, effects, timing, balanced)
