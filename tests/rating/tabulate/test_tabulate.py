"""Rows become cubes: nothing is lost, order and partition do not matter, and faults are told."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.data import registered_attribute
from rating.errors import DefinitionError
from rating.tabulate import MOST_CELLS, Tabulation, TooManyCellsError, tabulate, tabulate_attributes

SHAPE = (3, 2, 4)


class Rows(NamedTuple):
    company: np.ndarray
    level: np.ndarray
    group: np.ndarray
    weights: np.ndarray

    def at(self, index: np.ndarray) -> Rows:
        return Rows(*(column[index] for column in self))

    def tabulated(self, shape: tuple[int, int, int] = SHAPE) -> Tabulation:
        return tabulate(self.company, self.level, self.group, shape=shape, weights=self.weights)


def rows_of(seed: int, rows: int, dtype: str = "int64") -> Rows:
    """Return rows of which some have missing codes and some codes that name nothing."""
    rng = np.random.default_rng(seed)
    company, level, group = (rng.integers(-2, size + 1, rows).astype(dtype) for size in SHAPE)
    return Rows(company, level, group, rng.uniform(0.0, 3.0, rows))


def oracle(rows: Rows) -> tuple[np.ndarray, np.ndarray, np.ndarray, dict[str, int]]:
    """Count one row after the other, in plain Python."""
    people = np.zeros((SHAPE[0], SHAPE[1], SHAPE[2] + 1), dtype=np.int64)
    sums, squares = people.astype(float), people.astype(float)
    unplaced = dict.fromkeys(
        ["company_missing", "company_outside", "level_missing", "level_outside", "group_outside"], 0
    )
    for c, at, g, w in zip(*rows, strict=True):
        if c not in range(SHAPE[0]):
            unplaced["company_missing" if c == -1 else "company_outside"] += 1
        elif at not in range(SHAPE[1]):
            unplaced["level_missing" if at == -1 else "level_outside"] += 1
        elif g not in range(-1, SHAPE[2]):
            unplaced["group_outside"] += 1
        else:
            people[c, at, g + 1] += 1
            sums[c, at, g + 1] += w
            squares[c, at, g + 1] += w * w
    return people, sums, squares, unplaced


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64"])
def test_a_tabulation_is_what_counting_row_by_row_gives(dtype: str) -> None:
    rows = rows_of(1, 400, dtype)
    found = rows.tabulated()
    people, sums, squares, unplaced = oracle(rows)
    np.testing.assert_array_equal(found.people, people)
    np.testing.assert_array_equal(found.weights, sums)  # the same order of addition: the same bits
    np.testing.assert_array_equal(found.squares, squares)
    assert {name: getattr(found.unplaced, name) for name in unplaced} == unplaced
    assert min(unplaced.values()) > 0


@given(st.integers(0, 2**32), st.integers(0, 200))
def test_every_row_is_counted_unobserved_or_reported(seed: int, rows: int) -> None:
    found = rows_of(seed, rows).tabulated()
    assert found.counts.sum() + found.unobserved.sum() + found.unplaced.total == rows == found.rows


@given(st.integers(0, 2**32), st.integers(0, 200))
def test_the_order_of_the_rows_does_not_matter(seed: int, rows: int) -> None:
    given_rows = rows_of(seed, rows)
    found = given_rows.tabulated()
    shuffled = given_rows.at(np.random.default_rng(seed).permutation(rows)).tabulated()
    np.testing.assert_array_equal(shuffled.people, found.people)
    assert shuffled.unplaced == found.unplaced
    np.testing.assert_allclose(shuffled.weights, found.weights, rtol=1e-9)
    np.testing.assert_allclose(shuffled.squares, found.squares, rtol=1e-9)


@given(st.integers(0, 2**32), st.integers(0, 200), st.floats(0, 1))
def test_merged_parts_are_the_cube_of_the_whole(seed: int, rows: int, cut: float) -> None:
    whole = rows_of(seed, rows)
    at = int(cut * rows)
    merged = whole.at(np.arange(at)).tabulated().merged(whole.at(np.arange(at, rows)).tabulated())
    found = whole.tabulated()
    np.testing.assert_array_equal(merged.people, found.people)
    assert merged.unplaced == found.unplaced
    np.testing.assert_allclose(merged.weights, found.weights, rtol=1e-9)
    np.testing.assert_allclose(merged.squares, found.squares, rtol=1e-9)


def test_two_threads_at_once_get_what_one_gets() -> None:
    parts = [rows_of(seed, 20_000) for seed in range(8)]
    alone = [part.tabulated() for part in parts]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(Rows.tabulated, parts))
    for one, two in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one.people, two.people)
        np.testing.assert_array_equal(one.weights, two.weights)
        np.testing.assert_array_equal(one.squares, two.squares)


def test_without_weights_everybody_counts_one() -> None:
    rows = rows_of(2, 300)
    plain = tabulate(rows.company, rows.level, rows.group, shape=SHAPE)
    ones = rows._replace(weights=np.ones(300)).tabulated()
    for name in ("people", "weights", "squares"):
        np.testing.assert_array_equal(getattr(plain, name), getattr(ones, name))


def test_no_rows_give_a_cube_of_zeros() -> None:
    found = tabulate([], [], [], shape=SHAPE, weights=[])
    assert found.counts.shape == SHAPE
    assert found.people.sum() == found.weights.sum() == found.rows == 0


def test_codes_of_eight_bits_reach_cells_beyond_the_127th() -> None:
    codes = np.arange(100, dtype=np.int8)
    found = tabulate(codes, codes, codes, shape=(100, 100, 100))
    assert (found.counts[codes, codes, codes] == 1).all()
    assert found.counts.sum() == 100


def test_a_cube_beyond_the_keys_is_refused_in_words() -> None:
    with pytest.raises(TooManyCellsError, match="Tabulate the companies in parts") as caught:
        tabulate([0], [0], [0], shape=(2**62, 4, 3))
    assert caught.value.cells == 2**66 > MOST_CELLS
    with pytest.raises(TooManyCellsError):
        tabulate([0], [0], [0], shape=(MOST_CELLS + 1, 1, 0))


@pytest.mark.parametrize("faulty", [np.nan, np.inf, -1.0])
def test_faulty_weights_are_counted_and_refused(faulty: float) -> None:
    with pytest.raises(ValueError, match="2 of 3 weights are negative or not finite"):
        tabulate([0, 0, 0], [0, 0, 0], [0, 0, 0], shape=(1, 1, 1), weights=[faulty, 1.0, faulty])


def test_weights_whose_squares_overflow_are_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        tabulate([0], [0], [0], shape=(1, 1, 1), weights=[1e200])


@pytest.mark.parametrize("group", [[0.0, 1.0], [[0, 1]], np.array([0, 1], dtype=np.uint8)])
def test_what_is_no_column_of_signed_integers_is_refused(group: object) -> None:
    with pytest.raises(ValueError, match="group codes are one column of signed integers"):
        tabulate([0, 0], [0, 0], group, shape=(1, 1, 2))


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\[2, 2, 1\] rows"):
        tabulate([0, 0], [0, 0], [0], shape=(1, 1, 1))
    with pytest.raises(ValueError, match="do not fit 2 rows"):
        tabulate([0, 0], [0, 0], [0, 0], shape=(1, 1, 1), weights=[1.0])


def test_a_negative_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot have the shape"):
        tabulate([0], [0], [0], shape=(1, -1, 1))


def test_parts_of_different_shape_are_not_merged() -> None:
    one, other = tabulate([0], [0], [0], shape=(1, 1, 1)), tabulate([0], [0], [0], shape=(2, 1, 1))
    with pytest.raises(ValueError, match="cannot be merged"):
        one.merged(other)


def test_a_tabulation_becomes_the_cube_that_a_rating_reads() -> None:
    origin, age = registered_attribute("origin"), registered_attribute("age")
    tables = tabulate_attributes(
        [0, 0, 1],
        [0, 1, 1],
        {"origin": [4, -1, 0], "age": [1, 1, 1]},
        companies=2,
        levels=2,
        attributes={"age": age, "origin": origin},
    )
    cube = tables["origin"].cube(origin)
    assert cube.attribute is origin
    assert (cube.counts[0, 0, 4], cube.counts[1, 1, 0], cube.counts.sum()) == (1.0, 1.0, 2.0)
    assert cube.unobserved.tolist() == [[0.0, 1.0], [0.0, 0.0]]
    assert tables["age"].cube(age).counts[:, :, 1].tolist() == [[1.0, 1.0], [0.0, 1.0]]
    with pytest.raises(DefinitionError):
        tables["origin"].cube(registered_attribute("gender"))


def test_a_tabulation_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        rows_of(3, 10).tabulated().people[0, 0, 0] = 1


def test_importing_the_room_does_not_load_numba() -> None:
    code = "import sys, rating.tabulate; print('numba' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
