"""Indices of tables levels x groups: a second implementation, and how they come apart into parts."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.indices import (
    between_within,
    blau,
    dissimilarity,
    isolation,
    jensen_shannon,
    local_segregation,
    mutual_information,
    mutual_information_change,
    parity,
    shelf,
    theil_h,
)
from tests.builders import read_csv

SEGREGATION = read_csv(Path(__file__).parents[2] / "reference" / "segregation.csv")

tables = (
    st.tuples(st.integers(1, 6), st.integers(2, 5))
    .flatmap(lambda shape: arrays(np.float64, shape, elements=st.integers(0, 60).map(float)))
    .filter(lambda table: table.sum() > 0)
)


@pytest.mark.parametrize("row", SEGREGATION, ids=[f"{n} {row['index']}" for n, row in enumerate(SEGREGATION)])
def test_the_python_package_segregation_agrees(row: dict[str, str]) -> None:
    """Values from ``tests/reference/segregation_values.py``."""
    value = shelf()[row["index"]].compute(json.loads(row["input"]))
    np.testing.assert_allclose(value, json.loads(row["expected"]), atol=1e-12, rtol=0)


def test_of_two_groups_dissimilarity_is_that_of_duncan_and_duncan() -> None:
    table = np.array([[12.0, 3.0], [5.0, 9.0], [0.0, 4.0]])
    shares = table / table.sum(axis=0)
    assert float(dissimilarity(table)) == pytest.approx(np.abs(shares[:, 0] - shares[:, 1]).sum() / 2)


@given(tables)
def test_dissimilarity_is_the_missing_parity_of_the_levels(table: np.ndarray) -> None:
    table = table[table.sum(axis=-1) > 0]
    if float(blau(table.sum(axis=0))) > 0:
        people = table.sum(axis=-1) / table.sum()
        missing = (people * (1.0 - parity(table, table.sum(axis=0)))).sum()
        assert float(dissimilarity(table)) == pytest.approx(missing / float(blau(table.sum(axis=0))))


def test_one_group_alone_has_no_dissimilarity() -> None:
    assert np.isnan(dissimilarity([[3, 0], [4, 0]]))


@given(tables)
def test_the_mean_of_local_segregation_is_mutual_information(table: np.ndarray) -> None:
    people = table.sum(axis=-1)
    parts = np.where(people > 0, people / people.sum() * local_segregation(table), 0.0)
    assert float(parts.sum()) == pytest.approx(float(mutual_information(table)), abs=1e-12)


@given(tables)
def test_isolation_lies_between_the_share_of_the_group_and_one(table: np.ndarray) -> None:
    share = table.sum(axis=0) / table.sum()
    alone = isolation(table)
    np.testing.assert_array_equal(np.isnan(alone), share == 0)
    assert (alone[share > 0] >= share[share > 0] - 1e-12).all()
    assert (alone[share > 0] <= 1.0 + 1e-12).all()


@given(counts=arrays(np.float64, (2, 4), elements=st.integers(1, 50).map(float)))
def test_jensen_shannon_is_mutual_information_of_two_equal_levels(counts: np.ndarray) -> None:
    shares = counts / counts.sum(axis=-1, keepdims=True)
    expected = float(mutual_information(shares))
    assert float(jensen_shannon(counts[0], counts[1])) == pytest.approx(expected, abs=1e-12)


@given(table=tables, part=st.floats(0.1, 0.9))
def test_a_level_split_into_two_alike_changes_nothing(table: np.ndarray, part: float) -> None:
    split = np.concatenate([table[:1] * part, table[:1] * (1 - part), table[1:]])
    for index in (mutual_information, theil_h, dissimilarity, isolation):
        np.testing.assert_allclose(index(split), index(table), atol=1e-9)
    # and M does not see that a group is split into two that stand on the same levels
    split = np.concatenate([table[:, :1] * part, table[:, :1] * (1 - part), table[:, 1:]], axis=1)
    np.testing.assert_allclose(mutual_information(split), mutual_information(table), atol=1e-9)


@given(table=tables, data=st.data())
def test_m_is_what_is_between_clusters_plus_what_is_within(table: np.ndarray, data: st.DataObject) -> None:
    for axis, of in enumerate(("levels", "groups")):
        labels = data.draw(
            st.lists(st.sampled_from("abc"), min_size=table.shape[axis], max_size=table.shape[axis])
        )
        split = between_within(table, labels, of=of)
        assert float(split.total) == pytest.approx(float(mutual_information(table)), abs=1e-12)
        assert float(split.between) >= 0
        assert float(split.within) >= 0


def test_equal_clusters_may_hide_levels_that_are_not() -> None:
    """Simpson's paradox at its end: nothing between north and south, everything within."""
    north, south = [[10.0, 0.0], [0.0, 10.0]], [[0.0, 5.0], [5.0, 0.0]]
    split = between_within([*north, *south], ["north", "north", "south", "south"])
    assert split.clusters == ("north", "south")
    assert float(split.between) == pytest.approx(0.0, abs=1e-12)
    np.testing.assert_allclose(split.inside, np.log(2.0))
    np.testing.assert_allclose(split.shares, [2 / 3, 1 / 3])


