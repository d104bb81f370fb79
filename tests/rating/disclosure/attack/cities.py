"""A city in two editions: some companies change with many joiners and leavers, others by one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.rating.disclosure.attack.worlds import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = dict[str, Any]

KEYS = ("city", "company", "level", "attribute", "group")
PARENTS = {"company": "city"}
LEVELS = ("staff", "managers", "board")
#: What may happen to a company from one edition to the next: how many join and leave.
FATES: Mapping[str, tuple[int, int]] = {"many": (40, 35), "one": (1, 0), "nobody": (0, 0), "few": (3, 20)}


@dataclass(frozen=True)
class City:
    """Base rows of two editions, and who joined and left by company."""

    first: list[Row]
    second: list[Row]
    joiners: dict[str, int]
    leavers: dict[str, int]


def city(seed: int) -> City:
    """Make a city of three to five companies; one may be new and one may be gone in the second edition."""
    rng = np.random.default_rng([7, seed])
    names = [f"company {number}" for number in range(int(rng.integers(3, 6)))]
    attributes = [
        "gender",
        *(["age"] if rng.random() < 0.5 else []),
        *(["origin"] if rng.random() < 0.3 else []),
    ]
    first: list[Row] = []
    second: list[Row] = []
    moved: dict[str, tuple[int, int]] = {}
    fate_of_last = rng.choice(["new", "gone", "stays"])
    for place, name in enumerate(names):
        size = int(rng.choice([15, 60, 200]))
        people = _people(rng, attributes, size)
        joiners, leavers = FATES[str(rng.choice(list(FATES)))]
        leavers = min(leavers, size // 2)
        staying = rng.permutation(size)[leavers:]
        later = np.concatenate([people[staying], _people(rng, attributes, joiners)])
        last = place == len(names) - 1
        if not (last and fate_of_last == "new"):
            first += _rows(name, attributes, people)
        if not (last and fate_of_last == "gone"):
            second += _rows(name, attributes, later)
            moved[name] = (joiners, leavers)
    joined = {name: own for name, (own, _) in moved.items()}
    return City(first, second, joined, {name: own for name, (_, own) in moved.items()})


def _people(rng: np.random.Generator, attributes: list[str], size: int) -> np.ndarray[Any, Any]:
    levels = rng.choice(len(LEVELS), size=(size, 1), p=(0.75, 0.17, 0.08))
    chances = [np.linspace(3, 1, len(GROUPS[attribute])) for attribute in attributes]
    groups = [rng.choice(len(own), size=(size, 1), p=own / own.sum()) for own in chances]
    return np.concatenate([levels, *groups], axis=1)


def _rows(company: str, attributes: list[str], people: np.ndarray[Any, Any]) -> list[Row]:
    return [
        {
            "city": "X",
            "company": company,
            "level": level,
            "attribute": attribute,
            "group": group,
            "n": int(((people[:, 0] == row) & (people[:, place + 1] == column)).sum()),
        }
        for place, attribute in enumerate(attributes)
        for row, level in enumerate(LEVELS)
        for column, group in enumerate(GROUPS[attribute])
    ]
