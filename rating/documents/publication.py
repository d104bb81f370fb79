"""From ratings to the document that is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rating.disclosure import FLOOR, SENSITIVE_FLOOR, STATISTIC_FLOOR
from rating.documents import schema
from rating.documents.describe import (
    describe_attribute,
    describe_benchmark,
    describe_framework,
    describe_ladder,
    describe_source,
)
from rating.documents.example import worked_example
from rating.documents.page_names import PageNames
from rating.documents.period import PeriodBuilder
from rating.inference import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.disclosure import Released
    from rating.intake import Intake
    from rating.intake.financials import Financials
    from rating.pipeline import Ranking, Ratings


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
    results: Sequence[tuple[Released, Ratings, Ranking]],
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
        What was released of each period, with its ratings and ranking; at least one.
    settings
        How the run was made.
    financials
        Results to set beside the scores.
    """
    released, first, _ = results[0]
    profile, policy = intake.profile, released.policy
    pages = PageNames()
    attributes = profile.attribute_list()
    shown = {code for _, ratings, _ in results for code in ratings.headcount.cubes}
    return schema.RatingsDocument(
        schema="ratings/1",
        product=settings.product,
        notice=settings.notice,
        source=describe_source(intake, policy),
        framework=describe_framework(first.framework),
        attributes=[describe_attribute(attribute) for code, attribute in attributes.items() if code in shown],
        ladder=describe_ladder(first.headcount.ladder),
        benchmark=None if first.benchmark is None else describe_benchmark(first.benchmark, attributes),
        estimation=schema.Estimation(
            target="process", draws=settings.draws, seed=settings.seed, confidence=CONFIDENCE
        ),
        disclosure=schema.Disclosure(
            already_public=policy.already_public,
            k=FLOOR,
            k_sensitive=SENSITIVE_FLOOR,
            statistics_from=STATISTIC_FLOOR,
        ),
        example=worked_example(first.framework, attributes, first.benchmark),
        periods=[
            PeriodBuilder(own, ratings, ranking, pages).build(financials) for own, ratings, ranking in results
        ],
    )
