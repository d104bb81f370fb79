"""What adds to a score and what is missing, as parts of a document: equal parts are one object.

Most of them stand in a document again and again. Made once, they take little memory, and little of the time
in which memory is searched for garbage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.documents.schema import ContributionPart, GapPart

if TYPE_CHECKING:
    from collections.abc import Hashable

    from connector.documents.saying import Speaker
    from connector.matching.scoring.explanation import Contribution, Gap

#: Scores and their parts are written with so many decimals.
DECIMALS = 4


class Explainer:
    """Writes explanations in one language.

    Parameters
    ----------
    speaker
        Says the reasons.
    """

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._contributions: dict[Hashable, ContributionPart] = {}
        self._gaps: dict[Hashable, GapPart] = {}

    def contribution(self, one: Contribution) -> ContributionPart:
        """Return what a signal adds, and why."""
        reason = self._speaker.say(one.reason)
        value, added = round(one.value, DECIMALS), round(one.added, DECIMALS)
        # the speaker keeps what it said, so that no other reason comes to have this number
        key = one.signal, value, added, id(reason)
        found = self._contributions.get(key)
        if found is None:
            found = ContributionPart(signal=one.signal, value=value, added=added, reason=reason)
            self._contributions[key] = found
        return found

    def gap(self, gap: Gap) -> GapPart:
        """Return what a signal could add, and which fields are not stated."""
        up_to = round(gap.up_to, DECIMALS)
        key = gap.signal, up_to, gap.missing
        found = self._gaps.get(key)
        if found is None:
            fields = {
                side: tuple(missing.field for missing in gap.missing if missing.side == side)
                for side in ("startup", "offer")
            }
            found = GapPart(signal=gap.signal, up_to=up_to, **fields)
            self._gaps[key] = found
        return found
