"""A ranking says what chance leaves open, and what choices leave open."""

from __future__ import annotations

import numpy as np
import pytest

from rating.composite import load_framework
from rating.pipeline import Ratings, merge, rank, rate
from rating.pipeline.choices import score_models
from tests.builders import headcount

RNG = np.random.default_rng(12)
RULES = load_framework("management-diversity-2016")


def rated(companies: int, criteria: tuple[str, ...] = ("gender", "age")) -> Ratings:
    counts = {
        code: [
            [[0] * k, RNG.multinomial(60, RNG.dirichlet(np.full(k, 4.0))).tolist()] for _ in range(companies)
        ]
        for code, k in (("gender", 2), ("age", 5))
        if code in criteria
    }
    people = headcount(counts, groups={"age": ["a", "b", "c", "d", "e"]} if "age" in criteria else None)
    return rate(people, RULES.restricted_to(criteria), rng=np.random.default_rng(3))


def test_sets_contain_each_other_and_the_place_of_the_score() -> None:
    ratings = rated(12)
    ranking = rank(ratings)
    assert ranking.sets is not None
    alone, together = ranking.sets.marginal, ranking.sets.simultaneous
    score = ratings.score["process"].value[ratings.rated]
    place = (-score).argsort().argsort() + 1
    assert (together.low <= alone.low).all()
    assert (alone.high <= together.high).all()
    assert (alone.low <= place).all()
    assert (place <= alone.high).all()


def test_chances_are_given_of_fewer_places_than_companies() -> None:
    ranks = rank(rated(8)).ranks
    assert ranks is not None
    assert {k: round(float(chance.sum()), 6) for k, chance in ranks.top.items()} == {1: 1.0, 3: 3.0}


def test_too_few_companies_have_neither_sets_nor_sensitivity() -> None:
    ranking = rank(rated(4))
    assert (ranking.ranks, ranking.sets, ranking.sensitivity) == (None, None, None)


def test_with_a_single_indicator_no_choice_moves_a_rank() -> None:
    ranking = rank(rated(6, ("gender",)))
    assert ranking.sensitivity is None
    assert ranking.sets is not None


def test_the_model_of_choices_makes_the_score_as_the_framework_does() -> None:
    ratings = rated(7)
    (model,) = score_models(ratings)
    assert model.codes == ("evenness.gender", "evenness.age")
    assert model.aggregation == ("arithmetic", "arithmetic")
    stated = rank(ratings).sensitivity
    assert stated is not None
    assert stated.stated.tolist() == ((-model.points.mean(axis=1)).argsort().argsort() + 1.0).tolist()


def test_threads_change_nothing_and_the_seed_only_the_choices() -> None:
    ratings = rated(9)
    one, two = rank(ratings), rank(ratings, threads=2)
    other = rank(ratings, rng=np.random.default_rng(99))
    assert one.sensitivity is not None
    assert two.sensitivity is not None
    assert other.sensitivity is not None
    np.testing.assert_array_equal(one.sensitivity.low, two.sensitivity.low)
    np.testing.assert_array_equal(one.sensitivity.stated, other.sensitivity.stated)
    for first, second in ((one, two), (one, other)):
        assert first.sets is not None
        assert second.sets is not None
        np.testing.assert_array_equal(first.sets.marginal.low, second.sets.marginal.low)
    assert one.sensitivity.shift != pytest.approx(other.sensitivity.shift, abs=1e-9)


def test_companies_that_are_alike_have_the_same_ranks_under_every_choice() -> None:
    counts = {"gender": [[[0, 0], [20, 40]]] * 5 + [[[0, 0], [30, 30]]]}
    counts |= {"age": [[[0] * 5, [5, 10, 20, 15, 10]]] * 5 + [[[0] * 5, [12] * 5]]}
    people = headcount(counts, groups={"age": ["a", "b", "c", "d", "e"]})
    ratings = rate(people, RULES.restricted_to(("gender", "age")), rng=np.random.default_rng(3))
    found = rank(ratings).sensitivity
    assert found is not None
    for ranks in (found.stated, found.median, found.low, found.high):
        assert ranks.tolist() == [4.0] * 5 + [1.0]


def test_where_something_is_withheld_every_possibility_is_looked_at() -> None:
    """Two headcounts of the same companies: in one the first is even, in the other one-sided."""

    def rated_as(first: list[int]) -> Ratings:
        gender = [[[0, 0], first], *([[0, 0], [20 + 2 * place, 40 - 2 * place]] for place in range(5))]
        age = [[[0] * 5, [12, 12, 12, 12, 12 - place]] for place in range(6)]
        people = headcount({"gender": gender, "age": age}, groups={"age": ["a", "b", "c", "d", "e"]})
        return rate(people, RULES.restricted_to(("gender", "age")), rng=np.random.default_rng(3))

    even, one_sided = rated_as([30, 30]), rated_as([1, 59])
    known = [rank(one).sensitivity for one in (even, one_sided)]
    both = rank(merge([even, one_sided])).sensitivity
    assert both is not None
    lows, highs = zip(*((one.low[0], one.high[0]) for one in known if one), strict=True)
    assert (both.low[0], both.high[0]) == (min(lows), max(highs))
    assert both.low[0] < 2
    assert both.high[0] >= 5
