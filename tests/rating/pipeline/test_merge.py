"""Ratings of the same companies under several suppositions as one: nothing is made surer than it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rating.composite import load_framework
from rating.data import Benchmark
from rating.pipeline import rank, rate
from rating.pipeline.merge import merge
from rating.pipeline.results import TARGETS
from tests.builders import headcount

if TYPE_CHECKING:
    from rating.pipeline import Ratings

FRAMEWORK = load_framework("management-diversity-2016").restricted_to(["gender"])
CITY = Benchmark("the city", {"gender": np.array([0.5, 0.5])})
OTHERS = [[[50, 50], [10 * number, 100 - 10 * number]] for number in range(1, 6)]


def supposing(women: int, leaders: int = 40, *, draws: int = 60) -> Ratings:
    """Rate a company with so many women among its leaders, beside five that are always the same."""
    people = headcount({"gender": [[[50, 50], [women, leaders - women]], *OTHERS]})
    return rate(people, FRAMEWORK, rng=np.random.default_rng(7), draws=draws, benchmark=CITY)


@pytest.fixture(scope="module")
def parts() -> list[Ratings]:
    return [supposing(women) for women in (20, 2, 11)]


@pytest.fixture(scope="module")
def merged(parts: list[Ratings]) -> Ratings:
    return merge(parts)


def test_a_single_supposition_stays_as_it_is(parts: list[Ratings]) -> None:
    assert merge(parts[:1]) is parts[0]
    assert parts[0].supposed == (parts[0].headcount,)
    assert parts[0].spread == {}


def test_estimates_are_means_and_intervals_reach_from_the_lowest_to_the_highest_end(
    parts: list[Ratings], merged: Ratings
) -> None:
    for target in TARGETS:
        own = [one.score[target] for one in parts]
        score = merged.score[target]
        np.testing.assert_array_equal(score.value, np.mean([one.value for one in own], axis=0))
        np.testing.assert_array_equal(score.low, np.min([one.low for one in own], axis=0))
        np.testing.assert_array_equal(score.high, np.max([one.high for one in own], axis=0))
        assert score.low[0] <= score.value[0] <= score.high[0]
    found = merged.components["process"]["evenness.gender"].value[0]
    assert found == np.mean([one.components["process"]["evenness.gender"].value[0] for one in parts])
    assert merged.parity["gender"].value[0] == np.mean([one.parity["gender"].value[0] for one in parts])


def test_the_spread_tells_how_far_the_suppositions_are_apart(parts: list[Ratings], merged: Ratings) -> None:
    assert set(merged.spread) == {
        *(f"score:{target}" for target in TARGETS),
        *(f"{target}:{code}" for target in TARGETS for code in merged.components[target]),
        "parity:gender",
    }
    values = [one.score["counted"].value[0] for one in parts]
    assert merged.spread["score:counted"][0] == max(values) - min(values) > 0


def test_companies_about_which_all_suppose_the_same_are_as_sure_as_before(
    parts: list[Ratings], merged: Ratings
) -> None:
    for spread in (merged.spread["score:counted"], merged.spread["parity:gender"]):
        np.testing.assert_allclose(spread[1:], 0.0, atol=1e-9)
    np.testing.assert_allclose(
        merged.score["counted"].value[1:], parts[0].score["counted"].value[1:], atol=1e-9
    )


def test_draws_come_from_all_suppositions_in_equal_parts(parts: list[Ratings], merged: Ratings) -> None:
    assert merged.draws.shape == parts[0].draws.shape == (6, 60)
    for number, own in enumerate(parts):
        np.testing.assert_array_equal(merged.draws[:, number::3], own.draws[:, number::3])


def test_the_headcounts_that_were_supposed_are_kept(parts: list[Ratings], merged: Ratings) -> None:
    assert merged.supposed == tuple(one.headcount for one in parts)
    assert merged.headcount is parts[0].headcount


def test_rated_is_who_is_rated_whatever_is_supposed() -> None:
    """With eight leaders under one supposition nobody knows whether there are nine."""
    parts = [supposing(4, 9), supposing(4, 8), supposing(4, 12)]
    assert [one.rated.tolist() for one in parts] == [[0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]]
    merged = merge(parts)
    assert merged.rated.tolist() == [1, 2, 3, 4, 5]
    assert merged.reasons == ("too_few_leaders", "", "", "", "", "")
    assert merged.draws.shape == (5, 60)
    np.testing.assert_array_equal(merged.draws[:, 1::3], parts[1].draws[:, 1::3])
    np.testing.assert_array_equal(merged.draws[:, ::3], parts[0].draws[1:, ::3])
    assert np.isnan(merged.score["process"].value[0])
    assert not np.isnan(merged.score["process"].value[1:]).any()


def test_a_company_that_may_be_anything_may_stand_on_any_rank(parts: list[Ratings]) -> None:
    merged = merge([supposing(20, draws=300), supposing(0, draws=300)])
    ranks, sure = rank(merged).ranks, rank(supposing(20, draws=300)).ranks
    assert ranks is not None
    assert sure is not None
    assert ranks.high[0] - ranks.low[0] > sure.high[0] - sure.low[0]
    assert merge(parts).rated.tolist() == [0, 1, 2, 3, 4, 5]
