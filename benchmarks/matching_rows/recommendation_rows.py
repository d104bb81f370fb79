"""Recommendations for 20,000 start-ups among 2,000 offers through the whole method, synthetic parties.

Nobody else does the same, so there is no peer; what it is made of is timed apart.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.matching_rows.row import Row
from connector.matching.choices import other_choices
from connector.matching.columns import codes_of, offer_columns, startup_columns
from connector.matching.congestion import POLICIES, allocate
from connector.matching.eligibility import eligibility
from connector.matching.scoring import declared_weights, score
from connector.matching.text import TfIdfEmbedder, text_vectors
from connector.parties import Amount, Connector, EntryRules, Funder, Parties, Place, Service, StartUp
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable

STARTUPS, OFFERS, DEPTH = 20_000, 2000, 50
TODAY = date(2026, 3, 2)
LANGUAGES, LEVELS = ("en", "fr", "nl", "ar", "es", "tr", "uk", "fa"), ("A2", "B1", "B2", "C1", "C2")
WORDS = (
    *(
        "bakery",
        "software",
        "care",
        "transport",
        "textile",
        "games",
        "energy",
        "food",
        "water",
        "repair",
        "music",
    ),
    *("school", "clinic", "export", "organic", "rental", "design", "market", "craft", "travel", "cleaning"),
    *("building", "data", "wood", "bicycle", "solar", "furniture", "translation"),
)
TASK = f"top {DEPTH} of {STARTUPS:,} start-ups x {OFFERS:,} offers"


def parties(rng: np.random.Generator) -> Parties:
    """Draw parties that state most of what can be stated."""
    return Parties(
        tuple(_startup(rng, number) for number in range(STARTUPS)),
        tuple(_offer(rng, number) for number in range(OFFERS)),
    )


def _some(rng: np.random.Generator, codes: tuple[str, ...], most: int) -> list[str]:
    return rng.choice(codes, int(rng.integers(1, most + 1)), replace=False).tolist()


def _place(rng: np.random.Generator) -> Place:
    return Place(
        country=str(rng.choice(["BE", "FR", "NL"])),
        latitude=round(float(rng.uniform(48, 53)), 4),
        longitude=round(float(rng.uniform(2, 6)), 4),
    )


def _text(rng: np.random.Generator) -> str:
    return " ".join(rng.choice(WORDS, 12))


def _startup(rng: np.random.Generator, number: int) -> StartUp:
    needs = _some(rng, taxonomy("needs").codes, 4)
    return StartUp(
        id=f"s{number:05}",
        name=f"Start-up {number}",
        sectors=frozenset(_some(rng, taxonomy("sectors").codes, 2)),
        stage=str(rng.choice(taxonomy("stages").codes)),
        place=_place(rng),
        team_size=int(rng.integers(1, 9)),
        languages={language: str(rng.choice(LEVELS)) for language in _some(rng, LANGUAGES, 3)},
        needs={need: int(rng.integers(1, 6)) for need in needs},
        ticket=Amount(value=float(rng.integers(5, 200) * 1000), currency="EUR"),
        text=_text(rng),
    )


def _offer(rng: np.random.Generator, number: int) -> Connector | Funder | Service:
    kind = (Connector, Funder, Service)[number % 3]
    ticket = {"smallest_ticket": 5e3, "largest_ticket": 1e5, "currency": "EUR"} if kind is Funder else {}
    return kind(
        id=f"o{number:05}",
        name=f"Offer {number}",
        needs=dict.fromkeys(_some(rng, taxonomy("needs").codes, 5), frozenset()),
        stages=frozenset(_some(rng, taxonomy("stages").codes, 3)),
        sectors=frozenset(_some(rng, taxonomy("sectors").codes, 4)),
        languages=dict.fromkeys(_some(rng, LANGUAGES, 3), "C1"),
        places=tuple(_place(rng) for _ in range(int(rng.integers(1, 3)))),
        capacity=int(rng.integers(1, 30)) if rng.random() < 0.8 else None,
        rules=EntryRules(
            stages=frozenset(_some(rng, taxonomy("stages").codes, 3)) if rng.random() < 0.5 else None,
            radius_km=300.0 if rng.random() < 0.3 else None,
        ),
        text=_text(rng),
        **ticket,
    )


def measure(*, slow: bool = False) -> list[Row]:  # noqa: ARG001 - nothing here is slow
    """Return the rows about recommendations."""
    rows: list[Row] = []

    def timed(method: str, do: Callable[[], object]) -> None:
        start, used = time.perf_counter(), time.process_time()
        done.append(do())
        taken, busy = time.perf_counter() - start, time.process_time() - used
        rows.append(Row(TASK, method, taken, f"processor {busy:.2f} s"))

    done: list = []
    drawn = parties(np.random.default_rng(21))
    codes = codes_of(drawn, TODAY)
    timed("ours, vectors of texts", lambda: text_vectors(drawn, TfIdfEmbedder()))
    vectors = done[-1]
    timed(
        "ours, parties as columns",
        lambda: (
            startup_columns(drawn.startups, codes, vectors[0]),
            offer_columns(drawn.offers, codes, vectors[1]),
        ),
    )
    startups, offers = done[-1]

    def answers(some: object, others: object) -> object:
        return eligibility(some, others).answers

    timed(
        "ours, rules, signals and scores",
        lambda: score(startups, offers, codes, answers, weights=declared_weights()),
    )
    shortlists = done[-1]
    timed("ours, other choices", lambda: other_choices(startups, offers, codes, answers, shortlists.offer))
    choices = done[-1]
    for policy in POLICIES:
        allocate(policy, shortlists.offer[:50], shortlists.score[:50], offers.capacity)  # compiled or loaded
        timed(
            f"ours, lists and introductions, {policy}",
            lambda policy=policy: allocate(
                policy, shortlists.offer, shortlists.score, offers.capacity, choices=choices
            ),
        )
    return rows
