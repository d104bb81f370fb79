"""Which fields of a profile a founder may be told to state or to change, and how large each change is.

=================  ==================================================  ==========================
Field              Change                                              Size
=================  ==================================================  ==========================
any of these       stating what is not stated, or more exactly         0
``languages``      stating the first: of little before of much         0.1 a level
``may_register``   from "unsure" to "yes": finding out                 1
``ticket``         naming a sum in another currency                    1
``ticket``         a smaller or larger sum                             1 a halving or doubling
``languages``      learning a language, or more of it                  1 a level
``team_size``      a smaller or larger team                            1 a person
``stage``          another stage                                       2 a stage
``is_registered``  registering                                         3
``may_register``   from "not yet" to "yes"                             6
=================  ==================================================  ==========================

The sizes are a declared order of what is asked of people, not a measurement. Nothing here reads or suggests
what owners declared of themselves, and nobody is told to be older or younger.

For each field the values at which an answer of some offer can turn are tried: of numbers the bounds that
offers set, of languages the levels that they need, and so on. Any other value opens no more than one of these
that is no larger a change. Places have no such values: all countries that rules name and all exact places of
offers with a radius are tried. One sector and one language are tried at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from connector.matching.columns.codes import base_of, best_levels
from connector.parties import Amount, Permission, Place
from connector.reasons import Money, Named, Reason
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from connector.matching.what_if.demands import Demands
    from connector.parties import StartUp
    from connector.reasons import Fact

_STATING = 0.0
_STATING_A_LEVEL = 0.1
_FINDING_OUT = 1.0
_OTHER_CURRENCY = 1.0
_LEVEL = 1.0
_PERSON = 1.0
_STAGE = 2.0
_REGISTERING = 3.0
_PERMISSION = {None: _STATING, Permission.UNSURE: _FINDING_OUT, Permission.NOT_YET: 6.0}

#: No profile can state more people.
_LARGEST_TEAM = 100_000
_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")

Value = bool | int | str | Permission | Amount | Place | frozenset[str] | dict[str, str]


class Variant(NamedTuple):
    """Another value of a field.

    Attributes
    ----------
    value
        The whole new value.
    size
        How large a change it is.
    says
        The change as a phrase.
    """

    value: Value
    size: float
    says: Reason


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A field that may be suggested.

    Attributes
    ----------
    field
        Of a start-up.
    variants
        From a start-up and what offers ask for to the values to be tried, none of them the present one.
    """

    field: str
    variants: Callable[[StartUp, Demands], Iterator[Variant]]


def _stages(startup: StartUp, demands: Demands) -> Iterator[Variant]:
    place_of = taxonomy("stages").number_of
    for stage in demands.stages:
        named = Named("stages", stage)
        if startup.stage is None:
            yield Variant(stage, _STATING, Reason("what_if.stage.state", {"stage": named}))
        elif stage != startup.stage:
            size = _STAGE * abs(place_of[stage] - place_of[startup.stage])
            says = Reason("what_if.stage.change", {"stage": named, "now": Named("stages", startup.stage)})
            yield Variant(stage, size, says)


def _sectors(startup: StartUp, demands: Demands) -> Iterator[Variant]:
    kind = "narrow" if startup.sectors else "state"
    for sector in demands.sectors:
        wider = set(taxonomy("sectors").path(sector)[:-1])
        if sector not in startup.sectors and (not startup.sectors or wider & startup.sectors):
            says = Reason(f"what_if.sectors.{kind}", {"sector": Named("sectors", sector)})
            yield Variant(startup.sectors | {sector}, _STATING, says)


def _places(startup: StartUp, demands: Demands) -> Iterator[Variant]:
    here = startup.place or Place()
    if here.country is None:
        for code in demands.countries:
            says = Reason("what_if.place.country", {"country": Named("countries", code)})
            yield Variant(here.model_copy(update={"country": code}), _STATING, says)
    if here.latitude is None:
        for there, offer in demands.exact_places:
            for country in _countries_of(here, there, demands.countries):
                exact = there.model_copy(update={"city": here.city, "country": country})
                says = Reason("what_if.place.exact", {"offer": offer})
                if country is not None and here.country is None:
                    stated = Named("countries", country)
                    says = Reason("what_if.place.both", {"offer": offer, "country": stated})
                yield Variant(exact, _STATING, says)


def _countries_of(here: Place, there: Place, named: Sequence[str]) -> Sequence[str | None]:
    """Return in which countries a start-up can be that is at a place of an offer."""
    if here.country is not None:
        return [here.country] if there.country in {None, here.country} else []
    return [None, *named] if there.country is None else [there.country]


def _languages(startup: StartUp, demands: Demands) -> Iterator[Variant]:
    present = best_levels(startup.languages)
    for tag, level in demands.languages:
        now = present.get(base_of(tag))
        steps = _LEVELS.index(level) - (-1 if now is None else _LEVELS.index(now))
        if steps <= 0:
            continue
        facts: dict[str, Fact] = {"language": Named("languages", tag), "level": level}
        says = Reason("what_if.languages.learn", facts)
        if now is not None:
            says = Reason("what_if.languages.improve", facts | {"now": now})
        elif not present:
            says = Reason("what_if.languages.state", facts)
        size = steps * (_LEVEL if present else _STATING_A_LEVEL)
        yield Variant({**startup.languages, tag: level}, size, says)


def _registration(startup: StartUp, _: Demands) -> Iterator[Variant]:
    if startup.is_registered is None:
        yield Variant(True, _STATING, Reason("what_if.is_registered.state"))
    elif not startup.is_registered:
        yield Variant(True, _REGISTERING, Reason("what_if.is_registered.change"))


def _permission(startup: StartUp, _: Demands) -> Iterator[Variant]:
    now = startup.may_register
    if now != Permission.YES:
        says = Reason(f"what_if.may_register.{'state' if now is None else now.value}")
        yield Variant(Permission.YES, _PERMISSION[now], says)


def _tickets(startup: StartUp, demands: Demands) -> Iterator[Variant]:
    now = startup.ticket
    for currency, sum_of_money in demands.sums:
        facts: dict[str, Fact] = {"sum": Money(sum_of_money, currency)}
        amount = Amount(value=sum_of_money, currency=currency)
        if now is None:
            yield Variant(amount, _STATING, Reason("what_if.ticket.state", facts))
        elif amount != now:
            is_same = now.currency == currency
            size = abs(log2(sum_of_money / now.value)) if is_same else _OTHER_CURRENCY
            facts |= {"now": Money(now.value, now.currency)}
            yield Variant(amount, size, Reason("what_if.ticket.change", facts))


def _team_sizes(startup: StartUp, demands: Demands) -> Iterator[Variant]:
    now = startup.team_size
    for people in (size for size in demands.team_sizes if size <= _LARGEST_TEAM):
        if now is None:
            yield Variant(people, _STATING, Reason("what_if.team_size.state", {"people": people}))
        elif people != now:
            says = Reason("what_if.team_size.change", {"people": people, "now": now})
            yield Variant(people, _PERSON * abs(people - now), says)


#: All fields that may be suggested; of changes alike in all else the field that stands first comes first.
SUGGESTIONS = tuple(
    Suggestion(field, variants)
    for field, variants in (
        ("is_registered", _registration),
        ("may_register", _permission),
        ("stage", _stages),
        ("sectors", _sectors),
        ("place", _places),
        ("languages", _languages),
        ("ticket", _tickets),
        ("team_size", _team_sizes),
    )
)
