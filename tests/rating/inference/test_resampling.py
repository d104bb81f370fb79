"""Samples of supposed workforces: moments, strata, and likelihoods, against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaln
from scipy.stats import binom, chisquare, hypergeom, multivariate_hypergeom

from rating.inference.resampling import (
    draw_independently,
    draw_without_return,
    log_likelihood_without_return,
)
from rating.inference.variates import hypergeometric

SAMPLES = 20_000
SHARES = np.array([0.03, 0.25, 0.6, 0.02, 0.1])
#: Fewer than go by bytes, as many as go by bytes, more than go one by one.
PEOPLE = (1, 9, 90, 400)


@pytest.fixture
def seeds() -> np.ndarray:
    return np.random.default_rng(3).integers(1, 2**64, size=(1, 4), dtype=np.uint64)


def log_factorials(people: int) -> np.ndarray:
    return gammaln(np.arange(people + 2.0) + 1.0)


def independent(seeds: np.ndarray, shares: np.ndarray, people: int, samples: int = SAMPLES) -> np.ndarray:
    drawn = np.empty((1, 1, samples, len(shares)))
    draw_independently(seeds, shares[None, None], np.array([people]), drawn)
    return drawn[0, 0]


def without_return(seeds: np.ndarray, members: np.ndarray, people: int, samples: int = SAMPLES) -> np.ndarray:
    drawn = np.empty((1, 1, samples, len(members)))
    logs = log_factorials(int(members.sum()))
    draw_without_return(seeds, members[None, None], np.array([people]), logs, drawn)
    return drawn[0, 0]


@pytest.mark.parametrize("people", PEOPLE)
def test_independent_people_have_the_moments_of_the_multinomial(seeds: np.ndarray, people: int) -> None:
    drawn = independent(seeds, SHARES, people)
    assert (drawn.sum(axis=1) == people).all()
    assert (drawn >= 0).all()
    spread = np.sqrt(people * SHARES * (1 - SHARES) / SAMPLES)
    assert (np.abs(drawn.mean(axis=0) - people * SHARES) < 4.5 * spread).all()
    expected = people * (np.diag(SHARES) - np.outer(SHARES, SHARES))
    np.testing.assert_allclose(np.cov(drawn.T), expected, atol=0.04 * expected.max())


@pytest.mark.parametrize("people", PEOPLE)
def test_people_not_put_back_have_the_moments_of_the_hypergeometric(seeds: np.ndarray, people: int) -> None:
    members = np.rint(SHARES * 500).astype(np.int64)
    drawn = without_return(seeds, members, people)
    assert (drawn.sum(axis=1) == people).all()
    assert (drawn >= 0).all()
    assert (drawn <= members).all()
    law = multivariate_hypergeom(members, people)
    spread = np.sqrt(np.diag(law.cov()) / SAMPLES)
    assert (np.abs(drawn.mean(axis=0) - law.mean()) < 4.5 * spread + 1e-9).all()
    np.testing.assert_allclose(np.cov(drawn.T), law.cov(), atol=0.04 * law.cov().max())


def test_the_largest_group_is_stratified_to_the_last_sample(seeds: np.ndarray) -> None:
    """Of two groups, 64 samples at equally spaced levels: no more chance than where the first one lies."""
    found = np.sort(independent(seeds, np.array([0.3, 0.7]), 40, samples=64)[:, 1])
    levels = np.arange(65) / 64
    assert (found >= binom.ppf(levels[:-1], 40, 0.7)).all()
    assert (found <= binom.ppf(levels[1:], 40, 0.7)).all()
    members = np.array([30, 70])
    found = np.sort(without_return(seeds, members, 40, samples=64)[:, 1])
    assert (found >= hypergeom.ppf(levels[:-1], 100, 70, 40)).all()
    assert (found <= hypergeom.ppf(levels[1:], 100, 70, 40)).all()


def test_the_order_of_samples_is_random(seeds: np.ndarray) -> None:
    """Attributes are drawn one by one: with samples in order they would seem to hang together."""
    one = independent(seeds, np.array([0.3, 0.7]), 40)[:, 0]
    other = independent(seeds + np.uint64(1), np.array([0.3, 0.7]), 40)[:, 0]
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.03
    assert abs(np.corrcoef(one[1:], one[:-1])[0, 1]) < 0.03


def test_a_share_of_one_and_nobody_at_all(seeds: np.ndarray) -> None:
    assert independent(seeds, np.array([0.0, 1.0, 0.0]), 12, samples=5).tolist() == [[0, 12, 0]] * 5
    assert independent(seeds, SHARES, 0, samples=3).tolist() == [[0] * 5] * 3
    assert without_return(seeds, np.array([0, 12, 0]), 7, samples=3).tolist() == [[0, 7, 0]] * 3
    assert without_return(seeds, np.array([2, 1]), 3, samples=3).tolist() == [[2, 1]] * 3


@pytest.mark.parametrize(
    ("members", "others", "drawn"), [(5, 7, 6), (40, 200, 30), (3, 2, 5), (900, 600, 700)]
)
def test_single_hypergeometric_numbers_follow_their_law(members: int, others: int, drawn: int) -> None:
    state = np.random.default_rng(8).integers(1, 2**64, size=4, dtype=np.uint64)
    logs = log_factorials(members + others)
    found = np.array([hypergeometric(state, members, others, drawn, logs) for _ in range(SAMPLES)])
    values = np.arange(found.min(), found.max() + 1)
    expected = hypergeom.pmf(values, members + others, members, drawn) * SAMPLES
    often = expected >= 5
    seen = np.array([(found == value).sum() for value in values])
    assert hypergeom.pmf(values, members + others, members, drawn).sum() > 0.999
    if often.sum() > 1:
        scale = seen[often].sum() / expected[often].sum()
        assert chisquare(seen[often], expected[often] * scale).pvalue > 1e-4


def test_likelihoods_are_those_of_scipy_up_to_a_constant_and_rule_out_the_impossible() -> None:
    members = np.array([[[5, 3, 2], [4, 4, 2], [10, 0, 0]]])
    drawn = np.array([[[3.0, 1.0, 0.0], [2.0, 2.0, 0.0], [4.0, 0.0, 0.0]]])
    found = np.empty((1, 3, 3))
    log_likelihood_without_return(members, drawn, log_factorials(10), found)
    for position in range(3):
        law = [multivariate_hypergeom.logpmf(row, members[0, position], 4) for row in drawn[0].astype(int)]
        for sample in range(3):
            assert np.isneginf(found[0, position, sample]) == np.isneginf(law[sample])
    # only ratios between workforces count, the same for every draw
    known = [multivariate_hypergeom.logpmf([3, 1, 0], members[0, position], 4) for position in (0, 1)]
    assert found[0, 1, 0] - found[0, 0, 0] == pytest.approx(known[1] - known[0])
