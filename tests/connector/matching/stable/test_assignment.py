"""Stable assignment: by its definition, against deferred acceptance written out, and by its laws."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.matching.stable import blocking_pairs, deferred_acceptance, is_blocking, stable_assignment

Case = tuple[np.ndarray, np.ndarray, np.ndarray]


def case(seed: int, applicants: int, offers: int, decimals: int = 9, holes: float = 0.0) -> Case:
    """Draw scores of both sides, with ties if there are few decimals, and capacities from 0 to 3."""
    rng = np.random.default_rng(seed)
    both = rng.random((2, applicants, offers)).round(decimals).astype(np.float32)
    both[rng.random(both.shape) < holes] = -np.inf
    return both[0], both[1], rng.integers(0, 4, offers)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    return case(
        draw(st.integers(0, 9999)),
        draw(st.integers(0, 12)),
        draw(st.integers(1, 40)),
        draw(st.sampled_from([0, 1, 9])),
        draw(st.sampled_from([0.0, 0.3])),
    )


def strict(scores: np.ndarray, *, axis: int) -> np.ndarray:
    """Break ties by number: whole numbers in the order of the scores, the earlier of equal ones higher."""
    order = np.argsort(-scores, axis=axis, kind="stable")
    ranks = np.argsort(order, axis=axis, kind="stable").astype(np.float32)
    return np.where(np.isneginf(scores), -np.inf, -ranks)


def slow_acceptance(wanted: np.ndarray, given_: np.ndarray, capacities: np.ndarray, asks: int) -> list[set]:
    """Let applicants propose down their sorted lists, one by one."""
    mine, theirs = strict(wanted, axis=1), strict(given_, axis=0)
    lists = [
        [j for j in np.argsort(-row, kind="stable") if row[j] > -np.inf and theirs[i, j] > -np.inf]
        for i, row in enumerate(mine)
    ]
    held: list[set[int]] = [set() for _ in lists]
    taken: list[list[int]] = [[] for _ in capacities]
    waiting = list(range(len(lists)))
    while waiting:
        i = waiting.pop(0)
        while len(held[i]) < asks and lists[i]:
            j = lists[i].pop(0)
            held[i].add(j)
            taken[j].append(i)
            if len(taken[j]) > capacities[j]:
                worst = min(taken[j], key=lambda one: theirs[one, j])
                taken[j].remove(worst)
                held[worst].discard(j)
                waiting.append(worst)
    return held


def as_sets(held: np.ndarray) -> list[set[int]]:
    return [{j for j in row if j >= 0} for row in held.tolist()]


def listed(one: Case, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the same as partial lists in any order, with gaps at the end."""
    wanted, given_, capacities = one
    rng = np.random.default_rng(seed)
    order = np.argsort(rng.random(wanted.shape), axis=1)
    gap = np.full((len(wanted), 2), -1)
    nothing = np.zeros(gap.shape, np.float32)
    return (
        np.concatenate([np.take_along_axis(wanted, order, axis=1), nothing], axis=1),
        np.concatenate([np.take_along_axis(given_, order, axis=1), nothing], axis=1),
        capacities,
        np.concatenate([order, gap], axis=1),
    )


@given(cases(), st.integers(1, 3))
def test_it_is_what_proposing_down_sorted_lists_leads_to(one: Case, asks: int) -> None:
    expected = slow_acceptance(*one, asks)
    assert as_sets(deferred_acceptance(*one, asks=asks)) == expected
    assert as_sets(deferred_acceptance(*listed(one, 1), asks=asks)) == expected
    if asks == 1:
        assert as_sets(stable_assignment(*one)[:, None]) == expected


@given(cases())
def test_double_precision_on_the_side_of_offers_changes_nothing(one: Case) -> None:
    wanted, given_, capacities = one
    wide = deferred_acceptance(wanted, given_.astype(np.float64), capacities, asks=2)
    assert wide.tolist() == deferred_acceptance(*one, asks=2).tolist()


@given(cases())
def test_nothing_blocks_it_also_with_ties_broken(one: Case) -> None:
    wanted, given_, capacities = one
    places = stable_assignment(*one)
    assert blocking_pairs(*one, places) == 0
    assert blocking_pairs(strict(wanted, axis=1), strict(given_, axis=0), capacities, places) == 0


@given(st.integers(0, 9999), st.integers(1, 4), st.integers(1, 3))
def test_no_stable_assignment_gives_any_applicant_more(seed: int, applicants: int, offers: int) -> None:
    wanted, given_, _ = one = case(seed, applicants, offers, holes=0.2)
    capacities = np.random.default_rng(seed).integers(1, 3, offers)
    padded = np.concatenate([wanted, np.full((applicants, 1), -np.inf)], axis=1)
    found = stable_assignment(wanted, given_, capacities)
    for places in map(np.array, product(range(-1, offers), repeat=applicants)):
        fits = (np.bincount(places[places >= 0], minlength=offers) <= capacities).all()
        pairs = np.arange(applicants)[places >= 0], places[places >= 0]
        if fits and np.isfinite(one[0][pairs]).all() and np.isfinite(one[1][pairs]).all():
            gains = padded[np.arange(applicants), places] > padded[np.arange(applicants), found]
            assert not (gains.any() and blocking_pairs(wanted, given_, capacities, places) == 0)


