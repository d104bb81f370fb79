"""The joint draws: a census is a point, unobserved people are completed, known posteriors are met."""

from __future__ import annotations

import numpy as np
import pytest

from rating.inference import Estimate, completed_counts, process_shares


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


@pytest.mark.parametrize("alpha", [[1.5, 2.5], [1.0, 2.0, 3.0]])
def test_process_shares_follow_the_dirichlet_posterior(alpha: list[float], rng: np.random.Generator) -> None:
    counts = np.array([np.arange(4.0, 4.0 + len(alpha)), np.zeros(len(alpha))])
    shares = process_shares(counts, np.array(alpha), 40_000, rng)
    posterior = counts + alpha
    total = posterior.sum(axis=1, keepdims=True)
    mean = posterior / total
    variance = mean * (1 - mean) / (total + 1)
    assert shares.shape == (2, 40_000, len(alpha))
    np.testing.assert_allclose(shares.sum(axis=-1), 1.0)
    np.testing.assert_allclose(shares.mean(axis=1), mean, atol=0.005)  # five Monte Carlo errors
    np.testing.assert_allclose(shares.var(axis=1), variance, rtol=0.05)


def test_a_company_with_unknown_counts_gets_no_draws(rng: np.random.Generator) -> None:
    shares = process_shares(np.array([[np.nan, 3.0], [1.0, 3.0]]), np.array([0.5, 0.5]), 10, rng)
    assert np.isnan(shares[0]).all()
    assert not np.isnan(shares[1]).any()


def test_a_census_is_a_point(rng: np.random.Generator) -> None:
    counts = np.array([[3.0, 4.0, 5.0]])
    drawn = completed_counts(counts, np.zeros(1), np.full(3, 0.5), 20, rng)
    np.testing.assert_array_equal(drawn, np.broadcast_to(counts[:, None], (1, 20, 3)))


def test_unobserved_people_are_added_and_never_lost(rng: np.random.Generator) -> None:
    counts, unobserved = np.array([[30.0, 10.0], [5.0, 5.0]]), np.array([20.0, 0.0])
    drawn = completed_counts(counts, unobserved, np.full(2, 0.5), 5000, rng)
    np.testing.assert_array_equal(drawn.sum(axis=-1), np.broadcast_to([[60.0], [10.0]], (2, 5000)))
    assert (drawn >= counts[:, None]).all()
    assert drawn[0, :, 0].mean() == pytest.approx(30 + 20 * 30.5 / 41, abs=0.2)


def test_estimate_is_mean_and_equal_tailed_interval() -> None:
    estimate = Estimate.of(np.arange(101.0)[None, :])
    found = (estimate.value[0], estimate.low[0], estimate.high[0])
    assert found == pytest.approx((50.0, 5.0, 95.0))


def test_estimate_of_one_draw_is_a_point() -> None:
    estimate = Estimate.of(np.array([[7.0]]))
    assert (estimate.value[0], estimate.low[0], estimate.high[0]) == (7.0, 7.0, 7.0)
