"""All values that rules of some offers name: where an answer can turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector.parties import Funder
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from connector.parties import Offer, Place


@dataclass(frozen=True, slots=True)
class Demands:
    """What offers ask for, each value once and in order.

    Attributes
    ----------
    stages, sectors
        In the order of the taxonomies.
    countries
        By code.
    languages
        A language and a level that somebody needs of it.
    sums
        A currency and a smallest or largest sum in it, none of them 0.
    team_sizes
        Smallest and largest teams.
    exact_places
        Places with coordinates from which a radius is drawn, and the name of the first offer that is there.
    """

    stages: tuple[str, ...]
    sectors: tuple[str, ...]
    countries: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    sums: tuple[tuple[str, float], ...]
    team_sizes: tuple[int, ...]
    exact_places: tuple[tuple[Place, str], ...]


def demands_of(offers: Sequence[Offer]) -> Demands:
    """Return what offers ask for."""
    rules = [offer.rules for offer in offers]
    team_sizes = {people for rule in rules for people in (rule.smallest_team, rule.largest_team) if people}
    return Demands(
        stages=_in_order("stages", (rule.stages for rule in rules)),
        sectors=_in_order("sectors", (rule.sectors for rule in rules)),
        countries=tuple(sorted({code for rule in rules for code in rule.countries or ()})),
        languages=tuple(sorted({pair for rule in rules for pair in (rule.languages or {}).items()})),
        sums=tuple(sorted(set(_sums(offers)))),
        team_sizes=tuple(sorted(team_sizes)),
        exact_places=tuple(_exact_places(offers)),
    )


def _in_order(kind: str, rules: Iterable[Iterable[str] | None]) -> tuple[str, ...]:
    named = {code for codes in rules for code in codes or ()}
    return tuple(sorted(named, key=taxonomy(kind).number_of.__getitem__))


def _sums(offers: Iterable[Offer]) -> Iterator[tuple[str, float]]:
    for offer in offers:
        if isinstance(offer, Funder) and offer.currency is not None:
            yield from ((offer.currency, one) for one in (offer.smallest_ticket, offer.largest_ticket) if one)


def _exact_places(offers: Iterable[Offer]) -> Iterator[tuple[Place, str]]:
    seen = set()
    for offer in offers:
        for place in offer.places if offer.rules.radius_km is not None else ():
            spot = (place.country, place.latitude, place.longitude)
            if place.latitude is not None and spot not in seen:
                seen.add(spot)
                yield place, offer.name
