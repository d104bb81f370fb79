"""The hard rules once more, for one pair, as plainly as the method states them: what the engine must say."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from connector.matching.eligibility import Answer
from connector.parties import Funder
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connector.parties import Offer, Place, StartUp

_NO, _UNCLEAR, _YES = Answer.INELIGIBLE, Answer.CANNOT_TELL, Answer.ELIGIBLE


def answers(startup: StartUp, offer: Offer, today: date) -> dict[str, Answer]:
    """Return what each rule answers."""
    return {code: rule(startup, offer, today) for code, rule in _RULES.items()}


def may_enter(startup: StartUp, offer: Offer, today: date) -> Answer:
    """Return the answer of all rules."""
    return min(answers(startup, offer, today).values())


def kilometres(here: Place, there: Place) -> float:
    """Return the distance by the haversine formula."""
    north, to_north = radians(here.latitude), radians(there.latitude)
    east = radians(there.longitude - here.longitude)
    half = sin((to_north - north) / 2) ** 2 + cos(north) * cos(to_north) * sin(east / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


def _yes_if(is_met: bool) -> Answer:  # noqa: FBT001 - the only argument
    return _YES if is_met else _NO


def _open(_: StartUp, offer: Offer, today: date) -> Answer:
    is_over = offer.is_open is False or (offer.closes is not None and offer.closes < today)
    return _yes_if(not is_over and (offer.opens is None or offer.opens <= today))


def _capacity(_: StartUp, offer: Offer, _today: date) -> Answer:
    return _yes_if(offer.capacity != 0)


def _stage(startup: StartUp, offer: Offer, _: date) -> Answer:
    if offer.rules.stages is None:
        return _YES
    return _UNCLEAR if startup.stage is None else _yes_if(startup.stage in offer.rules.stages)


def _sector(startup: StartUp, offer: Offer, _: date) -> Answer:
    if offer.rules.sectors is None:
        return _YES
    tree = taxonomy("sectors")
    paths = {sector: set(tree.path(sector)) for sector in startup.sectors}
    if not paths:
        return _UNCLEAR
    if any(path & offer.rules.sectors for path in paths.values()):
        return _YES
    told_by_a_part = {wide for sector, path in paths.items() for wide in path - {sector}}
    wide = startup.sectors - told_by_a_part
    return _UNCLEAR if any(wide & set(tree.path(sector)) for sector in offer.rules.sectors) else _NO


def _country(startup: StartUp, offer: Offer, _: date) -> Answer:
    if offer.rules.countries is None:
        return _YES
    country = startup.place and startup.place.country
    return _yes_if(country in offer.rules.countries) if country else _UNCLEAR


def _distance(startup: StartUp, offer: Offer, _: date) -> Answer:
    radius = offer.rules.radius_km
    if radius is None:
        return _YES
    here = startup.place
    if here is None or here.latitude is None:
        return _UNCLEAR
    known = [place for place in offer.places if place.latitude is not None]
    if any(kilometres(here, place) <= radius for place in known):
        return _YES
    return _NO if known and len(known) == len(offer.places) else _UNCLEAR


def _language(startup: StartUp, offer: Offer, _: date) -> Answer:
    if offer.rules.languages is None:
        return _YES
    if not startup.languages:
        return _UNCLEAR
    return _yes_if(
        any(
            tag.split("-")[0] == needed.split("-")[0] and level >= least
            for tag, level in startup.languages.items()
            for needed, least in offer.rules.languages.items()
        )
    )


def _registration(startup: StartUp, offer: Offer, _: date) -> Answer:
    if not offer.rules.must_be_registered:
        return _YES
    return _UNCLEAR if startup.is_registered is None else _yes_if(startup.is_registered)


def _permission(startup: StartUp, offer: Offer, _: date) -> Answer:
    if not offer.rules.must_be_allowed_to_register:
        return _YES
    return {"yes": _YES, "not_yet": _NO}.get(startup.may_register, _UNCLEAR)


def _team_size(startup: StartUp, offer: Offer, _: date) -> Answer:
    least, most = offer.rules.smallest_team or 1, offer.rules.largest_team
    if least == 1 and most is None:
        return _YES
    people = startup.team_size
    return _UNCLEAR if people is None else _yes_if(least <= people and (most is None or people <= most))


def _age(startup: StartUp, offer: Offer, today: date) -> Answer:
    least, most = offer.rules.youngest_months or 0, offer.rules.oldest_months
    if not least and most is None:
        return _YES
    if startup.founded is None:
        return _UNCLEAR
    is_old_enough = least == 0 or _months_later(startup.founded, least) <= today
    return _yes_if(is_old_enough and (most is None or today <= _months_later(startup.founded, most)))


def _months_later(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _ticket(startup: StartUp, offer: Offer, _: date) -> Answer:
    if not isinstance(offer, Funder) or (not offer.smallest_ticket and offer.largest_ticket is None):
        return _YES
    sought = startup.ticket
    if sought is None or sought.currency != offer.currency:
        return _UNCLEAR
    is_enough = sought.value >= (offer.smallest_ticket or 0)
    return _yes_if(is_enough and (offer.largest_ticket is None or sought.value <= offer.largest_ticket))


_RULES: Mapping[str, Callable[[StartUp, Offer, date], Answer]] = {
    "age": _age,
    "capacity": _capacity,
    "country": _country,
    "distance": _distance,
    "language": _language,
    "open": _open,
    "permission": _permission,
    "registration": _registration,
    "sector": _sector,
    "stage": _stage,
    "team_size": _team_size,
    "ticket": _ticket,
}
