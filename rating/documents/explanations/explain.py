"""Explanations of a period, company by company, for the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.documents import schema
from rating.documents.explanations import reasons
from rating.documents.explanations.formulas import FORMULAS
from rating.documents.explanations.inputs import ReleasedInputs
from rating.documents.explanations.lifts import lifts
from rating.documents.explanations.measured import Measured
from rating.documents.explanations.weighing import Weighing
from rating.documents.explanations.written import WEIGHT_DECIMALS, need_of, number, people_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from rating.documents.people import People
    from rating.pipeline import Ratings

#: The code of the score among the means.
SCORE = "score"


class Explained(NamedTuple):
    """What is said of one company."""

    explanations: list[schema.Explanation]
    aggregates: list[schema.Aggregate]


def guide() -> schema.Guide:
    """Return what explanations are read with: formulas, and reasons for which something is not said."""
    return schema.Guide(
        measures=[
            schema.MeasureInfo(code=code, formula=formula.words, worked=formula.worked)
            for code, formula in FORMULAS.items()
        ],
        reasons=[
            schema.ReasonInfo(code=code, text=reason.text, remedy=reason.remedy)
            for code, reason in reasons.UNSAID.items()
        ],
    )


class Explainer:
    """Explains the ratings of those companies of a period that have a score.

    Parameters
    ----------
    people
        What is released of the period.
    ratings
        Which indicators are in their scores; no figure is taken from them.
    withheld
        Whose score is not shown, shape (companies,): nor are the means that make it, as counted.
    """

    def __init__(self, people: People, ratings: Ratings, withheld: npt.NDArray[np.bool_]) -> None:
        self._framework, rated = ratings.framework, ratings.rated
        process = ratings.components["process"]
        released = ReleasedInputs(people, ratings.headcount, ratings.benchmark, rated)
        self._indicators = [
            Measured(
                self._framework,
                pillar,
                indicator,
                attribute,
                there=~np.isnan(process[f"{indicator.code}.{attribute}"].value[rated]),
                released=released,
            )
            for pillar in self._framework.composition_pillars
            for indicator in pillar.indicators
            for attribute in pillar.applies_to(self._framework.criteria)
        ]
        weighing = Weighing(self._framework, np.stack([own.there for own in self._indicators]))
        points = np.stack([own.points for own in self._indicators])
        self._kinds = self._of_means(weighing)
        self._weights = weighing.weights()
        self._worth = weighing.worth(points)
        self._means = np.where(withheld[rated], np.nan, weighing.means(points))
        self._needs = [own.reach(own.points + 1.0) for own in self._indicators]
        self._lifts = lifts(self._indicators, self._needs, weighing.rises(points))

    def _of_means(self, weighing: Weighing) -> list[tuple[str, str, float]]:
        """Return code, kind and weight of the means; a single pillar is the score itself."""
        pillars, of_indicators = self._framework.composition_pillars, self._framework.pillar_aggregation
        if len(pillars) == 1:
            return [(SCORE, of_indicators, 1.0)]
        weights = [round(weight, WEIGHT_DECIMALS) for weight in weighing.pillars.tolist()]
        own = [(pillar.code, of_indicators, weight) for pillar, weight in zip(pillars, weights, strict=True)]
        return [(SCORE, self._framework.aggregation, 1.0), *own]

    def explain(self, row: int) -> Explained:
        """Return what is said of one of the rated companies, by its place among them."""
        told = [self._indicator(place, row) for place in range(len(self._indicators))]
        return Explained(told, [self._mean(place, row, told) for place in range(len(self._kinds))])

    def _indicator(self, place: int, row: int) -> schema.Explanation:
        own = self._indicators[place]
        reason = own.reason(row)
        need = need_of(own, self._needs[place], row)
        unsaid = reason
        if need is None and reason is None:
            unsaid = reasons.AT_CAP if own.is_near_cap(row) else reasons.OUT_OF_REACH
        return schema.Explanation.model_construct(
            code=own.indicator.code,
            pillar=own.pillar.code,
            attribute=own.attribute,
            measure=own.measure,
            people=people_of(own, row),
            population=own.population,
            group=own.judged_group(row),
            terms={} if reason else {name: number(term[row]) or 0 for name, term in own.terms.items()},
            value=number(own.value[row]),
            points=number(own.points[row]),
            reason=reason,
            weight=number(self._weights[place, row], WEIGHT_DECIMALS) or 0,
            worth=number(self._worth[place, row]),
            need=need,
            need_reason=unsaid,
        )

    def _mean(self, place: int, row: int, told: Sequence[schema.Explanation]) -> schema.Aggregate:
        code, kind, weight = self._kinds[place]
        points = number(self._means[place, row])
        rise = self._rise(place, row, told)
        unsaid = None
        if rise is None and points is None:
            unsaid = reasons.WITHHELD
        elif rise is None and points is not None:
            near = points > self._framework.scale.cap - 1.0
            unsaid = reasons.AT_CAP if near else reasons.NEEDS_SEVERAL
        return schema.Aggregate.model_construct(
            code=code,
            formula=kind,
            weight=weight,
            points=points,
            reason=reasons.WITHHELD if points is None else None,
            rise=rise,
            rise_reason=unsaid,
        )

    def _rise(self, place: int, row: int, told: Sequence[schema.Explanation]) -> schema.Rise | None:
        lift = self._lifts[place]
        chosen = int(lift.indicator[row])
        by = None if chosen < 0 else number(lift.by[chosen, row])
        if by is None:
            return None
        own, reached = self._indicators[chosen], lift.reached[chosen]
        is_one_more = reached.joining is self._needs[chosen].joining
        need = told[chosen].need if is_one_more else need_of(own, reached, row)
        if need is None:
            return None
        return schema.Rise.model_construct(
            code=own.indicator.code, attribute=own.attribute, points=by, need=need
        )
