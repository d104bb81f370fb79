"""Separation and disparity over bands with values, and Rao's quadratic entropy behind them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats.weightstats import DescrStatsW

from rating.indices import (
    blau,
    coefficient_of_variation,
    gini,
    mean_euclidean_distance,
    rao,
    shelf,
    standard_deviation,
)

ORDERED = [index.compute for index in shelf().values() if index.card.kind == "ordered"]
counts_of = arrays(np.float64, 4, elements=st.integers(0, 50).map(float)).filter(lambda row: row.sum() > 0)
values_of = arrays(np.float64, 4, elements=st.integers(1, 90).map(float))


@given(counts=counts_of, values=values_of)
def test_statsmodels_agrees(counts: np.ndarray, values: np.ndarray) -> None:
    weighted = DescrStatsW(values, weights=counts)
    assert float(standard_deviation(counts, values)) == pytest.approx(float(weighted.std), abs=1e-9)
    expected = float(weighted.std) / float(weighted.mean)
    assert float(coefficient_of_variation(counts, values)) == pytest.approx(expected, abs=1e-9)


@given(counts=arrays(np.int64, 4, elements=st.integers(1, 6)), values=values_of)
def test_bands_are_the_people_in_them_written_short(counts: np.ndarray, values: np.ndarray) -> None:
    """The definitions of Harrison and Klein (2007), over people."""
    people = np.repeat(values, counts)
    apart = people[:, None] - people
    distance = np.sqrt((apart**2).mean(axis=1)).mean()
    unequal = np.abs(apart).sum() / (2 * len(people) ** 2 * people.mean())
    assert float(mean_euclidean_distance(counts, values)) == pytest.approx(distance, abs=1e-9)
    assert float(gini(counts, values)) == pytest.approx(unequal, abs=1e-12)


@given(counts=counts_of, values=values_of, unit=st.floats(0.1, 100.0), start=st.floats(0.0, 100.0))
def test_separation_has_a_unit_and_no_zero_and_disparity_a_zero_and_no_unit(
    counts: np.ndarray, values: np.ndarray, unit: float, start: float
) -> None:
    for index in (standard_deviation, mean_euclidean_distance):
        moved = float(index(counts, start + unit * values))
        assert moved == pytest.approx(unit * float(index(counts, values)), rel=1e-6, abs=1e-5)
    for index in (coefficient_of_variation, gini):
        assert float(index(counts, unit * values)) == pytest.approx(float(index(counts, values)), abs=1e-9)
        assert float(index(counts, start + values)) <= float(index(counts, values)) + 1e-9


@given(counts=counts_of, values=values_of)
def test_two_bands_of_one_value_are_one_band(counts: np.ndarray, values: np.ndarray) -> None:
    split = np.concatenate([counts, counts[:1]])
    joined = counts.copy()
    joined[0] *= 2
    for index in ORDERED:
        same = float(index(split, np.concatenate([values, values[:1]])))
        assert same == pytest.approx(float(index(joined, values)), abs=1e-9, nan_ok=True)


def test_the_maxima_of_harrison_and_klein() -> None:
    """Table 1 of Harrison and Klein (2007): values from l to u, n people."""
    card = {name: index.card for name, index in shelf().items()}
    likert = np.arange(1.0, 8.0)
    assert card["standard_deviation"].maximum(likert) == pytest.approx((7 - 1) / 2)
    assert card["mean_euclidean_distance"].maximum(likert) == pytest.approx((7 - 1) / np.sqrt(2))
    pay = [0.0, 10.0, 20.0]
    for people in (2, 5, 9, 1000):
        attainable = {name: card[name].attainable for name in ("coefficient_of_variation", "gini")}
        coefficient = attainable["coefficient_of_variation"](people, pay)
        assert float(coefficient) == pytest.approx(np.sqrt(people - 1))
        assert float(attainable["gini"](people, pay)) == pytest.approx(1 - 1 / people)
    assert card["coefficient_of_variation"].maximum(pay) == np.inf
    assert card["gini"].maximum(pay) == 1.0


def test_nothing_to_hold_has_no_disparity() -> None:
    assert np.isnan(coefficient_of_variation([3, 0], [0, 5]))
    assert np.isnan(gini([3, 0], [0, 5]))


@pytest.mark.parametrize("index", ORDERED)
def test_values_that_are_none_are_refused(index: object) -> None:
    assert callable(index)
    with pytest.raises(ValueError, match="3 bands have 3 values"):
        index([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="numbers"):
        index([1, 2], [1, np.nan])


@pytest.mark.parametrize("index", [coefficient_of_variation, gini])
def test_disparity_of_negative_values_is_refused(index: object) -> None:
    assert callable(index)
    with pytest.raises(ValueError, match="at least 0"):
        index([1, 2], [-1, 2])


@given(counts=counts_of, values=values_of)
def test_rao_is_blau_or_the_variance_by_its_distances(counts: np.ndarray, values: np.ndarray) -> None:
    assert float(rao(counts, 1 - np.eye(4))) == pytest.approx(float(blau(counts)), abs=1e-12)
    squares = (values[:, None] - values) ** 2 / 2
    variance = float(standard_deviation(counts, values)) ** 2
    assert float(rao(counts, squares)) == pytest.approx(variance, abs=1e-8)


@given(counts=counts_of)
def test_rao_does_not_see_two_groups_that_are_no_distance_apart(counts: np.ndarray) -> None:
    distances = 1 - np.eye(4)
    distances[0, 1] = distances[1, 0] = 0
    joined = np.array([counts[0] + counts[1], counts[2], counts[3]])
    assert float(rao(counts, distances)) == pytest.approx(float(blau(joined)), abs=1e-12)


def test_distances_that_are_none_are_refused() -> None:
    for distances in ([[0, 1], [2, 0]], [[0, -1], [-1, 0]], [[1, 1], [1, 0]], [[0, np.nan], [np.nan, 0]]):
        with pytest.raises(ValueError, match="symmetric"):
            rao([1, 2], distances)
    with pytest.raises(ValueError, match=r"shape \(3, 3\)"):
        rao([1, 2, 3], [[0, 1], [1, 0]])
