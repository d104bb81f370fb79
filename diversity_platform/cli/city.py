"""The synthetic demo city: thirty companies of all sizes over three years. Nobody in it exists.

The figures are drawn, not collected: each company has a character (how open it is to women, to people of
other origins, to the young) and each level thins those groups out a little. Results are drawn without any
relation to diversity, so an honest panel finds none.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.data import RUNG_CODES, registered_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.data import Floats

#: Level, attribute, group, people.
Row = tuple[str, str, str, int]

NOTICE = "Synthetic demo city: no company, person or figure on this page is real."
YEARS: tuple[int, ...] = (2023, 2024, 2025)
_AREA = "HV"

#: Name and people of each company in the first year: some too small to be rated, one very large.
_COMPANIES: tuple[tuple[str, int], ...] = (
    ("Alderbrook Logistics", 2400), ("Amber Quay Insurance", 860), ("Bellhaven Foods", 3100),
    ("Birchwood Care Homes", 640), ("Bluewater Shipyards", 1500), ("Brightlane Media", 95),
    ("Candlewick Textiles", 210), ("Copperfield Metals", 780), ("Cornerstone Builders", 430),
    ("Dovetail Joinery", 34), ("Eastgate Hospital Trust", 6200), ("Fairwind Energy", 520),
    ("Fernhill Pharmaceuticals", 1150), ("Goldcrest Bank", 1900), ("Harbour Street Bakery", 46),
    ("Havenport Municipal Works", 2800), ("Ironbridge Robotics", 165), ("Juniper Software", 240),
    ("Kestrel Airways Services", 1320), ("Lanternfish Games", 58), ("Meadow & Sons Grocers", 1700),
    ("Northpier Hotels", 980), ("Oakline Furniture", 310), ("Peregrine Security", 710),
    ("Quill & Page Publishing", 72), ("Riverside Technical College", 560), ("Saltmarsh Brewery", 130),
    ("Tidewater Telecom", 1450), ("Weaverly Consulting", 185), ("Zephyr Bicycles", 24),
)  # fmt: skip

#: Part of the workforce at each rung, staff to board.
_PYRAMID = np.array([0.815, 0.09, 0.05, 0.028, 0.012, 0.005])
#: What the working-age population of the city looks like, by attribute in the order of its groups.
POPULATION: dict[str, tuple[float, ...]] = {
    "gender": (0.502, 0.495, 0.003),
    "origin": (0.66, 0.06, 0.10, 0.07, 0.11),
    "age": (0.16, 0.24, 0.22, 0.20, 0.18),
}
_SENIORITY = (0.24, 0.24, 0.22, 0.19, 0.11)
#: How much each rung thins a group out against the one below (1: not at all), by attribute and group.
_THINNING: dict[str, tuple[float, ...]] = {
    "gender": (0.87, 1.0, 0.9),
    "origin": (1.0, 0.95, 0.83, 0.9, 0.78),
    "age": (0.45, 0.8, 1.0, 1.08, 1.05),
    "seniority": (0.75, 0.9, 1.0, 1.1, 1.15),
}
#: How alike colleagues are: a high figure makes all companies look like the city.
_CONCENTRATION = 14.0
#: Part of the people of a company whose origin is not known, at most.
_UNKNOWN_ORIGIN = 0.12
#: Employers below this size record women and men only.
_RECORDS_THREE_GENDERS = 2500
#: Part of those who would have stayed that leave, and others come in their place.
_TURNOVER = 0.05
#: Population of the city, for the benchmark table.
_INHABITANTS = 240_000


@dataclass(frozen=True)
class City:
    """The demo city as tables in the canonical formats; the first row of each is its header."""

    headcounts: list[tuple[object, ...]]
    benchmark: list[tuple[object, ...]]
    financials: list[tuple[object, ...]]


def build_city(seed: int = 2026) -> City:
    """Draw the city; the same seed gives the same city."""
    rng, turnover = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    headcounts: list[tuple[object, ...]] = [
        ("company", "company_number", "period", "area", "level", "attribute", "group", "count")
    ]
    financials: list[tuple[object, ...]] = [("company", "year", "revenue", "profit")]
    for number, (name, first_year) in enumerate(_COMPANIES, start=1):
        register = f"DEMO{number:04d}"
        characters = {
            code: rng.dirichlet(np.array(shares) * _CONCENTRATION + 0.05)
            for code, shares in (*POPULATION.items(), ("seniority", _SENIORITY))
        }
        if first_year < _RECORDS_THREE_GENDERS:
            characters["gender"][2] = 0.0
            characters["gender"] /= characters["gender"].sum()
        unknown = float(rng.uniform(0.0, _UNKNOWN_ORIGIN))
        people = first_year
        before: list[Row] = []
        for year in YEARS:
            people = max(round(people * float(rng.normal(1.02, 0.04))), 12)
            levels = rng.multinomial(people, _PYRAMID)
            rows = list(_company(levels, characters, unknown, rng))
            moved = _movement(before, rows, turnover) if before else []
            headcounts += [(name, register, year, _AREA, *row) for row in (*rows, *moved)]
            before = rows
        margin = float(rng.normal(0.06, 0.05))
        for year in (*YEARS, YEARS[-1] + 1):
            revenue = round(people * float(rng.lognormal(11.9, 0.2)))
            financials.append((name, year, revenue, round(revenue * (margin + float(rng.normal(0, 0.02))))))
    benchmark: list[tuple[object, ...]] = [("attribute", "group", "count")]
    attributes = registered_attributes()
    for code, shares in POPULATION.items():
        for group, share in zip(attributes[code].group_codes, shares, strict=True):
            benchmark.append((code, group, round(share * _INHABITANTS)))
    return City(headcounts, benchmark, financials)


def _movement(before: list[Row], now: list[Row], rng: np.random.Generator) -> list[Row]:
    """Return who joined and left: as many at least as it takes to come from the counts before to these."""
    changes: defaultdict[tuple[str, str], int] = defaultdict(int)
    counts = {(level, attribute, group): -people for level, attribute, group, people in before}
    for level, attribute, group, people in now:
        counts[level, attribute, group] = counts.get((level, attribute, group), 0) + people
    for (level, attribute, _), change in counts.items():
        changes[level, attribute] += max(change, 0)
    joined = sum(
        max(change for (at, _), change in changes.items() if at == level)
        for level in {at for at, _ in changes}
    )
    people, people_before = (sum(row[3] for row in rows if row[1] == "gender") for rows in (now, before))
    joined += int(rng.binomial(people - joined, _TURNOVER))
    left = joined - people + people_before
    return [("all", "movement", "joined", joined), ("all", "movement", "left", left)]


def _company(
    levels: np.ndarray[tuple[int], np.dtype[np.int64]],
    characters: dict[str, Floats],
    unknown: float,
    rng: np.random.Generator,
) -> Iterator[Row]:
    """Yield level, attribute, group and people of a company and year; empty levels are left out."""
    attributes = registered_attributes()
    for rung, people in enumerate(levels):
        if not people:
            continue
        for code, shares in characters.items():
            thinned = shares * np.array(_THINNING[code]) ** rung
            hidden = int(rng.binomial(people, unknown)) if code == "origin" else 0
            counts = rng.multinomial(people - hidden, thinned / thinned.sum())
            for group, count in zip(attributes[code].group_codes, counts, strict=True):
                yield RUNG_CODES[rung], code, group, int(count)
            if hidden:
                yield RUNG_CODES[rung], code, "unknown", hidden
