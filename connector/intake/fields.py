"""The fields of start-ups, offers and the files beside them: what columns are called, how entries are read.

One row a field. The path leads to its place in the record (`connector.parties`); the sentence tells a sender
how to write it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connector.intake import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Entries = Sequence[str]


@dataclass(frozen=True, slots=True)
class Field:
    """A field.

    Attributes
    ----------
    path
        Where it stands in the record.
    read
        From its entries, at least one, to its value. Raises ValueError with a sentence.
    how
        How to write it, as a sentence.
    is_list
        Whether a cell may hold several entries.
    """

    path: tuple[str, ...]
    read: Callable[[Entries], Any]
    how: str
    is_list: bool = False


def fields_of(side: str) -> Mapping[str, Field]:
    """Return the fields of a format by the name of their column, in the order of a file.

    Parameters
    ----------
    side
        ``startups`` or ``offers``; ``overrides`` or ``introductions``.
    """
    return _FIELDS[side]


def columns_of(side: str) -> tuple[str, ...]:
    """Return the columns of the platform's own format, in the order of a file; see `fields_of`."""
    return tuple(fields_of(side))


def required_of(side: str) -> tuple[str, ...]:
    """Return the columns that ``overrides`` or ``introductions`` have to state in every row."""
    return _REQUIRED[side]


# --------------------------------------------------------------------------- one entry, several, pairs


def _one(read: Callable[[str], Any]) -> Callable[[Entries], Any]:
    def value(entries: Entries) -> Any:  # noqa: ANN401 - whatever the field holds
        if len(set(entries)) > 1:
            raise ValueError(f"one entry is expected, here are {len(entries)}: {', '.join(entries)}.")
        return read(entries[0])

    return value


def _each(read: Callable[[str], Any]) -> Callable[[Entries], list[Any]]:
    return lambda entries: [read(entry) for entry in dict.fromkeys(entries)]


def _pairs(read: Callable[[str], tuple[str, Any]]) -> Callable[[Entries], dict[str, Any]]:
    def value(entries: Entries) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, what in (read(entry) for entry in entries):
            if found.setdefault(key, what) != what:
                raise ValueError(f"'{key}' stands twice and differs.")
        return found

    return value


def _lines(entries: Entries) -> str:
    return "\n".join(entries)


# --------------------------------------------------------------------------- the tables

_YES_NO = "Write yes or no, or leave it empty where it is not stated."
_COUNTRIES = "Write two-letter codes or names of countries, separated by |."
_SECTORS = "Write codes or names of sectors, separated by |."
_STAGES = "Write idea, pre_start, start_up or growth, separated by |."
_LANGUAGES = "Write language:level, such as fr:B2|en:C1; levels are A1 to C2."
_DAY = "Write the day as 2026-03-31, or leave it empty."
_PEOPLE = "Write a whole number of people."
_MONTHS = "Write a whole number of months."
_SUM = "Write a sum without thousands separators."
_CURRENCY = "Write the three letters of the currency, such as EUR."
_MOST_PEOPLE, _MOST_MONTHS, _MOST_PLACES = 100_000, 12_000, 1_000_000

_STARTUP = {
    "id": Field(("id",), _one(cells.text), "Give each party an id of its own."),
    "name": Field(("name",), _one(cells.text), "Write the name that readers see."),
    "sectors": Field(("sectors",), _each(cells.term("sectors")), _SECTORS, is_list=True),
    "stage": Field(("stage",), _one(cells.term("stages")), "Write idea, pre_start, start_up or growth."),
    "city": Field(("place", "city"), _one(cells.text), "Write the name of the city."),
    "country": Field(("place", "country"), _one(cells.country), "Write the two-letter code or the name."),
    "latitude": Field(("place", "latitude"), _one(cells.degrees(90)), "Write degrees, -90 to 90."),
    "longitude": Field(("place", "longitude"), _one(cells.degrees(180)), "Write degrees, -180 to 180."),
    "founded": Field(("founded",), _one(cells.day), _DAY),
    "team_size": Field(("team_size",), _one(cells.whole(1, _MOST_PEOPLE)), _PEOPLE),
    "languages": Field(("languages",), _pairs(cells.language), _LANGUAGES, is_list=True),
    "is_registered": Field(("is_registered",), _one(cells.yes_no), _YES_NO),
    "may_register": Field(
        ("may_register",), _one(cells.choice("yes", "not_yet", "unsure")), "Write yes, not_yet or unsure."
    ),
    "markets_known": Field(("markets_known",), _each(cells.country), _COUNTRIES, is_list=True),
    "markets_sought": Field(("markets_sought",), _each(cells.country), _COUNTRIES, is_list=True),
    "needs": Field(
        ("needs",),
        _pairs(cells.urgency),
        "Write need:urgency, such as finance:5|coaching:3; urgency is 1 to 5.",
        is_list=True,
    ),
    "offers": Field(
        ("offers",),
        _each(cells.term("needs")),
        "Write the needs of others that it can help with, separated by |.",
        is_list=True,
    ),
    "ticket": Field(("ticket", "value"), _one(cells.positive), _SUM),
    "ticket_currency": Field(("ticket", "currency"), _one(cells.currency), _CURRENCY),
    "available_from": Field(("available_from",), _one(cells.day), _DAY),
    "text": Field(("text",), _lines, "Write at most 20,000 characters."),
    "declared_under_represented": Field(("declared", "under_represented"), _one(cells.yes_no), _YES_NO),
    "declared_backgrounds": Field(
        ("declared", "backgrounds"), _each(cells.code), "Write codes separated by |.", is_list=True
    ),
    "declared_groups": Field(
        ("declared", "groups"),
        _pairs(cells.group),
        "Write attribute:group, such as gender:women|origin:non_eu.",
        is_list=True,
    ),
    "declared_uses": Field(
        ("declared", "uses"),
        _each(cells.choice("pairs", "cohorts", "audit")),
        "Write what the owners agreed to: pairs, cohorts, audit, separated by |.",
        is_list=True,
    ),
}

