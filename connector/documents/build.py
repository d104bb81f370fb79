"""The document, built from what was read and what was recommended."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from connector.documents.explaining import DECIMALS
from connector.documents.exposure import exposure_part
from connector.documents.inputs import input_part
from connector.documents.organiser import counts_of, need_parts, offer_parts, override_parts, to_ask
from connector.documents.ranker import ranker_part
from connector.documents.saying import Speaker
from connector.documents.schema import MatchDocument, Rules
from connector.documents.startups import startup_parts
from connector.matching.eligibility import shelf as rules
from connector.matching.learning.card import Kind
from connector.parties import Parties
from connector.reasons import Named
from connector.taxonomies import taxonomy
from connector.words import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from connector.documents.schema import FurtherInput, StartUpMatch
    from connector.intake import Reading
    from connector.matching.exposure import ExposureReport
    from connector.matching.learning.ranker import Learned
    from connector.matching.recommendations import Recommendations
    from connector.parties import Offer, StartUp

_TELL_EVERY = 50
#: What a card may be about.
_RANKERS = get_args(Kind)


def match_document(
    startups: Reading[StartUp],
    offers: Reading[Offer],
    found: Recommendations,
    *,
    language: str,
    product: str,
    exposure: ExposureReport | None = None,
    ranker: Learned | None = None,
    further: Sequence[FurtherInput] = (),
    on_progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> MatchDocument:
    """Build the document.

    Parameters
    ----------
    startups, offers
        What was read.
    found
        What was recommended from it.
    language
        Of all words in it.
    product
        What made it, with its version.
    exposure
        The audit, as a gate let it through.
    ranker
        Which was handed in, whether it scores or not.
    further
        Files beside those of the parties.
    on_progress
        Told how many start-ups are written.

    Raises
    ------
    UnknownCodeError
        If there are no words in the language.
    """
    speaker = Speaker(language)
    parties = Parties(startups.parties, offers.parties)
    parts: list[StartUpMatch] = []
    for part in startup_parts(found, speaker):
        parts.append(part)
        if len(parts) % _TELL_EVERY == 0 or len(parts) == len(found.startups):
            on_progress("Reasons", len(parts), len(found.startups))
    shares = zip(found.shortlists.signals, found.shortlists.shares.tolist(), strict=True)
    return MatchDocument(
        schema="match/1",
        product=product,
        language=language,
        today=found.today,
        rules=Rules(
            policy=found.allocation.policy,
            asks=found.asks,
            length=found.allocation.lists.shape[1],
            scored_by=found.shortlists.scorer.kind,
            version=found.shortlists.version,
            shares={signal.code: round(share, DECIMALS) for signal, share in shares},
            base=round(found.shortlists.scorer.base, DECIMALS),
        ),
        inputs=[input_part(startups, language), input_part(offers, language)],
        further_inputs=list(further),
        ranker=None if ranker is None else ranker_part(ranker, speaker),
        counts=counts_of(found),
        needs=need_parts(found),
        offers=offer_parts(parties, found),
        to_ask=to_ask(found, parts),
        overrides=override_parts(found, speaker),
        exposure=None if exposure is None else exposure_part(exposure, speaker),
        startups=parts,
        words=dict(_words(parts, found, ranker, speaker)),
    )


def _words(
    parts: list[StartUpMatch], found: Recommendations, ranker: Learned | None, speaker: Speaker
) -> Iterator[tuple[str, str]]:
    """Yield the name of everything that the document mentions by its code."""
    for thing in _named(parts):
        yield f"{thing.kind}.{thing.code}", name_of(thing, speaker.language)
    for part in ("name", "says"):
        yield f"policy.{part}", speaker.phrase(f"policy.{found.allocation.policy}.{part}")
    signals = found.shortlists.signals
    learned_on = () if ranker is None else ranker.signals
    for code in (
        *(f"kind.{kind}" for kind in ("connector", "funder", "service")),
        *(f"ranker.{kind}" for kind in _RANKERS if ranker is not None),
        *dict.fromkeys(
            (*(f"signal.{signal.code}" for signal in signals), *(f"signal.{code}" for code in learned_on))
        ),
        *(f"rule.{rule}" for rule in rules()),
        *sorted({f"field.startup.{field}" for signal in signals for field in signal.reads[0]}),
        *sorted({f"field.offer.{field}" for signal in signals for field in signal.reads[1]}),
    ):
        yield code, speaker.phrase(code)


def _named(parts: list[StartUpMatch]) -> Iterator[Named]:
    """Yield the terms of all taxonomies, and the countries and languages that start-ups state."""
    for kind in ("needs", "stages", "sectors"):
        for code in taxonomy(kind).codes:
            yield Named(kind, code)
    stated = [part.stated for part in parts]
    for country in sorted({one.country for one in stated if one.country}):
        yield Named("countries", country)
    for tag in sorted({tag for one in stated for tag in one.languages}):
        yield Named("languages", tag)
