"""Co-engagement as a signal: which offers start-ups like this one met, learned from the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.learning.engagement.history import Newcomer
from connector.matching.signals.signal import GRADES, Signal, Values, grade
from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.learning.engagement.history import Traits
    from connector.matching.learning.engagement.model import EngagementModel
    from connector.parties import Offer, Parties, StartUp

_CODE = "co_engagement"
_READS = (("stage", "sectors", "country", "name"), ())
_NAMESAKE = "namesake"


def co_engagement(model: EngagementModel, parties: Parties) -> Signal:
    """Return the signal of a model for the parties of one matching.

    The value of a pair is how likely the offer is to be the start-up's next, beside the likeliest offer of
    the past. It is known for offers with a past and start-ups that state a stage, a sector or a country, and
    for offers that a start-up of that name, or nearly, met. What owners declared of themselves is not looked
    at.

    Parameters
    ----------
    model
        Learned from `Engagement`s whose traits are those of `traits_of`.
    parties
        All parties of the matching, in the order from which its columns were made.
    """
    newcomers = [Newcomer(one.id, tuple(traits_of(one)), one.name) for one in parties.startups]
    likely = model.probabilities(newcomers)
    column_of = {offer: column for column, offer in enumerate(model.offers)}
    columns = np.array([column_of.get(offer.id, -1) for offer in parties.offers], np.int64)
    states_something = np.array([any(newcomer.traits) for newcomer in newcomers], np.bool_)
    values = (likely / likely.max(axis=1, keepdims=True)).astype(np.float32)
    has_past = columns >= 0
    met_alike = has_past & model.met_by_namesakes(newcomers)[:, columns]
    known = met_alike | (has_past & states_something[:, None])
    shown = np.where(known, values[:, columns], np.float32(0))
    met = frozenset(
        (parties.startups[row].id, parties.offers[column].id)
        for row, column in np.argwhere(met_alike).tolist()
    )

    def of_pairs(startups: StartUpColumns, offers: OfferColumns, _: Codes) -> Values:
        pairs = np.ix_(startups.number, offers.number)
        return Values(np.asarray(shown[pairs]), np.asarray(known[pairs]))

    def because(startup: StartUp, offer: Offer, value: float | None, _: Codes) -> Reason:
        return Reason(f"{_CODE}.{_NAMESAKE if (startup.id, offer.id) in met else grade(value)}")

    return Signal(_CODE, of_pairs, because, _READS, (*GRADES, "none", "unknown", _NAMESAKE))


def traits_of(startup: StartUp) -> Iterator[Traits]:
    """Return what a start-up states that engagements may be learned from, once for each of its sectors."""
    traits = {
        "stage": startup.stage or "",
        "country": (startup.place.country or "") if startup.place else "",
    }
    stated = {name: value for name, value in traits.items() if value}
    for sector in sorted(startup.sectors) or [""]:
        yield {**stated, "sector": sector} if sector else stated
