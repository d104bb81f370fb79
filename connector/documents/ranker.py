"""A ranker and its card, as a part of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.documents.schema import RankerPart

if TYPE_CHECKING:
    from connector.documents.saying import Speaker
    from connector.matching.learning.ranker import Learned


def ranker_part(ranker: Learned, speaker: Speaker) -> RankerPart:
    """Return who ranks, and what the card says, in the language of the document."""
    decision, never_sees, *limits = (speaker.say(sentence) for sentence in ranker.card.sentences())
    return RankerPart(
        version=ranker.version,
        ranks=ranker.replaces_declared,
        decision=decision,
        never_sees=never_sees,
        limits=limits,
        card=ranker.card,
    )
