"""Many specifications at once give what the composite engine gives one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from rating.composite.tables import Table, TableFramework, compose
from rating.ranking.places import places
from rating.ranking.sensitivity import Choices, ScoreModel
from rating.ranking.sensitivity.choices import Runs, draw_runs
from rating.ranking.sensitivity.sensitivity import ranks_of

RNG = np.random.default_rng(4)
PILLAR = np.array([0, 0, 0, 1, 1])
CHOICES = Choices(
    normalisations=("stated", "min_max", "percentile"),
    aggregations=(
        ("stated", "stated"), ("geometric", "geometric"), ("harmonic", "arithmetic"), ("median", "geometric")
    ),
)  # fmt: skip


def model(units: int = 12, *, gaps: float = 0.0) -> ScoreModel:
    points = RNG.uniform(1.0, 100.0, size=(units, 5))
    points[:, 1:] = np.where(RNG.random((units, 4)) < gaps, np.nan, points[:, 1:])
    return ScoreModel(
        points,
        tuple("abcde"),
        PILLAR,
        np.array([1.0, 2, 1, 1, 3]),
        np.array([40.0, 20]),
        ("arithmetic", "geometric"),
        1.0,
    )


def one_by_one(given_model: ScoreModel, runs: Runs, run: int) -> np.ndarray:
    """Rank by the composite engine under the choices of one run."""
    weights = runs.weights[run] * np.concatenate([given_model.indicator_weights, given_model.pillar_weights])
    left = runs.left_out[run]
    kept = [indicator for indicator in range(5) if indicator != left]
    names = CHOICES.aggregations[runs.aggregation[run]]
    inner, outer = (
        own if name == "stated" else name for name, own in zip(names, given_model.aggregation, strict=True)
    )
    normalisation = CHOICES.normalisations[runs.normalisation[run]]
    method = "goalposts" if normalisation == "stated" else normalisation
    framework = TableFramework(
        title="one run",
        indicators=[
            {
                "code": f"i{place}",
                "parent": f"p{PILLAR[place]}",
                "weight": weights[place],
                "low": 1,
                "high": 100,
            }
            for place in kept
        ],
        aggregates=[
            {"code": "index", "joining": {"method": outer}},
            *({"code": f"p{pillar}", "parent": "index", "weight": weights[5 + pillar]} for pillar in (0, 1)),
        ],
        normalise={"method": method, "floor": 1},
        aggregate={"method": inner},
    )
    codes = tuple(f"i{place}" for place in range(5))
    units = tuple(f"u{unit}" for unit in range(len(given_model.points)))
    found = compose(Table(units, codes, given_model.points), framework)
    return np.asarray(rankdata(-np.round(100.0 * found.scores["index"])))


@pytest.mark.parametrize("gaps", [0.0, 0.25])
def test_every_run_ranks_as_the_composite_engine_does(gaps: float) -> None:
    given_model = model(gaps=gaps)
    runs, _ = draw_runs(given_model, CHOICES, 64, np.random.default_rng(1))
    found = ranks_of(given_model, runs, CHOICES, threads=2)
    assert {int(left) for left in runs.left_out} == {-1, 0, 1, 2, 3, 4}
    for run in range(64):
        np.testing.assert_array_equal(found[run], one_by_one(given_model, runs, run))


def test_runs_cover_all_choices_and_keep_weights_within_bounds() -> None:
    runs, other = draw_runs(model(), CHOICES, 512, np.random.default_rng(2))
    assert np.abs(runs.weights - 1.0).max() <= 0.25
    assert np.abs(runs.weights - 1.0).max() > 0.249
    np.testing.assert_allclose(runs.weights.mean(axis=0), 1.0, atol=0.002)
    assert np.abs(np.bincount(runs.normalisation) - 512 / 3).max() < 3
    assert np.abs(np.bincount(runs.aggregation) - 512 / 4).max() < 3
    both = np.corrcoef(np.column_stack([runs.weights, other.weights]).T) - np.eye(14)
    assert np.abs(both).max() < 0.05


def test_threads_change_nothing() -> None:
    given_model = model(200)
    runs, _ = draw_runs(given_model, Choices(), 128, np.random.default_rng(3))
    np.testing.assert_array_equal(
        ranks_of(given_model, runs, Choices()), ranks_of(given_model, runs, Choices(), threads=3)
    )


def test_a_normalisation_without_ends_is_refused() -> None:
    with pytest.raises(ValueError, match="z_score has no ends"):
        model().normalised("z_score")


@given(
    st.lists(
        st.lists(st.one_of(st.integers(-3, 3), st.floats(-1e6, 1e6, width=32)), min_size=4, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_places_are_mean_ranks(rows: list[list[float]]) -> None:
    scores = np.array(rows, dtype=np.float32)
    np.testing.assert_array_equal(places(scores), rankdata(-scores, axis=1))


def test_places_of_many_units_with_and_without_ties_and_infinities() -> None:
    scores = np.round(RNG.normal(size=(70, 3000)), 2).astype(np.float32)
    scores[:, 5] = -np.inf
    scores[3] = RNG.permutation(3000)
    np.testing.assert_array_equal(places(scores), rankdata(-scores, axis=1))
