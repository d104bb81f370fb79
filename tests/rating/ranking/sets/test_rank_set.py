"""Sets of the best and the worst, read off the simultaneous sets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.ranking.sets import RankSet, RankSets, normal_errors, rank_sets


def four() -> RankSets:
    simultaneous = RankSet(np.array([1, 1, 2, 4]), np.array([2, 3, 3, 4]))
    marginal = RankSet(np.array([1, 2, 3, 4]), np.array([1, 2, 3, 4]))
    return RankSets(marginal, simultaneous, 0.95)


def test_the_best_are_those_whose_simultaneous_set_reaches_up() -> None:
    assert [four().best(tau).tolist() for tau in (1, 2, 4)] == [
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]


def test_the_worst_are_those_whose_simultaneous_set_reaches_down() -> None:
    assert [four().worst(tau).tolist() for tau in (1, 2, 3)] == [
        [False, False, False, True],
        [False, True, True, True],
        [True, True, True, True],
    ]


@given(st.integers(1, 12), st.integers(0, 1000))
def test_all_are_among_the_best_p_and_the_worst_p_and_no_place_is_empty(p: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    s = rng.uniform(0, 1, p)
    sets = rank_sets(5 * rng.standard_normal(p), normal_errors(s, 99, rng), s)
    assert sets.best(p).all()
    assert sets.worst(p).all()
    for tau in range(1, p):
        assert (sets.best(tau) <= sets.best(tau + 1)).all()
        assert sets.best(tau).sum() >= tau
        assert sets.worst(tau).sum() >= tau


@pytest.mark.parametrize("tau", [0, -1])
def test_none_of_the_best_cannot_be_asked_for(tau: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        four().best(tau)
    with pytest.raises(ValueError, match="at least 1"):
        four().worst(tau)
