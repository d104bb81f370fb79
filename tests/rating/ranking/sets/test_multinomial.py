"""Rank sets of counted shares: reference values, the definition written out, laws and coverage."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from rating.ranking.sets import RankSets, multinomial_rank_sets


def runs(sets: RankSets) -> list[list[int]]:
    parts = (sets.marginal, sets.simultaneous)
    return [ends.tolist() for part in parts for ends in (part.low, part.high)]


def slow_sets(counts: list[int], confidence: float) -> list[list[int]]:
    """Work out the sets pair by pair, with the binomial distribution and Holm's procedure as told."""
    pairs = list(permutations(range(len(counts)), 2))
    p_values = {
        (j, k): float(binom.sf(counts[j] - 1, counts[j] + counts[k], 0.5)) if counts[j] else 1.0
        for j, k in pairs
    }

    def rejected(family: list[tuple[int, int]]) -> set[tuple[int, int]]:
        found: set[tuple[int, int]] = set()
        for pair in sorted(family, key=p_values.__getitem__):
            if p_values[pair] > (1 - confidence) / (len(family) - len(found)):
                break
            found.add(pair)
        return found

    everything = rejected(pairs)
    alone = [rejected([pair for pair in pairs if j in pair]) for j in range(len(counts))]
    ends: list[list[int]] = []
    for of in (lambda j: alone[j], lambda _: everything):
        ends.append([1 + sum(pair[1] == j for pair in of(j)) for j in range(len(counts))])
        ends.append([len(counts) - sum(pair[0] == j for pair in of(j)) for j in range(len(counts))])
    return ends


def test_reference_values() -> None:
    """Of the method's table: counts 100, 60, 40, 30, 5, Holm, 95 %; both kinds of sets give them."""
    sets = multinomial_rank_sets([100, 60, 40, 30, 5])
    assert runs(sets) == [[1, 2, 2, 3, 5], [1, 3, 4, 4, 5]] * 2
    assert sets.best(1).tolist() == [True, False, False, False, False]
    assert sets.worst(1).tolist() == [False, False, False, False, True]


@given(st.lists(st.integers(0, 60), max_size=7), st.sampled_from([0.8, 0.9, 0.95]))
def test_sets_follow_their_definition(counts: list[int], confidence: float) -> None:
    assert runs(multinomial_rank_sets(counts, confidence)) == slow_sets(counts, confidence)


@given(st.lists(st.integers(0, 300), max_size=12))
def test_marginal_sets_lie_inside_simultaneous_ones_and_hold_the_rank_counted(counts: list[int]) -> None:
    sets, people = multinomial_rank_sets(counts), np.array(counts)
    assert (sets.marginal.low >= sets.simultaneous.low).all()
    assert (sets.marginal.high <= sets.simultaneous.high).all()
    assert (sets.marginal.low <= 1 + (people[None] > people[:, None]).sum(axis=1)).all()
    assert (sets.marginal.high >= (people[None] >= people[:, None]).sum(axis=1)).all()


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(0, 1000))
def test_another_order_of_the_groups_gives_the_same_sets_in_that_order(counts: list[int], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(counts))
    mixed = multinomial_rank_sets(np.array(counts)[order])
    assert runs(mixed) == [np.array(ends)[order].tolist() for ends in runs(multinomial_rank_sets(counts))]


@given(st.lists(st.integers(0, 60), max_size=8))
def test_more_confidence_never_makes_a_set_smaller(counts: list[int]) -> None:
    less, more = multinomial_rank_sets(counts, 0.8), multinomial_rank_sets(counts, 0.99)
    assert (less.simultaneous.low >= more.simultaneous.low).all()
    assert (less.simultaneous.high <= more.simultaneous.high).all()
    assert (less.marginal.low >= more.marginal.low).all()
    assert (less.marginal.high <= more.marginal.high).all()


@pytest.mark.parametrize(
    ("chances", "people"),
    [
        ((0.2,) * 5, 30),
        ((0.35, 0.35, 0.1, 0.1, 0.1), 60),
        ((0.5, 0.3, 0.15, 0.05), 20),
        ((0.96, 0.02, 0.02), 12),
    ],
)
def test_sets_hold_the_true_ranks_as_often_as_they_say(chances: tuple[float, ...], people: int) -> None:
    rng, true = np.random.default_rng(7), np.array(chances)
    first = 1 + (true[None] > true[:, None]).sum(axis=1)
    last = (true[None] >= true[:, None]).sum(axis=1)
    together, alone = [], []
    for counts in rng.multinomial(people, chances, 2000):
        sets = multinomial_rank_sets(counts)
        together.append(((sets.simultaneous.low <= first) & (last <= sets.simultaneous.high)).all())
        alone.append((sets.marginal.low <= first) & (last <= sets.marginal.high))
    for held in (together, *np.array(alone).T):
        assert binomtest(int(np.sum(held)), 2000, 0.95, alternative="less").pvalue > 1e-4


def test_no_group_and_groups_without_anybody() -> None:
    assert runs(multinomial_rank_sets([])) == [[], [], [], []]
    assert runs(multinomial_rank_sets([7])) == [[1]] * 4
    assert runs(multinomial_rank_sets([0, 0, 0])) == [[1, 1, 1], [3, 3, 3]] * 2


def test_millions_of_people_and_hundreds_of_groups() -> None:
    counts = np.arange(1, 301) * 1_000_000
    assert runs(multinomial_rank_sets(counts)) == [list(range(300, 0, -1))] * 4


@pytest.mark.parametrize("wrong", [-1, 0.5, np.nan, np.inf])
def test_what_is_no_count_is_refused_with_its_place(wrong: float) -> None:
    with pytest.raises(ValueError, match="count of group 1 "):
        multinomial_rank_sets([3, wrong, 2])


def test_other_faults_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        multinomial_rank_sets([[3, 2]])
    with pytest.raises(ValueError, match="confidence"):
        multinomial_rank_sets([3, 2], 1.0)
