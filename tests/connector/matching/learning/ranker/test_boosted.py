"""Trees: grown by scikit-learn, kept and evaluated without it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sklearn.ensemble import HistGradientBoostingClassifier

from connector.matching.learning.ranker.boosted import Growth, fit_boosted, thinned
from connector.matching.learning.ranker.models import Boosted
from connector.matching.learning.ranker.trees import sum_of_trees

RNG = np.random.default_rng(6)
DESIGN = np.hstack([RNG.random((3000, 4)), RNG.random((3000, 4)) > 0.2])
DESIGN[:, :4] *= DESIGN[:, 4:]
CHANCE = 1 / (1 + np.exp(2 - 3 * np.minimum(DESIGN[:, 0], DESIGN[:, 1]) - DESIGN[:, 2] + DESIGN[:, 3]))
IS_CHOSEN = RNG.random(3000) < CHANCE
WEIGHTS = np.where(IS_CHOSEN, RNG.random(3000) * 3, 1.0)
GROWTH = Growth(trees=40, leaves=12, rows=20)


def stored(design: np.ndarray = DESIGN) -> Boosted:
    base, trees = fit_boosted(design, IS_CHOSEN, WEIGHTS, GROWTH)
    parts = {name: tuple(part.tolist()) for name, part in trees._asdict().items()}
    return Boosted(signals=4, base=base, **parts)


def test_stored_trees_say_what_scikit_learn_says() -> None:
    """On columns of few values it makes the same steps as ours, so that both grow the same trees."""
    coarse = np.round(DESIGN * 60) / 60
    theirs = HistGradientBoostingClassifier(
        max_iter=GROWTH.trees,
        max_leaf_nodes=GROWTH.leaves,
        min_samples_leaf=GROWTH.rows,
        learning_rate=0.1,
        l2_regularization=1.0,
        max_bins=127,
        monotonic_cst=[1] * 8,
        early_stopping=False,
    ).fit(coarse, IS_CHOSEN, sample_weight=WEIGHTS)
    expected = theirs.decision_function(coarse)
    assert np.abs(stored(coarse).raw(coarse) - expected).max() < 1e-9
    assert expected.std() > 0.5


def test_many_values_are_cut_into_steps_that_lose_little() -> None:
    fine, coarse = stored().raw(DESIGN), stored(np.round(DESIGN * 60) / 60).raw(np.round(DESIGN * 60) / 60)
    assert np.corrcoef(fine, coarse)[0, 1] > 0.98


def test_trees_read_back_are_equal_and_say_the_same() -> None:
    before = stored()
    after = Boosted.model_validate_json(before.model_dump_json())
    assert after == before
    assert np.array_equal(after.raw(DESIGN), before.raw(DESIGN))


def test_each_row_is_added_up_by_itself() -> None:
    trees = stored()
    assert np.array_equal(trees.raw(DESIGN[::-7]), trees.raw(DESIGN)[::-7])


@given(st.integers(0, 2999), st.integers(0, 7), st.floats(0, 1))
def test_no_column_ever_lowers_the_sum(row: int, column: int, value: float) -> None:
    one = DESIGN[[row, row]].copy()
    one[1, column] = max(one[0, column], value)
    before, after = TREES.raw(one)
    assert after >= before


TREES = stored()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"value": tuple(-value for value in TREES.value)}, "lowers the score"),
        ({"left": (0, *TREES.left[1:])}, "stand after"),
        ({"left": (10**6, *TREES.left[1:])}, "stand after"),
        ({"left": (-1, *TREES.left[1:])}, "both children or none"),
        ({"roots": (10**6,)}, "roots are nodes"),
        ({"roots": ()}, "trees have nodes"),
        ({"value": TREES.value[1:]}, "all its parts"),
        ({"signals": 1}, "a column that there is not"),
    ],
)
def test_trees_that_never_end_or_that_fall_are_refused(change: dict[str, object], what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        Boosted.model_validate({**TREES.model_dump(), **change})


def test_a_sum_of_no_depth_is_its_leaves() -> None:
    alone = Boosted(
        signals=1, base=0.5, roots=(0, 1), column=(0, 0), threshold=(0.0, 0.0), left=(-1, -1), right=(-1, -1),
        value=(0.25, -1.0),
    )  # fmt: skip
    assert sum_of_trees(alone.trees, np.zeros((3, 2)), alone.base).tolist() == [-0.25] * 3


def test_few_rows_are_all_kept() -> None:
    rows, weights = thinned(IS_CHOSEN, RNG.permutation(3000))
    assert np.array_equal(rows, np.arange(3000))
    assert weights.tolist() == [1.0] * 3000


def test_of_many_rows_all_choices_are_kept_and_the_rest_stands_for_what_is_left_out() -> None:
    is_chosen = np.zeros(400_000, np.bool_)
    is_chosen[::10] = True
    drawn = np.random.default_rng(1).permutation(400_000)
    rows, weights = thinned(is_chosen, drawn)
    assert is_chosen[rows].sum() == 40_000
    assert len(rows) == 160_000
    assert (weights[is_chosen[rows]] == 1).all()
    assert weights[~is_chosen[rows]].sum() == pytest.approx(360_000)
    assert (np.diff(rows) > 0).all()
    left_out = np.setdiff1d(np.flatnonzero(~is_chosen), rows)
    assert drawn[rows[~is_chosen[rows]]].max() < drawn[left_out].min()
