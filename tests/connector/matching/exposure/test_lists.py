"""Exposure: the discounted positions in the lists that offers see."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.exposure import Lists


def test_exposure_is_the_sum_of_discounted_positions() -> None:
    lists = Lists.seen(np.array([[0, 1, 2], [2, 0, -1]]), startups=4)
    third, second = 1 / math.log2(4), 1 / math.log2(3)
    assert lists.attention.tolist() == [1 + second, second, third + 1, 0.0]


@given(st.lists(st.permutations(range(5)).map(lambda order: order[:3]), max_size=6))
def test_exposure_is_dealt_out_whole(lists: list[list[int]]) -> None:
    found = Lists.seen(np.array(lists, np.int64).reshape(-1, 3), startups=5).attention
    assert found.sum() == pytest.approx(len(lists) * sum(1 / math.log2(1 + place) for place in (1, 2, 3)))


@settings(max_examples=30)
@given(st.data())
def test_an_offer_sees_those_to_whom_it_is_recommended_by_score(data: st.DataObject) -> None:
    """A second implementation: offer by offer, sharing what equals stand for."""
    n, m, k = 6, 4, 3
    offers = np.array([data.draw(st.permutations(range(m)))[:k] for _ in range(n)])
    offers[:, -1] = np.where(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)), -1, offers[:, -1])
    scores = np.array(
        data.draw(st.lists(st.lists(st.integers(0, 2), min_size=k, max_size=k), min_size=n, max_size=n))
    )
    expected = np.zeros(n)
    for offer in range(m):
        own = [(float(scores[i, j]), i) for i in range(n) for j in range(k) if offers[i, j] == offer]
        for score, startup in own:
            before = sum(other > score for other, _ in own)
            tied = sum(other == score for other, _ in own)
            places = range(before + 1, before + tied + 1)
            expected[startup] += sum(1 / math.log2(1 + place) for place in places) / tied
    assert Lists.recommended(offers, scores.astype(float)).attention == pytest.approx(expected)


def test_nothing_recommended_is_no_exposure() -> None:
    assert Lists.recommended(np.full((3, 2), -1), np.zeros((3, 2))).attention.tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("wrong", [[[3]], [[-2]]])
def test_lists_of_nobody_are_refused(wrong: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="numbers of 3 start-ups"):
        Lists.seen(np.array(wrong), startups=3)


def test_scores_that_do_not_belong_to_recommendations_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        Lists.recommended(np.zeros((2, 2), np.int64), np.zeros((2, 1)))
    with pytest.raises(ValueError, match="no number"):
        Lists.recommended(np.zeros((1, 1), np.int64), np.full((1, 1), np.nan))
