"""Laws that every index on the shelf obeys, found without naming them, and golden values."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.indices import blau, dissimilarity, hill, iqv, richness, shannon, shelf, theil_h, unbiased_blau
from tests.builders import read_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

REFERENCE = Path(__file__).parents[2] / "reference" / "indices.csv"
GOLDEN = read_csv(REFERENCE)
#: For laws that are tried with every index.
FEWER = settings(max_examples=30)
#: What an index of each kind takes besides its counts of k groups.
BESIDES: dict[str, Callable[[int], dict[str, np.ndarray]]] = {
    "variety": lambda _k: {},
    "companion": lambda _k: {},
    "distances": lambda k: {"distances": np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)},
    "ordered": lambda k: {"values": np.arange(1.0, k + 1)},
    "parity": lambda k: {"benchmark": np.arange(1.0, k + 1)},
    "levels": lambda _k: {},
}


def names(*kinds: str) -> list[str]:
    return [name for name, index in shelf().items() if index.card.kind in kinds]


def compute(name: str, counts: np.ndarray, order: Sequence[int] | None = None) -> np.ndarray:
    """Compute an index, of counts whose groups stand in this order."""
    k = counts.shape[-1]
    order = list(range(k)) if order is None else list(order)
    besides = {
        argument: values[np.ix_(*[order] * values.ndim)]
        for argument, values in BESIDES[shelf()[name].card.kind](k).items()
    }
    return shelf()[name].compute(counts[..., order], **besides)


def scale(name: str, k: int) -> object:
    """Return what the limits of an index depend on: the values of its bands, or the number of groups."""
    return BESIDES["ordered"](k)["values"] if shelf()[name].card.kind == "ordered" else k


counts_of = (
    st.integers(2, 8)
    .flatmap(lambda k: arrays(np.float64, (3, k), elements=st.integers(0, 500).map(float)))
    .filter(lambda array: (array.sum(axis=-1) > 0).all())
)


def compositions(people: int, k: int) -> np.ndarray:
    """Return every way to spread people over k groups."""
    teams = np.array(list(product(range(people + 1), repeat=k)), dtype=float)
    return teams[teams.sum(axis=-1) == people]


def test_the_shelf_holds_the_indices_of_the_method() -> None:
    assert {name: index.card.kind for name, index in shelf().items()} == {
        "blau": "variety",
        "hill": "variety",
        "iqv": "variety",
        "richness": "variety",
        "shannon": "variety",
        "teachman": "variety",
        "chao_wang_jost": "companion",
        "unbiased_blau": "companion",
        "rao": "distances",
        "coefficient_of_variation": "ordered",
        "gini": "ordered",
        "mean_euclidean_distance": "ordered",
        "standard_deviation": "ordered",
        "jensen_shannon": "parity",
        "parity": "parity",
        "representation": "parity",
        "dissimilarity": "levels",
        "isolation": "levels",
        "local_segregation": "levels",
        "mutual_information": "levels",
        "theil_h": "levels",
    }


@pytest.mark.parametrize("row", GOLDEN, ids=[f"{n} {row['index']}" for n, row in enumerate(GOLDEN)])
def test_golden_value(row: dict[str, str]) -> None:
    value = shelf()[row["index"]].compute(json.loads(row["input"]), **json.loads(row["arguments"]))
    np.testing.assert_allclose(value, json.loads(row["expected"]), atol=1e-9, rtol=0)


def test_every_index_has_a_golden_value() -> None:
    assert {row["index"] for row in GOLDEN} == set(shelf())
    assert all(row["source"] for row in GOLDEN)


@pytest.mark.parametrize("name", shelf())
def test_card_is_complete(name: str) -> None:
    index = shelf()[name]
    assert index.card.title
    assert index.card.source
    assert index.card.minimum < index.card.maximum(scale(name, 5))
    for word in ("Parameters", "Returns", "Notes", "Examples", "Range", "NaN", "one person", "nobody"):
        assert word.casefold() in (index.compute.__doc__ or "").casefold(), word


@pytest.mark.parametrize("name", shelf())
@FEWER
@given(data=st.data())
def test_values_stay_within_the_card(name: str, data: st.DataObject) -> None:
    card = shelf()[name].card
    counts = data.draw(counts_of)
    values = compute(name, counts)
    known = values[~np.isnan(values)]
    assert (known >= card.minimum - 1e-12).all()
    assert (known <= card.maximum(scale(name, counts.shape[-1])) + 1e-9).all()


@pytest.mark.parametrize("name", shelf())
@FEWER
@given(data=st.data())
def test_order_of_groups_does_not_matter(name: str, data: st.DataObject) -> None:
    """What belongs to a group, such as the value of a band, moves with it."""
    counts = data.draw(counts_of)
    order = data.draw(st.permutations(range(counts.shape[-1])))
    expected = compute(name, counts)
    if shelf()[name].card.per == "group":
        expected = expected[..., order]
    np.testing.assert_allclose(compute(name, counts, order), expected, atol=1e-12)


@pytest.mark.parametrize("name", names("levels"))
@given(data=st.data())
def test_order_of_levels_does_not_matter(name: str, data: st.DataObject) -> None:
    counts = data.draw(counts_of)
    order = data.draw(st.permutations(range(len(counts))))
    expected = compute(name, counts)
    if shelf()[name].card.per == "level":
        expected = expected[order]
    np.testing.assert_allclose(compute(name, counts[order]), expected, atol=1e-12)


@pytest.mark.parametrize("name", sorted(set(shelf()) - set(names("companion"))))
@given(data=st.data())
def test_ten_times_the_people_change_nothing(name: str, data: st.DataObject) -> None:
    counts = data.draw(counts_of)
    np.testing.assert_allclose(compute(name, counts * 10), compute(name, counts), atol=1e-9)
    shares = counts / counts.sum()
    np.testing.assert_allclose(compute(name, shares), compute(name, counts), atol=1e-9)


@pytest.mark.parametrize(("name", "plain"), [("unbiased_blau", "blau"), ("chao_wang_jost", "shannon")])
@given(counts=counts_of)
def test_companions_correct_upwards_and_less_in_more_people(
    name: str, plain: str, counts: np.ndarray
) -> None:
    row = counts[counts.sum(axis=-1) > 1]
    correction = compute(name, row) - compute(plain, row)
    assert (correction >= -1e-12).all()
    later = compute(name, row * 1000) - compute(plain, row * 1000)
    assert (later <= correction + 1e-9).all()
    assert (later <= 0.01).all()


@pytest.mark.parametrize("name", names("variety"))
def test_even_shares_reach_the_maximum_and_one_group_the_minimum(name: str) -> None:
    card = shelf()[name].card
    assert float(compute(name, np.full(5, 7.0))) == pytest.approx(card.maximum(5))
    assert float(compute(name, np.array([9.0, 0, 0, 0, 0]))) == pytest.approx(card.minimum)


LIMITED = [name for name, index in shelf().items() if index.card.attainable]


def test_what_has_no_attainable_maximum_is_not_limited_by_people() -> None:
    assert set(names("variety", "companion", "ordered")) - set(LIMITED) == {"chao_wang_jost"}


@pytest.mark.parametrize("k", [2, 3, 4])
@pytest.mark.parametrize("name", LIMITED)
def test_the_attainable_maximum_is_what_the_best_team_of_n_people_reaches(name: str, k: int) -> None:
    attainable = shelf()[name].card.attainable
    assert attainable is not None
    for people in range(1, 8):
        best = compute(name, compositions(people, k)).max()
        assert float(attainable(people, scale(name, k))) == pytest.approx(best, abs=1e-12, nan_ok=True)
        rounded_down = attainable(people + 0.9, scale(name, k))
        assert float(rounded_down) == pytest.approx(best, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", LIMITED)
def test_many_people_come_near_the_maximum_of_the_process(name: str) -> None:
    card = shelf()[name].card
    assert card.attainable is not None
    large = float(card.attainable(100_000, scale(name, 5)))
    # of n people without a shared group, only k can be in k groups
    limit = 0.8 if name == "unbiased_blau" else card.maximum(scale(name, 5))
    assert large == pytest.approx(limit, rel=1e-4)
    assert np.isnan(card.attainable(0, scale(name, 5)))


@pytest.mark.parametrize("name", shelf())
def test_nobody_gives_nan_and_leading_axes_are_kept(name: str) -> None:
    table = np.ones((2, 3, 4, 2))
    table[0, 0] = 0.0
    values = compute(name, table)
    card = shelf()[name].card
    by_level = card.kind != "levels" or card.per == "level"
    assert values.shape == (2, 3, *([4] if by_level else []), *([2] if card.per == "group" else []))
    assert np.isnan(values[0, 0]).all()
    assert not np.isnan(values[1]).any()


@pytest.mark.parametrize("name", shelf())
def test_what_is_not_known_of_a_group_leaves_the_index_unknown(name: str) -> None:
    values = compute(name, np.array([[1.0, 2.0, np.nan], [1.0, 2.0, 3.0]]))
    if shelf()[name].card.kind != "levels":
        assert np.isnan(values[0]).all()
        assert not np.isnan(values[1]).any()
    else:
        assert np.isnan(values).any()


@pytest.mark.parametrize("name", shelf())
def test_the_input_is_left_alone(name: str) -> None:
    counts = np.arange(1.0, 7.0).reshape(3, 2)
    before = counts.copy()
    compute(name, counts)
    np.testing.assert_array_equal(counts, before)


@given(counts_of)
def test_moving_people_from_a_larger_to_a_smaller_group_adds_variety(counts: np.ndarray) -> None:
    row = counts[0].copy()
    large, small = int(row.argmax()), int(row.argmin())
    moved = row.copy()
    step = (row[large] - row[small]) / 2
    moved[large] -= step
    moved[small] += step
    for name in names("variety"):
        assert float(compute(name, moved)) >= float(compute(name, row)) - 1e-12


@pytest.mark.parametrize("name", names("ordered"))
@given(counts=counts_of)
def test_moving_two_people_towards_each_other_takes_separation_away(name: str, counts: np.ndarray) -> None:
    """Pigou and Dalton: one steps up from the lowest band, one down from the highest; the mean stays."""
    row = np.concatenate([[1.0], counts[0], [1.0]])
    moved = row.copy()
    moved[[0, -1]] -= 1.0
    moved[[1, -2]] += 1.0
    assert float(compute(name, moved)) <= float(compute(name, row)) + 1e-12


@given(counts_of)
def test_hill_numbers_fall_with_their_order(counts: np.ndarray) -> None:
    numbers = np.array([hill(counts, q) for q in (0.0, 0.5, 1.0, 2.0, 4.0, np.inf)])
    assert (np.diff(numbers, axis=0) <= 1e-9).all()
    np.testing.assert_allclose(hill(counts, 2.0), 1.0 / (1.0 - blau(counts)))
    np.testing.assert_allclose(hill(counts, 1.0), np.exp(shannon(counts)))


def test_negative_order_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        hill([1, 2], q=-1)


def test_one_counted_person_has_no_iqv() -> None:
    assert np.isnan(iqv([1, 0], people=1))


def test_theil_h_of_one_group_is_not_defined() -> None:
    assert np.isnan(theil_h([[3, 0], [4, 0]]))


@pytest.mark.data
def test_dune_meadows_agree_with_vegan(data: Path) -> None:
    """R package vegan 2.6-4, diversity(): values quoted in the project's method."""
    rows = read_csv(data / "golden_vegan" / "dune.csv")[:3]
    sites = np.array([[float(cell) for name, cell in row.items() if name != "rownames"] for row in rows])
    np.testing.assert_allclose(shannon(sites), [1.440481742, 2.252516281, 2.193749290], atol=1e-9)
    np.testing.assert_allclose(blau(sites), [0.7345679012, 0.8900226757, 0.8787500000], atol=1e-9)
    # vegan's simpson.unb()
    unbiased = [0.7777777778, 0.9117305459, 0.9012820513]
    np.testing.assert_allclose(unbiased_blau(sites), unbiased, atol=1e-9)
    numbers = [float(hill(sites[0], q)) for q in (0, 0.5, 1, 2, 4, np.inf)]
    expected = [5, 4.560164639, 4.222729592, 3.767441860, 3.296659808, 2.571428571]
    np.testing.assert_allclose(numbers, expected, atol=1e-9)


