"""The best assignment under capacities, against all assignments and against SciPy."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from connector.matching.assignment import best_assignment
from connector.matching.assignment.flow import cheapest_flow
from connector.matching.assignment.kernels import prove_prices


def total(scores: np.ndarray, places: np.ndarray) -> tuple[int, float]:
    has_place = places >= 0
    return int(has_place.sum()), float(scores[np.flatnonzero(has_place), places[has_place]].sum())


@given(st.integers(0, 9999), st.integers(0, 5), st.integers(1, 3), st.sampled_from([1.0, 1e-6, 1e6]))
def test_no_assignment_serves_more_or_as_many_with_more(
    seed: int, applicants: int, offers: int, unit: float
) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.uniform(-1, 1, (applicants, offers)) * unit
    scores[rng.random(scores.shape) < 0.3] = -np.inf
    capacities = rng.integers(0, 3, offers)
    found = best_assignment(scores, capacities)
    values = []
    for choice in product(range(-1, offers), repeat=applicants):
        places = np.array(choice, dtype=int)
        has_place = places >= 0
        fits = (np.bincount(places[has_place], minlength=offers) <= capacities).all()
        if fits and np.isfinite(total(scores, places)[1]):
            values.append(total(scores, places))
    served, worth = total(scores, found)
    assert (np.bincount(found[found >= 0], minlength=offers) <= capacities).all()
    assert served == max(values)[0]
    assert worth == pytest.approx(max(values)[1], abs=applicants * 1e-9 * unit)


@pytest.mark.parametrize("share", [0.7, 1.0, 1.5])
@pytest.mark.parametrize(("applicants", "offers"), [(300, 12), (400, 50)])
@pytest.mark.parametrize("common", [0.0, 0.6])
def test_it_is_as_good_as_scipys_with_an_offer_for_every_place(
    applicants: int, offers: int, share: float, common: float
) -> None:
    """With few pairs, which are all given to the solver, and with many, which are sifted."""
    rng = np.random.default_rng(2)
    scores = ((1 - common) * rng.random((applicants, offers)) + common * rng.random(offers)).astype(
        np.float32
    )
    capacities = np.full(offers, round(applicants / offers * share))
    expanded = np.repeat(scores, capacities, axis=1)
    rows, columns = linear_sum_assignment(expanded, maximize=True)
    served, worth = total(scores, best_assignment(scores, capacities))
    assert served == len(rows)
    assert worth == pytest.approx(expanded[rows, columns].sum(), rel=1e-7)


@settings(max_examples=25)
@given(
    st.integers(0, 9999),
    st.sampled_from([10, 60, 200]),
    st.sampled_from([21, 40]),
    st.sampled_from([0.0, 0.5, 0.95]),
    st.sampled_from([0.5, 1.0, 2.0]),
)
def test_sifting_pairs_loses_nothing(
    seed: int, applicants: int, offers: int, holes: float, share: float
) -> None:
    """Beside the solver that is given all pairs."""
    rng = np.random.default_rng(seed)
    scores = rng.random((applicants, offers)) + rng.random(offers)
    scores[rng.random(scores.shape) < holes] = -np.inf
    places = rng.integers(0, 1 + max(round(2 * share * applicants / offers), 1), offers)
    rows, columns = np.nonzero(np.isfinite(scores))
    costs = -np.rint(scores[rows, columns] * 2.0**29).astype(np.int64)
    is_used = cheapest_flow(rows, columns, costs, applicants, places)
    everything = np.full(applicants, -1)
    everything[rows[is_used]] = columns[is_used]
    served, worth = total(scores, best_assignment(scores, places))
    assert (served, worth) == pytest.approx(total(scores, everything), abs=1e-6)


def test_pairs_that_prices_do_not_promise_are_found_where_they_serve_one_more() -> None:
    """The first eight offers have 20 places; the last, far worse than all, is needed to place everybody."""
    scores = np.tile(np.linspace(1.0, 0.1, 40), (21, 1))
    scores[:, 39] = -100.0
    places = np.zeros(40, int)
    places[:8], places[39] = [3, 3, 3, 3, 2, 2, 2, 2], 1
    found = best_assignment(scores, places)
    assert np.bincount(found, minlength=40).tolist() == places.tolist()


@pytest.mark.parametrize(
    ("moves", "prices"),
    [
        ([[0.0, 0.4], [-0.5, 0.0]], [0.1, 0.5]),
        ([[0.0, 0.4], [-0.3, 0.0]], None),
        ([[0.0, -np.inf], [-np.inf, 0.0]], [0.1, 0.0]),
    ],
)
def test_prices_prove_an_assignment_unless_a_round_of_moves_gains(
    moves: list[list[float]], prices: list[float] | None
) -> None:
    found = np.array([0.1, 0.0])
    assert prove_prices(np.array(moves), 0.0, found) == (prices is not None)
    assert prices is None or found.tolist() == prices


def test_shortlists_are_the_same_as_what_is_not_allowed() -> None:
    rng = np.random.default_rng(3)
    scores = rng.random((40, 9))
    offers = np.argsort(rng.random(scores.shape), axis=1)[:, :4]
    offers[rng.random(offers.shape) < 0.2] = -1
    masked = np.full(scores.shape, -np.inf)
    rows = np.nonzero(offers >= 0)[0]
    masked[rows, offers[offers >= 0]] = scores[rows, offers[offers >= 0]]
    some = np.take_along_axis(scores, np.maximum(offers, 0), axis=1)
    capacities = np.full(9, 3)
    assert best_assignment(some, capacities, offers).tolist() == best_assignment(masked, capacities).tolist()


def test_a_capacity_that_nobody_stated_limits_nobody() -> None:
    assert best_assignment(np.array([[0.9, 0.1]] * 4), [np.nan, 1]).tolist() == [0] * 4


def test_serving_one_more_comes_before_any_score() -> None:
    assert best_assignment(np.array([[1.0, 0.0], [0.9, -np.inf]]), [1, 1]).tolist() == [1, 0]


def test_nothing_allowed_serves_nobody() -> None:
    assert best_assignment(np.full((3, 2), -np.inf), [1, 1]).tolist() == [-1, -1, -1]
    assert best_assignment(np.zeros((0, 2)), [1, 1]).tolist() == []
    assert best_assignment(np.zeros((2, 1)), [1]).tolist().count(0) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.full((1, 1), np.nan), [1]), "finite"),
        ((np.full((1, 1), np.inf), [1]), "finite"),
        ((np.zeros((1, 2)), [1]), "shape"),
        ((np.zeros((1, 1)), [-1]), "whole number"),
        ((np.zeros((1, 1)), [1], np.array([[1]])), "below 1"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        best_assignment(*arguments)
