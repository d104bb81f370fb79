"""What signals contribute to trees: the Shapley value, as its definition has it."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from connector.matching.learning.ranker.models import Boosted
from connector.matching.learning.ranker.rows import design_of
from tests.connector.matching.learning.rankers import boosted

SEEDS = st.integers(0, 2**32 - 1)
SIGNALS = 4


def pairs(rng: np.random.Generator, count: int) -> np.ndarray:
    """Draw a design, with values on the steps of trees and beside them."""
    value = rng.random((count, SIGNALS)).round(2) * (rng.random((count, SIGNALS)) > 0.25)
    return design_of(value)


def by_definition(model: Boosted, pair: np.ndarray) -> np.ndarray:
    """Return what each signal adds in the mean over all orders in which signals become known."""
    found = np.zeros(SIGNALS)
    orders = list(permutations(range(SIGNALS)))
    for order in orders:
        so_far = np.zeros_like(pair)
        before = model.raw(so_far[None])[0]
        for signal in order:
            so_far[[signal, SIGNALS + signal]] = pair[[signal, SIGNALS + signal]]
            after = model.raw(so_far[None])[0]
            found[signal] += after - before
            before = after
    return found / len(orders)


@given(seed=SEEDS)
@settings(max_examples=60)
def test_parts_are_shapley_values(seed: int) -> None:
    rng = np.random.default_rng(seed)
    model = boosted(rng, SIGNALS, count=5, splits=9)
    design = pairs(rng, 3)
    expected = np.array([by_definition(model, pair) for pair in design])
    assert model.parts(design) == pytest.approx(expected, abs=1e-11)


@given(seed=SEEDS)
@settings(max_examples=30)
def test_parts_add_up_and_none_is_below_0_and_what_is_not_known_has_none(seed: int) -> None:
    rng = np.random.default_rng(seed)
    model = boosted(rng, SIGNALS, count=20, splits=12)
    design = pairs(rng, 20)
    parts = model.parts(design)
    nothing = model.raw(np.zeros((1, 2 * SIGNALS)))
    assert nothing + parts.sum(axis=1) == pytest.approx(model.raw(design), abs=1e-10)
    assert (parts >= 0).all()
    assert (parts[design[:, SIGNALS:] == 0] == 0).all()
    assert np.array_equal(model.parts(design[::-3]), parts[::-3])


def both(value: float) -> Boosted:
    """Return one tree that asks for two of three signals to be good, and for nothing else."""
    return Boosted(
        signals=3, base=0.0, roots=(0,), column=(0, 0, 1, 0, 0), threshold=(0.5, 0.0, 0.5, 0.0, 0.0),
        left=(1, -1, 3, -1, -1), right=(2, -1, 4, -1, -1), value=(0.0, 0.0, 0.0, 0.0, value),
    )  # fmt: skip


def test_what_two_signals_do_together_they_share_and_the_third_has_none_of_it() -> None:
    good = np.array([[0.9, 0.9, 0.9, 1, 1, 1], [0.9, 0.2, 0.9, 1, 1, 1]])
    assert both(3.0).parts(good).tolist() == [[1.5, 1.5, 0.0], [0.0, 0.0, 0.0]]


def test_a_tree_that_is_one_leaf_tells_no_pair_apart() -> None:
    alone = Boosted(
        signals=2, base=0.5, roots=(0,), column=(0,), threshold=(0.0,), left=(-1,), right=(-1,), value=(2.0,)
    )
    assert alone.parts(np.ones((2, 4))).tolist() == [[0.0, 0.0]] * 2


def test_nodes_with_two_parents_are_refused() -> None:
    """There would be as many ways to a leaf as there are sets of nodes, and each would be looked at."""
    twice = {"left": (1, -1, 3, -1, -1), "right": (2, -1, 3, -1, -1)}
    with pytest.raises(ValidationError, match="one parent"):
        Boosted.model_validate({**both(0.0).model_dump(), **twice})
    with pytest.raises(ValidationError, match="a root has none"):
        Boosted.model_validate({**both(0.0).model_dump(), "roots": (0, 1)})