def test_between_and_within_keep_leading_axes_and_an_empty_cluster_adds_nothing() -> None:
    table = np.array([[[1.0, 2.0], [3.0, 1.0], [0.0, 0.0]], [[2.0, 2.0], [2.0, 2.0], [5.0, 1.0]]])
    split = between_within(table, [1, 1, 2])
    np.testing.assert_allclose(split.total, mutual_information(table))
    assert np.isnan(split.inside[0, 1])


def test_a_label_for_each_level_is_asked_for() -> None:
    with pytest.raises(ValueError, match="2 levels have 2 labels, not 3"):
        between_within([[1, 2], [3, 4]], ["a", "b", "c"])


pairs = arrays(np.float64, (2, 3, 3), elements=st.integers(1, 60).map(float))


@settings(max_examples=40)
@given(pairs)
def test_the_parts_of_a_change_sum_to_it_and_turn_round_with_the_years(years: np.ndarray) -> None:
    there = mutual_information_change(years[0], years[1])
    back = mutual_information_change(years[1], years[0])
    total = float(mutual_information(years[1]) - mutual_information(years[0]))
    assert float(there.total) == pytest.approx(total, abs=1e-12)
    assert float(there.additions) == pytest.approx(0.0, abs=1e-12)
    for part in ("groups", "levels", "structure"):
        assert float(getattr(there, part)) == pytest.approx(-float(getattr(back, part)), abs=1e-7)
    turned = mutual_information_change(years[0].T, years[1].T)
    assert float(turned.levels) == pytest.approx(float(there.groups), abs=1e-7)


@settings(max_examples=40)
@given(
    table=arrays(np.float64, (3, 3), elements=st.integers(1, 60).map(float)),
    factors=arrays(np.float64, 3, elements=st.floats(0.2, 5.0)),
)
def test_scaling_levels_or_groups_is_no_change_of_structure(table: np.ndarray, factors: np.ndarray) -> None:
    for changed in (table * factors, table * factors[:, None], table * factors * factors[::-1, None]):
        assert float(mutual_information_change(table, changed).structure) == pytest.approx(0.0, abs=1e-7)


def test_shapley_with_margins_fitted_one_cell_at_a_time() -> None:
    """A plain rewriting of the definition, for a table without empty cells."""
    years = [[[30.0, 10.0, 4.0], [12.0, 25.0, 9.0]], [[20.0, 14.0, 8.0], [18.0, 20.0, 15.0]]]

    def fitted(structure: int, levels: int, groups: int) -> float:
        cells = [[cell / np.sum(years[structure]) for cell in row] for row in years[structure]]
        for _ in range(500):
            for row in range(2):
                factor = np.sum(years[levels], axis=1)[row] / np.sum(years[levels]) / sum(cells[row])
                cells[row] = [cell * factor for cell in cells[row]]
            for column in range(3):
                wanted = np.sum(years[groups], axis=0)[column] / np.sum(years[groups])
                found = cells[0][column] + cells[1][column]
                for row in range(2):
                    cells[row][column] *= wanted / found
        return float(mutual_information(cells))

    m = {years_of: fitted(*years_of) for years_of in product((0, 1), repeat=3)}
    change = mutual_information_change(*years)
    structure = (m[1, 0, 0] - m[0, 0, 0] + m[1, 1, 1] - m[0, 1, 1]) / 2
    groups = sum(m[s, level, 1] - m[s, level, 0] for s, level in product((0, 1), repeat=2)) / 4
    levels = sum(m[s, 1, group] - m[s, 0, group] for s, group in product((0, 1), repeat=2)) / 4
    for part, expected in (("structure", structure), ("groups", groups), ("levels", levels)):
        assert float(getattr(change, part)) == pytest.approx(expected, abs=1e-9)


