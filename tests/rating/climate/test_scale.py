"""Answers become sums: turned first, kept by group, added up."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.climate import Item, Scale, ScaleSums, score_scale, sums_of
from rating.errors import DefinitionError
from rating.indices.alpha import alpha

NAN = float("nan")


def scale(*is_reversed: bool) -> Scale:
    return Scale("climate", tuple(Item(f"item{n}", own) for n, own in enumerate(is_reversed)))


def assert_alike(one: ScaleSums, other: ScaleSums) -> None:
    for part in fields(ScaleSums):
        np.testing.assert_allclose(getattr(one, part.name), getattr(other, part.name), atol=1e-9)


answer = st.one_of(st.integers(1, 5).map(float), st.just(NAN))
tables = st.tuples(st.integers(0, 12), st.integers(1, 5)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=answer)
)


@given(tables, st.data())
def test_the_sums_of_two_parts_add_up_to_those_of_the_whole(rows: np.ndarray, data: st.DataObject) -> None:
    own = scale(*([False, True] * rows.shape[1])[: rows.shape[1]])
    group = np.array(
        data.draw(st.lists(st.integers(0, 2), min_size=len(rows), max_size=len(rows))), dtype=int
    )
    cut = data.draw(st.integers(0, len(rows)))
    parts = [sums_of(rows[part], own, group=group[part], groups=3) for part in (slice(cut), slice(cut, None))]
    whole = sums_of(rows, own, group=group, groups=3)
    assert_alike(parts[0] + parts[1], whole)
    assert_alike(parts[1] + parts[0], whole)
    assert_alike(whole.together(), sums_of(rows, own))
    assert (whole.scored + whole.left_out).sum() == len(rows)


@given(tables, st.data())
def test_keying_an_item_the_other_way_and_mirroring_its_answers_changes_nothing(
    rows: np.ndarray, data: st.DataObject
) -> None:
    items = rows.shape[1]
    keys = data.draw(st.lists(st.booleans(), min_size=items, max_size=items))
    item = data.draw(st.integers(0, items - 1))
    mirrored = rows.copy()
    mirrored[:, item] = 6.0 - mirrored[:, item]
    other = [key != (n == item) for n, key in enumerate(keys)]
    one, two = sums_of(rows, scale(*keys)), sums_of(mirrored, scale(*other))
    for part in fields(ScaleSums):
        np.testing.assert_array_equal(getattr(one, part.name), getattr(two, part.name))


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(rows: np.ndarray, random: object) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    own = scale(*[False] * rows.shape[1])
    assert_alike(sums_of(rows[order], own), sums_of(rows, own))


@given(tables)
def test_sums_give_what_numpy_gives_from_the_rows(rows: np.ndarray) -> None:
    own = scale(*[False] * rows.shape[1])
    found = sums_of(rows, own)
    kept = rows[(~np.isnan(rows)).sum(axis=1) >= own.fewest_answers]
    whole = rows[~np.isnan(rows).any(axis=1)]
    if len(kept) > 1:
        scores = np.nanmean(kept, axis=1)
        assert found.means()[0] == pytest.approx(scores.mean())
        assert found.variance_within() == pytest.approx(scores.var(ddof=1), abs=1e-9)
        assert found.mean_variances()[0] == pytest.approx(scores.var(ddof=1) / len(kept), abs=1e-9)
    if len(whole) > 1:
        expected = np.atleast_2d(np.cov(whole, rowvar=False))
        np.testing.assert_allclose(found.covariances()[0], expected, atol=1e-9)


def test_half_of_the_items_are_enough_and_fewer_are_not() -> None:
    rows = [[5, 4, NAN, NAN], [5, NAN, NAN, NAN], [NAN] * 4, [1, 2, 3, 4]]
    found = sums_of(rows, scale(False, False, False, False))
    assert (found.scored.tolist(), found.left_out.tolist(), found.complete.tolist()) == ([2.0], [2.0], [1.0])
    assert found.means().tolist() == [(4.5 + 2.5) / 2]
    assert [scale(*[False] * items).fewest_answers for items in (1, 2, 3, 4, 5)] == [1, 1, 2, 2, 3]


def test_filling_in_somebodys_other_answers_would_make_alpha_too_large() -> None:
    """Why reliability is that of complete answers: 4,000 people, a quarter of the answers skipped."""
    rng = np.random.default_rng(8)
    rows = np.clip(np.rint(3 + rng.normal(size=(4000, 1)) * 0.7 + rng.normal(size=(4000, 6))), 1, 5)
    truth = float(alpha(np.cov(rows, rowvar=False)))
    rows[rng.random(rows.shape) < 0.25] = NAN
    own = scale(*[False] * 6)
    kept = rows[(~np.isnan(rows)).sum(axis=1) >= 3]
    filled = np.where(np.isnan(kept), np.nanmean(kept, axis=1, keepdims=True), kept)
    assert float(alpha(np.cov(filled, rowvar=False))) > truth + 0.03
    assert float(alpha(sums_of(rows, own).covariances()[0])) == pytest.approx(truth, abs=0.03)


def test_groups_without_people_have_no_mean_and_do_not_disturb() -> None:
    rows = np.array([[4.0, 5.0], [2.0, 2.0], [1.0, 3.0]])
    found = sums_of(rows, scale(False, False), group=np.array([0, 0, 2]), groups=3)
    np.testing.assert_array_equal(found.means(), [3.25, NAN, 2.0])
    np.testing.assert_array_equal(np.isnan(found.mean_variances()), [False, True, False])
    assert np.isnan(found.covariances()[1:]).all()


def test_fractional_answers_that_are_all_alike_do_not_vary() -> None:
    found = sums_of([[3.3, 4.7]] * 7, scale(False, False))
    np.testing.assert_array_equal(found.covariances(), np.zeros((1, 2, 2)))
    assert found.variance_within() == 0.0


def test_nobody_at_all_is_no_fault() -> None:
    found = sums_of(np.zeros((0, 2)), scale(False, True))
    assert (found.scored.tolist(), found.left_out.tolist()) == ([0.0], [0.0])
    assert np.isnan(found.variance_within())
    assert score_scale(found, scale(False, True)).reasons == ("scale_unanswered",)


def test_sums_cannot_be_changed() -> None:
    found = sums_of([[4, 5]], scale(False, False))
    with pytest.raises(ValueError, match="read-only"):
        found.item_sums[0, 0] = 9.0


def test_answers_are_left_alone() -> None:
    rows = np.array([[4.0, 5.0], [2.0, NAN]])
    before = rows.copy()
    sums_of(rows, scale(False, True))
    np.testing.assert_array_equal(rows, before)


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        ([[1, 2, 3]], "2 items"),
        ([[0, 3]], "outside 1 ... 5"),
        ([[3, 6]], "outside 1 ... 5"),
        ([1, 2], "people, items"),
    ],
)
def test_answers_that_do_not_fit_are_refused(rows: list, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        sums_of(rows, scale(False, False))


@pytest.mark.parametrize("group", [[0], [0, 2], [-1, 0]])
def test_a_group_that_is_none_is_refused(group: list[int]) -> None:
    with pytest.raises(ValueError, match=r"groups 0 ... 1"):
        sums_of([[1, 2], [3, 4]], scale(False, False), group=np.array(group), groups=2)


def test_sums_of_other_items_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="same groups and items"):
        sums_of([[1, 2]], scale(False, False)) + sums_of([[1]], scale(False))


@pytest.mark.parametrize(
    ("items", "low", "match"),
    [((), 1, "no item"), ((Item("a"), Item("a")), 1, "twice"), ((Item("a"),), 5, "upwards")],
)
def test_a_scale_that_contradicts_itself_is_refused(items: tuple[Item, ...], low: int, match: str) -> None:
    with pytest.raises(DefinitionError, match=match):
        Scale("climate", items, low=low)
