"""What moves ranks, and how far."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.analyze import sobol as salib_sobol
from SALib.sample import sobol as salib_sample
from SALib.test_functions import Ishigami

from rating.ranking.sensitivity import Choices, ScoreModel, analyse
from rating.ranking.sensitivity.indices import sobol_indices

RNG = np.random.default_rng(11)
PILLAR = np.array([0, 0, 1, 1])
ONLY_STATED = Choices(0.0, ("stated",), (("stated", "stated"),), leaves_out=False)


def model(points: np.ndarray, **changes: object) -> ScoreModel:
    return ScoreModel(
        **(
            {
                "points": points,
                "codes": ("a", "b", "c", "d"),
                "pillar": PILLAR,
                "indicator_weights": np.ones(4),
                "pillar_weights": np.ones(2),
                "aggregation": ("arithmetic", "geometric"),
                "floor": 1.0,
            }
            | changes
        )  # type: ignore[arg-type]
    )


POINTS = RNG.uniform(1, 100, size=(30, 4))


def test_indices_are_those_of_salib_on_the_same_results() -> None:
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-np.pi, np.pi]] * 3}
    samples = salib_sample.sample(problem, 512, calc_second_order=False, seed=1)
    results = Ishigami.evaluate(samples)
    theirs = salib_sobol.analyze(problem, results, calc_second_order=False, num_resamples=2, seed=1)
    by_run = results.reshape(512, 5)
    ours = sobol_indices(by_run[:, 0], by_run[:, 4], by_run[:, 1:4].T)
    np.testing.assert_allclose(ours.first, theirs["S1"], atol=1e-12)
    np.testing.assert_allclose(ours.total, theirs["ST"], atol=1e-12)


def test_indices_approach_the_known_ones_of_ishigami() -> None:
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-np.pi, np.pi]] * 3}
    results = Ishigami.evaluate(salib_sample.sample(problem, 8192, calc_second_order=False, seed=2))
    by_run = results.reshape(8192, 5)
    found = sobol_indices(by_run[:, 0], by_run[:, 4], by_run[:, 1:4].T)
    np.testing.assert_allclose(found.first, [0.3139, 0.4424, 0.0], atol=0.01)
    np.testing.assert_allclose(found.total, [0.5576, 0.4424, 0.2437], atol=0.01)


def test_a_result_that_never_varies_has_no_indices() -> None:
    found = sobol_indices(np.full(8, 3.0), np.full(8, 3.0), np.full((2, 8), 3.0))
    assert np.isnan(found.first).all()
    assert np.isnan(found.total).all()


def test_without_alternatives_nothing_moves() -> None:
    found = analyse(model(POINTS), np.random.default_rng(1), choices=ONLY_STATED, runs=16)
    for ranks in (found.median, found.low, found.high):
        np.testing.assert_array_equal(ranks, found.stated)
    assert found.shift == (0.0, 0.0)
    assert np.isnan(found.of_shift.total).all()


def test_a_unit_that_is_ahead_in_everything_is_first_whatever_is_chosen() -> None:
    points = np.vstack([POINTS * 0.9, np.full(4, 100.0)])
    found = analyse(model(points), np.random.default_rng(1), runs=64)
    assert (found.stated[-1], found.low[-1], found.high[-1]) == (1.0, 1.0, 1.0)
    assert all(left.ranks[-1] == 1.0 for left in found.left_out)


def test_the_choice_that_alone_is_varied_has_all_the_variance() -> None:
    for place, choices in enumerate(
        [
            Choices(0.25, ("stated",), (("stated", "stated"),), leaves_out=False),
            Choices(0.0, ("stated", "percentile"), (("stated", "stated"),), leaves_out=False),
            Choices(0.0, ("stated",), (("stated", "stated"), ("harmonic", "harmonic")), leaves_out=False),
            Choices(0.0, ("stated",), (("stated", "stated"),), leaves_out=True),
        ]
    ):
        total = analyse(model(POINTS), np.random.default_rng(1), choices=choices, runs=4096).of_shift.total
        assert total[place] == pytest.approx(1.0, abs=0.06)
        assert np.delete(total, place).tolist() == [0.0, 0.0, 0.0]


def test_leaving_out_an_indicator_ranks_by_the_others() -> None:
    found = analyse(model(POINTS, aggregation=("arithmetic", "arithmetic")), np.random.default_rng(1), runs=8)
    assert [left.indicator for left in found.left_out] == ["a", "b", "c", "d"]
    without_first = (POINTS[:, 1] + POINTS[:, 2:].mean(axis=1)) / 2
    assert found.left_out[0].ranks.tolist() == ((-without_first).argsort().argsort() + 1.0).tolist()
    stated = POINTS.mean(axis=1)
    assert found.stated.tolist() == ((-stated).argsort().argsort() + 1.0).tolist()


def test_a_pillar_without_its_only_indicator_drops_out() -> None:
    pillar = np.array([0, 0, 0, 1])
    found = analyse(
        model(POINTS, pillar=pillar, aggregation=("arithmetic", "arithmetic")),
        np.random.default_rng(1),
        runs=8,
    )
    rest = POINTS[:, :3].mean(axis=1)
    assert found.left_out[3].ranks.tolist() == ((-rest).argsort().argsort() + 1.0).tolist()


def test_ranges_hold_nine_tenths_of_the_runs_and_the_same_seed_gives_the_same() -> None:
    once = analyse(model(POINTS), np.random.default_rng(7), runs=128)
    again = analyse(model(POINTS), np.random.default_rng(7), runs=128, threads=2)
    np.testing.assert_array_equal(once.low, again.low)
    np.testing.assert_array_equal(once.of_rank.total, again.of_rank.total)
    assert once.runs == 256
    assert (once.low <= once.median).all()
    assert (once.median <= once.high).all()
    assert once.shift[0] < once.shift[1]
    assert (once.high - once.low).mean() > 2.0


def test_a_scale_that_begins_at_nought_is_moved_so_that_no_mean_fails() -> None:
    points = np.where(POINTS < 10, 0.0, POINTS)
    zero_based = model(points, floor=0.0, aggregation=("arithmetic", "arithmetic"))
    found = analyse(zero_based, np.random.default_rng(1), runs=32)
    assert np.isfinite(found.low).all()
    assert found.stated.tolist() == ((-points.mean(axis=1)).argsort().argsort() + 1.0).tolist()


def test_a_unit_without_another_indicator_has_no_rank_without_it() -> None:
    points = POINTS.copy()
    points[3, 1:] = np.nan
    found = analyse(model(points, aggregation=("arithmetic", "arithmetic")), np.random.default_rng(1), runs=8)
    assert np.isnan(found.left_out[0].ranks[3])
    assert not np.isnan(found.left_out[1].ranks).any()


def test_means_that_are_the_stated_ones_are_not_tried_twice() -> None:
    own = Choices().without_repeats(("arithmetic", "arithmetic"))
    assert own.aggregations == (("stated", "stated"), ("geometric", "geometric"))
    assert Choices().without_repeats(("arithmetic", "geometric")) == Choices()


def test_several_models_are_looked_at_together() -> None:
    one, other = model(POINTS), model(POINTS[::-1])
    alone = [analyse(part, np.random.default_rng(5), runs=64) for part in (one, other)]
    both = analyse([one, other], np.random.default_rng(5), runs=64)
    np.testing.assert_allclose(both.stated, (alone[0].stated + alone[1].stated) / 2)
    np.testing.assert_allclose(both.of_shift.total, (alone[0].of_shift.total + alone[1].of_shift.total) / 2)
    assert (both.low <= np.maximum(alone[0].low, alone[1].low)).all()
    assert (both.high >= np.minimum(alone[0].high, alone[1].high)).all()
