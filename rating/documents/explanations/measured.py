"""One indicator of one attribute, measured on released people: its points, and what more of them needs."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.composite import MEASURES, Workforce
from rating.composite.normalise import goalposts
from rating.documents.explanations import reasons
from rating.documents.explanations.formulas import FORMULAS
from rating.documents.explanations.replacements import fewest_replacements
from rating.documents.explanations.shortfall import SHORTFALLS

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.composite import Framework, Scope
    from rating.composite.framework import Indicator, Pillar
    from rating.data import Floats
    from rating.documents.explanations.inputs import Inputs, ReleasedInputs

    Flags = npt.NDArray[np.bool_]
    Index = npt.NDArray[np.intp]

#: As the benchmark's own shares have in the document.
_SHARE_DECIMALS = 6
#: A point that lacks nothing but last digits is a point.
_LAST_DIGITS = 1e-9


class Reached(NamedTuple):
    """Whom it takes to reach so many points, and how many are reached.

    Attributes
    ----------
    leaving, joining
        People by group, shape (companies, k); nobody where the points are out of reach.
    points
        Shape (companies,); NaN where they are out of reach.
    """

    leaving: Floats
    joining: Floats
    points: Floats

    @property
    def people(self) -> Floats:
        """How many people would have to be of other groups, shape (companies,); NaN where none help."""
        return np.asarray(np.where(np.isnan(self.points), np.nan, self.joining.sum(axis=1)))


class Measured:
    """An indicator of an attribute, for R companies.

    Parameters
    ----------
    framework, pillar, indicator, attribute
        Which one, under which rules.
    there
        Which companies have it in their score, shape (R,).
    released
        What is released about their people.

    Attributes
    ----------
    measure
        Code of what is measured: that of the indicator, or what takes its place without a population.
    inputs
        Its inputs; None where the period has no counts of the attribute.
    value, points
        As counted, shape (R,); NaN where not all inputs are shown, the company has too few leaders for a
        figure about them, or it is not in the score.
    """

    def __init__(
        self,
        framework: Framework,
        pillar: Pillar,
        indicator: Indicator,
        attribute: str,
        *,
        there: Flags,
        released: ReleasedInputs,
    ) -> None:
        self.pillar, self.indicator, self.attribute, self.there = pillar, indicator, attribute, there
        self._scale = framework.scale
        rules = MEASURES[indicator.measure]
        lacking = rules.population and not released.has_population(attribute)
        self.measure = rules.instead if lacking and rules.instead else indicator.measure
        self._rules = MEASURES[self.measure]
        self._no_population = self._rules.population and lacking
        self.inputs: Inputs | None = released.of(attribute, self._rules.scopes)
        self._counted = np.full(len(there), np.nan)
        if self.inputs is not None and not self._no_population:
            self._counted = self._rules.compute(self.inputs.workforce)[:, 0]
        nobody = np.zeros(len(there), np.bool_)
        shown = nobody if self.inputs is None else self.inputs.shown & released.enough
        self._shown = shown
        self.value: Floats = np.where(shown & there, self._counted, np.nan)
        self.points = self._on_the_scale(self.value)

    @property
    def raised_in(self) -> Scope:
        """The part of the workforce in which other people would raise it."""
        return self._rules.raised_in

    @cached_property
    def terms(self) -> dict[str, Floats]:
        """What its formula puts together, by name, each of shape (R,)."""
        if self.inputs is None or self._no_population:
            return {}
        return FORMULAS[self.measure].terms(self.inputs.workforce)

    @cached_property
    def population(self) -> dict[str, float | None] | None:
        """The shares that it compares with, by group; None where it compares with none."""
        shares = None if self.inputs is None else self.inputs.workforce.benchmark
        if self.inputs is None or shares is None or not self._rules.population:
            return None
        return dict(zip(self.inputs.groups, map(_share, shares.tolist()), strict=True))

    @cached_property
    def _judged(self) -> Index:
        if self.inputs is None or self._rules.judged is None:
            return np.full(len(self.there), -1)
        return np.where(np.isnan(self.value), -1, self._rules.judged(self.inputs.workforce))

    def judged_group(self, company: int) -> str | None:
        """Return the code of the one group that is judged; None where all are, or none is."""
        place = int(self._judged[company])
        return None if self.inputs is None or place < 0 else self.inputs.groups[place]

    def reason(self, company: int) -> str | None:
        """Return the code of why there is no value, None where there is one."""
        if not np.isnan(self.value[company]):
            return None
        if self._no_population:
            return reasons.NO_BENCHMARK
        if not self._shown[company]:
            return reasons.WITHHELD if self.there[company] else reasons.MISSING
        return reasons.UNDEFINED if np.isnan(self._counted[company]) else reasons.TOO_FEW_KNOWN

    def is_near_cap(self, company: int) -> bool:
        """Tell whether less than a point is left up to the end of the scale."""
        return bool(self.points[company] > self._scale.cap - 1.0 + _LAST_DIGITS)

    def reach(self, points: Floats) -> Reached:
        """Return whom it takes to reach so many points, shape (R,); of NaN nothing is said."""
        groups = 0 if self.inputs is None else len(self.inputs.groups)
        leaving, joining = np.zeros((len(points), groups)), np.zeros((len(points), groups))
        reached = np.full(len(points), np.nan)
        wanted = ~np.isnan(points + self.points) & (points <= self._scale.cap + _LAST_DIGITS)
        some = np.flatnonzero(wanted)
        rises = self.indicator.high > self.indicator.low  # the fewer the better: people are not counted so
        if self.inputs is None or not rises or not len(some):
            return Reached(leaving, joining, reached)
        now = _taken(self.inputs.workforce, some)
        shortfall = SHORTFALLS[self.measure](now, self._before_the_scale(points[some]))
        found = fewest_replacements(now.seen[self._rules.raised_in], shortfall, self.inputs.may_be_named)
        leaving[some], joining[some] = found.leaving, found.joining
        then = _with_changes(now, self._rules.raised_in, found.joining - found.leaving)
        value = self._rules.compute(then)[:, 0]
        reached[some] = np.where(found.enough, self._on_the_scale(value), np.nan)
        return Reached(leaving, joining, reached)

    def _on_the_scale(self, value: Floats) -> Floats:
        low, high, scale = self.indicator.low, self.indicator.high, self._scale
        return goalposts(value, low, high, floor=scale.floor, cap=scale.cap)

    def _before_the_scale(self, points: Floats) -> Floats:
        low, high, scale = self.indicator.low, self.indicator.high, self._scale
        return np.asarray(low + (high - low) * (points - scale.floor) / (scale.cap - scale.floor))


def _share(value: float) -> float | None:
    return None if math.isnan(value) else round(value, _SHARE_DECIMALS)


def _taken(workforce: Workforce, companies: Index) -> Workforce:
    return _counted_like(workforce, {scope: own[companies] for scope, own in workforce.seen.items()})


def _with_changes(workforce: Workforce, part: Scope, change: Floats) -> Workforce:
    """Return the workforces with other people in a part, and so in everybody."""
    touched = {part, "workforce"}
    return _counted_like(
        workforce,
        {scope: own + change if scope in touched else own for scope, own in workforce.seen.items()},
    )


def _counted_like(workforce: Workforce, people: dict[Scope, Floats]) -> Workforce:
    return Workforce.as_counted(
        people,
        even_groups=workforce.even_groups,
        benchmark=workforce.benchmark,
        whole=workforce.whole,
    )
