"""Prices at which what start-ups ask and what they can expect agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.congestion.equilibrium import NOISE, equilibrium_prices
from connector.matching.congestion.market import Market, market_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def crowd(
    seed: int,
    startups: int,
    offers: int,
    capacity: float | Sequence[float] | np.ndarray,
    *,
    asks: int = 3,
    popularity: float = 0.5,
) -> Market:
    rng = np.random.default_rng(seed)
    scores = popularity * rng.random(offers) + (1 - popularity) * rng.random((startups, offers))
    return market_of(
        np.tile(np.arange(offers), (startups, 1)),
        scores.astype(np.float32),
        np.broadcast_to(np.asarray(capacity, float), offers),
        base=0.0,
        asks=asks,
        length=1,
        choices=None,
        overrides=(),
    )


def asked(market: Market, prices: np.ndarray) -> np.ndarray:
    """Return how often offers are asked: row sums found by halving, in plain numpy."""
    demand = np.zeros(len(prices))
    for offers, scores in zip(market.offers, market.scores.astype(float), strict=True):
        listed = offers[(offers >= 0) & np.isfinite(prices[offers])]
        worth = (np.log(np.maximum(scores[np.isin(offers, listed)], 1e-12)) - prices[listed]) / NOISE
        if len(listed) <= market.asks:
            demand[listed] += 1.0
            continue
        low, high = worth.min() - 50.0, worth.max() + 50.0
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (
                (middle, high) if (1 / (1 + np.exp(middle - worth))).sum() > market.asks else (low, middle)
            )
        demand[listed] += 1 / (1 + np.exp(low - worth))
    return demand


def wrong_by(market: Market, prices: np.ndarray) -> float:
    """Return by how much odds and demand disagree: prices are the positive part of log(asked / places)."""
    has_limit = market.places > 0
    pressure = np.log(np.maximum(asked(market, prices)[has_limit], 1e-300) / market.places[has_limit])
    return float(np.abs(prices[has_limit] - np.maximum(pressure, 0.0)).max(initial=0.0))


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 999),
    st.integers(1, 60),
    st.integers(1, 12),
    st.integers(1, 4),
    st.sampled_from([0.0, 0.5, 1.0]),
)
def test_odds_are_what_all_who_go_by_them_find(
    seed: int, startups: int, offers: int, asks: int, popularity: float
) -> None:
    capacity = np.random.default_rng(seed).integers(0, 12, offers).astype(float)
    capacity[capacity == 11] = np.nan
    market = crowd(seed, startups, offers, capacity, asks=asks, popularity=popularity)
    prices = equilibrium_prices(market)
    assert wrong_by(market, prices) < 1e-5
    assert np.array_equal(np.isinf(prices), capacity == 0)
    assert (prices[np.isnan(capacity)] == 0).all()


@pytest.mark.parametrize("capacity", [1, 10, 60])
def test_odds_agree_also_in_larger_markets(capacity: int) -> None:
    market = crowd(1, 1000, 50, capacity)
    assert wrong_by(market, equilibrium_prices(market)) < 1e-5


def test_where_nobody_is_turned_away_nothing_has_a_price() -> None:
    assert equilibrium_prices(crowd(2, 100, 10, 100)).tolist() == [0.0] * 10


def test_of_equal_offers_with_half_the_places_that_are_asked_every_second_is_taken() -> None:
    """100 start-ups ask 2 each of 4 offers with 25 places: 200 asks for 100 places."""
    market = crowd(3, 100, 4, 25, asks=2, popularity=1.0)
    market.scores[:] = 0.7
    assert np.exp(-equilibrium_prices(market)) == pytest.approx(np.full(4, 0.5), abs=1e-6)


def test_the_more_popular_offer_has_the_worse_odds_but_still_the_better_expectation() -> None:
    market = crowd(4, 200, 3, 20, asks=1)
    market.scores[:] = [0.9, 0.6, 0.3]
    prices = equilibrium_prices(market)
    assert prices[0] > prices[1] > prices[2]
    expected = np.array([0.9, 0.6, 0.3]) * np.exp(-prices)
    assert expected[0] > expected[1] > expected[2]


def test_more_places_never_worsen_the_odds_of_an_offer() -> None:
    before = equilibrium_prices(crowd(5, 300, 8, [5.0] * 8))
    after = equilibrium_prices(crowd(5, 300, 8, [5.0] * 7 + [15.0]))
    assert (after <= before + 1e-6).all()
    assert after[7] < before[7]


def test_scores_of_nothing_are_asked_when_there_is_nothing_else() -> None:
    market = crowd(6, 10, 2, 2, asks=1)
    market.scores[:, 0], market.scores[:, 1] = 0.0, 0.0
    assert np.exp(-equilibrium_prices(market)) == pytest.approx([0.4, 0.4], abs=1e-6)