@given(cases(), st.integers(0, 99))
def test_blocking_pairs_are_those_of_the_definition(one: Case, seed: int) -> None:
    wanted, given_, capacities = one
    rng = np.random.default_rng(seed)
    places = np.full(len(wanted), -1)
    for i in rng.permutation(len(wanted)):
        fits = np.flatnonzero(np.isfinite(wanted[i]) & np.isfinite(given_[i]))
        j = rng.choice(fits) if len(fits) else -1
        if j >= 0 and (places == j).sum() < capacities[j]:
            places[i] = j
    expected = np.zeros(wanted.shape, bool)
    for i, j in product(range(len(wanted)), range(len(capacities))):
        own = wanted[i, places[i]] if places[i] >= 0 else -np.inf
        there = np.flatnonzero(places == j)
        has_room = len(there) < capacities[j] and given_[i, j] > -np.inf
        expected[i, j] = wanted[i, j] > own and (has_room or (given_[there, j] < given_[i, j]).any())
    assert is_blocking(*one, places).tolist() == expected.tolist()
    assert blocking_pairs(*one, places) == expected.sum()
    *partial, offers = listed(one, seed)
    assert blocking_pairs(*partial, places, offers) == expected.sum()


@pytest.mark.parametrize("share", [0.4, 1.0, 1.3])
@pytest.mark.parametrize("common", [0.0, 0.5])
def test_many_applicants_are_placed_without_blocking_pairs(share: float, common: float) -> None:
    """With places for some, all and more, and with offers that all want the same applicants."""
    rng = np.random.default_rng(7)
    wanted, given_ = rng.random((2, 1500, 60), dtype=np.float32)
    wanted += np.float32(common) * rng.random(60, dtype=np.float32)
    given_ += np.float32(common) * rng.random((1500, 1), dtype=np.float32)
    capacities = np.full(60, int(25 * share))
    places = stable_assignment(wanted, given_, capacities)
    assert blocking_pairs(wanted, given_, capacities, places) == 0
    assert (places >= 0).sum() == min(1500, capacities.sum())
    assert np.bincount(places[places >= 0]).max() <= capacities[0]


def test_a_capacity_that_nobody_stated_limits_nobody() -> None:
    scores = np.array([[0.9, 0.1]] * 5, np.float32)
    assert stable_assignment(scores, scores, [np.nan, 1]).tolist() == [0] * 5
    assert stable_assignment(scores, scores, [2, np.nan]).tolist() == [0, 0, 1, 1, 1]


def test_an_offer_without_places_takes_nobody() -> None:
    scores = np.array([[np.inf, 0.1]], np.float32)
    assert stable_assignment(scores, scores, [0, 1]).tolist() == [1]
    assert stable_assignment(scores, scores, [0, 0]).tolist() == [-1]


def test_equal_scores_go_by_number_on_both_sides() -> None:
    scores = np.zeros((3, 2), np.float32)
    assert stable_assignment(scores, -scores, [1, 1]).tolist() == [0, 1, -1]


def test_applicants_may_ask_for_different_numbers_of_places() -> None:
    scores = np.array([[0.3, 0.9, 0.6]] * 3, np.float32)
    held = deferred_acceptance(scores, scores, [2, 2, 2], asks=np.array([0, 3, 1]))
    assert held.tolist() == [[-1, -1, -1], [1, 2, 0], [1, -1, -1]]


def test_nobody_to_place_and_nothing_asked_give_nothing() -> None:
    assert stable_assignment(np.zeros((0, 2), np.float32), np.zeros((0, 2)), [1, 1]).tolist() == []
    scores = np.ones((2, 1), np.float32)
    assert deferred_acceptance(scores, scores, [1], asks=0).shape == (2, 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"applicant_scores": np.full((2, 2), np.nan)}, "not a number"),
        ({"offer_scores": np.full((2, 2), np.nan)}, "not a number"),
        ({"offer_scores": np.zeros((2, 3))}, "differ in shape"),
        ({"capacities": [1, 1, 1]}, "differ in shape"),
        ({"capacities": [1, -1]}, "whole number"),
        ({"capacities": [1, 1.5]}, "whole number"),
        ({"capacities": [[1, 1]]}, "shape"),
        ({"shortlists": np.array([[0, 0], [0, 1]])}, "twice"),
        ({"shortlists": np.array([[0, 2], [0, 1]])}, "below 2"),
        ({"shortlists": np.array([[0, -2], [0, 1]])}, "below 2"),
        ({"shortlists": np.array([0, 1])}, "shape"),
    ],
)
def test_what_makes_no_sense_is_refused(change: dict[str, object], message: str) -> None:
    scores = np.zeros((2, 2), np.float32)
    given_ = {"applicant_scores": scores, "offer_scores": scores, "capacities": [1, 1], **change}
    with pytest.raises(ValueError, match=message):
        stable_assignment(**given_)


def test_a_negative_number_of_places_is_refused() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        deferred_acceptance(np.zeros((2, 1)), np.zeros((2, 1)), [1], asks=np.array([1, -1]))


@pytest.mark.parametrize("places", [[0, 0], [1, 2], [1, -1]])
def test_what_is_no_assignment_has_no_blocking_pairs_to_count(places: list[int]) -> None:
    """Too many at an offer, an offer that is not there, and a pair that is not acceptable."""
    scores = np.array([[0.5, -np.inf], [0.5, 0.5]], np.float32)
    with pytest.raises(ValueError, match=r"placed"):
        blocking_pairs(scores, scores, [1, 1], np.array(places))
