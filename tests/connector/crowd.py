"""Many different parties, drawn from a generator: each field stated by some and not by others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from connector.parties import Amount, Connector, EntryRules, Funder, Place, Service, StartUp
from connector.taxonomies import taxonomy
from tests.connector.builders import TODAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.random import Generator

    from connector.parties import Offer

LANGUAGES = (
    "en",
    "fr",
    "de",
    "nl",
    "es",
    "pt-BR",
    "ar",
    "tr",
    "uk",
    "ru",
    "fa",
    "prs",
    "hr",
    "sr",
    "en-GB",
    "ti",
)
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
COUNTRIES = ("FR", "BE", "DE", "NL", "PT", "TR")
CURRENCIES = ("EUR", "EUR", "EUR", "TRY", "USD")
WORDS = (
    "bakery",
    "nurse",
    "software",
    "logistics",
    "restaurant",
    "export",
    "textile",
    "solar",
    "mentoring",
    "microcredit",
    "coffee",
    "garden",
    "translation",
    "repair",
    "wood",
    "delivery",
    "school",
    "clinic",
    "accounting",
    "market",
    "tourism",
    "recycling",
    "drones",
    "bridges",
)
#: Places lie in so many towns around Brussels; where coordinates repeat, as geocoded towns do.
TOWNS = 400


def startups(rng: Generator, count: int, stated: float = 0.8) -> list[StartUp]:
    """Draw start-ups that state each field with this probability."""
    return [_startup(rng, number, stated) for number in range(count)]


def offers(rng: Generator, count: int, stated: float = 0.8) -> list[Offer]:
    """Draw offers of all kinds that state each field with this probability."""
    return [_offer(rng, number, stated) for number in range(count)]


def _startup(rng: Generator, number: int, stated: float) -> StartUp:
    drawn: dict[str, Any] = {
        "sectors": frozenset(_some(rng, taxonomy("sectors").codes, 3)),
        "stage": _one(rng, taxonomy("stages").codes),
        "place": _place(rng, stated),
        "founded": TODAY - timedelta(days=int(rng.integers(0, 3000))),
        "team_size": int(rng.integers(1, 30)),
        "languages": _languages(rng, 4),
        "is_registered": bool(rng.integers(2)),
        "may_register": _one(rng, ("yes", "not_yet", "unsure")),
        "needs": {need: int(rng.integers(1, 6)) for need in _some(rng, taxonomy("needs").codes, 5)},
        "offers": frozenset(_some(rng, taxonomy("needs").codes, 3)),
        "ticket": Amount(value=float(rng.integers(1, 200) * 1000), currency=_one(rng, CURRENCIES)),
        "available_from": TODAY + timedelta(days=int(rng.integers(-60, 200))),
        "text": _text(rng),
    }
    return StartUp(id=f"s{number}", name=f"S{number}", **_stated(rng, drawn, stated))


def _offer(rng: Generator, number: int, stated: float) -> Offer:
    opens = TODAY + timedelta(days=int(rng.integers(-90, 120)))
    drawn: dict[str, Any] = {
        "needs": {
            need: frozenset(_some(rng, taxonomy("stages").codes, 3, least=0))
            for need in _some(rng, taxonomy("needs").codes, 5)
        },
        "stages": frozenset(_some(rng, taxonomy("stages").codes, 2)),
        "sectors": frozenset(_some(rng, taxonomy("sectors").codes, 5)),
        "languages": _languages(rng, 3),
        "places": tuple(_place(rng, stated) for _ in range(rng.integers(1, 4))),
        "capacity": int(rng.integers(0, 30)),
        "opens": opens,
        "closes": opens + timedelta(days=int(rng.integers(0, 180))),
        "is_open": bool(rng.random() < 0.9),
        "text": _text(rng),
    }
    rules = {
        "stages": frozenset(_some(rng, taxonomy("stages").codes, 3)),
        "countries": frozenset(_some(rng, COUNTRIES, 4)),
        "languages": _languages(rng, 3),
        "largest_team": int(rng.integers(5, 30)),
    }
    kind = number % 3
    common: dict[str, Any] = {
        "id": f"o{number}",
        "name": f"O{number}",
        "rules": EntryRules(**_stated(rng, rules, stated / 4)),
        **_stated(rng, drawn, stated),
    }
    if kind == 0:
        return Connector(**common, **_stated(rng, {"label_level": int(rng.integers(0, 4))}, stated))
    if kind == 1:
        least = float(rng.integers(0, 50) * 1000)
        ends = {"smallest_ticket": least, "largest_ticket": least + float(rng.integers(1, 300) * 1000)}
        return Funder(**common, currency=_one(rng, CURRENCIES), **_stated(rng, ends, stated))
    return Service(**common)


def _stated(rng: Generator, drawn: Mapping[str, Any], stated: float) -> dict[str, Any]:
    return {field: value for field, value in drawn.items() if rng.random() < stated}


def _place(rng: Generator, stated: float) -> Place:
    town = int(rng.integers(TOWNS))
    at = {"latitude": 50.85 + (town % 20 - 10) / 4, "longitude": 4.35 + (town // 20 - 10) / 3}
    country = _one(rng, COUNTRIES) if rng.random() < stated else None
    return Place(country=country, **(at if rng.random() < stated else {}))


def _languages(rng: Generator, most: int) -> dict[str, str]:
    return {tag: _one(rng, LEVELS) for tag in _some(rng, LANGUAGES, most)}


def _text(rng: Generator) -> str:
    return " ".join(_one(rng, WORDS) for _ in range(rng.integers(3, 20)))


def _one(rng: Generator, of: Sequence[str]) -> str:
    return of[int(rng.integers(len(of)))]


def _some(rng: Generator, of: Sequence[str], most: int, least: int = 1) -> list[str]:
    picked = rng.choice(len(of), size=int(rng.integers(least, most + 1)), replace=False)
    return [of[number] for number in sorted(picked.tolist())]
