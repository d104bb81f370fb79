"""The prior of the process target: recovered where it is known, humble where it cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import dirichlet_multinomial

from rating.inference import FEWEST_PEERS, fit_pooled_prior


def city(alpha: list[float], companies: int, people: int, seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(alpha, size=companies)
    return np.array([rng.multinomial(people, row) for row in shares], dtype=float)


def test_known_parameters_are_recovered_from_many_companies() -> None:
    prior = fit_pooled_prior(city([6.0, 3.0, 1.0], companies=4000, people=60))
    np.testing.assert_allclose(prior.alpha, [6.0, 3.0, 1.0], rtol=0.06)
    assert prior.companies == 4000


def test_the_estimate_maximises_the_likelihood_that_scipy_computes() -> None:
    counts = city([4.0, 2.0], companies=300, people=30)
    prior = fit_pooled_prior(counts)

    def likelihood(alpha: np.ndarray) -> float:
        penalty = -0.5 * np.log1p(alpha.sum())
        return float(dirichlet_multinomial.logpmf(counts, alpha, counts.sum(axis=1)).sum() + penalty)

    best = likelihood(prior.alpha)
    for nudge in ([1.02, 1.0], [0.98, 1.0], [1.0, 1.02], [1.0, 0.98], [1.03, 1.03], [0.97, 0.97]):
        assert likelihood(prior.alpha * np.array(nudge)) < best


def test_fewer_than_five_companies_get_the_neutral_prior() -> None:
    prior = fit_pooled_prior(city([4.0, 2.0], companies=FEWEST_PEERS - 1, people=30))
    assert (prior.alpha.tolist(), prior.companies, prior.pooled) == ([0.5, 0.5], 0, False)
    assert fit_pooled_prior(city([4.0, 2.0], companies=FEWEST_PEERS, people=30)).pooled


def test_unknown_and_empty_companies_are_left_out() -> None:
    counts = city([4.0, 2.0], companies=50, people=30)
    more = np.vstack([counts, [[np.nan, 3.0]], [[0.0, 0.0]]])
    prior = fit_pooled_prior(more)
    assert prior.companies == 50
    np.testing.assert_allclose(prior.alpha, fit_pooled_prior(counts).alpha, rtol=1e-6)


def test_identical_companies_shrink_strongly_but_not_without_limit() -> None:
    prior = fit_pooled_prior(np.tile([[12.0, 18.0]], (5, 1)))
    assert 30 < prior.concentration < 1e5
    np.testing.assert_allclose(prior.shares, [0.4, 0.6], atol=1e-3)


def test_a_group_that_nobody_belongs_to_gets_almost_no_weight() -> None:
    prior = fit_pooled_prior(np.column_stack([city([4.0, 2.0], 50, 30), np.zeros(50)]))
    assert prior.shares[2] < 1e-3
    assert (prior.alpha > 0).all()


@pytest.mark.parametrize("order", [[2, 0, 1], [1, 2, 0]])
def test_the_order_of_groups_and_companies_does_not_matter(order: list[int]) -> None:
    counts = city([6.0, 3.0, 1.0], companies=40, people=25)
    alpha = fit_pooled_prior(counts).alpha
    np.testing.assert_allclose(fit_pooled_prior(counts[::-1][:, order]).alpha, alpha[order], rtol=1e-4)
