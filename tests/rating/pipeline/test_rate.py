"""The main job on arrays: known answers, rules on who is rated, and laws of the whole."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import linregress

from rating.composite import load_framework
from rating.data import Benchmark, Exclusion
from rating.errors import CannotRateError
from rating.pipeline import Ratings, rank, rate, usable_criteria
from tests.builders import headcount, ladder

GENDER = load_framework("management-diversity-2016").restricted_to(["gender"])
BOTH = load_framework("management-diversity-2016").restricted_to(["gender", "origin"])
OURS = load_framework("diversity-advantage-2026").restricted_to(["gender"])


def run(counts: dict[str, object], framework=GENDER, *, draws: int = 2000, **kwargs: object) -> Ratings:  # noqa: ANN001 - a framework
    more = {name: kwargs.pop(name) for name in ("benchmark", "threads") if name in kwargs}
    return rate(headcount(counts, **kwargs), framework, rng=np.random.default_rng(4), draws=draws, **more)


def companies(*leaders: tuple[float, float]) -> dict[str, object]:
    return {"gender": [[[50, 50], list(pair)] for pair in leaders]}


def test_as_counted_is_the_iqv_of_the_leaders() -> None:
    ratings = run(companies((10, 30), (20, 20), (5, 4), (0, 12), (36, 4)))
    np.testing.assert_allclose(ratings.score["counted"].value, [75, 100, 100, 0, 36], atol=1e-9)
    np.testing.assert_array_equal(ratings.score["counted"].low, ratings.score["counted"].high)


def test_a_thousand_leaders_outweigh_their_peers() -> None:
    ratings = run(companies((100, 900), (9, 1), (10, 20), (14, 13), (15, 5)))
    assert ratings.score["process"].value[0] == pytest.approx(36, abs=2)


def test_nine_alike_leaders_may_be_less_alike_than_they_look() -> None:
    ratings = run(companies((0, 9), *[(12, 18)] * 10))
    assert ratings.score["counted"].value[0] == pytest.approx(0, abs=1e-9)
    process = ratings.score["process"]
    assert process.low[0] == pytest.approx(0, abs=1e-9)
    assert 50 < process.high[0] < 85  # nine of nine from one group at shares of 28 %: one time in twenty


def test_a_small_uniform_team_does_not_outrank_a_large_diverse_one() -> None:
    """The flat prior's fault: nine of nine in one of seven groups beat 10 % minorities among 1,000."""
    origin = [[[50] * 7, [9, 0, 0, 0, 0, 0, 0]], [[50] * 7, [900, 40, 30, 10, 10, 5, 5]]]
    origin += [[[50] * 7, [90, 4, 3, 1, 1, 1, 0]] for _ in range(12)]
    ratings = run({"origin": origin}, load_framework("management-diversity-2016").restricted_to(["origin"]))
    assert (ratings.draws[0] > ratings.draws[1]).mean() < 0.6


def test_expected_rank_does_not_depend_on_the_number_of_leaders() -> None:
    """Companies with identical true shares: the slope of rank on log n cannot be told from zero."""
    rng = np.random.default_rng(9)
    sizes = np.tile([9, 15, 30, 60, 150, 400, 1000], 6)
    slopes = []
    for _ in range(60):
        women = rng.binomial(sizes, 0.3)
        ratings = run(companies(*zip(women, sizes - women, strict=True)), draws=200)
        ranks = rank(ratings).ranks
        assert ranks is not None
        slopes.append(linregress(np.log(sizes), ranks.expected).slope)
    error = np.std(slopes, ddof=1) / np.sqrt(len(slopes))
    assert abs(np.mean(slopes)) < 3 * error + 0.05


def test_who_is_not_rated_and_why() -> None:
    gender = [
        [[50, 50], [10, 30]], [[50, 50], [4, 4]], [[50, 50], [np.nan, 30]], [[50, 50], [20, 20]],
        [[50, 50], [2, 3]],
    ]  # fmt: skip
    counts = headcount(
        {"gender": gender},
        unobserved={"gender": [[0, 0], [0, 0], [0, 0], [0, 0], [0, 15]]},
        exclusions={"k3": Exclusion("unknown_size")},
    )
    ratings = rate(counts, GENDER, rng=np.random.default_rng(1), draws=100)
    assert ratings.reasons == ("", "too_few_leaders", "suppressed", "unknown_size", "not_calculable")
    assert ratings.rated.tolist() == [0]
    assert np.isnan(ratings.score["process"].value[1:]).all()


def test_nine_leaders_are_enough_and_eight_are_not() -> None:
    assert run(companies((4, 4), (4, 5))).reasons == ("too_few_leaders", "")


def test_a_source_without_levels_rates_nobody() -> None:
    ratings = run({"gender": [[[50, 50]], [[20, 80]]]}, on=ladder(False, stated=False))
    assert ratings.reasons == ("no_levels", "no_levels")
    assert rank(ratings).ranks is None


