"""What the ratings rest on, for the document: rules, categories, levels, population."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rating.data import RUNG_CODES
from rating.documents import schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rating.composite import Framework
    from rating.data import Attribute, Benchmark, Ladder
    from rating.disclosure import Policy
    from rating.intake import Intake


def describe_source(intake: Intake, policy: Policy) -> schema.Source:
    """Describe where the figures come from."""
    profile = intake.profile
    return schema.Source(
        profile=profile.name,
        title=profile.title,
        source=profile.source,
        licence=profile.licence,
        note=profile.note,
        already_public=policy.already_public,
        measure=profile.measure,
        area=intake.area or None,
        # a digest of few figures is found again by trying them all; so is a sum in a note
        files=[
            schema.File(name=file.name, sha256=file.digest if policy.already_public else None)
            for file in intake.files
        ],
        notes=list(intake.notes) if policy.already_public or profile.shape == "long" else [],
    )


def describe_ladder(ladder: Ladder) -> schema.LadderInfo:
    """Describe the levels, bottom to top."""
    return schema.LadderInfo(
        stated=ladder.stated,
        note=ladder.note,
        levels=[
            schema.LevelInfo(
                code=level.code,
                label=level.label,
                rung=RUNG_CODES[level.rung],
                management=level.management,
            )
            for level in ladder.levels
        ],
    )


def describe_framework(framework: Framework) -> schema.FrameworkInfo:
    """Describe the rules of the rating."""
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
        pillar_aggregation=framework.pillar_aggregation,
        normalisation=framework.normalisation,
        weighting=framework.weighting,
        bands=[schema.BandInfo(code=band.code, lower=band.lower) for band in framework.bands],
        pillars=[
            schema.PillarInfo(
                code=pillar.code,
                title=pillar.title,
                weight=pillar.weight,
                input=pillar.input,
                rated_here=pillar in rated,
                attributes=list(pillar.attributes),
                indicators=[
                    schema.IndicatorInfo(
                        code=indicator.code,
                        title=indicator.title,
                        low=indicator.low,
                        high=indicator.high,
                        weight=indicator.weight,
                        measure=indicator.measure,
                    )
                    for indicator in pillar.indicators
                ],
            )
            for pillar in framework.pillars
        ],
    )


def describe_attribute(attribute: Attribute) -> schema.AttributeInfo:
    """Describe a category list."""
    return schema.AttributeInfo(
        code=attribute.code,
        title=attribute.title,
        note=attribute.note,
        even_groups=attribute.even_groups,
        groups=[schema.GroupInfo(code=group.code, label=group.label) for group in attribute.groups],
    )


def describe_benchmark(benchmark: Benchmark, attributes: Mapping[str, Attribute]) -> schema.BenchmarkInfo:
    """Describe the population that workforces are compared with."""
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
