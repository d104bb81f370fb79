"""Which number stands for which code, on both sides alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from connector.matching.columns.types import Doubles, Flags, Floats
    from connector.parties import Parties

#: The six levels of the Common European Framework of Reference as parts of full command.
LEVELS: Mapping[str, float] = {"A1": 1 / 6, "A2": 2 / 6, "B1": 3 / 6, "B2": 4 / 6, "C1": 5 / 6, "C2": 1.0}


@dataclass(frozen=True, slots=True)
class Codes:
    """Code -> number, and the day of matching.

    Attributes
    ----------
    needs, sectors, stages
        Of the taxonomies, in their order.
    languages, countries, currencies
        Those that some party names, alphabetically.
    today
        The day of matching.
    """

    needs: Mapping[str, int]
    sectors: Mapping[str, int]
    stages: Mapping[str, int]
    languages: Mapping[str, int]
    countries: Mapping[str, int]
    currencies: Mapping[str, int]
    today: date


def codes_of(parties: Parties, today: date) -> Codes:
    """Return the numbers of all codes that the parties use."""
    languages: set[str] = set()
    countries: set[str] = set()
    currencies: set[str] = set()
    for startup in parties.startups:
        languages.update(startup.languages)
        countries.update(startup.markets_known | startup.markets_sought)
        if startup.place and startup.place.country:
            countries.add(startup.place.country)
        if startup.ticket:
            currencies.add(startup.ticket.currency)
    for offer in parties.offers:
        languages.update(offer.languages, offer.rules.languages or ())
        countries.update(place.country for place in offer.places if place.country)
        countries.update(offer.rules.countries or ())
        if offer.kind == "funder" and offer.currency:
            currencies.add(offer.currency)
    return Codes(
        needs=taxonomy("needs").number_of,
        sectors=taxonomy("sectors").number_of,
        stages=taxonomy("stages").number_of,
        languages=_numbered(languages),
        countries=_numbered(countries),
        currencies=_numbered(currencies),
        today=today,
    )


def _numbered(codes: Iterable[str]) -> Mapping[str, int]:
    return {code: number for number, code in enumerate(sorted(codes))}


def flags(rows: Iterable[Iterable[str]], numbers: Mapping[str, int]) -> Flags:
    """Return which codes each row names, shape (rows, codes)."""
    listed = list(rows)
    found = np.zeros((len(listed), len(numbers)), np.bool_)
    for number, row in enumerate(listed):
        for code in row:
            found[number, numbers[code]] = True
    return found


def with_descendants(codes: Iterable[str]) -> frozenset[str]:
    """Return sectors with everything below them in the taxonomy."""
    return frozenset[str]().union(*map(_with_all_below, codes))


@cache
def _with_all_below(sector: str) -> frozenset[str]:
    tree = taxonomy("sectors")
    return frozenset(code for code in tree.codes if sector in tree.path(code))


def doubles(values: Iterable[float | None]) -> Doubles:
    """Return numbers with nan where one is not stated."""
    return np.array([np.nan if value is None else value for value in values], np.float64)


def levels(stated: Sequence[Mapping[str, str]], numbers: Mapping[str, int]) -> Floats:
    """Return the level of each language, shape (parties, languages), 0 to 1; 0 where it is not named."""
    found = np.zeros((len(stated), len(numbers)), np.float32)
    for row, languages in enumerate(stated):
        for language, level in languages.items():
            found[row, numbers[language]] = LEVELS[level]
    return found


def base_of(tag: str) -> str:
    """Return a language without its region and script.

    Examples
    --------
    >>> base_of("pt-BR")
    'pt'
    """
    return tag.partition("-")[0]


def best_levels(languages: Mapping[str, str]) -> Mapping[str, str]:
    """Return the best level of each language, without regions and scripts.

    Examples
    --------
    >>> best_levels({"pt-BR": "B1", "pt": "A2", "en": "C1"})
    {'pt': 'B1', 'en': 'C1'}
    """
    found: dict[str, str] = {}
    for tag, level in languages.items():
        found[base_of(tag)] = max(level, found.get(base_of(tag), level))
    return found


def days_until(day: date | None, today: date) -> float | None:
    """Return how many days lie between today and a day; below zero when it is over."""
    return None if day is None else float((day - today).days)
