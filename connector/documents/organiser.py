"""Needs and offers as the organiser of a call looks at them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from connector.documents.explaining import DECIMALS
from connector.documents.schema import Counts, NeedDemand, OfferDemand, OverridePart, ToAsk
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from connector.documents.saying import Speaker
    from connector.documents.schema import StartUpMatch
    from connector.matching.recommendations import Recommendations
    from connector.parties import Parties


def counts_of(found: Recommendations) -> Counts:
    """Count what came out."""
    reasons = list(found.left_out.values())
    introductions = found.allocation.introductions
    return Counts(
        startups=len(found.startups),
        offers=len(found.offers),
        closed=reasons.count("closed"),
        ahead=reasons.count("ahead"),
        full=reasons.count("full"),
        with_list=int((found.allocation.lists >= 0).any(axis=1).sum()),
        served=found.allocation.served(),
        introductions=int((introductions >= 0).sum()),
    )


def need_parts(found: Recommendations) -> list[NeedDemand]:
    """Return every need with who states it and who meets it, in the order of the taxonomy."""
    asked = (found.startups.needs > 0).sum(axis=0)
    unmet = found.unmet.sum(axis=0)
    met = found.offers.needs.any(axis=2).sum(axis=0)
    return [
        NeedDemand(
            need=need,
            asked_by=int(asked[number]),
            unmet_for=int(unmet[number]),
            met_by=int(met[number]),
        )
        for need, number in found.codes.needs.items()
    ]


def offer_parts(parties: Parties, found: Recommendations) -> list[OfferDemand]:
    """Return every offer with who comes to it, in the order of `parties`, those that take nobody as well."""
    width = len(found.parties.offers)
    allocation = found.allocation
    listed = _times(allocation.lists, width)
    # whom start-ups would ask, were there places without end: the best of what they may enter
    shortlists = found.shortlists
    best = np.where(shortlists.is_spoken_for, shortlists.offer, -1)[:, : found.asks]
    wanted = _times(best, width)
    introduced = _times(allocation.introductions, width)
    column_of = {offer.id: column for column, offer in enumerate(found.parties.offers)}
    order = taxonomy("needs").number_of
    parts = []
    for offer in parties.offers:
        column = column_of.get(offer.id)
        parts.append(
            OfferDemand(
                id=offer.id,
                name=offer.name,
                kind=offer.kind,
                needs=sorted(offer.needs, key=order.__getitem__),
                status=found.left_out.get(offer.id, "open"),
                capacity=offer.capacity,
                listed=0 if column is None else int(listed[column]),
                wanted=0 if column is None else int(wanted[column]),
                introductions=0 if column is None else int(introduced[column]),
                odds=None if column is None else round(float(allocation.odds[column]), DECIMALS),
            )
        )
    return parts


def to_ask(found: Recommendations, parts: Sequence[StartUpMatch]) -> ToAsk:
    """Return the start-ups of which nothing known speaks for any offer they are shown, and what is missing.

    Parameters
    ----------
    found
        What was recommended.
    parts
        The start-ups of the document, in their order.
    """
    is_spoken_for = found.shortlists.is_spoken_for
    silent = [
        part
        for row, part in enumerate(parts)
        if part.recommendations
        and not is_spoken_for[row].any()
        and not any(one.is_introduced for one in part.recommendations)
    ]
    worth: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for part in silent:
        gaps = [gap for one in part.recommendations for gap in one.gaps]
        most = {
            field: max(g.up_to for g in gaps if field in g.startup) for gap in gaps for field in gap.startup
        }
        missing.update(most.keys())
        worth.update(most)
    order = sorted(missing, key=lambda field: (-missing[field], -worth[field], field))
    return ToAsk(startups=[part.id for part in silent], missing={field: missing[field] for field in order})


def override_parts(found: Recommendations, speaker: Speaker) -> list[OverridePart]:
    """Return what the organiser decided on, in the order given."""
    return [
        OverridePart(
            **one.override.model_dump(),
            passed_over=list(one.passed_over),
            says=[speaker.say(reason) for reason in one.sentences()],
        )
        for one in found.overrides
    ]


def _times(offers: npt.NDArray[np.integer], width: int) -> npt.NDArray[np.int64]:
    """Return how often each offer stands in an array."""
    return np.bincount(offers[offers >= 0], minlength=width)
