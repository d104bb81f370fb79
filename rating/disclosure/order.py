"""In which order levels, groups and units are published: never in that of the source.

A source that is sorted by count would otherwise tell which of two withheld numbers is the larger one. Names
that are registered stand in their registered order, all others behind them by name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rating.data import RUNG_CODES, registered_attributes
from rating.disclosure.tables import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rating.disclosure.tables import Unit

_DIGITS = re.compile(r"(\d+)")


def in_order_of_levels(names: Iterable[str]) -> tuple[str, ...]:
    """Return levels from the bottom of the default ladder to its top, then those that it does not know.

    Examples
    --------
    >>> in_order_of_levels(["tier 10", "board", "tier 9", "staff"])
    ('staff', 'board', 'tier 9', 'tier 10')
    """
    return _ordered(names, RUNG_CODES)


def in_order_of_attributes(names: Iterable[str]) -> tuple[str, ...]:
    """Return attributes as they are registered, then the others."""
    return _ordered(names, tuple(registered_attributes()))


def in_order_of_groups(names: Iterable[str], attribute: str) -> tuple[str, ...]:
    """Return groups as they are registered for their attribute, then the others, "unknown" last."""
    registered = registered_attributes().get(attribute)
    ordered = _ordered(names, registered.group_codes if registered else ())
    return (*(name for name in ordered if name != UNKNOWN), *(name for name in ordered if name == UNKNOWN))


def in_order_of_units(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return units by the names of their keys, the first key first."""
    return tuple(sorted(units, key=lambda unit: [_by_name(text) for text in unit]))


def _ordered(names: Iterable[str], registered: tuple[str, ...]) -> tuple[str, ...]:
    place = {name: number for number, name in enumerate(registered)}
    return tuple(sorted(names, key=lambda name: (place.get(name, len(place)), _by_name(name))))


def _by_name(name: str) -> tuple[list[tuple[int, str]], str]:
    """Return a key by which "9" stands before "10", and which tells any two names apart."""
    parts = _DIGITS.split(name.casefold())
    return [(int(part), "") if number % 2 else (-1, part) for number, part in enumerate(parts)], name
