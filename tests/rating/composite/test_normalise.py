"""Ways to bring indicators to one scale."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.composite.normalise import NORMALISATIONS
from rating.composite.steps import Normalise

POSTS = {"low": -50.0, "high": 50.0}
METHODS = {method: POSTS if how.posts else {} for method, how in NORMALISATIONS.items()}
VALUES = arrays(
    np.float64, st.tuples(st.integers(2, 9), st.integers(1, 3)), elements=st.integers(-60, 60).map(float)
)


def placed(values: np.ndarray, method: str, **given: object) -> np.ndarray:
    return np.asarray(Normalise(method, **(METHODS[method] | given)).fit_transform(values))


def test_golden_min_max() -> None:
    """Value of the project's method, section 9."""
    points = placed(np.array([[1.0], [2.0], [4.0], [8.0]]), "min_max")[:, 0]
    np.testing.assert_allclose(points, [0.0, 14.28571429, 42.85714286, 100.0], atol=1e-8)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("z_score", [-1.0434984, -0.6708204, 0.0745356, 0.0745356, 1.5652476]),
        ("rank", [1.0, 2.0, 3.5, 3.5, 5.0]),
        ("borda", [0.0, 1.0, 2.5, 2.5, 4.0]),
        ("percentile", [0.0, 25.0, 62.5, 62.5, 100.0]),
        ("distance_to_reference", [0.0, 12.5, 37.5, 37.5, 87.5]),
        ("goalposts", [10.0, 20.0, 40.0, 40.0, 80.0]),
    ],
)
def test_values_worked_out_by_hand(method: str, expected: list[float]) -> None:
    values = np.array([[1.0], [2.0], [4.0], [4.0], [8.0]])
    posts = {"goalposts": {"low": 0.0, "high": 10.0}, "distance_to_reference": {"high": 9.0}}
    points = Normalise(method, **posts.get(method, {})).fit_transform(values)[:, 0]
    np.testing.assert_allclose(points, expected, atol=5e-8)


@pytest.mark.parametrize("method", METHODS)
@given(values=VALUES)
def test_more_is_never_worse_and_gaps_stay(method: str, values: np.ndarray) -> None:
    with_gap = np.vstack([values, np.full(values.shape[1], np.nan)])
    points = placed(with_gap, method)
    assert np.isnan(points[-1]).all()
    assert not np.isnan(points[:-1]).any()
    for column in range(values.shape[1]):
        order = values[:, column].argsort(kind="stable")
        assert (np.diff(points[:-1][order, column]) >= -1e-9).all()
    if NORMALISATIONS[method].bounded:
        assert points[:-1].min() >= 0.0
        assert points[:-1].max() <= 100.0


@pytest.mark.parametrize("method", METHODS)
@given(values=VALUES)
def test_turning_values_and_direction_round_changes_nothing(method: str, values: np.ndarray) -> None:
    posts = {name: -post for name, post in METHODS[method].items()}
    there = placed(values, method)
    back = np.asarray(Normalise(method, **posts, directions=-1.0).fit_transform(-values))
    np.testing.assert_allclose(back, there, atol=1e-9)


@pytest.mark.parametrize("method", METHODS)
@given(values=VALUES)
def test_only_fixed_methods_leave_a_unit_alone_when_others_join(method: str, values: np.ndarray) -> None:
    joined = np.vstack([values, np.full(values.shape[1], 1000.0)])
    same = np.allclose(placed(joined, method)[: len(values)], placed(values, method))
    if NORMALISATIONS[method].fixed:
        assert same
    elif method in {"min_max", "percentile"} and np.ptp(values, axis=0).min() > 0:
        assert not same


def test_units_that_are_all_equal_stand_in_the_middle() -> None:
    alike = np.full((4, 1), 7.0)
    assert placed(alike, "min_max")[:, 0].tolist() == [50.0] * 4
    assert placed(alike, "percentile")[:, 0].tolist() == [50.0] * 4
    assert placed(alike, "z_score")[:, 0].tolist() == [0.0] * 4


def test_missing_posts_are_told() -> None:
    with pytest.raises(ValueError, match="goalposts needs low for every column; column 0 has none"):
        Normalise("goalposts", high=1.0).fit(np.ones((3, 1)))
    with pytest.raises(ValueError, match=r"no normalisation called 'magic'.*min_max"):
        Normalise("magic").fit(np.ones((3, 1)))


def test_who_has_reached_the_target_is_at_the_cap_also_where_everybody_has() -> None:
    reached = np.array([[10.0], [20.0], [30.0]])
    assert Normalise("distance_to_reference", high=5.0).fit_transform(reached)[:, 0].tolist() == [100.0] * 3
    assert Normalise("distance_to_reference", high=10.0).fit_transform(reached)[:, 0].tolist() == [100.0] * 3


def test_a_newcomer_is_placed_among_all_who_were_there() -> None:
    there = np.arange(1.0, 6.0)[:, None]
    newcomers = np.array([[4.5], [1.5], [0.0], [9.0], [3.0]])
    percentile = Normalise("percentile").fit(there).transform(newcomers)[:, 0]
    assert percentile.tolist() == pytest.approx([80.0, 20.0, 0.0, 100.0, 50.0])
    assert Normalise("borda").fit(there).transform(newcomers)[:, 0].tolist() == [4.0, 1.0, 0.0, 5.0, 2.0]


def test_posts_and_directions_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing lies between them"):
        Normalise("goalposts", low=1.0, high=1.0).fit(np.ones((3, 1)))
    with pytest.raises(ValueError, match="direction is 1 or -1"):
        Normalise("min_max", directions=0.0).fit(np.ones((3, 1)))
