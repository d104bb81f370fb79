"""Rank sets from draws: against the definition written out over all pairs and draws, and by their laws."""

from __future__ import annotations

import math
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.ranking.sets import RankSet, RankSets, normal_errors, rank_sets

Case = tuple[np.ndarray, np.ndarray, np.ndarray]


def case(p: int, draws: int, *, seed: int = 1, apart: float = 2.0, decimals: int = 8) -> Case:
    """Return estimates, errors and standard errors, of which about a tenth are 0."""
    rng = np.random.default_rng(seed)
    s = np.exp(rng.uniform(0, math.log(5), p)).round(decimals)
    s[rng.random(p) < 0.1] = 0.0
    errors = normal_errors(s, draws, rng).round(decimals)
    return (apart * rng.standard_normal(p)).round(decimals), errors, s


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Give few populations, with ties of all kinds if the numbers are rounded."""
    return case(
        draw(st.integers(0, 14)),
        draw(st.sampled_from([19, 60, 99])),
        seed=draw(st.integers(0, 10_000)),
        apart=draw(st.sampled_from([0.0, 1.0, 5.0, 30.0])),
        decimals=draw(st.sampled_from([0, 1, 8])),
    )


def slow_found(
    family: np.ndarray, ratios: np.ndarray, differences: np.ndarray, *, confidence: float, step_down: bool
) -> np.ndarray:
    """Return which hypotheses "the row is not above the column" of a family are rejected."""
    draws = differences.shape[2]
    place = math.ceil(confidence * (draws + 1) - 1e-9)
    rejected = family & np.isposinf(ratios)
    left = family & ~np.isinf(ratios)
    while left.any() and place <= draws:
        critical = max(np.sort(differences[left].max(axis=0))[place - 1], 0.0)
        new = left & (ratios > critical)
        rejected |= new
        left &= ~new
        if not step_down or not new.any():
            break
    return rejected


def slow_sets(
    estimates: np.ndarray,
    errors: np.ndarray,
    s: np.ndarray,
    *,
    confidence: float = 0.95,
    step_down: bool = True,
) -> RankSets:
    """Work out all sets over all pairs and draws, (p, p, B)."""
    p, wide = len(estimates), np.where(s[:, None] > 0, errors, 0).astype(float)
    both = np.sqrt(s[:, None] ** 2 + s[None] ** 2)
    distances = estimates[:, None] - estimates[None]
    sure = np.where(distances > 0, np.inf, -np.inf)
    ratios = np.where(both > 0, distances / np.where(both > 0, both, 1.0), sure)
    differences = (wide[None] - wide[:, None]) / np.where(both > 0, both, 1.0)[:, :, None]
    pairs = ~np.eye(p, dtype=bool)
    options = {"confidence": confidence, "step_down": step_down}
    everything = slow_found(pairs, ratios, differences, **options)
    low, high = np.empty((2, p), dtype=np.int64)
    for j in range(p):
        own = np.zeros((p, p), dtype=bool)
        own[j], own[:, j] = True, True
        found = slow_found(own & pairs, ratios, differences, **options)
        low[j], high[j] = 1 + found[:, j].sum(), p - found[j].sum()
    simultaneous = RankSet(1 + everything.sum(axis=0), p - everything.sum(axis=1))
    return RankSets(RankSet(low, high), simultaneous, confidence)


def runs(sets: RankSets) -> list[list[int]]:
    """Return all ends."""
    parts = (sets.marginal, sets.simultaneous)
    return [ends.tolist() for part in parts for ends in (part.low, part.high)]


def inside(inner: RankSet, outer: RankSet) -> bool:
    return bool(((inner.low >= outer.low) & (inner.high <= outer.high)).all())


@given(cases(), st.sampled_from([0.8, 0.9, 0.95]), st.booleans())
def test_sets_follow_their_definition(given_case: Case, confidence: float, step_down: bool) -> None:  # noqa: FBT001
    options = {"confidence": confidence, "step_down": step_down}
    assert runs(rank_sets(*given_case, **options)) == runs(slow_sets(*given_case, **options))


@pytest.mark.parametrize("apart", [0.0, 3.0, 10.0, 60.0])
@pytest.mark.parametrize("decimals", [1, 8])
@pytest.mark.parametrize("seed", range(4))
def test_sets_of_many_cells_follow_their_definition(apart: float, decimals: int, seed: int) -> None:
    """With few decimals also where a difference is as large as the critical value."""
    many = case(150, 39, seed=seed, apart=apart, decimals=decimals)
    for confidence in (0.5, 0.95):
        found = rank_sets(*many, confidence=confidence)
        assert runs(found) == runs(slow_sets(*many, confidence=confidence))


def test_stepping_down_takes_several_steps_and_finds_more() -> None:
    """Otherwise the tests against the definition would say nothing about it."""
    many = case(130, 99, seed=2, apart=20.0)
    stepped, single = rank_sets(*many), rank_sets(*many, step_down=False)
    assert runs(single) == runs(slow_sets(*many, step_down=False))
    for one, other in ((stepped.marginal, single.marginal), (stepped.simultaneous, single.simultaneous)):
        assert (one.high - one.low).sum() < (other.high - other.low).sum()


@pytest.mark.parametrize(("jump", "found"), [(50.0, True), (-50.0, False)])
def test_errors_are_of_the_truth_around_the_estimate(jump: float, found: bool) -> None:  # noqa: FBT001
    """What may be far above its estimate has been found below; that it is not above stays to be tested.

    If it may be far below its estimate, that hypothesis alone keeps the critical value high.
    """
    s = np.array([1.0, 1.0, 0.0])
    errors = normal_errors(s, 99, np.random.default_rng(1))
    errors[1, ::9] = jump
    sets = rank_sets([0.0, -1000.0, 5.0], errors, s)
    assert (sets.marginal.low[0], sets.marginal.high[0]) == (2 if found else 1, 2)


@given(cases())
def test_marginal_sets_lie_inside_simultaneous_ones(given_case: Case) -> None:
    for step_down in (True, False):
        sets = rank_sets(*given_case, step_down=step_down)
        assert inside(sets.marginal, sets.simultaneous)


@given(cases())
def test_stepping_down_never_makes_a_set_larger(given_case: Case) -> None:
    stepped, single = rank_sets(*given_case), rank_sets(*given_case, step_down=False)
    assert inside(stepped.marginal, single.marginal)
    assert inside(stepped.simultaneous, single.simultaneous)


@given(cases())
def test_more_confidence_never_makes_a_set_smaller(given_case: Case) -> None:
    sets = [rank_sets(*given_case, confidence=confidence) for confidence in (0.5, 0.8, 0.95, 0.999)]
    for less, more in pairwise(sets):
        assert inside(less.marginal, more.marginal)
        assert inside(less.simultaneous, more.simultaneous)


@given(cases(), st.integers(-1000, 1000))
def test_a_shift_changes_nothing(given_case: Case, shift: int) -> None:
    estimates, errors, s = given_case
    whole = estimates.round()
    assert runs(rank_sets(whole + shift, errors, s)) == runs(rank_sets(whole, errors, s))


@given(cases(), st.integers(-30, 30))
def test_the_unit_changes_nothing(given_case: Case, power: int) -> None:
    """By powers of two, which change no digit."""
    unit = 2.0**power
    estimates, errors, s = given_case
    scaled = rank_sets(estimates * unit, errors * np.float32(unit), s * unit)
    assert runs(scaled) == runs(rank_sets(*given_case))


@given(cases(), st.integers(0, 1000))
def test_another_order_of_the_populations_gives_the_same_sets_in_that_order(
    given_case: Case, seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(len(given_case[0]))
    mixed = rank_sets(*(numbers[order] for numbers in given_case))
    assert runs(mixed) == [np.array(ends)[order].tolist() for ends in runs(rank_sets(*given_case))]


@given(cases())
def test_upside_down_the_sets_are_upside_down(given_case: Case) -> None:
    estimates, errors, s = given_case
    sets, down = rank_sets(*given_case), rank_sets(-estimates, -errors, s)
    for one, other in ((sets.marginal, down.marginal), (sets.simultaneous, down.simultaneous)):
        assert other.low.tolist() == (len(s) + 1 - one.high).tolist()
        assert other.high.tolist() == (len(s) + 1 - one.low).tolist()


@given(cases())
def test_a_set_holds_the_ranks_of_the_estimate(given_case: Case) -> None:
    estimates = given_case[0]
    first = 1 + (estimates[None] > estimates[:, None]).sum(axis=1)
    last = (estimates[None] >= estimates[:, None]).sum(axis=1)
    sets = rank_sets(*given_case, confidence=0.5)
    assert inside(RankSet(first, last), sets.marginal)
    assert (sets.marginal.low >= 1).all()
    assert (sets.marginal.high <= len(estimates)).all()


def test_threads_change_nothing() -> None:
    many = case(300, 99, apart=10.0)
    alone = rank_sets(*many, threads=1)
    assert runs(rank_sets(*many, threads=3)) == runs(alone)
    assert len(set(alone.marginal.low.tolist())) > 50


def test_who_is_far_above_all_others_is_first() -> None:
    estimates, errors, s = case(40, 99, apart=1.0)
    estimates[7] = 1e6
    sets = rank_sets(estimates, errors, s)
    assert (sets.marginal.low[7], sets.marginal.high[7]) == (1, 1)
    assert (sets.simultaneous.low[7], sets.simultaneous.high[7]) == (1, 1)
    assert sets.best(1).nonzero()[0].tolist() == [7]


def test_nobody_one_and_two_populations() -> None:
    none = np.empty(0)
    assert runs(rank_sets(none, np.empty((0, 99), dtype=np.float32), none)) == [[], [], [], []]
    assert runs(rank_sets(*case(1, 99))) == [[1], [1], [1], [1]]
    s = np.ones(2)
    errors = normal_errors(s, 999, np.random.default_rng(1))
    assert runs(rank_sets([0.0, 3.5], errors, s)) == [[2, 1], [2, 1]] * 2
    assert runs(rank_sets([0.0, 2.0], errors, s)) == [[1, 1], [2, 2]] * 2


def test_what_is_known_for_sure_is_told_apart_unless_it_is_equal() -> None:
    errors = np.ones((4, 3), dtype=np.float32)  # too few draws for anything else
    sets = rank_sets([1.0, 2.0, 2.0, 1.0 + 1e-15], errors, np.zeros(4))
    assert runs(sets) == [[4, 1, 1, 3], [4, 2, 2, 3]] * 2


def test_sure_and_unsure_populations_are_compared_by_the_error_of_the_unsure() -> None:
    s = np.array([1.0, 0.0, 0.0])
    errors = normal_errors(s, 9999, np.random.default_rng(1))
    sets = rank_sets([0.0, 2.5, 1.5], errors, s)
    # two comparisons of one error, both ways: that is 1.96 beyond which one finds
    assert runs(sets) == [[2, 1, 2], [3, 1, 3]] * 2


def test_errors_of_what_is_known_for_sure_are_not_looked_at() -> None:
    estimates, errors, s = case(40, 99, apart=5.0)
    known = runs(rank_sets(estimates, errors, s))
    errors[s == 0] = 1000.0
    assert (s == 0).sum() > 1
    assert runs(rank_sets(estimates, errors, s)) == known


@pytest.mark.parametrize("tiny", [1e-300, 5e-324, 1e-40, 1e-30])
def test_a_tiny_standard_error_is_no_division_by_zero(tiny: float) -> None:
    s = np.array([tiny, tiny, 1.0])
    errors = normal_errors(s, 99, np.random.default_rng(1))
    assert runs(rank_sets([1.0, 2.0, -10.0], errors, s)) == [[2, 1, 3], [2, 1, 3]] * 2
    assert runs(rank_sets([1.0, 1.0, -10.0], errors, s)) == [[1, 1, 3], [2, 2, 3]] * 2


def test_with_too_few_draws_nothing_is_found() -> None:
    s = np.ones(3)
    for draws, found in ((0, False), (18, False), (19, True)):
        errors = normal_errors(s, draws, np.random.default_rng(1))
        sets = rank_sets([0.0, 100.0, 200.0], errors, s)
        assert runs(sets) == ([[3, 2, 1], [3, 2, 1]] if found else [[1, 1, 1], [3, 3, 3]]) * 2


def test_the_critical_value_is_the_stated_order_statistic() -> None:
    """Two populations, for which the studentised differences are the errors of the first."""
    errors = np.zeros((2, 99), dtype=np.float32)
    errors[0] = np.arange(1, 100)
    s = np.array([1.0, 0.0])
    for confidence, critical in ((0.99, 99), (0.95, 95), (0.945, 95), (0.55, 55), (0.5, 50)):
        equal = rank_sets([critical, 0.0], errors, s, confidence=confidence)
        above = rank_sets([critical + 1e-9, 0.0], errors, s, confidence=confidence)
        assert runs(equal) == [[1, 1], [2, 2]] * 2
        assert runs(above) == [[1, 2], [1, 2]] * 2


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (0, "the estimate of population 2 "),
        (1, "the error of population 2, draw 3 "),
        (2, "the standard error of population 2 "),
    ],
)
@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_what_is_no_number_is_refused_with_its_place(place: int, message: str, wrong: float) -> None:
    numbers = case(5, 99)
    numbers[place][(2, 3) if place == 1 else 2] = wrong
    with pytest.raises(ValueError, match=message):
        rank_sets(*numbers)


def test_other_faults_are_refused() -> None:
    estimates, errors, s = case(5, 99)
    with pytest.raises(ValueError, match=r"standard error of population 1 .* negative"):
        rank_sets(estimates, errors, np.array([1, -1, 1, 1, 1]))
    with pytest.raises(ValueError, match="errors of 4 populations and estimates of 5"):
        rank_sets(estimates, errors[:4], s)
    with pytest.raises(ValueError, match="have the shape"):
        rank_sets(estimates, errors[0], s)
    for confidence in (0.0, 1.0, np.nan):
        with pytest.raises(ValueError, match="confidence"):
            rank_sets(estimates, errors, s, confidence=confidence)


def test_inputs_stay_as_they_are() -> None:
    many = case(50, 99)
    kept = [numbers.copy() for numbers in many]
    rank_sets(*many)
    for numbers, before in zip(many, kept, strict=True):
        np.testing.assert_array_equal(numbers, before)


def test_normal_errors_are_centred_with_the_standard_errors_given() -> None:
    s = np.array([0.0, 1.0, 5.0])
    errors = normal_errors(s, 100_000, np.random.default_rng(1))
    assert (errors.shape, errors.dtype) == ((3, 100_000), np.float32)
    np.testing.assert_allclose(errors.mean(axis=1), 0, atol=0.05)
    np.testing.assert_allclose(errors.std(axis=1), s, rtol=0.01)


def test_importing_the_package_does_not_load_the_compiler() -> None:
    code = "import sys, rating.ranking.sets; print('numba' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "False\n"
