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
from typing import TYPE_CHECKING, Any, NamedTuple

from connector.matching.what_if import sentences, sizes
from connector.matching.what_if.joins import ADDED, FILLED, REPLACED, Join
from connector.parties import Amount, Permission, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connector.matching.columns import StartUpColumns
    from connector.matching.columns.types import Doubles
    from connector.matching.what_if.demands import Demands
    from connector.parties import StartUp
    from connector.reasons import Reason

#: No profile can state more people.
_LARGEST_TEAM = 100_000


class Option(NamedTuple):
    """Something that a profile may state.

    Attributes
    ----------
    value
        Of the field, as if nothing else were stated in it: one language, one sector.
    offer
        Name of the offer that is at this place; "" for what is no exact place.
    """

    value: Any
    offer: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A field that may be suggested.

    Attributes
    ----------
    field
        Of a start-up.
    options
        From what offers ask for to what may be stated.
    join
        What becomes of a profile that states an option.
    sizes
        From the columns of n start-ups, and of profiles that state k options and nothing else, to how large
        the changes are, shape (n, k); nan for an option that is not tried, because it is stated already or
        contradicts what is.
    says
        From a start-up and an option to the change as a phrase.
    parts
        The columns of `StartUpColumns` that it makes; none where that is one with its name.
    """

    field: str
    options: Callable[[Demands], Iterator[Option]]
    join: Join
    sizes: Callable[[StartUpColumns, StartUpColumns], Doubles]
    says: Callable[[StartUp, Option], Reason]
    parts: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of `StartUpColumns` that it makes."""
        return self.parts or (self.field,)


def _registering(_: Demands) -> Iterator[Option]:
    yield Option(True)


def _permission(_: Demands) -> Iterator[Option]:
    yield Option(Permission.YES)


def _stages(demands: Demands) -> Iterator[Option]:
    return map(Option, demands.stages)


def _sectors(demands: Demands) -> Iterator[Option]:
    return (Option(frozenset({sector})) for sector in demands.sectors)


def _places(demands: Demands) -> Iterator[Option]:
    for code in demands.countries:
        yield Option(Place(country=code))
    for there, offer in demands.exact_places:
        # who is at a place without a country may be in any
        for country in (None, *demands.countries) if there.country is None else (there.country,):
            yield Option(there.model_copy(update={"city": "", "country": country}), offer)


def _languages(demands: Demands) -> Iterator[Option]:
    return (Option({tag: level}) for tag, level in demands.languages)


def _tickets(demands: Demands) -> Iterator[Option]:
    return (Option(Amount(value=value, currency=currency)) for currency, value in demands.sums)


def _team_sizes(demands: Demands) -> Iterator[Option]:
    return (Option(people) for people in demands.team_sizes if people <= _LARGEST_TEAM)


_OF_PLACES, _OF_TICKETS = ("country", "latitude", "longitude"), ("ticket", "currency")

#: All fields that may be suggested; of changes alike in all else the field that stands first comes first.
SUGGESTIONS = (
    Suggestion("is_registered", _registering, REPLACED, sizes.of_registering, sentences.registering),
    Suggestion("may_register", _permission, REPLACED, sizes.of_permission, sentences.permission),
    Suggestion("stage", _stages, REPLACED, sizes.of_stages, sentences.stage),
    Suggestion("sectors", _sectors, ADDED, sizes.of_sectors, sentences.sector),
    Suggestion("place", _places, FILLED, sizes.of_places, sentences.place, _OF_PLACES),
    Suggestion("languages", _languages, ADDED, sizes.of_languages, sentences.language),
    Suggestion("ticket", _tickets, REPLACED, sizes.of_tickets, sentences.ticket, _OF_TICKETS),
    Suggestion("team_size", _team_sizes, REPLACED, sizes.of_team_sizes, sentences.team_size),
)
