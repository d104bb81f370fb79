"""Laws that every index on the shelf obeys, found without naming them, and golden values."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.indices import blau, hill, iqv, shannon, shelf, theil_h
from tests.builders import read_csv

REFERENCE = Path(__file__).parents[2] / "reference" / "indices.csv"
GOLDEN = read_csv(REFERENCE)
VARIETY = [name for name, index in shelf().items() if index.card.kind == "variety"]

counts_of = (
    st.integers(2, 8)
    .flatmap(lambda k: arrays(np.float64, (3, k), elements=st.integers(0, 500).map(float)))
    .filter(lambda array: (array.sum(axis=-1) > 0).all())
)


def compute(name: str, counts: np.ndarray) -> np.ndarray:
    if shelf()[name].card.kind == "parity":
        return shelf()[name].compute(counts, np.ones(counts.shape[-1]))
    return shelf()[name].compute(counts)


def test_the_shelf_holds_the_indices_of_the_method() -> None:
    assert set(shelf()) == {
        "blau", "iqv", "shannon", "hill", "parity", "mutual_information", "theil_h"
    }  # fmt: skip


@pytest.mark.parametrize("row", GOLDEN, ids=[f"{n} {row['index']}" for n, row in enumerate(GOLDEN)])
def test_golden_value(row: dict[str, str]) -> None:
    value = shelf()[row["index"]].compute(json.loads(row["input"]), **json.loads(row["arguments"]))
    assert float(value) == pytest.approx(float(row["expected"]), abs=1e-9)


def test_every_index_has_a_golden_value() -> None:
    assert {row["index"] for row in GOLDEN} == set(shelf())
    assert all(row["source"] for row in GOLDEN)


@pytest.mark.parametrize("name", shelf())
def test_card_is_complete(name: str) -> None:
    index = shelf()[name]
    assert index.card.title
    assert index.card.source
    assert index.card.minimum < index.card.maximum(5)
    for word in ("Parameters", "Returns", "Notes", "Examples", "Range", "NaN"):
        assert word in (index.compute.__doc__ or ""), word


@pytest.mark.parametrize("name", shelf())
@given(data=st.data())
def test_values_stay_within_the_card(name: str, data: st.DataObject) -> None:
    card = shelf()[name].card
    counts = data.draw(counts_of)
    values = compute(name, counts)
    known = values[~np.isnan(values)]
    assert (known >= card.minimum - 1e-12).all()
    assert (known <= card.maximum(counts.shape[-1]) + 1e-9).all()


@pytest.mark.parametrize("name", VARIETY)
@given(data=st.data())
def test_order_of_groups_does_not_matter(name: str, data: st.DataObject) -> None:
    counts = data.draw(counts_of)
    order = data.draw(st.permutations(range(counts.shape[-1])))
    np.testing.assert_allclose(compute(name, counts[:, order]), compute(name, counts), atol=1e-12)


@pytest.mark.parametrize("name", shelf())
@given(data=st.data())
def test_ten_times_the_people_change_nothing(name: str, data: st.DataObject) -> None:
    counts = data.draw(counts_of)
    np.testing.assert_allclose(compute(name, counts * 10), compute(name, counts), atol=1e-9)


@pytest.mark.parametrize("name", VARIETY)
def test_even_shares_reach_the_maximum_and_one_group_the_minimum(name: str) -> None:
    card = shelf()[name].card
    assert float(compute(name, np.full(5, 7.0))) == pytest.approx(card.maximum(5))
    assert float(compute(name, np.array([9.0, 0, 0, 0, 0]))) == pytest.approx(card.minimum)


@pytest.mark.parametrize("name", shelf())
def test_nobody_gives_nan_and_leading_axes_are_kept(name: str) -> None:
    table = np.ones((2, 3, 4, 2))
    table[0, 0] = 0.0
    values = compute(name, table)
    assert values.shape == ((2, 3) if shelf()[name].card.kind == "levels" else (2, 3, 4))
    assert np.isnan(values[0, 0]).all()
    assert not np.isnan(values[1]).any()


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
    for name in VARIETY:
        assert float(compute(name, moved)) >= float(compute(name, row)) - 1e-12


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


def test_scikit_bio_agrees() -> None:
    """scikit-bio as a second implementation."""
    from skbio.diversity import alpha  # noqa: PLC0415 - slow to import, needed here only

    rng = np.random.default_rng(7)
    for row in rng.integers(1, 60, size=(20, 6)):
        assert float(blau(row)) == pytest.approx(alpha.simpson(row))
        assert float(shannon(row)) == pytest.approx(alpha.shannon(row, base=np.e))
        assert float(hill(row, 2)) == pytest.approx(alpha.inv_simpson(row))
