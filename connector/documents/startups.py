"""Start-ups with their recommendations, as parts of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.documents.explaining import DECIMALS, Explainer
from connector.documents.schema import ChangePart, Entry, Recommendation, StartUpMatch, Stated
from connector.matching.what_if import changes, offered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from connector.documents.saying import Speaker
    from connector.matching.recommendations import Proposal, Recommendations
    from connector.matching.what_if import Change
    from connector.parties import Offer, StartUp


def startup_parts(found: Recommendations, speaker: Speaker) -> Iterator[StartUpMatch]:
    """Yield each start-up with its recommendations, in the order of the start-ups."""
    by_id = {offer.id: offer for offer in found.parties.offers}
    explainer = Explainer(speaker)
    market = offered(found.parties.offers, found.codes)
    startups = found.parties.startups
    each = zip(startups, found.proposals(), changes(startups, market), strict=True)
    for row, (startup, proposals, changed) in enumerate(each):
        yield StartUpMatch(
            id=startup.id,
            name=startup.name,
            stated=_stated(startup),
            entry=_entry(found, row),
            recommendations=[
                _recommendation(one, by_id[one.why.offer], speaker, explainer) for one in proposals
            ],
            unmet=_unmet(startup, found, row),
            what_if=[_change(change, speaker) for change in changed],
        )


def _stated(startup: StartUp) -> Stated:
    place = startup.place
    return Stated(
        sectors=sorted(startup.sectors),
        stage=startup.stage,
        city=place.city if place else "",
        country=place.country if place else None,
        needs=dict(startup.needs),
        languages=dict(startup.languages),
    )


def _entry(found: Recommendations, row: int) -> Entry:
    entries = found.entries
    return Entry(
        eligible=int(entries.eligible[row]),
        cannot_tell=int(entries.cannot_tell[row]),
        ineligible=int(entries.ineligible[row]),
        excluded_by=_counted(entries.excluded_by, row),
        unclear_by=_counted(entries.unclear_by, row),
    )


def _counted(counts: Mapping[str, npt.NDArray[np.int64]], row: int) -> dict[str, int]:
    """Return the rules with their numbers of offers, the largest first, those without any left out."""
    found = {rule: int(offers[row]) for rule, offers in counts.items() if offers[row]}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _recommendation(
    proposal: Proposal, offer: Offer, speaker: Speaker, explainer: Explainer
) -> Recommendation:
    why = proposal.why
    return Recommendation(
        position=proposal.position,
        offer=offer.id,
        name=offer.name,
        kind=offer.kind,
        score=round(why.score, DECIMALS),
        possible=round(why.possible, DECIMALS),
        answer="cannot_tell" if proposal.unclear else "eligible",
        is_introduced=proposal.is_introduced,
        reasons=[explainer.contribution(one) for one in why.contributions],
        gaps=[explainer.gap(gap) for gap in why.gaps],
        unclear=[speaker.say(reason) for reason in proposal.unclear],
        scarcity=None if proposal.scarcity is None else speaker.say(proposal.scarcity),
        override=None if proposal.override is None else speaker.say(proposal.override),
    )


def _unmet(startup: StartUp, found: Recommendations, row: int) -> list[str]:
    needs = [need for need, number in found.codes.needs.items() if found.unmet[row, number]]
    return sorted(needs, key=lambda need: -startup.needs[need])


def _change(change: Change, speaker: Speaker) -> ChangePart:
    return ChangePart(
        field=change.field,
        size=round(change.size, DECIMALS),
        opens=list(change.opens),
        closes=list(change.closes),
        settles=list(change.settles),
        says=[speaker.say(reason) for reason in change.says],
    )
