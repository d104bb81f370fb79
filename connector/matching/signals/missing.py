"""What two sides did not state of what a signal reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from connector.parties import StartUp
from connector.reasons import Named, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connector.parties import Offer, Place

    Reads = tuple[tuple[str, ...], tuple[str, ...]]

#: Fields that only one kind of offer can have. They are not missing on another, and neither is what a
#: start-up states to be compared with them.
_ONLY_OF = {"ticket_range": "funder", "label_level": "connector"}


class Missing(NamedTuple):
    """A field that one side did not state.

    Attributes
    ----------
    side
        Whose.
    field
        Which, in the words of `Signal.reads`.
    """

    side: Literal["startup", "offer"]
    field: str

    @property
    def named(self) -> Named:
        """The field, to be said in the reader's language."""
        return Named("field", f"{self.side}.{self.field}")


def missing(reads: Reads, startup: StartUp, offer: Offer) -> tuple[Missing, ...]:
    """Return the fields that a signal reads and a side did not state, the start-up's first.

    Parameters
    ----------
    reads
        `Signal.reads`.
    startup, offer
        The two sides. Nothing is missing where the signal does not concern the offer.
    """
    of_startup, of_offer = reads
    if any(_ONLY_OF.get(field, offer.kind) != offer.kind for field in of_offer):
        return ()
    return (
        *(Missing("startup", field) for field in of_startup if not _is_stated(startup, field)),
        *(Missing("offer", field) for field in of_offer if not _is_stated(offer, field)),
    )


def unknown(code: str, reads: Reads, startup: StartUp, offer: Offer) -> Reason:
    """Return why a signal is not known: ``<code>.unknown`` with the fields that are not stated.

    Where all is stated and it is still not known, ``<code>.undecided``.
    """
    fields = tuple(one.named for one in missing(reads, startup, offer))
    return Reason(f"{code}.unknown", {"missing": fields}) if fields else Reason(f"{code}.undecided")


def _is_stated(party: StartUp | Offer, field: str) -> bool:
    if field in _OF_PLACES:
        places = (party.place,) if isinstance(party, StartUp) else party.places
        return any(place is not None and _OF_PLACES[field](place) is not None for place in places)
    if field in _EITHER:
        return any(getattr(party, part) is not None for part in _EITHER[field])
    # False and 0 are answers; None and what is empty are not
    return getattr(party, field) not in (None, "", (), frozenset(), {})


#: Fields of a profile's places.
_OF_PLACES: Mapping[str, Callable[[Place], object]] = {
    "coordinates": lambda place: place.latitude,
    "country": lambda place: place.country,
}
#: Fields that are stated in parts, of which each tells something.
_EITHER = {"ticket_range": ("smallest_ticket", "largest_ticket"), "dates": ("opens", "closes", "is_open")}
