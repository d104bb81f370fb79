"""The rule: a scale that is not reliable is shown and not scored, and doubts are told by code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.climate import RELIABLE_FROM, Item, Scale, agreement_of, item_rest, score_scale, sums_of
from rating.indices.alpha import alpha
from rating.indices.icc import icc_of_groups
from rating.indices.r_wg import r_wg
from tests.builders import read_csv

GOLDEN = read_csv(Path(__file__).parents[2] / "reference" / "climate.csv")
NAN = float("nan")


def scale(items: int, *turned: int) -> Scale:
    return Scale("climate", tuple(Item(f"item{n}", is_reversed=n in turned) for n in range(items)))


def answers(people: int, items: int, common: float, seed: int = 5) -> np.ndarray:
    """Invent answers 1-5 that share a part of their spread."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(people, 1)) * np.sqrt(common)
    return np.clip(np.rint(3 + rows + rng.normal(size=(people, items)) * np.sqrt(1 - common)), 1, 5)


def test_a_reliable_scale_is_scored_without_a_word() -> None:
    rows = answers(200, 5, 0.5)
    found = score_scale(sums_of(rows, scale(5)), scale(5), workforce=250)
    scores = rows.mean(axis=1)
    assert (found.is_scored, found.reasons, found.warnings) == (True, (), ())
    assert (found.people, found.left_out, found.reliability_people) == (200, 0, 200)
    assert found.mean == pytest.approx(scores.mean())
    assert found.standard_error == pytest.approx(scores.std(ddof=1) / np.sqrt(200))
    assert found.counted_standard_error == pytest.approx(found.standard_error * np.sqrt(1 - 200 / 250))
    assert found.reliability == pytest.approx(float(alpha(np.cov(rows, rowvar=False))))
    assert found.reliability_low < found.reliability < found.reliability_high
    assert found.omega.value == pytest.approx(found.reliability, abs=0.02)


def test_a_workforce_that_answered_whole_is_known_and_an_unknown_one_is_not() -> None:
    sums = sums_of(answers(40, 5, 0.5), scale(5))
    assert score_scale(sums, scale(5), workforce=40).counted_standard_error == 0.0
    assert np.isnan(score_scale(sums, scale(5)).counted_standard_error)
    with pytest.raises(ValueError, match="40 people of a workforce of 39"):
        score_scale(sums, scale(5), workforce=39)


@given(
    st.tuples(st.integers(3, 15), st.integers(2, 5)).flatmap(
        lambda shape: arrays(np.float64, shape, elements=st.integers(1, 5).map(float))
    )
)
def test_a_scale_is_scored_exactly_from_the_threshold_on(rows: np.ndarray) -> None:
    own = scale(rows.shape[1])
    found = score_scale(sums_of(rows, own), own)
    assert found.is_scored == (found.reliability >= RELIABLE_FROM)
    assert len(found.reasons) == (not found.is_scored)
    assert 1.0 <= found.mean <= 5.0
    assert found.people == len(rows)


def test_an_unreliable_scale_is_shown_all_the_same() -> None:
    rows = answers(200, 4, 0.1)
    found = score_scale(sums_of(rows, scale(4)), scale(4))
    assert found.reasons == ("scale_unreliable",)
    assert found.reliability < RELIABLE_FROM
    assert found.mean == pytest.approx(rows.mean())
    assert found.standard_error > 0


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[NAN, NAN, NAN], [5, NAN, NAN]], "scale_unanswered"),
        ([[4], [5], [2]], "scale_one_item"),
        ([[4, 5, 4]], "scale_reliability_unknown"),
        ([[4, 5, 4], [4, 5, NAN], [3, NAN, 2]], "scale_reliability_unknown"),
        ([[4, 5, 4]] * 9, "scale_reliability_unknown"),
        ([[4, 2, 3], [2, 4, 3], [3, 3, 3]], "scale_reliability_unknown"),
    ],
)
def test_the_first_reason_is_given(rows: list[list[float]], reason: str) -> None:
    own = scale(len(rows[0]))
    found = score_scale(sums_of(rows, own), own)
    assert found.reasons == (reason,)
    assert not found.is_scored


def test_a_company_of_one_mind_is_scored_where_the_city_shows_the_scale_reliable() -> None:
    agreed = sums_of([[5, 4, 5, 4]] * 12, scale(4))
    city = agreed + sums_of(answers(500, 4, 0.6), scale(4))
    alone, beside = score_scale(agreed, scale(4)), score_scale(agreed, scale(4), reference=city)
    assert alone.reasons == ("scale_reliability_unknown",)
    assert (beside.is_scored, beside.mean, beside.standard_error, beside.people) == (True, 4.5, 0.0, 12)
    assert beside.reliability_people == 512


