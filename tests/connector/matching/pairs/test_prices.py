"""Prices: what they bound, and which pairs they leave to be weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.pairs.blossom import best_pairing
from connector.matching.pairs.edges import edges_of, worth
from connector.matching.pairs.prices import bound, cheapest, prices
from connector.matching.pairs.sides import sides_of
from tests.connector.builders import TODAY, startup

if TYPE_CHECKING:
    from connector.matching.pairs.edges import Edges
    from connector.parties import StartUp

NEEDS = ("finance", "networks", "space", "coaching", "procurement")

profiles = st.builds(
    lambda needs, offers: {"needs": needs, "offers": offers, "languages": {"fr": "C1"}, "stage": "idea"},
    st.dictionaries(st.sampled_from(NEEDS), st.integers(1, 5), min_size=1),
    st.frozensets(st.sampled_from(NEEDS), min_size=1),
)
crowds = st.lists(profiles, min_size=2, max_size=12).map(
    lambda stated: [startup(f"s{number:02}", **one) for number, one in enumerate(stated)]
)


def gained(edges: Edges) -> float:
    """Return what the best pairing gains, in covered needs."""
    met = set(best_pairing(edges))
    listed = zip(edges.first.tolist(), edges.second.tolist(), worth(edges).tolist(), strict=True)
    return sum(value for first, second, value in listed if (first, second) in met)


@settings(max_examples=40)
@given(crowds, st.integers(1, 4))
def test_no_pairing_exceeds_the_bound_also_with_pairs_that_are_not_listed(
    crowd: list[StartUp], listed: int
) -> None:
    sides = sides_of(crowd, TODAY)
    every, some = (edges_of(sides, across_only=False, listed=most) for most in (12, listed))
    assert len(every) == every.possible == some.possible
    for price in (prices(some), np.zeros(len(crowd)), np.full(len(crowd), 3.0)):
        assert gained(every) <= bound(some, price) + 1e-9


@settings(max_examples=40)
@given(crowds, st.integers(1, 4))
def test_each_start_up_lists_its_best_pairs(crowd: list[StartUp], listed: int) -> None:
    sides = sides_of(crowd, TODAY)
    every, some = (edges_of(sides, across_only=False, listed=most) for most in (12, listed))
    kept = set(zip(some.first.tolist(), some.second.tolist(), strict=True))
    for own in range(len(crowd)):
        seen = [
            (int(weight), (int(first), int(second)) in kept)
            for first, second, weight in zip(every.first, every.second, every.weight, strict=True)
            if own in (first, second)
        ]
        inside = sorted((weight for weight, is_kept in seen if is_kept), reverse=True)
        assert inside[:listed] == sorted((weight for weight, _ in seen), reverse=True)[:listed]
        left = [weight for weight, is_kept in seen if not is_kept]
        assert max(left, default=0) <= int(some.rest[own])


def test_among_equals_not_everybody_lists_the_same() -> None:
    fits = {"needs": {"finance": 1}, "offers": {"finance"}, "languages": {"fr": "C1"}, "stage": "idea"}
    sides = sides_of([startup(f"s{number:02}", **fits) for number in range(20)], TODAY)
    some = edges_of(sides, across_only=False, listed=1)
    assert len(best_pairing(some)) == 10


def test_prices_leave_the_pairs_that_the_best_pairing_needs() -> None:
    """One weighed pair each is enough where the best partner of everybody is somebody else's too."""
    random = np.random.default_rng(5)
    crowd = [
        startup(
            f"s{number:03}",
            needs={need: int(random.integers(1, 6)) for need in random.choice(NEEDS, 3, replace=False)},
            offers=frozenset(random.choice(NEEDS, 2, replace=False).tolist()),
            languages={str(random.choice(["fr", "en", "ar"])): "C1"},
            stage="idea",
        )
        for number in range(200)
    ]
    every = edges_of(sides_of(crowd, TODAY), across_only=False)
    some = every.take(cheapest(every, prices(every), 5))
    assert len(some) <= 5 * 200
    assert gained(some) == pytest.approx(gained(every), rel=1e-4)
    assert bound(every, prices(every)) <= 1.02 * gained(every)


def test_nobody_to_pair_has_prices_of_nothing() -> None:
    none = edges_of(sides_of([startup("a"), startup("b")], TODAY), across_only=False)
    assert prices(none).tolist() == [0.0, 0.0]
    assert (bound(none, prices(none)), best_pairing(none), none.possible) == (0.0, [], 0)
