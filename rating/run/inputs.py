"""What goes into the main job and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rating.data import Benchmark
    from rating.disclosure import Publication
    from rating.documents import RatingsDocument
    from rating.intake import Intake, Rejection
    from rating.intake.financials import Financials
    from rating.intake.joining import Join


@dataclass(frozen=True)
class Inputs:
    """What a rating is computed from, wherever it was read.

    Attributes
    ----------
    intake
        Headcounts, one a period.
    benchmark
        Population to compare with.
    financials
        Results to set beside the scores.
    earlier
        What was released before about the same companies.
    period_before
        The period since which joiners and leavers of the first period are counted; "" for that of the latest
        earlier release.
    """

    intake: Intake
    benchmark: Benchmark | None = None
    financials: Financials | None = None
    earlier: tuple[Publication, ...] = ()
    period_before: str = ""


@dataclass(frozen=True)
class Outcome:
    """What the main job gives back.

    Attributes
    ----------
    document
        What may be published.
    rejections
        Entries that a rule kept out, for the sender.
    releases
        Period -> the counts that the document rests on, as they may be published; none of public filings.
    joins
        How companies of the last period are found in lists of results, for the sender.
    """

    document: RatingsDocument
    rejections: tuple[Rejection, ...]
    releases: Mapping[str, Publication] = field(default_factory=dict)
    joins: tuple[Join, ...] = ()