@pytest.mark.data
def test_schools_agree_with_the_r_package_segregation(data: Path) -> None:
    """R package segregation, mutual_total(): values quoted in the project's method."""
    rows = read_csv(data / "golden_segregation" / "schools00.csv")
    schools = {name: index for index, name in enumerate(dict.fromkeys(row["school"] for row in rows))}
    races = {name: index for index, name in enumerate(dict.fromkeys(row["race"] for row in rows))}
    table = np.zeros((len(schools), len(races)))
    for row in rows:
        table[schools[row["school"]], races[row["race"]]] += float(row["n"])
    assert float(shelf()["mutual_information"].compute(table)) == pytest.approx(0.4255389759, abs=1e-9)
    assert float(theil_h(table)) == pytest.approx(0.4188083146, abs=1e-9)
    white = table[:, races["white"]]
    two = np.stack([white, table.sum(axis=-1) - white], axis=-1)
    assert float(dissimilarity(two)) == pytest.approx(0.5962177506, abs=1e-9)


def test_scikit_bio_agrees() -> None:
    """scikit-bio as a second implementation."""
    from skbio.diversity import alpha  # noqa: PLC0415 - slow to import, needed here only

    rng = np.random.default_rng(7)
    for row in rng.integers(1, 60, size=(20, 6)):
        assert float(richness(row)) == alpha.sobs(row)
        assert float(blau(row)) == pytest.approx(alpha.simpson(row))
        assert float(shannon(row)) == pytest.approx(alpha.shannon(row, base=np.e))
        assert 1.0 / float(hill(row, np.inf)) == pytest.approx(alpha.berger_parker_d(row))
        for order in (0, 0.5, 1, 2, 3.5):
            assert float(hill(row, order)) == pytest.approx(alpha.hill(row, order=order))


def test_high_orders_do_not_run_out_of_digits() -> None:
    assert float(hill([300, 200, 1], q=5000.0)) == pytest.approx(501 / 300, rel=1e-3)
    assert float(hill([1, 1, 1], q=1.0 + 1e-9)) == pytest.approx(3.0, rel=1e-6)
