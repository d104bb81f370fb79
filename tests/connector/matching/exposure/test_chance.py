"""What chance alone gives: exact p-values, their level, Holm's adjustment, and intervals that cover."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.matching.exposure.chance import (
    Compared,
    exposure_and_expected,
    holm,
    ratio_interval,
    too_little_by_chance,
)


def compared(attention: np.ndarray, group: np.ndarray, stratum: np.ndarray | None = None) -> Compared:
    strata = np.zeros(len(group), np.int64) if stratum is None else stratum
    return Compared.of(attention, group, strata, int(group.max()) + 1)


def test_what_is_expected_is_the_mean_of_the_strata() -> None:
    found = compared(np.array([1.0, 3.0, 10.0, 20.0]), np.array([0, 1, 0, 0]), np.array([0, 0, 1, 1]))
    got, expected = exposure_and_expected(found)
    assert got.tolist() == [31.0, 3.0]
    assert expected.tolist() == [2.0 + 15.0 + 15.0, 2.0]


def test_p_values_are_those_of_all_permutations() -> None:
    attention = np.array([0.1, 0.4, 0.3, 0.9, 1.2, 2.0, 0.7])
    group = np.array([0, 0, 0, 1, 1, 1, 1])
    own = attention[:3].sum()
    exact = sum(sum(chosen) <= own + 1e-12 for chosen in combinations(attention, 3)) / comb(7, 3)
    found = too_little_by_chance(compared(attention, group), np.random.default_rng(1), 20_000)
    assert found[0] == pytest.approx(exact, abs=0.005)


def test_strata_are_permuted_each_on_its_own() -> None:
    attention = np.array([1.0, 2.0, 3.0, 10.0, 20.0])
    group, stratum = np.array([0, 1, 1, 0, 1]), np.array([0, 0, 0, 1, 1])
    found = too_little_by_chance(compared(attention, group, stratum), np.random.default_rng(1), 20_000)
    assert found[0] == pytest.approx(1 / 3 * 1 / 2, abs=0.01)


@pytest.mark.parametrize("has_strata", [False, True])
def test_the_order_in_which_start_ups_come_changes_nothing(*, has_strata: bool) -> None:
    rng = np.random.default_rng(8)
    attention, group = rng.gamma(2.0, 1.0, 90), np.arange(90) % 3
    stratum = rng.integers(2, size=90) if has_strata else np.zeros(90, np.int64)
    order = rng.permutation(90)
    found = [
        (
            too_little_by_chance(own, np.random.default_rng(1), 99).tolist(),
            np.array(ratio_interval(own, np.random.default_rng(1), 99, 0.95)).tolist(),
        )
        for own in (
            compared(attention, group, stratum),
            compared(attention[order], group[order], stratum[order]),
        )
    ]
    assert found[0] == found[1]


def test_intervals_regard_strata() -> None:
    """Within a stratum all get the same: whoever is drawn, a group gets what is expected of it."""
    rng = np.random.default_rng(8)
    group, stratum = rng.integers(3, size=120), rng.integers(3, size=120)
    low, high = ratio_interval(compared(1.0 + stratum, group, stratum), rng, 99, 0.95)
    assert low == pytest.approx([1.0] * 3)
    assert high == pytest.approx([1.0] * 3)


@pytest.mark.parametrize("many", [700, 4000])
def test_intervals_are_those_of_start_ups_drawn_one_by_one(many: int) -> None:
    """Also where more are drawn than fit into one go: beside a bootstrap that takes no short cut."""
    rng = np.random.default_rng(8)
    found = compared(rng.gamma(2.0, 1.0, many), np.arange(many) % 2, rng.integers(2, size=many))
    ratios = []
    for _ in range(150):
        drawn = np.concatenate([rng.choice(np.flatnonzero(found.group == own), many // 2) for own in (0, 1)])
        got, expected = exposure_and_expected(
            Compared.of(found.attention[drawn], found.group[drawn], found.stratum[drawn], 2)
        )
        ratios.append(got / expected)
    low, high = ratio_interval(found, rng, 150, 0.95)
    plain_low, plain_high = np.quantile(ratios, [0.025, 0.975], axis=0)
    assert high - low == pytest.approx(plain_high - plain_low, rel=0.3)
    assert high + low == pytest.approx(plain_high + plain_low, rel=0.02)


@pytest.mark.parametrize("has_strata", [False, True])
def test_the_level_holds_where_groups_play_no_part(*, has_strata: bool) -> None:
    rng = np.random.default_rng(4)
    stratum = np.repeat([0, 1], 20) if has_strata else np.zeros(40, np.int64)
    small = []
    for _ in range(500):
        attention = rng.exponential(1.0 + 4.0 * stratum)
        group = (rng.random(40) < 0.3).astype(np.int64)
        group[:2] = 0, 1
        small.append(too_little_by_chance(compared(attention, group, stratum), rng, 99)[1] <= 0.1)
    # three standard errors above 10 %
    assert np.mean(small) <= 0.1 + 3 * np.sqrt(0.1 * 0.9 / 500)
    assert np.mean(small) > 0.05


def test_equal_attention_is_no_shortfall() -> None:
    found = too_little_by_chance(compared(np.full(50, 0.1), np.arange(50) % 2), np.random.default_rng(1), 99)
    assert found.tolist() == [1.0, 1.0]


def test_intervals_cover_the_true_ratio() -> None:
    rng = np.random.default_rng(7)
    means, many = np.array([1.0, 2.0, 1.5]), np.array([60, 150, 90])
    group = np.repeat(np.arange(3), many)
    true = means / (means @ many / many.sum())
    covered = []
    for _ in range(80):
        found = compared(rng.exponential(means[group]), group)
        low, high = ratio_interval(found, rng, 99, 0.95)
        covered.append((low <= true) & (true <= high))
    assert 0.88 <= np.mean(covered) <= 0.99


@given(st.lists(st.integers(0, 100).map(lambda percent: percent / 100), min_size=1, max_size=6))
def test_holm_is_the_closure_of_bonferroni(p_values: list[float]) -> None:
    """A hypothesis falls if every set of them that it is in falls by Bonferroni's bound."""
    places = range(len(p_values))
    sets = [one for size in range(1, len(p_values) + 1) for one in combinations(places, size)]
    expected = [
        max(min(1.0, len(one) * min(p_values[other] for other in one)) for one in sets if place in one)
        for place in places
    ]
    assert holm(np.array(p_values)) == pytest.approx(expected)


def test_holm_of_nothing_is_nothing() -> None:
    assert holm(np.zeros(0)).tolist() == []
