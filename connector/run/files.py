"""The matching of two files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

import numpy as np

from connector.documents import match_document
from connector.documents.schema import FurtherInput
from connector.errors import Fault, PartiesRefusedError, RankerNotUsableError
from connector.intake import read_offers, read_startups
from connector.intake.faults import refused
from connector.matching.exposure import audit
from connector.matching.overrides import OverridesRefusedError
from connector.matching.recommend import recommend
from connector.parties import Parties
from connector.run.beside import read_introductions, read_overrides, refuse_misstated, refuse_overrides
from connector.run.progress import silent
from connector.run.ranker import read_ranker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from connector.documents import MatchDocument
    from connector.intake import Listed, Reading
    from connector.matching.exposure import Gate, Introduction
    from connector.matching.overrides import Override
    from connector.parties import Offer, StartUp
    from connector.run.progress import Progress
    from connector.run.ranker import RankerFile


class Options(TypedDict, total=False):
    """The options of `match_files` but the day, for callers that hand them on."""

    policy: str
    startups_profile: str
    offers_profile: str
    asks: int
    length: int
    language: str
    overrides: Path | None
    ranker: Path | None
    introductions: Path | None
    attributes: Mapping[str, Sequence[str]] | None


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
    overrides: Path | None = None,
    ranker: Path | None = None,
    introductions: Path | None = None,
    attributes: Mapping[str, Sequence[str]] | None = None,
    product: str = "diversity-platform",
    gate: Gate | None = None,
    further: Sequence[FurtherInput] = (),
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
    overrides
        Introductions that organisers decided on, CSV or JSON.
    ranker
        JSON of `Learned.to_json`: it scores instead of the declared weights if its gate passed.
    introductions
        Earlier introductions and what became of them, CSV or JSON, for the exposure audit.
    attributes
        Attributes and groups that the call names, for the exposure audit (`connector.audit`).
    product
        For the record.
    gate
        Lets counts of declared groups through for the exposure audit, or withholds them; without one there is
        no audit.
    further
        Other files that have a part in it, such as those that the gate regards; the document names them.
    seed
        Of the audit's permutations: the same seed gives the same document.
    on_progress
        Told how far the job is.

    Raises
    ------
    PartiesRefusedError
        If a file is faulty: with the faults of all; nothing was computed. So are files of overrides and
        introductions that do not fit the parties: an unknown id, a pair that may not be introduced, a day
        that cannot be.
    UnknownCodeError
        If a profile, the policy or the language does not exist.
    CannotMatchError
        If nobody is left to match, more is asked than shown, or the ranker was made for other signals or
        weights.
    """
    read = _Read(
        *_all(
            [
                lambda: read_startups(startups, startups_profile),
                lambda: read_offers(offers, offers_profile),
                lambda: None if overrides is None else read_overrides(overrides),
                lambda: None if ranker is None else read_ranker(ranker),
                lambda: None if introductions is None else read_introductions(introductions),
            ],
            on_progress,
        )
    )
    if read.introductions is not None:
        refuse_misstated(read.introductions, (startup.id for startup in read.startups.parties), today)
    learned = None if read.ranker is None else read.ranker.ranker
    try:
        found = recommend(
            Parties(read.startups.parties, read.offers.parties),
            policy,
            today=today,
            asks=asks,
            length=length,
            ranker=learned,
            overrides=() if read.overrides is None else read.overrides.entries,
            on_progress=on_progress,
        )
    except RankerNotUsableError as error:
        if read.ranker is not None:
            remedy = "Learn it anew from outcomes, beside the weights and signals of this version."
            raise refused(read.ranker.file, "card", str(error), remedy) from error
        raise
    except OverridesRefusedError as error:
        if read.overrides is not None:
            refuse_overrides(read.overrides, error)
        raise
    exposure = None
    if gate is not None:
        rng = np.random.default_rng(seed)
        exposure = audit(
            found.attention(),
            found.parties.startups,
            gate=gate,
            rng=rng,
            today=today,
            introductions=None if read.introductions is None else read.introductions.entries,
            attributes=attributes,
        )
    return match_document(
        read.startups,
        read.offers,
        found,
        language=language,
        product=product,
        exposure=exposure,
        ranker=learned,
        further=(*read.further(), *further),
        on_progress=on_progress,
    )


class _Read(NamedTuple):
    """All that was read."""

    startups: Reading[StartUp]
    offers: Reading[Offer]
    overrides: Listed[Override] | None
    ranker: RankerFile | None
    introductions: Listed[Introduction] | None

    def further(self) -> Iterator[FurtherInput]:
        """Yield what stood beside the parties, as the document tells it."""
        for listed in (self.overrides, self.introductions):
            if listed is not None:
                entries = len(listed.entries)
                yield FurtherInput(holds=listed.side, file=listed.file, sha256=listed.digest, records=entries)
        if self.ranker is not None:
            yield FurtherInput(holds="ranker", file=self.ranker.file, sha256=self.ranker.digest, records=1)


def _all(reads: Sequence[Callable[[], Any]], on_progress: Progress) -> list[Any]:
    """Return what each reads, so that a sender hears of the faults of all files at once.

    Raises
    ------
    PartiesRefusedError
        With the faults of all.
    """
    faults: list[Fault] = []
    more = 0
    found = []
    on_progress("Reading", 0, len(reads))
    for read in reads:
        try:
            found.append(read())
        except PartiesRefusedError as refusal:
            faults += refusal.faults
            more += refusal.more
    if faults:
        raise PartiesRefusedError(tuple(faults), more)
    on_progress("Reading", len(reads), len(reads))
    return found
