"""A second implementation: every value of every field, one pair after the other."""

from __future__ import annotations

from itertools import product
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from connector.matching.eligibility import Answer
from connector.parties import Amount, Permission, Place
from connector.taxonomies import taxonomy
from tests.connector import one_pair
from tests.connector.builders import TODAY
from tests.connector.drawn import COUNTRIES, CURRENCIES, LANGUAGES, LEVELS, SECTORS, SPOTS, STAGES, SUMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector.parties import Offer, StartUp


class Tried(NamedTuple):
    """A change tried by hand."""

    field: str
    size: float
    opens: frozenset[str]
    harms: frozenset[str]


def every_change(founder: StartUp) -> Iterator[tuple[str, object, float]]:
    """Yield every other value of every field that may be suggested: far more than the search tries."""
    yield from every_yes(founder)
    for place, stage in enumerate(STAGES):
        steps = 0 if founder.stage is None else abs(place - STAGES.index(founder.stage))
        yield "stage", stage, 2 * steps
    tree = taxonomy("sectors")
    for sector in (*SECTORS, "security", "restaurants", "health"):
        if not founder.sectors or set(tree.path(sector)[:-1]) & founder.sectors:
            yield "sectors", founder.sectors | {sector}, 0
    for place in every_place(founder.place or Place()):
        yield "place", place, 0
    yield from every_language(founder)
    for value, currency in product((100.0, *SUMS, *(near + 1 for near in SUMS)), CURRENCIES):
        ticket = Amount(value=value, currency=currency)
        yield "ticket", ticket, size_of_sum(founder.ticket, value, currency)
    for people in range(1, 10):
        yield "team_size", people, 0 if founder.team_size is None else abs(people - founder.team_size)


def every_yes(founder: StartUp) -> Iterator[tuple[str, object, float]]:
    """Yield other answers to what is asked with yes or no."""
    if not founder.is_registered:
        yield "is_registered", True, 0 if founder.is_registered is None else 3
    if founder.is_registered is None:
        yield "is_registered", False, 0
    if founder.may_register != Permission.YES:
        size = {None: 0, Permission.UNSURE: 1, Permission.NOT_YET: 6}
        yield "may_register", Permission.YES, size[founder.may_register]


def every_language(founder: StartUp) -> Iterator[tuple[str, object, float]]:
    """Yield every language at every level above the present one."""
    for tag, level in product(LANGUAGES, LEVELS):
        spoken = [LEVELS.index(own) + 1 for one, own in founder.languages.items() if one[:2] == tag[:2]]
        steps = LEVELS.index(level) + 1 - max(spoken, default=0)
        if steps > 0:
            yield "languages", {**founder.languages, tag: level}, steps * (1 if founder.languages else 0.1)


def every_place(here: Place) -> Iterator[Place]:
    """Yield places that add a country, an exact place or both."""
    for country in [here.country] if here.country else [None, *COUNTRIES]:
        for spot in [(here.latitude, here.longitude)] if here.latitude else [(None, None), *SPOTS]:
            yield Place(country=country, city=here.city, latitude=spot[0], longitude=spot[1])


def size_of_sum(now: Amount | None, value: float, currency: str) -> float:
    if now is None:
        return 0
    return abs(log2(value / now.value)) if now.currency == currency else 1


def tried(field: str, size: float, before: StartUp, after: StartUp, offers: tuple[Offer, ...]) -> Tried:
    """Ask one pair after the other what a change does."""
    was = {offer.id: one_pair.may_enter(before, offer, TODAY) for offer in offers}
    now = {offer.id: one_pair.may_enter(after, offer, TODAY) for offer in offers}
    opens = {code for code in was if now[code] == Answer.ELIGIBLE != was[code]}
    harms = {f"closes {code}" for code in was if was[code] == Answer.ELIGIBLE != now[code]}
    harms |= {
        f"settles {code}"
        for code in was
        if was[code] == Answer.CANNOT_TELL and now[code] == Answer.INELIGIBLE
    }
    return Tried(field, size, frozenset(opens), frozenset(harms))


def is_matched(change: Tried, other: Tried) -> bool:
    """Say whether the other one is no larger, opens all that a change opens, and does no other harm."""
    is_small = other.size <= change.size + 1e-12
    return (
        change.field == other.field
        and is_small
        and change.opens <= other.opens
        and other.harms <= change.harms
    )


def exact_places(offers: tuple[Offer, ...]) -> set[tuple[str | None, float]]:
    return {
        (place.country, place.latitude)
        for offer in offers
        for place in offer.places
        if offer.rules.radius_km and place.latitude
    }


def is_elsewhere(there: Place, here: Place, spots: set[tuple[str | None, float]]) -> bool:
    """Say whether an exact place is not one of an offer in that country: such are not tried."""
    if there.latitude == here.latitude:
        return False
    countries = {country for country, latitude in spots if latitude == there.latitude}
    return not countries & {None, there.country} or (None not in countries and there.country is None)