def test_an_item_keyed_the_wrong_way_is_found() -> None:
    rows = answers(300, 5, 0.5)
    rows[:, 2] = 6 - rows[:, 2]
    wrong, right = (score_scale(sums_of(rows, own), own) for own in (scale(5), scale(5, 2)))
    assert (wrong.against_rest, right.against_rest) == (("item2",), ())
    assert "scale_item_against_rest" in wrong.warnings
    assert right.warnings == ()
    assert wrong.reliability < RELIABLE_FROM <= right.reliability


def test_few_people_leave_the_reliability_uncertain() -> None:
    rows = answers(9, 4, 0.5, seed=2)
    found = score_scale(sums_of(rows, scale(4)), scale(4))
    assert found.is_scored
    assert found.reliability_low < RELIABLE_FROM
    assert "scale_reliability_uncertain" in found.warnings


def test_few_complete_answers_are_told() -> None:
    rows = answers(300, 5, 0.5)
    rows[:160, 0] = NAN
    found = score_scale(sums_of(rows, scale(5)), scale(5))
    assert (found.people, found.reliability_people) == (300, 140)
    assert found.warnings == ("scale_few_complete",)
    rows[:10, 0] = 3
    assert score_scale(sums_of(rows, scale(5)), scale(5)).warnings == ()


def test_a_heywood_case_is_told() -> None:
    rng = np.random.default_rng(1)
    first = np.clip(np.rint(3 + rng.normal(size=400)), 1, 5)
    second = np.where(rng.random(400) < 0.9, first, rng.integers(1, 6, 400))
    third = np.where(rng.random(400) < 0.8, first, rng.integers(1, 6, 400))
    rows = np.column_stack([first, second, third])
    found = score_scale(sums_of(rows, scale(3)), scale(3))
    assert found.is_scored
    assert found.omega.is_heywood
    assert found.warnings == ("scale_omega_at_bound",)


def test_two_items_have_no_omega_and_that_is_no_warning() -> None:
    found = score_scale(sums_of(answers(200, 2, 0.7), scale(2)), scale(2))
    assert found.is_scored
    assert np.isnan(found.omega.value)
    assert found.warnings == ()


# ---------------------------------------------------------------- item-rest


def test_golden_item_rest() -> None:
    (row,) = [row for row in GOLDEN if row["quantity"] == "item_rest"]
    found = item_rest(np.cov(np.array(json.loads(row["input"])), rowvar=False))
    assert float(found[0]) == pytest.approx(float(row["expected"]), abs=float(row["tolerance"]))


def test_item_rest_is_the_correlation_that_numpy_gives() -> None:
    rows = answers(60, 5, 0.3)
    rows[:, 1] = 6 - rows[:, 1]
    rest = rows.sum(axis=1, keepdims=True) - rows
    expected = [np.corrcoef(rows[:, n], rest[:, n])[0, 1] for n in range(5)]
    np.testing.assert_allclose(item_rest(np.cov(rows, rowvar=False)), expected, atol=1e-12)
    assert expected[1] < 0


@pytest.mark.parametrize("table", [[[1.0]], [[1.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
def test_item_rest_is_unknown_without_variance(table: list[list[float]]) -> None:
    assert np.isnan(item_rest(table)).all()


# ---------------------------------------------------------------- agreement of groups


def test_agreement_comes_from_the_rows_that_it_should() -> None:
    rows = answers(60, 4, 0.4)
    rows[7, 0] = NAN
    group = np.repeat([0, 1, 2], [30, 20, 10])
    found = agreement_of(sums_of(rows, scale(4), group=group, groups=3), scale(4))
    scores = np.nanmean(rows, axis=1)
    parts = [scores[group == own] for own in range(3)]
    expected = icc_of_groups(
        [30, 20, 10], [part.sum() for part in parts], [(part**2).sum() for part in parts]
    )
    assert float(found.icc.icc1) == pytest.approx(float(expected.icc1))
    complete = ~np.isnan(rows).any(axis=1)
    spread = [rows[(group == own) & complete].var(axis=0, ddof=1) for own in range(3)]
    np.testing.assert_allclose(found.within.value, r_wg(spread, 2.0).value)


def test_a_skewed_null_is_handed_on() -> None:
    sums = sums_of(answers(60, 4, 0.4), scale(4))
    usual, strict = (agreement_of(sums, scale(4), null_variance=null).within.value for null in (None, 1.34))
    assert strict[0] < usual[0]


def test_groups_that_differ_have_reliable_means() -> None:
    rows = np.vstack([answers(50, 4, 0.4) - 1, answers(50, 4, 0.4, seed=6)]).clip(1, 5)
    found = agreement_of(sums_of(rows, scale(4), group=np.repeat([0, 1], 50), groups=2), scale(4))
    assert float(found.icc.icc1) > 0.2
    assert float(found.icc.icc2) > 0.9


def test_scales_load_no_compiler() -> None:
    code = "import sys, rating.climate; print('numba' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"
