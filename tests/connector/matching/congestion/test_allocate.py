"""Lists and introductions in small markets that can be worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from connector.errors import UnknownCodeError
from connector.matching.congestion import Cause, Logged, allocate

#: Everybody prefers offer 0, with one place, to offer 1; only the first two can go to offer 1.
CROWDED: dict[str, Any] = {
    "offers": np.array([[0, 1], [1, 0], [0, -1]]),
    "scores": np.array([[0.9, 0.6], [0.55, 0.8], [0.4, 0.0]], np.float32),
    "capacity": [1.0, 1.0],
}


def test_best_fit_gives_places_to_the_best_scores_and_lists_by_score() -> None:
    found = allocate("best_fit", **CROWDED, asks=1, length=3)
    assert found.introductions.tolist() == [[0], [1], [-1]]
    assert found.lists.tolist() == [[0, 1, -1], [0, 1, -1], [0, -1, -1]]
    assert found.expected[0, :2].tolist() == CROWDED["scores"][0].tolist()
    assert found.prices.tolist() == [0.0, 0.0]
    assert found.odds.tolist() == [1.0, 1.0]


def test_best_fit_gives_one_startup_several_places_while_others_have_none() -> None:
    found = allocate("best_fit", **CROWDED, asks=2)
    assert found.introductions.tolist() == [[0, 1], [-1, -1], [-1, -1]]
    assert found.served() == 1


def test_serve_most_serves_those_who_can_go_nowhere_else() -> None:
    found = allocate("serve_most", **CROWDED, asks=2)
    assert found.served() == 2
    assert found.introductions.tolist() == [[0, -1], [1, -1], [-1, -1]]
    fewer = {**CROWDED, "offers": np.array([[0, 1], [0, -1], [0, -1]])}
    served = allocate("serve_most", **{**fewer, "scores": np.array([[0.9, 0.1], [0.3, 0], [0.2, 0]])}, asks=1)
    assert served.introductions.tolist() == [[1], [0], [-1]]
    assert served.lists[0, :2].tolist() == [1, 0]


def test_serve_most_fills_what_is_left_by_score() -> None:
    found = allocate("serve_most", **{**CROWDED, "capacity": [2.0, 2.0]}, asks=2)
    assert found.served() == 3
    assert found.introductions.tolist() == [[0, 1], [1, -1], [0, -1]]


def test_balance_gives_nobody_a_second_before_all_who_can_have_a_first() -> None:
    found = allocate("balance", **CROWDED, asks=2)
    assert found.introductions.tolist() == [[0, -1], [1, -1], [-1, -1]]
    more = allocate("balance", **{**CROWDED, "capacity": [1.0, 2.0]}, asks=2)
    assert more.introductions.tolist() == [[0, 1], [1, -1], [-1, -1]]
    assert more.expected[0, :2].tolist() == CROWDED["scores"][0].tolist()


def test_every_introduction_is_on_the_list_however_short_it_is() -> None:
    offers = np.tile(np.arange(5), (5, 1))
    scores = np.tile(np.linspace(0.9, 0.5, 5, dtype=np.float32), (5, 1))
    found = allocate("best_fit", offers, scores, np.ones(5), asks=1, length=2)
    assert found.introductions.ravel().tolist() == [0, 1, 2, 3, 4]
    assert found.lists.tolist() == [[0, 1], [0, 1], [0, 2], [0, 3], [0, 4]]


def test_a_capacity_that_nobody_stated_limits_nobody_and_has_no_price() -> None:
    for policy in ("best_fit", "serve_most", "balance"):
        found = allocate(policy, **{**CROWDED, "capacity": [np.nan, 1.0]}, asks=1)
        assert found.introductions.tolist() == [[0], [0], [0]]
        assert found.prices[0] == 0.0


def test_an_offer_without_places_is_shown_last_and_proposed_to_nobody() -> None:
    found = allocate("balance", **{**CROWDED, "capacity": [0.0, 2.0]}, asks=1)
    assert found.introductions.tolist() == [[1], [1], [-1]]
    assert found.lists[:, :2].tolist() == [[1, 0], [1, 0], [0, -1]]
    assert found.odds[0] == 0.0
    assert found.expected[2, 0] == 0.0


def test_the_only_helper_goes_to_whom_nobody_else_could_help() -> None:
    """Offer 0 has one place. Start-up 1 fits it less well than start-up 0, which has a second choice."""
    one = {
        "offers": np.array([[0, 1], [0, -1]]),
        "scores": np.array([[0.9, 0.8], [0.3, 0.0]], np.float32),
        "capacity": [1.0, 5.0],
        "choices": np.array([[1, 1], [0, 0]]),
    }
    for policy in ("best_fit", "serve_most", "balance"):
        found = allocate(policy, **one, asks=1)
        assert found.introductions.tolist() == [[1], [0]]
        plain = allocate(policy, **{**one, "choices": None}, asks=1)
        was_moved = plain.introductions.tolist() != [[1], [0]]
        assert was_moved == (policy != "serve_most")
        assert (found.causes[1, 0] == Cause.SCARCITY) == was_moved
        assert found.gave_way.tolist() == ([[0, 0]] if was_moved else [])


def test_an_offer_with_places_for_all_is_not_scarce() -> None:
    one = {**CROWDED, "capacity": [3.0, 2.0], "choices": np.array([[5, 5], [5, 5], [0, 0]])}
    found = allocate("best_fit", **one)
    assert set(found.causes.ravel().tolist()) == {Cause.NONE, Cause.POLICY}


@pytest.mark.parametrize("policy", ["best_fit", "serve_most", "balance"])
def test_beyond_three_other_choices_the_score_decides(policy: str) -> None:
    one = {"offers": np.zeros((2, 1), int), "scores": np.array([[0.2], [0.9]]), "capacity": [1], "asks": 1}
    served = [
        allocate(policy, **one, choices=np.array([[few], [9]])).introductions.ravel().tolist()
        for few in (0, 1, 2, 3, 8)
    ]
    assert served == [[0, -1], [0, -1], [0, -1], [-1, 0], [-1, 0]]


def test_what_an_organiser_wants_comes_before_scarcity_and_is_logged_with_whom_it_passes_over() -> None:
    one = {**CROWDED, "choices": np.array([[4, 4], [4, 4], [0, 0]])}
    found = allocate("best_fit", **one, asks=1, overrides=[(1, 0, "asked for by the city")])
    assert found.introductions.tolist() == [[1], [0], [-1]]
    assert found.causes.tolist() == [[Cause.POLICY], [Cause.OVERRIDE], [Cause.NONE]]
    assert found.overrides == (Logged(1, 0, "asked for by the city", (2,)),)


def test_who_depends_on_an_offer_and_gets_it_is_not_passed_over() -> None:
    one = {**CROWDED, "capacity": [2.0, 1.0], "choices": np.array([[4, 4], [4, 4], [0, 0]])}
    found = allocate("best_fit", **one, asks=1, overrides=[(1, 0, "asked for by the city")])
    assert found.introductions.tolist() == [[1], [0], [0]]
    assert found.overrides == (Logged(1, 0, "asked for by the city", ()),)


def test_balance_counts_what_organisers_gave_as_a_first_introduction() -> None:
    """Start-up 0 was given offer 2; offer 0, which it fits better, goes to start-up 1, which has nothing."""
    offers, scores = np.array([[0, 2], [0, -1]]), np.array([[0.9, 0.1], [0.3, 0.0]])
    found = allocate("balance", offers, scores, [1, 0, 1], asks=2, overrides=[(0, 2, "wished for")])
    assert found.introductions.tolist() == [[2, -1], [0, -1]]


def test_an_organiser_may_propose_what_is_not_shortlisted() -> None:
    found = allocate("best_fit", **CROWDED, asks=1, overrides=[(2, 1, "old friends")])
    assert found.introductions.tolist() == [[0], [-1], [1]]
    assert found.lists[2, :2].tolist() == [0, 1]
    assert found.expected[2, 1] == 0.0


def test_nobody_to_match_gives_nothing() -> None:
    found = allocate("balance", np.zeros((0, 3), int), np.zeros((0, 3)), [1, 1])
    assert (found.lists.shape, found.introductions.shape, found.served()) == ((0, 10), (0, 3), 0)
    alone = allocate("serve_most", np.zeros((2, 0), int), np.zeros((2, 0)), [1, 1])
    assert alone.lists.tolist() == [[-1] * 10] * 2


def test_a_policy_that_nobody_declared_is_refused() -> None:
    with pytest.raises(
        UnknownCodeError, match=r"no policy called 'fair'\. Known: best_fit, serve_most, balance"
    ):
        allocate("fair", **CROWDED)


@pytest.mark.parametrize("policy", ["best_fit", "serve_most", "balance"])
def test_without_offers_lists_are_empty(policy: str) -> None:
    found = allocate(policy, np.full((2, 1), -1), np.zeros((2, 1)), [])
    assert found.lists.tolist() == [[-1] * 10] * 2
    assert (found.served(), found.prices.tolist()) == (0, [])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"asks": 0}, "at least 1"),
        ({"asks": 4, "length": 3}, "at most all"),
        ({"scores": np.full((3, 2), 1.1)}, "between 0 and 1"),
        ({"scores": np.full((3, 2), np.nan)}, "between 0 and 1"),
        ({"scores": np.zeros((3, 3))}, "shape"),
        ({"choices": np.zeros((3, 3))}, "shape"),
        ({"choices": np.full((3, 2), -1)}, "less than no"),
        ({"offers": np.array([[0, 0], [0, 1], [0, 1]])}, "twice"),
        ({"offers": np.array([[0, 2], [0, 1], [0, 1]])}, "below 2"),
        ({"offers": np.array([[0, -2], [0, 1], [0, 1]])}, "below 2"),
        ({"capacity": [1.0, -2.0]}, "whole number"),
        ({"overrides": [(3, 0, "")]}, "not there"),
        ({"overrides": [(0, 2, "")]}, "not there"),
    ],
)
def test_what_makes_no_sense_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        allocate("best_fit", **{**CROWDED, **change})
