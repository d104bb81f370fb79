"""The matching of two files."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, TypeVar

import numpy as np

from connector.documents import match_document
from connector.errors import Fault, PartiesRefusedError
from connector.intake import read_offers, read_startups
from connector.matching.exposure import audit
from connector.matching.recommend import recommend
from connector.parties import Parties
from connector.run.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from connector.documents import MatchDocument
    from connector.matching.exposure import Gate
    from connector.run.progress import Progress

T = TypeVar("T")


class Options(TypedDict, total=False):
    """The options of `match_files` but the day, for callers that hand them on."""

    policy: str
    startups_profile: str
    offers_profile: str
    asks: int
    length: int
    language: str


def match_files(
    startups: Path,
    offers: Path,
    *,
    today: date,
    policy: str = "balance",
    startups_profile: str = "canonical",
    offers_profile: str = "canonical",
    asks: int = 3,
    length: int = 10,
    language: str = "en",
    product: str = "diversity-platform",
    gate: Gate | None = None,
    seed: int = 1,
    on_progress: Progress = silent,
) -> MatchDocument:
    """Read start-ups and offers, recommend, and build the document.

    Parameters
    ----------
    startups, offers
        CSV or JSON.
    today
        The day of matching.
    policy
        ``best_fit``, ``serve_most`` or ``balance``.
    startups_profile, offers_profile
        How their sources write.
    asks, length
        How many introductions a start-up may have now, and how many offers it is shown.
    language
        Of the words in the document.
    product
        For the record.
    gate
        Lets counts of declared groups through for the exposure audit, or withholds them; without one there is
        no audit.
    seed
        Of the audit's permutations: the same seed gives the same document.
    on_progress
        Told how far the job is.

    Raises
    ------
    PartiesRefusedError
        If a file is faulty: with the faults of both; nothing was computed.
    UnknownCodeError
        If a profile, the policy or the language does not exist.
    CannotMatchError
        If nobody is left to match, or more is asked than shown.
    """
    on_progress("Reading", 0, 2)
    of_startups, of_offers = _both(
        lambda: read_startups(startups, startups_profile), lambda: read_offers(offers, offers_profile)
    )
    on_progress("Reading", 2, 2)
    found = recommend(
        Parties(of_startups.parties, of_offers.parties),
        policy,
        today=today,
        asks=asks,
        length=length,
        on_progress=on_progress,
    )
    exposure = None
    if gate is not None:
        rng = np.random.default_rng(seed)
        exposure = audit(
            found.attention(),
            found.parties.startups,
            gate=gate,
            rng=rng,
            today=today,
        )
    return match_document(
        of_startups,
        of_offers,
        found,
        language=language,
        product=product,
        exposure=exposure,
        on_progress=on_progress,
    )


S = TypeVar("S")


def _both(first: Callable[[], S], second: Callable[[], T]) -> tuple[S, T]:
    """Return both results, so that a sender hears of the faults of both files at once.

    Raises
    ------
    PartiesRefusedError
        With the faults of both.
    """
    faults: list[Fault] = []
    more = 0
    found: list[S | T] = []
    for read in (first, second):
        try:
            found.append(read())
        except PartiesRefusedError as refusal:
            faults += refusal.faults
            more += refusal.more
    if faults:
        raise PartiesRefusedError(tuple(faults), more)
    return found[0], found[1]  # type: ignore[return-value]  # in the order in which they were read
