"""Drawing companies together: how far, and what it does to their ranks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.ranking import pooled_draws, rank_draws
from rating.ranking.pooling import variance_between


def draws_of(means: np.ndarray, spreads: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return (means[:, None] + spreads[:, None] * rng.standard_normal((len(means), 400))).astype(np.float32)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_mean_and_spread_are_those_of_the_normal_posterior(rng: np.random.Generator) -> None:
    means, spreads = rng.normal(50, 20, 60), np.full(60, 10.0)
    drawn = draws_of(means, spreads, rng)
    between, centre = variance_between(drawn.mean(axis=1), drawn.var(axis=1))
    assert between == pytest.approx(means.var(ddof=1) - 100, rel=0.1)
    own = between / (between + drawn.var(axis=1, dtype=float))
    together = pooled_draws(drawn)
    shrunk = centre + own * (drawn.mean(axis=1, dtype=float) - centre)
    np.testing.assert_allclose(together.mean(axis=1), shrunk, atol=1e-3)
    np.testing.assert_allclose(together.var(axis=1), own * drawn.var(axis=1), rtol=1e-3)


def test_the_less_is_known_of_a_company_the_more_it_is_drawn_to_the_others(rng: np.random.Generator) -> None:
    means, spreads = np.array([90.0, 90.0, 20.0, 40.0, 60.0]), np.array([1.0, 25.0, 1.0, 1.0, 1.0])
    together = pooled_draws(draws_of(means, spreads, rng)).mean(axis=1)
    assert together[0] == pytest.approx(90, abs=1)
    assert 60 < together[1] < 80


def test_what_is_certain_stays_where_it_is() -> None:
    certain = np.repeat(np.array([[10.0], [50.0], [80.0]], dtype=np.float32), 5, axis=1)
    np.testing.assert_allclose(pooled_draws(certain), certain, rtol=1e-6)
    alike = np.full((4, 5), 30.0, dtype=np.float32)
    np.testing.assert_allclose(pooled_draws(alike), alike)
    assert pooled_draws(np.empty((0, 5), dtype=np.float32)).shape == (0, 5)


def test_companies_that_chance_alone_drove_apart_cannot_be_ranked(rng: np.random.Generator) -> None:
    spreads = rng.uniform(5, 20, 30)
    ranks = rank_draws(pooled_draws(draws_of(np.full(30, 50.0), spreads, rng)))
    np.testing.assert_allclose(ranks.expected, 15.5)
    assert (ranks.low == 1).all()
    assert (ranks.high == 30).all()


@given(st.integers(0, 10_000))
def test_rank_intervals_hold_the_true_rank_on_average(seed: int) -> None:
    """Of companies that hardly differ, where the draws of each on its own would rank by luck."""
    rng = np.random.default_rng(seed)
    held = []
    for _ in range(8):
        truth, spreads = rng.normal(50, 3, 40), rng.uniform(3, 12, 40)
        drawn = draws_of(rng.normal(truth, spreads), spreads, rng)
        ranks = rank_draws(pooled_draws(drawn))
        true = (-truth).argsort().argsort() + 1
        held.append(((ranks.low <= true) & (true <= ranks.high)).mean())
    assert np.mean(held) > 0.75


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.01, 30)), min_size=3, max_size=20))
def test_the_variance_between_is_at_least_zero_and_solves_its_equation(
    companies: list[tuple[float, float]],
) -> None:
    means, variances = np.array(companies).T
    between, centre = variance_between(means, variances)
    assert between >= 0
    squares = ((means - centre) ** 2 / (variances + between)).sum()
    if between > 0:
        assert squares == pytest.approx(len(means) - 1, rel=1e-4, abs=1e-6)
    else:
        assert squares <= len(means) - 1 + 1e-6
