"""Entries of a cell to values: one small reader for each kind. What cannot be read says why."""

from __future__ import annotations

import math
import re
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from connector.intake.labels import codes_by_label, plain
from connector.intake.numbers import read_number, read_whole
from connector.intake.standards import country_of, currencies, languages

if TYPE_CHECKING:
    from collections.abc import Callable

_YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1", "oui", "vrai"), True),
    **dict.fromkeys(("no", "n", "false", "0", "non", "faux"), False),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
_TAG = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{2,8})*)")
_WITH_COORDINATES = 4


def text(entry: str) -> str:
    """Return an entry as it is."""
    return entry


def term(kind: str) -> Callable[[str], str]:
    """Return a reader of terms of a taxonomy, by their codes or names."""
    one = {"needs": "need", "sectors": "sector", "stages": "stage"}[kind]

    def read(entry: str) -> str:
        found = codes_by_label(kind).get(plain(entry))
        if found is None:
            near = get_close_matches(plain(entry), codes_by_label(kind), n=1)
            hint = f" Is it '{codes_by_label(kind)[near[0]]}'?" if near else ""
            raise ValueError(f"there is no {one} called '{entry}'.{hint}")
        return found

    return read


def code(entry: str) -> str:
    """Read a code that no list of the product limits, such as ``step_free``."""
    found = plain(entry).replace(" ", "_")
    if not _CODE.fullmatch(found):
        raise ValueError(f"'{entry}' is not a code: letters a to z, digits and _, a letter first.")
    return found


def choice(*choices: str) -> Callable[[str], str]:
    """Return a reader of one of a few codes."""
    known = {plain(entry): entry for entry in choices}

    def read(entry: str) -> str:
        if plain(entry) not in known:
            raise ValueError(f"'{entry}' is none of: {', '.join(choices)}.")
        return known[plain(entry)]

    return read


def yes_no(entry: str) -> bool:
    """Read yes or no."""
    if plain(entry) not in _YES_NO:
        raise ValueError(f"'{entry}' is neither yes nor no.")
    return _YES_NO[plain(entry)]


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from one to another."""

    def read(entry: str) -> int:
        number = read_whole(entry)
        if not least <= number <= most:
            raise ValueError(f"{number} does not lie between {least:,} and {most:,}.")
        return number

    return read


def between(least: float, most: float = math.inf) -> Callable[[str], float]:
    """Return a reader of decimal numbers from one to another."""

    def read(entry: str) -> float:
        number = read_number(entry)
        if not least <= number <= most:
            limit = f"between {least:g} and {most:g}" if math.isfinite(most) else f"at or above {least:g}"
            raise ValueError(f"{number:g} does not lie {limit}.")
        return number

    return read


def degrees(most: float) -> Callable[[str], float]:
    """Return a reader of degrees up to so many on either side; "45,764" has no thousands."""
    read = between(-most, most)
    return lambda entry: read(entry.replace(",", "."))


def positive(entry: str) -> float:
    """Read a decimal number above 0."""
    number = read_number(entry)
    if number <= 0:
        raise ValueError(f"{number:g} is not above 0.")
    return number


def day(entry: str) -> date:
    """Read a day of the calendar. A year or a month alone is no day, and none is supposed."""
    if not _DAY.fullmatch(entry):
        raise ValueError(f"'{entry}' is not a day.")
    try:
        return date.fromisoformat(entry)
    except ValueError:
        raise ValueError(f"'{entry}' is not a day of the calendar.") from None


def country(entry: str) -> str:
    """Read a country by its two letters or its name."""
    found = country_of(entry)
    if found is None:
        raise ValueError(f"there is no country called '{entry}'.")
    return found


def currency(entry: str) -> str:
    """Read a currency by its three letters."""
    if entry.upper() not in currencies():
        raise ValueError(f"there is no currency '{entry}'.")
    return entry.upper()


def language(entry: str) -> tuple[str, str]:
    """Read a language with its level: ``fr:B2``."""
    tag, colon, level = (part.strip() for part in entry.partition(":"))
    found = _TAG.fullmatch(tag)
    if not found or found[1].lower() not in languages():
        raise ValueError(f"'{tag}' is not a language tag.")
    if not colon or level.upper() not in _LEVELS:
        raise ValueError(f"'{entry}' gives no level, or one that is none of {', '.join(_LEVELS)}.")
    return found[1].lower() + found[2], level.upper()


def urgency(entry: str) -> tuple[str, int]:
    """Read a need with its urgency: ``finance:5``."""
    need, colon, number = (part.strip() for part in entry.partition(":"))
    if not colon:
        raise ValueError(f"'{entry}' gives no urgency.")
    return term("needs")(need), whole(1, 5)(number)


def need_and_stages(entry: str) -> tuple[str, frozenset[str]]:
    """Read a need that is met, with the stages in which it is: ``finance@start_up+growth``, ``coaching``."""
    need, _, stages = (part.strip() for part in entry.partition("@"))
    read = term("stages")
    return term("needs")(need), frozenset(read(stage) for stage in stages.split("+") if stage.strip())


def group(entry: str) -> tuple[str, str]:
    """Read an attribute with its group: ``gender:women``."""
    attribute, colon, name = entry.partition(":")
    if not colon:
        raise ValueError(f"'{entry}' gives no group.")
    return code(attribute), code(name)


def place(entry: str) -> dict[str, Any]:
    """Read ``city:country``, with or without ``:latitude:longitude``, or ``City, Country``.

    Examples
    --------
    >>> place("Lyon:FR") == place("Lyon, France") == {"city": "Lyon", "country": "FR"}
    True
    """
    if ":" not in entry:
        city, _, name = entry.rpartition(",")
        return {"city": city.strip(), "country": country(name.strip())}
    parts = [part.strip() for part in entry.split(":")]
    found: dict[str, Any] = {"city": parts[0]}
    if parts[1]:
        found["country"] = country(parts[1])
    if len(parts) == _WITH_COORDINATES:
        found |= {"latitude": degrees(90)(parts[2]), "longitude": degrees(180)(parts[3])}
    elif len(parts) != 2:  # noqa: PLR2004 - city and country
        raise ValueError(f"'{entry}' is not city:country or city:country:latitude:longitude.")
    return found
