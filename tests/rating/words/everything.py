"""Documents that between them say everything the product's own data files can make a document say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.composite import MEASURES, framework_names, load_framework, split
from rating.data import REASONS, Benchmark
from rating.disclosure import Policy
from rating.documents import RatingsDocument, schema
from rating.documents.beside import describe_performance
from rating.documents.describe import (
    describe_attribute,
    describe_benchmark,
    describe_framework,
    describe_ladder,
    describe_source,
)
from rating.documents.explanations import guide
from rating.intake import Intake, load_profile, profile_names
from rating.intake.financials import Financials, financial_profile_names, load_financial_profile
from rating.intake.labels import plain
from rating.pipeline import rate
from rating.run import rate_files
from rating.words.keyed import words_of
from tests.builders import canonical_file, city_rows, headcount

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rating.composite import Framework
    from rating.data import Floats, Ladder
    from rating.intake import Profile
    from rating.pipeline import Ratings
    from rating.words.keyed import Word

_COMPANIES = 40


def small_city(folder: Path, *, leaders: int = 40) -> RatingsDocument:
    """Rate a city whose figures are not public."""
    file = canonical_file(folder / "city.csv", city_rows(leaders=leaders))
    return rate_files([file], profile="canonical", framework="management-diversity-2016", draws=100).document


def every_word(folder: Path) -> list[Word]:
    """Return the words of all frameworks with all profiles, all reasons and all results."""
    withheld = [
        rating.reason
        for rating in small_city(folder, leaders=20).periods[0].ratings
        if rating.reason is not None
    ]
    assert {reason.code for reason in withheld} == {"withheld"}
    reasons = [
        *withheld,
        *(schema.ReasonInfo(code=code, text=own.text, remedy=own.remedy) for code, own in REASONS.items()),
    ]
    performances = [None, *every_performance()]
    documents = [
        _document(load_framework(framework), load_profile(profile), reasons, performance)
        for framework in framework_names()
        for profile in profile_names()
        for performance in performances
    ]
    return [word for document in documents for word in words_of(document)]


def every_performance() -> Iterator[schema.Performance]:
    """Yield every kind of sentence about results, for each list and lag."""
    found = _rated()
    score = found.score["process"].value
    noise = np.random.default_rng(5).permutation(score)
    of_few, of_fewer = score.copy(), score.copy()
    of_few[10:], of_fewer[3:] = np.nan, np.nan
    for name in financial_profile_names():
        for year in (2017, 2019):
            for margins in (score, -score, noise, np.ones(_COMPANIES), of_few, of_fewer):
                by_name = _by_name(found, margins)
                financials = Financials(
                    load_financial_profile(name),
                    {year: "results.csv"},
                    {year: by_name},
                    {year: {one: one for one in by_name}},
                )
                performance = describe_performance(found, financials)
                assert performance is not None
                yield performance


def _document(
    framework: Framework,
    profile: Profile,
    reasons: list[schema.ReasonInfo],
    performance: schema.Performance | None,
) -> RatingsDocument:
    """Build the parts of a document that hold words."""
    attributes = profile.attribute_list()
    population = {code: np.full(len(a.groups), 1 / len(a.groups)) for code, a in attributes.items()}
    described = describe_framework(framework)
    components = [
        schema.Component(code=part.code, title=part.title, attribute=attribute, process=None, counted=None)
        for pillar in described.pillars
        for part, attribute in ((pillar, None), *((own, "gender") for own in pillar.indicators))
    ]
    return RatingsDocument.model_construct(
        source=describe_source(
            Intake(profile, (), (), (), {}), Policy(profile.already_public, profile.source)
        ),
        framework=described,
        attributes=[describe_attribute(attribute) for attribute in attributes.values()],
        ladder=describe_ladder(profile.ladder()),
        benchmark=describe_benchmark(Benchmark("a city", population, profile.benchmark_note), attributes),
        periods=[
            schema.Period.model_construct(
                period="2016",
                peers=_peers(framework, profile.ladder()),
                guide=guide(),
                performance=performance,
                ratings=[
                    schema.CompanyRating.model_construct(reason=reason, components=components)
                    for reason in reasons
                ],
            )
        ],
    )


def _peers(framework: Framework, ladder: Ladder) -> list[schema.Peers]:
    scopes = [
        scope
        for pillar in framework.composition_pillars
        for indicator in pillar.indicators
        for scope in MEASURES[indicator.measure].scopes
    ]
    strata = split(ladder, scopes)
    return [
        schema.Peers(attribute="gender", about=strata.label(own), companies=0, concentration=1, shares={})
        for own in range(len(strata.members))
    ]


def _rated() -> Ratings:
    women = np.linspace(10, 90, _COMPANIES).astype(int)
    counts = {"gender": [[[50, 50], [int(own), 200 - int(own)]] for own in women]}
    framework = load_framework("management-diversity-2016").restricted_to(["gender"])
    return rate(headcount(counts, period="2016"), framework, rng=np.random.default_rng(1), draws=100)


def _by_name(found: Ratings, margins: Floats) -> dict[str, float]:
    names = (plain(company.name) for company in found.headcount.companies)
    return {name: float(own) for name, own in zip(names, margins, strict=True) if not np.isnan(own)}