_OFFER = {
    "kind": Field(
        ("kind",), _one(cells.choice("connector", "funder", "service")), "Write connector, funder or service."
    ),
    "id": _STARTUP["id"],
    "name": _STARTUP["name"],
    "needs": Field(
        ("needs",),
        _pairs(cells.need_and_stages),
        "Write needs separated by |, with their stages where not in all: finance@start_up+growth|coaching.",
        is_list=True,
    ),
    "stages": Field(("stages",), _each(cells.term("stages")), _STAGES, is_list=True),
    "sectors": _STARTUP["sectors"],
    "languages": _STARTUP["languages"],
    "places": Field(
        ("places",),
        _each(cells.place),
        "Write city:country or city:country:latitude:longitude, separated by |.",
        is_list=True,
    ),
    "capacity": Field(("capacity",), _one(cells.whole(0, _MOST_PLACES)), "Write how many it can take now."),
    "opens": Field(("opens",), _one(cells.day), _DAY),
    "closes": Field(("closes",), _one(cells.day), _DAY),
    "is_open": Field(("is_open",), _one(cells.yes_no), _YES_NO),
    "accessibility": Field(
        ("accessibility",),
        _each(cells.code),
        "Write codes such as step_free|childcare|remote.",
        is_list=True,
    ),
    "price": Field(("price", "value"), _one(cells.positive), f"{_SUM} Leave it empty where it is free."),
    "price_currency": Field(("price", "currency"), _one(cells.currency), _CURRENCY),
    "label_level": Field(("label_level",), _one(cells.whole(0, 3)), "Write 0 (no label) to 3."),
    "instrument": Field(
        ("instrument",),
        _one(
            cells.choice(
                "grant", "microcredit", "guarantee", "loan", "equity", "crowdfunding", "interest_free"
            )
        ),
        "Write how the funder gives money.",
    ),
    "smallest_ticket": Field(("smallest_ticket",), _one(cells.between(0)), _SUM),
    "largest_ticket": Field(("largest_ticket",), _one(cells.positive), _SUM),
    "currency": Field(("currency",), _one(cells.currency), _CURRENCY),
    "rule_stages": Field(("rules", "stages"), _each(cells.term("stages")), _STAGES, is_list=True),
    "rule_sectors": Field(("rules", "sectors"), _each(cells.term("sectors")), _SECTORS, is_list=True),
    "rule_countries": Field(("rules", "countries"), _each(cells.country), _COUNTRIES, is_list=True),
    "rule_radius_km": Field(("rules", "radius_km"), _one(cells.positive), "Write kilometres."),
    "rule_languages": Field(("rules", "languages"), _pairs(cells.language), _LANGUAGES, is_list=True),
    "rule_must_be_registered": Field(("rules", "must_be_registered"), _one(cells.yes_no), _YES_NO),
    "rule_must_be_allowed_to_register": Field(
        ("rules", "must_be_allowed_to_register"), _one(cells.yes_no), _YES_NO
    ),
    "rule_smallest_team": Field(("rules", "smallest_team"), _one(cells.whole(1, _MOST_PEOPLE)), _PEOPLE),
    "rule_largest_team": Field(("rules", "largest_team"), _one(cells.whole(1, _MOST_PEOPLE)), _PEOPLE),
    "rule_youngest_months": Field(("rules", "youngest_months"), _one(cells.whole(0, _MOST_MONTHS)), _MONTHS),
    "rule_oldest_months": Field(("rules", "oldest_months"), _one(cells.whole(0, _MOST_MONTHS)), _MONTHS),
    "text": _STARTUP["text"],
}

_ID_OF_STARTUP = Field(("startup",), _one(cells.text), "Write the id of a start-up of this matching.")
_ID_OF_OFFER = Field(("offer",), _one(cells.text), "Write the id of an offer.")
_THE_DAY = "Write the day as 2026-03-31."

_OVERRIDE = {
    "startup": _ID_OF_STARTUP,
    "offer": _ID_OF_OFFER,
    "reason": Field(("reason",), _one(cells.text), "Write why, in at most 2,000 characters."),
    "by": Field(("by",), _one(cells.text), "Write who decided."),
    "day": Field(("day",), _one(cells.day), _THE_DAY),
}

_INTRODUCTION = {
    "startup": _ID_OF_STARTUP,
    "offer": _ID_OF_OFFER,
    "proposed": Field(("proposed",), _one(cells.day), _THE_DAY),
    "answered": Field(
        ("answered",), _one(cells.day), "Write the day as 2026-03-31; empty without an answer."
    ),
    "accepted": Field(("accepted",), _one(cells.yes_no), "Write yes or no; empty without an answer."),
}

_FIELDS: Mapping[str, Mapping[str, Field]] = {
    "startups": _STARTUP, "offers": _OFFER, "overrides": _OVERRIDE, "introductions": _INTRODUCTION
}  # fmt: skip
#: Those of start-ups and offers stand in their profiles.
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "overrides": tuple(_OVERRIDE), "introductions": ("startup", "proposed")
}  # fmt: skip