def test_levels_that_come_and_go_are_additions_and_removals() -> None:
    same = [[10.0, 10.0], [6.0, 2.0]]
    change = mutual_information_change([*same, [0.0, 8.0], [0.0, 0.0]], [*same, [0.0, 0.0], [9.0, 1.0]])
    kept = float(mutual_information(same))
    assert float(change.additions) == pytest.approx(float(mutual_information([*same, [9.0, 1.0]])) - kept)
    assert float(change.removals) == pytest.approx(kept - float(mutual_information([*same, [0.0, 8.0]])))
    for part in (change.groups, change.levels, change.structure):
        assert float(part) == pytest.approx(0.0, abs=1e-9)


def test_several_companies_change_at_once_and_one_without_people_is_not_known() -> None:
    before = np.array([[[30.0, 10.0], [10.0, 30.0]], [[5.0, 0.0], [3.0, 7.0]], [[0.0, 0.0], [0.0, 0.0]]])
    after = np.array([[[20.0, 10.0], [15.0, 30.0]], [[5.0, 2.0], [3.0, 9.0]], [[1.0, 2.0], [3.0, 4.0]]])
    together = mutual_information_change(before, after)
    for company in range(2):
        alone = mutual_information_change(before[company], after[company])
        assert float(together.structure[company]) == pytest.approx(float(alone.structure), abs=1e-7)
    assert np.isnan(together.total[2])


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="same levels and groups"):
        mutual_information_change([[1, 2], [3, 4]], [[1, 2, 3], [4, 5, 6]])


def test_a_fit_that_does_not_end_is_not_known_and_the_others_are() -> None:
    before = np.array([[[30.0, 10.0], [10.0, 30.0]], [[20.0, 10.0], [20.0, 10.0]]])
    after = np.array([[[60.0, 10.0], [20.0, 35.0]], [[40.0, 20.0], [40.0, 20.0]]])
    change = mutual_information_change(before, after, rounds=1)
    assert np.isnan(change.structure[0])
    np.testing.assert_allclose([part[1] for part in (change.structure, change.groups)], 0.0, atol=1e-12)
    np.testing.assert_allclose(change.additions, 0.0, atol=1e-12)


@pytest.mark.data
def test_schools_change_as_the_r_package_segregation_says(data: Path) -> None:
    """R package segregation, mutual_difference(method = "shapley"), from its documentation.

    The difference, additions and removals are quoted. The three parts printed there (0.01787, -0.01171,
    -0.00349) are those of a fit that ends as soon as shares are met to 0.001, more than most schools have.
    Fitted to the end, structure is +0.00315, and it no longer matters which margin is fitted first.
    """
    rows = {year: read_csv(data / "golden_segregation" / f"schools{year}.csv") for year in ("00", "05")}
    both = [*rows["00"], *rows["05"]]
    schools = {name: place for place, name in enumerate(dict.fromkeys(row["school"] for row in both))}
    races = {name: place for place, name in enumerate(dict.fromkeys(row["race"] for row in both))}
    years = []
    for year in ("00", "05"):
        table = np.zeros((len(schools), len(races)))
        for row in rows[year]:
            table[schools[row["school"]], races[row["race"]]] += float(row["n"])
        years.append(table)
    change = mutual_information_change(*years)
    assert float(change.total) == pytest.approx(-0.01215, abs=5e-6)
    assert float(change.additions) == pytest.approx(-0.00341, abs=5e-6)
    assert float(change.removals) == pytest.approx(-0.01141, abs=5e-6)
    assert float(change.structure) == pytest.approx(0.00315, abs=5e-6)
    turned = mutual_information_change(years[0].T, years[1].T)
    assert float(turned.structure) == pytest.approx(float(change.structure), abs=1e-6)
    assert float(turned.levels) == pytest.approx(float(change.groups), abs=1e-6)


@pytest.mark.data
def test_schools_are_segregated_between_and_within_states(data: Path) -> None:
    """R package segregation, from its documentation: between states 0.0992, within 0.326."""
    rows = read_csv(data / "golden_segregation" / "schools00.csv")
    schools = {name: place for place, name in enumerate(dict.fromkeys(row["school"] for row in rows))}
    races = {name: place for place, name in enumerate(dict.fromkeys(row["race"] for row in rows))}
    state = {row["school"]: row["state"] for row in rows}
    table = np.zeros((len(schools), len(races)))
    for row in rows:
        table[schools[row["school"]], races[row["race"]]] += float(row["n"])
    split = between_within(table, [state[school] for school in schools])
    assert float(split.between) == pytest.approx(0.0992, abs=5e-5)
    assert float(split.within) == pytest.approx(0.326, abs=5e-4)