def test_ranking_needs_five_companies() -> None:
    assert rank(run(companies(*[(10, 30)] * 4))).ranks is None
    assert rank(run(companies(*[(10, 30)] * 5))).ranks is not None


def test_unobserved_people_widen_the_counted_interval_and_keep_its_truth_inside() -> None:
    ratings = run(
        {"gender": [[[50, 50], [10, 20]], *[[[50, 50], [20, 20]]] * 5]},
        unobserved={"gender": [[0, 10], *[[0, 0]] * 5]},
    )
    counted = ratings.score["counted"]
    assert counted.low[0] < counted.value[0] < counted.high[0]
    assert counted.low[1] == counted.high[1] == 100


def test_what_joins_criteria_is_not_given_as_counted_where_too_few_were_seen() -> None:
    seen = {"gender": [[[5, 5], [4, 3]]] * 2, "origin": [[[5, 3, 2], [4, 2, 1]], [[5, 3, 2], [5, 3, 2]]]}
    hidden = {"gender": [[0, 2], [0, 3]], "origin": [[0, 2], [0, 0]]}
    ratings = run(seen, BOTH, unobserved=hidden)
    assert np.isnan(ratings.score["counted"].value).tolist() == [True, False]
    assert np.isnan(ratings.components["counted"]["management"].value).tolist() == [True, False]
    assert not np.isnan(ratings.components["counted"]["evenness.origin"].value).any()
    assert not np.isnan(ratings.score["process"].value).any()


def test_parity_with_the_population_by_hand() -> None:
    benchmark = Benchmark("the city", {"gender": np.array([0.5, 0.5])})
    ratings = run(companies((30, 10), (25, 25)), OURS, benchmark=benchmark)
    np.testing.assert_allclose(ratings.parity["gender"].value, [1 - 10 / 140, 1.0])


def test_ours_rates_the_composition_once_there_is_a_benchmark() -> None:
    benchmark = Benchmark("the city", {"gender": np.array([0.5, 0.5])})
    figures = companies((10, 30), (20, 20), (18, 22), (30, 10), (25, 25))
    assert set(run(figures, OURS).reasons) == {"not_calculable"}
    rated = run(figures, OURS, benchmark=benchmark)
    assert set(rated.reasons) == {""}
    scores = rated.score["process"].value
    assert max(scores[[0, 3]]) < min(scores[[1, 2, 4]])  # three of four from one group, either way
    assert ((scores >= 1) & (scores <= 100)).all()


def test_the_order_of_companies_leaves_no_trace_in_the_priors_and_counts() -> None:
    pairs = [(10, 30), (20, 20), (18, 22), (30, 10), (25, 25)]
    one, other = run(companies(*pairs)), run(companies(*pairs[::-1]))
    np.testing.assert_allclose(one.priors["gender", 0].alpha, other.priors["gender", 0].alpha, rtol=1e-5)
    np.testing.assert_allclose(one.score["counted"].value, other.score["counted"].value[::-1])
    np.testing.assert_allclose(one.score["process"].value, other.score["process"].value[::-1], atol=1.0)


def test_the_same_seed_gives_the_same_ratings_on_one_and_on_two_threads() -> None:
    rng = np.random.default_rng(2)
    figures = {
        "gender": [[[50, 50], rng.multinomial(20, [0.4, 0.6])] for _ in range(150)],
        "origin": [[[70, 20, 10], rng.multinomial(20, [0.7, 0.2, 0.1])] for _ in range(150)],
    }
    one, two = (run(figures, BOTH, draws=200, threads=threads) for threads in (1, 2))
    np.testing.assert_array_equal(one.draws, two.draws)
    for code, estimate in one.components["process"].items():
        np.testing.assert_array_equal(estimate.low, two.components["process"][code].low)


def test_who_follows_the_job_is_told_of_every_chunk_and_may_stop_it() -> None:
    figures = headcount(companies(*[(10, 30)] * 150))
    told: list[int] = []
    rate(figures, GENDER, rng=np.random.default_rng(1), draws=100, on_company=told.append)
    assert told == sorted(told)
    assert told[-1] == 150
    assert len(told) > 1

    class StoppedError(Exception):
        pass

    def stop(_done: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        rate(figures, GENDER, rng=np.random.default_rng(1), draws=100, on_company=stop)


def test_a_missing_criterion_is_told_from_a_present_one() -> None:
    counts = headcount({"gender": [[[5, 5], [10, 10]]], "origin": [[[0, 0], [0, 0]]]})
    assert usable_criteria([counts], BOTH) == ("gender",)


def test_nothing_to_rate_is_refused() -> None:
    with pytest.raises(CannotRateError, match="None of the criteria"):
        run({"shoe_size": [[[5, 5], [10, 10]]]})
