"""One period of the document. Numbers about people enter through `release` only."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rating.data import REASONS
from rating.disclosure import with_statistics
from rating.documents import schema
from rating.documents.beside import describe_performance
from rating.documents.explanations import Explained, Explainer, guide
from rating.documents.people import People
from rating.documents.pipeline_curve import pipeline_curves
from rating.documents.robustness import Robustness
from rating.documents.statistics import statistics_of

if TYPE_CHECKING:
    from rating.disclosure import Released, ReleasedStatistic
    from rating.documents.page_names import PageNames
    from rating.intake.financials import Financials
    from rating.pipeline import Ranking, Ratings

_WITHHELD = schema.ReasonInfo(
    code="withheld",
    text="the score rests on too few people, or on too many that are withheld; band and rank are shown",
    remedy="Nothing needs to be mended.",
)


def _number(value: float) -> float | None:
    """Return a plain number, whole where it is whole; None for NaN."""
    if math.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _quantity(statistic: ReleasedStatistic | None, company: int) -> schema.Quantity | None:
    if statistic is None or math.isnan(statistic.value[company]):
        return None
    return schema.Quantity.model_construct(
        value=float(statistic.value[company]),
        low=float(statistic.low[company]),
        high=float(statistic.high[company]),
    )


class PeriodBuilder:
    """Writes down one period as it was released."""

    def __init__(self, released: Released, ratings: Ratings, ranking: Ranking, pages: PageNames) -> None:
        self._ratings, self._ranking, self._pages = ratings, ranking, pages
        self._headcount = ratings.headcount
        companies = self._headcount.companies
        framework = ratings.framework
        self._robustness = Robustness(
            ranking,
            [companies[rated].name for rated in ratings.rated],
            (framework.pillar_aggregation, framework.aggregation),
        )
        self._position = {int(company): row for row, company in enumerate(ratings.rated)}
        self._people = People(released, self._headcount.ladder.codes)
        self._released = with_statistics(
            released,
            dict(statistics_of(ratings)),
            leaders=self._people.leaders,
            workforce=self._people.workforce,
        )
        self._curves = pipeline_curves(self._people, ratings.benchmark)
        withheld = self._released.statistics["score"].withheld
        self._explainer = Explainer(self._people, ratings, withheld) if len(ratings.rated) else None
        self._titles = {
            indicator.code: indicator.title
            for pillar in ratings.framework.pillars
            for indicator in pillar.indicators
        } | {pillar.code: pillar.title for pillar in ratings.framework.pillars}

    def build(self, financials: Financials | None) -> schema.Period:
        """Return the period as it is published."""
        ratings = [self._company(company) for company in self._order()]
        ranked = sum(rating.status == "ranked" for rating in ratings)
        return schema.Period(
            period=self._headcount.period,
            companies=len(ratings),
            rated=len(self._ratings.rated),
            ranked=ranked,
            peers=self._peers(),
            pooled=self._pooled(),
            sensitivity=self._robustness.sensitivity(),
            performance=None if financials is None else describe_performance(self._ratings, financials),
            ratings=ratings,
            guide=guide(),
        )

    def _order(self) -> list[int]:
        """Order companies by rank interval, then score as released, then name; unrated ones by name."""
        score = self._released.statistics["score"].value
        ranks = self._ranking.ranks

        def place(company: int) -> tuple[float, ...]:
            row = self._position.get(company)
            if row is None or ranks is None:
                return (math.inf, 0.0, 0.0, company)
            low, high = int(ranks.low[row]), int(ranks.high[row])
            points = 0.0 if math.isnan(score[company]) else -float(score[company])
            return (low + high, low, points, company)

        return sorted(range(len(self._headcount.companies)), key=place)

    def _company(self, company: int) -> schema.CompanyRating:
        who = self._headcount.companies[company]
        statistics = self._released.statistics
        row = self._position.get(company)
        withheld = bool(statistics["score"].withheld[company])
        reason = self._reason(company, withheld=withheld)
        explained = self._explained(row)
        build = schema.CompanyRating.model_construct  # every part is built and typed here
        return build(
            company=who.name,
            key=who.key,
            company_number=who.number or None,
            area=who.area or None,
            period=who.as_of or self._headcount.period,
            figures_of=who.figures_of or None,
            page=self._pages.name(who.key, who.name),
            status="listed" if row is None else ("rated" if self._ranking.ranks is None else "ranked"),
            reason=reason,
            score=_quantity(statistics["score"], company),
            score_withheld=withheld,
            as_counted=_quantity(statistics["as_counted"], company) if row is not None else None,
            band=self._band(row),
            rank=self._rank(row),
            not_separable=self._not_separable(row),
            rank_sets=None if row is None else self._robustness.rank_sets(row),
            top=[] if row is None else self._robustness.top(row),
            choices=None if row is None else self._robustness.choices(row),
            leaders=_number(float(self._people.leaders[company])),
            components=self._components(company),
            parity=[
                schema.Parity.model_construct(
                    attribute=code, value=_quantity(statistics[f"parity:{code}"], company)
                )
                for code in self._ratings.parity
            ],
            segregation=self._segregation_of(company),
            management={
                code: self._groups(code, self._people.management(code)[company])
                for code in self._people.attributes
            },
            levels=[
                schema.Level.model_construct(
                    level=level.code,
                    people=_number(float(self._people.sizes[company, position])),
                    groups={
                        code: self._groups(code, self._people.cells(code)[company, position])
                        for code in self._people.attributes
                    },
                    unknown={
                        code: _number(float(self._people.unknown(code)[company, position]))
                        for code in self._people.attributes
                    },
                )
                for position, level in enumerate(self._headcount.ladder.levels)
            ],
            pipeline=self._curves[company],
            explanations=explained.explanations,
            aggregates=explained.aggregates,
        )

    def _groups(
        self, code: str, values: np.ndarray[tuple[int], np.dtype[np.float64]]
    ) -> dict[str, float | None]:
        codes = self._headcount.cubes[code].attribute.group_codes
        return {group: _number(float(value)) for group, value in zip(codes, values, strict=True)}

    def _reason(self, company: int, *, withheld: bool) -> schema.ReasonInfo | None:
        code = self._ratings.reasons[company]
        if code:
            reason = REASONS[code]
            return schema.ReasonInfo(code=code, text=reason.text, remedy=reason.remedy)
        return _WITHHELD if withheld else None

    def _band(self, row: int | None) -> schema.BandRun | None:
        if row is None:
            return None
        codes = [band.code for band in self._ratings.framework.bands]
        first, last = (codes[index] for index in self._ranking.bands[row])
        return schema.BandRun.model_construct(
            first=first, last=last, text=first if first == last else f"{first}-{last}"
        )

    def _rank(self, row: int | None) -> schema.RankInterval | None:
        ranks = self._ranking.ranks
        if row is None or ranks is None:
            return None
        return schema.RankInterval.model_construct(
            low=int(ranks.low[row]), high=int(ranks.high[row]), of=len(self._position)
        )

    def _not_separable(self, row: int | None) -> schema.NotSeparable | None:
        if row is None or self._ranking.ranks is None:
            return None
        others = self._ranking.inseparable
        companies = self._headcount.companies
        names = (
            None if others is None else [companies[self._ratings.rated[other]].name for other in others[row]]
        )
        return schema.NotSeparable.model_construct(
            count=int(self._ranking.inseparable_count[row]), companies=names
        )

    def _explained(self, row: int | None) -> Explained:
        if row is None or self._explainer is None:
            return Explained([], [])
        return self._explainer.explain(row)

    def _components(self, company: int) -> list[schema.Component]:
        statistics = self._released.statistics
        components = []
        for full in self._ratings.components["process"]:
            code, _, attribute = full.partition(".")
            components.append(
                schema.Component.model_construct(
                    code=code,
                    title=self._titles[code],
                    attribute=attribute or None,
                    process=_quantity(statistics.get(f"process:{full}"), company),
                    counted=_quantity(statistics.get(f"counted:{full}"), company),
                )
            )
        return components

    def _segregation_of(self, company: int) -> list[schema.Segregation]:
        statistics = self._released.statistics
        found = []
        for code in self._headcount.cubes:
            if f"m:{code}" not in statistics:
                continue
            m, h = (_number(float(statistics[f"{name}:{code}"].value[company])) for name in ("m", "h"))
            if m is not None:
                people = float(self._people.workforce[company])
                found.append(schema.Segregation.model_construct(attribute=code, people=people, m=m, h=h))
        return found

    def _peers(self) -> list[schema.Peers]:
        if not self._released.policy.already_public:
            return []  # fitted to few companies, it gives a withheld one away
        return [
            schema.Peers(
                attribute=code,
                about=self._ratings.strata.label(stratum),
                companies=prior.companies,
                concentration=round(prior.concentration, 1),
                shares={
                    group: round(float(share), 4)
                    for group, share in zip(
                        self._headcount.cubes[code].attribute.group_codes, prior.shares, strict=True
                    )
                },
            )
            for (code, stratum), prior in self._ratings.priors.items()
        ]

    def _pooled(self) -> list[schema.Level] | None:
        pooled = {code: self._people.pooled(code) for code in self._people.attributes}
        shown = {
            code: groups_and_unknown
            for code, groups_and_unknown in pooled.items()
            if not np.isnan(groups_and_unknown[0]).all()
        }
        if not shown:
            return None
        return [
            schema.Level(
                level=level.code,
                people=_number(float(self._people.all_sizes[position])),
                groups={code: self._groups(code, groups[position]) for code, (groups, _) in shown.items()},
                unknown={code: _number(float(unknown[position])) for code, (_, unknown) in shown.items()},
            )
            for position, level in enumerate(self._headcount.ladder.levels)
        ]
