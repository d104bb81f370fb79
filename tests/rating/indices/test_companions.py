"""Estimates from samples: what they are on average, and what weights do to them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.indices import (
    attainable_blau,
    blau,
    blau_variance,
    chao_wang_jost,
    effective_n,
    iqv,
    most_even,
    shannon,
    shannon_variance,
    unbiased_blau,
)

SHARES = np.array([0.5, 0.3, 0.2])
#: Spiders of 26 species in a girdled forest plot: data of the R package iNEXT (Sackett et al. 2011, Ecosphere
#: 2:art74), by which it shows its functions.
SPIDERS = [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, 2, 2, 2, 2, *[1] * 12]


def expectation(weights: list[float], estimate: object) -> float:
    """Return the mean of an estimate over every sample of one person a weight, from SHARES."""
    assert callable(estimate)
    samples = np.array(list(product(range(3), repeat=len(weights))))
    counts = np.stack([((samples == group) * weights).sum(axis=-1) for group in range(3)], axis=-1)
    return float((SHARES[samples].prod(axis=-1) * estimate(counts)).sum())


def test_the_unbiased_index_is_right_on_average_and_the_plain_one_too_low() -> None:
    for people in (2, 3, 6):
        assert expectation([1.0] * people, unbiased_blau) == pytest.approx(float(blau(SHARES)))
        plain = expectation([1.0] * people, blau)
        assert plain == pytest.approx(float(blau(SHARES)) * (people - 1) / people)


def test_with_weights_the_effective_n_makes_it_right_on_average() -> None:
    weights = [1.0, 2.0, 3.0, 0.5]
    n = effective_n(sum(weights), sum(w * w for w in weights))
    assert float(n) == pytest.approx(6.5**2 / 14.25)
    right = expectation(weights, lambda counts: unbiased_blau(counts, people=n))
    assert right == pytest.approx(float(blau(SHARES)))
    # the total of the weights is not a number of people
    assert expectation(weights, unbiased_blau) != pytest.approx(float(blau(SHARES)), abs=0.01)


@given(arrays(np.float64, st.integers(1, 12), elements=st.floats(0.1, 9.0)), st.floats(0.01, 100.0))
def test_unequal_weights_count_for_fewer_people_in_any_unit(weights: np.ndarray, unit: float) -> None:
    n = float(effective_n(weights.sum(), (weights**2).sum()))
    assert 1.0 - 1e-9 <= n <= len(weights) + 1e-9
    assert float(effective_n((unit * weights).sum(), ((unit * weights) ** 2).sum())) == pytest.approx(n)
    assert float(effective_n(len(weights), len(weights))) == len(weights)


def test_no_weight_is_nobody_and_impossible_sums_are_refused() -> None:
    assert effective_n([0.0, 4.0], [0.0, 4.0]).tolist() == [0.0, 4.0]
    assert np.isnan(effective_n(np.nan, 1.0))
    with pytest.raises(ValueError, match="above zero"):
        effective_n(3.0, 0.0)


def test_one_person_says_nothing_about_two() -> None:
    for companion in (unbiased_blau, chao_wang_jost):
        assert np.isnan(companion([1, 0]))
        assert np.isnan(companion([5, 3], people=1.0))


def test_a_fractional_n_is_rounded_down_where_whole_people_are_spread() -> None:
    assert float(iqv([2, 1], people=3.9)) == float(iqv([2, 1], people=3))
    assert float(attainable_blau(3.9, 2)) == float(attainable_blau(3, 2))
    assert float(blau(most_even(7.9, 3))) == pytest.approx(float(attainable_blau(7, 3)))
    # weighted shares may be more even than whole people can be
    assert float(iqv([1.5, 1.5], people=3)) == 1.0


def test_chao_wang_jost_is_what_inext_prints() -> None:
    """R package iNEXT, AsyEst of the data spider: Shannon diversity observed 12.060, estimator 13.826."""
    assert float(np.exp(shannon(SPIDERS))) == pytest.approx(12.060, abs=5e-4)
    assert float(np.exp(chao_wang_jost(SPIDERS))) == pytest.approx(13.826, abs=5e-4)


@given(st.lists(st.integers(0, 6), min_size=2, max_size=8).filter(lambda row: 2 <= sum(row) <= 30))
def test_chao_wang_jost_is_equation_7_where_that_keeps_its_digits(row: list[int]) -> None:
    n, once, twice = sum(row), row.count(1), row.count(2)
    expected = sum(count / n * sum(1 / j for j in range(count, n)) for count in row if count)
    a = 2 / ((n - 1) * (once - 1) + 2) if once else 1.0
    if twice:
        a = 2 * twice / ((n - 1) * once + 2 * twice)
    if once and 0.05 < a < 0.7:
        rest = -np.log(a) - sum((1 - a) ** j / j for j in range(1, n))
        expected += once / n * (1 - a) ** (1 - n) * rest
    elif once:
        expected += once / n * sum((1 - a) ** (j + 1) / (n + j) for j in range(20_000))
    assert float(chao_wang_jost(row)) == pytest.approx(expected, abs=1e-7)


def test_chao_wang_jost_keeps_its_digits_in_large_samples() -> None:
    """Where equation 7 multiplies a rounding error by a power of ten with thousands of digits."""
    counts = [90_000, 9_990, 2, 1, 1, 1]
    n = sum(counts)
    a = 2 / ((n - 1) * 3 + 2)
    met = sum(count / n * sum(1 / j for j in range(count, n)) for count in counts)
    unmet = 3 / n * sum((1 - a) ** (j + 1) / (n + j) for j in range(2_000_000))
    assert float(chao_wang_jost(counts)) == pytest.approx(met + unmet, abs=1e-9)


def test_chao_wang_jost_of_weighted_counts_is_that_of_counts_scaled_to_n() -> None:
    whole = np.array([6.0, 3.0, 2.0, 1.0, 0.0])
    for unit in (0.01, 1.0, 40.0):
        scaled = float(chao_wang_jost(unit * whole, people=12))
        assert scaled == pytest.approx(float(chao_wang_jost(whole)), abs=1e-12)
    near = float(chao_wang_jost(whole * 0.999, people=12 * 0.999))
    assert near == pytest.approx(float(chao_wang_jost(whole)), abs=5e-3)


@given(arrays(np.float64, (4,), elements=st.integers(1, 40).map(float)))
def test_first_order_variances_are_those_of_the_slopes(counts: np.ndarray) -> None:
    """The multinomial covariance of the counts between numerical slopes of the index."""
    n, shares = counts.sum(), counts / counts.sum()
    covariance = n * (np.diag(shares) - np.outer(shares, shares))
    step = 1e-5 * n
    for index, variance in ((blau, blau_variance), (shannon, shannon_variance)):
        slope = np.array(
            [float(index(counts + step * at) - index(counts - step * at)) / (2 * step) for at in np.eye(4)]
        )
        expected = slope @ covariance @ slope
        assert float(variance(counts)) == pytest.approx(expected, rel=1e-3, abs=1e-9)
        assert float(variance(counts, people=2 * n)) == pytest.approx(float(variance(counts)) / 2)


def test_first_order_variances_vanish_at_even_shares_where_the_truth_does_not() -> None:
    rng = np.random.default_rng(3)
    drawn = blau(rng.multinomial(20, [0.25] * 4, size=2000))
    assert float(blau_variance([5, 5, 5, 5])) == 0.0
    assert drawn.var() > 1e-4
    assert np.isnan(blau_variance([0, 0]))
    assert np.isnan(shannon_variance([0, 0]))
