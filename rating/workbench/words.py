"""What figures say at a prompt, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.charts import ChoiceWords, PillarWords, RankWords

if TYPE_CHECKING:
    from rating.documents.schema import CompanyRating, Quantity

RANKS = RankWords(
    axis="Rank, interval of 90 % probability",
    interval="rank {0.low} to {0.high} of {0.of}".format,
)

CHOICES = ChoiceWords(
    axis="Rank: open by chance (above), by choice (below)",
    interval="by chance: rank {0.low} to {0.high} of {0.of}".format,
    choices="by choice: rank {0.low:g} to {0.high:g}, half of the time up to {0.median:g}".format,
)


def points_interval(points: Quantity) -> str:
    """Say points with their interval."""
    return f"{points.value:.1f} ({points.low:.1f} to {points.high:.1f})"


def pillar_words(rating: CompanyRating) -> PillarWords:
    """Return the words of the figure of one company."""
    return PillarWords(
        score="Score",
        components={
            f"{part.code}.{part.attribute}" if part.attribute else part.code: (
                f"{part.title}, {part.attribute}" if part.attribute else part.title
            )
            for part in rating.components
        },
        interval=points_interval,
    )
