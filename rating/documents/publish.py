"""From ratings to the document that is published. Numbers about people enter through `release` only."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.data import REASONS, RUNG_CODES
from rating.disclosure import FLOOR, SENSITIVE_FLOOR, STATISTIC_FLOOR, Policy, Released, Statistic, release
from rating.documents import schema
from rating.indices import mutual_information, theil_h
from rating.indices.theil_h import SMALLEST_PUBLISHED
from rating.inference import CONFIDENCE
from rating.performance import associate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rating.composite import Framework
    from rating.data import Attribute, Benchmark
    from rating.disclosure import ReleasedStatistic
    from rating.inference import Estimate
    from rating.intake import Intake
    from rating.intake.financials import Financials
    from rating.pipeline import Ranking, Ratings

_WITHHELD = schema.ReasonInfo(
    code="withheld",
    text="the score rests on too few people, or would give their composition away; band and rank are shown",
    remedy="Nothing needs to be mended.",
)


@dataclass(frozen=True)
class Settings:
    """How a run was made, for the record.

    Attributes
    ----------
    draws, seed
        Of the uncertainty.
    product
        Name and version of the software.
    notice
        A sentence for the head of every page, or None.
    protect
        Withhold figures about few people also where the profile's filings are usually public.
    """

    draws: int
    seed: int
    product: str
    notice: str | None = None
    protect: bool = False


def publish(
    intake: Intake,
    results: Sequence[tuple[Ratings, Ranking]],
    settings: Settings,
    *,
    financials: Financials | None = None,
) -> schema.RatingsDocument:
    """Build the document of a run.

    Parameters
    ----------
    intake
        What was read.
    results
        Ratings and ranking of each period; at least one.
    settings
        How the run was made.
    financials
        Results to set beside the scores.
    """
    first = results[0][0]
    profile = intake.profile
    policy = Policy(profile.already_public and not settings.protect, profile.source)
    pages = _Pages()
    attributes = profile.attribute_list()
    shown = {code for ratings, _ in results for code in ratings.headcount.cubes}
    return schema.RatingsDocument(
        schema="ratings/1",
        product=settings.product,
        notice=settings.notice,
        source=schema.Source(
            profile=profile.name,
            title=profile.title,
            source=profile.source,
            licence=profile.licence,
            note=profile.note,
            already_public=policy.already_public,
            measure=profile.measure,
            area=intake.area or None,
            files=[schema.File(name=file.name, sha256=file.digest) for file in intake.files],
            notes=list(intake.notes),
        ),
        framework=_framework(first.framework),
        attributes=[_attribute(attribute) for code, attribute in attributes.items() if code in shown],
        ladder=schema.LadderInfo(
            stated=first.headcount.ladder.stated,
            note=first.headcount.ladder.note,
            levels=[
                schema.LevelInfo(
                    code=level.code,
                    label=level.label,
                    rung=RUNG_CODES[level.rung],
                    management=level.management,
                )
                for level in first.headcount.ladder.levels
            ],
        ),
        benchmark=None if first.benchmark is None else _benchmark(first.benchmark, attributes),
        estimation=schema.Estimation(
            target="process", draws=settings.draws, seed=settings.seed, confidence=CONFIDENCE
        ),
        disclosure=schema.Disclosure(
            already_public=policy.already_public,
            k=FLOOR,
            k_sensitive=SENSITIVE_FLOOR,
            statistics_from=STATISTIC_FLOOR,
        ),
        periods=[
            _PeriodBuilder(ratings, ranking, policy, pages).build(financials) for ratings, ranking in results
        ],
    )


def _framework(framework: Framework) -> schema.FrameworkInfo:
    rated = framework.composition_pillars
    return schema.FrameworkInfo(
        name=framework.full_name,
        title=framework.title,
        version=framework.version,
        digest=framework.digest,
        note=framework.note,
        kind="full" if len(rated) == len(framework.pillars) else "composition",
        criteria=list(framework.criteria),
        minimum_leaders=framework.minimum_leaders,
        minimum_coverage=framework.minimum_coverage,
        minimum_weight=framework.minimum_weight,
        minimum_companies=framework.minimum_companies,
        secure=framework.secure,
        floor=framework.scale.floor,
        cap=framework.scale.cap,
        aggregation=framework.aggregation,
        bands=[schema.BandInfo(code=band.code, lower=band.lower) for band in framework.bands],
        pillars=[
            schema.PillarInfo(
                code=pillar.code,
                title=pillar.title,
                weight=pillar.weight,
                input=pillar.input,
                rated_here=pillar in rated,
                indicators=[
                    schema.IndicatorInfo(
                        code=indicator.code,
                        title=indicator.title,
                        low=indicator.low,
                        high=indicator.high,
                        weight=indicator.weight,
                    )
                    for indicator in pillar.indicators
                ],
            )
            for pillar in framework.pillars
        ],
    )


def _attribute(attribute: Attribute) -> schema.AttributeInfo:
    return schema.AttributeInfo(
        code=attribute.code,
        title=attribute.title,
        note=attribute.note,
        even_groups=attribute.even_groups,
        groups=[schema.GroupInfo(code=group.code, label=group.label) for group in attribute.groups],
    )


def _benchmark(benchmark: Benchmark, attributes: Mapping[str, Attribute]) -> schema.BenchmarkInfo:
    return schema.BenchmarkInfo(
        name=benchmark.name,
        note=benchmark.note,
        shares={
            code: dict(
                zip(
                    attributes[code].group_codes,
                    (None if math.isnan(share) else round(float(share), 6) for share in shares),
                    strict=True,
                )
            )
            for code, shares in benchmark.shares.items()
        },
    )


class _Pages:
    """Names of company pages: readable, safe in every file system, one for each company over all periods."""

    def __init__(self) -> None:
        self._by_key: dict[str, str] = {}
        self._taken: set[str] = set()

    def name(self, key: str, company: str) -> str:
        if key not in self._by_key:
            ascii_name = unicodedata.normalize("NFKD", company).encode("ascii", "ignore").decode()
            slug = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:60].strip("-") or "company"
            candidate, number = slug, 2
            while candidate in self._taken:
                candidate, number = f"{slug}-{number}", number + 1
            self._taken.add(candidate)
            self._by_key[key] = candidate
        return self._by_key[key]


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


class _PeriodBuilder:
    """Releases one period and writes it down."""

    def __init__(self, ratings: Ratings, ranking: Ranking, policy: Policy, pages: _Pages) -> None:
        self._ratings, self._ranking, self._pages = ratings, ranking, pages
        self._headcount = ratings.headcount
        self._position = {int(company): row for row, company in enumerate(ratings.rated)}
        self._released: Released = release(self._headcount, dict(self._statistics()), policy)
        self._titles = {
            indicator.code: indicator.title
            for pillar in ratings.framework.pillars
            for indicator in pillar.indicators
        } | {pillar.code: pillar.title for pillar in ratings.framework.pillars}

    def _statistics(self) -> Iterator[tuple[str, Statistic]]:
        """Name everything that is to be published, the most important first."""
        ratings = self._ratings
        criteria = tuple(code for code in ratings.framework.criteria if code in self._headcount.cubes)

        def statistic(estimate: Estimate, codes: tuple[str, ...], index_of: str) -> Statistic:
            return Statistic(
                estimate.value, estimate.low, estimate.high, codes, about="leaders", index_of=index_of
            )

        yield "score", statistic(ratings.score["process"], criteria, "")
        for target in ("process", "counted"):
            if target == "counted":
                # "all" is no attribute: under the rules the score as counted is a second index of everything
                yield "as_counted", statistic(ratings.score["counted"], criteria, criteria[0])
            for code, estimate in ratings.components[target].items():
                _, _, attribute = code.partition(".")
                codes = (attribute,) if attribute else criteria
                if all(known in self._headcount.cubes for known in codes):
                    yield (
                        f"{target}:{code}",
                        statistic(estimate, codes, attribute or (criteria[0] if target == "counted" else "")),
                    )
        for code, estimate in ratings.parity.items():
            yield (
                f"parity:{code}",
                Statistic(
                    estimate.value,
                    estimate.low,
                    estimate.high,
                    (code,),
                    about="workforce",
                    step=0.001,
                    coarse_step=0.01,
                    index_of=code,
                ),
            )
        if self._headcount.ladder.stated:
            yield from self._segregation()

    def _segregation(self) -> Iterator[tuple[str, Statistic]]:
        people = np.nansum(self._headcount.sizes, axis=1)
        for code, cube in self._headcount.cubes.items():
            m = mutual_information(cube.counts)
            h = np.where(people >= SMALLEST_PUBLISHED, theil_h(cube.counts), np.nan)
            for name, values in (("m", m), ("h", h)):
                yield (
                    f"{name}:{code}",
                    Statistic(
                        values,
                        values,
                        values,
                        (code,),
                        about="workforce",
                        step=0.0001,
                        coarse_step=0.01,
                        index_of=code,
                    ),
                )

    def build(self, financials: Financials | None) -> schema.Period:
        ratings = [self._company(company) for company in self._order()]
        ranked = sum(rating.status == "ranked" for rating in ratings)
        return schema.Period(
            period=self._headcount.period,
            companies=len(ratings),
            rated=len(self._ratings.rated),
            ranked=ranked,
            peers=self._peers(),
            pooled=self._pooled(),
            performance=None if financials is None else self._performance(financials),
            ratings=ratings,
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
        build = schema.CompanyRating.model_construct  # every part is built and typed here
        return build(
            company=who.name,
            key=who.key,
            company_number=who.number or None,
            area=who.area or None,
            period=who.as_of or self._headcount.period,
            page=self._pages.name(who.key, who.name),
            status="listed" if row is None else ("rated" if self._ranking.ranks is None else "ranked"),
            reason=reason,
            score=_quantity(statistics["score"], company),
            score_withheld=withheld,
            as_counted=_quantity(statistics["as_counted"], company) if row is not None else None,
            band=self._band(row),
            rank=self._rank(row),
            not_separable=self._not_separable(row),
            leaders=_number(float(self._released.leaders[company])),
            components=self._components(company),
            parity=[
                schema.Parity.model_construct(
                    attribute=code, value=_quantity(statistics[f"parity:{code}"], company)
                )
                for code in self._ratings.parity
            ],
            segregation=self._segregation_of(company),
            management={
                code: self._groups(code, table.management[company])
                for code, table in self._released.tables.items()
            },
            levels=[
                schema.Level.model_construct(
                    level=level.code,
                    people=_number(float(self._released.sizes[company, position])),
                    groups={
                        code: self._groups(code, table.cells[company, position])
                        for code, table in self._released.tables.items()
                    },
                )
                for position, level in enumerate(self._headcount.ladder.levels)
            ],
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
                people = float(np.nansum(self._released.sizes[company]))
                found.append(schema.Segregation.model_construct(attribute=code, people=people, m=m, h=h))
        return found

    def _peers(self) -> list[schema.Peers]:
        return [
            schema.Peers(
                attribute=code,
                about=self._ratings.strata.label(stratum),
                companies=prior.companies,
                concentration=round(prior.concentration, 1),
                shares={
                    group: round(float(share), 4 if self._released.policy.already_public else 2)
                    for group, share in zip(
                        self._headcount.cubes[code].attribute.group_codes, prior.shares, strict=True
                    )
                },
            )
            for (code, stratum), prior in self._ratings.priors.items()
        ]

    def _pooled(self) -> list[schema.Level] | None:
        tables = {
            code: table.pooled for code, table in self._released.tables.items() if table.pooled is not None
        }
        if not tables:
            return None
        people = np.nansum(self._headcount.sizes, axis=0)
        return [
            schema.Level(
                level=level.code,
                people=_number(float(people[position])),
                groups={code: self._groups(code, pooled[position]) for code, pooled in tables.items()},
            )
            for position, level in enumerate(self._headcount.ladder.levels)
        ]

    def _performance(self, financials: Financials) -> schema.Performance | None:
        period = self._headcount.period
        year = financials.year_after(period)
        if year is None:
            return None
        names = [self._headcount.companies[company].name for company in self._ratings.rated]
        margins = financials.margins_of(names, year)
        scores = self._ratings.score["process"].value[self._ratings.rated]
        found = associate(scores, margins, outcome="profit margins")
        list_name = financials.profile.list_name.format(year=financials.list_year(year))
        after = str(year - 1) in period
        lag = (
            "the year after the headcount"
            if after
            else f"not the year after the headcount of {period}, which would be the fairer comparison"
        )
        return schema.Performance(
            profile=financials.profile.name,
            file=financials.file,
            outcome="profit margin",
            list_name=list_name,
            fiscal_year=year,
            headcount_period=period,
            year_after=after,
            companies=[name for name, margin in zip(names, margins, strict=True) if not math.isnan(margin)],
            n=found.n,
            smallest_detectable_r=_rounded(found.smallest_detectable_r),
            refused=found.refused,
            rank_correlation=None
            if found.rank_correlation is None or found.low is None or found.high is None
            else schema.Quantity(
                value=round(found.rank_correlation, 3), low=round(found.low, 3), high=round(found.high, 3)
            ),
            sentence=f"{found.sentence} Results of {year} from {list_name}, {lag}.",
        )


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 3)
