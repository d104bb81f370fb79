"""M and H of drawn tables are those of the indices; tables follow their laws; threads do not matter."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from rating.indices import mutual_information, theil_h
from rating.inference import table_kernels, variates
from rating.inference.table_draws import (
    completed_table_draws,
    completed_tables,
    process_table_draws,
    process_tables,
)

PRIOR = np.array([0.5, 1.0, 2.0])
COUNTS = arrays(np.float64, (3, 4, 3), elements=st.integers(0, 30).map(float))
LEVELS = arrays(np.float64, (3, 4), elements=st.integers(0, 60).map(float))
SIGNIFICANT = 1e-4  # tests of a distribution: seeds are fixed, so one that passes goes on passing


def seeded(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


def state_of(seed: int) -> np.ndarray:
    return seeded(seed).integers(1, 2**64, size=4, dtype=np.uint64)


@settings(max_examples=40)
@given(COUNTS, LEVELS)
def test_completed_draws_agree_with_the_indices_of_the_same_tables(
    counts: np.ndarray, unobserved: np.ndarray
) -> None:
    drawn = completed_table_draws(counts, unobserved, PRIOR, 5, seeded())
    tables = completed_tables(counts, unobserved, PRIOR, 5, seeded())
    np.testing.assert_allclose(drawn.mutual_information, mutual_information(tables), atol=1e-9)
    np.testing.assert_allclose(drawn.theil_h, theil_h(tables), atol=1e-9)


@settings(max_examples=40)
@given(COUNTS, LEVELS)
def test_process_draws_agree_with_the_indices_of_the_same_tables(
    counts: np.ndarray, sizes: np.ndarray
) -> None:
    drawn = process_table_draws(counts, sizes, PRIOR, 5, seeded())
    tables = process_tables(counts, sizes, PRIOR, 5, seeded())
    np.testing.assert_allclose(drawn.mutual_information, mutual_information(tables), atol=1e-9)
    np.testing.assert_allclose(drawn.theil_h, theil_h(tables), atol=1e-9)
    np.testing.assert_allclose(tables.sum(axis=-1), np.broadcast_to(sizes[:, None], (3, 5, 4)), rtol=1e-12)


@given(COUNTS, LEVELS)
def test_completed_tables_keep_whom_they_have_and_lose_nobody(
    counts: np.ndarray, unobserved: np.ndarray
) -> None:
    tables = completed_tables(counts, unobserved, PRIOR, 4, seeded())
    assert (tables >= counts[:, None]).all()
    expected = np.broadcast_to((counts.sum(axis=2) + unobserved)[:, None], (3, 4, 4))
    np.testing.assert_array_equal(tables.sum(axis=3), expected)


def test_a_census_is_a_point() -> None:
    counts = seeded().integers(0, 50, (4, 5, 8)).astype(float)
    drawn = completed_table_draws(counts, np.zeros((4, 5)), np.ones(8), 6, seeded())
    expected = np.broadcast_to(mutual_information(counts)[:, None], (4, 6))
    np.testing.assert_allclose(drawn.mutual_information, expected, atol=1e-12)


@pytest.mark.parametrize("draw", [completed_table_draws, process_table_draws])
@pytest.mark.parametrize("threads", [2, 3, 50])
def test_draws_do_not_depend_on_the_number_of_threads(draw: partial[object], threads: int) -> None:
    counts = seeded().integers(0, 50, (23, 5, 8)).astype(float)
    levels = seeded(4).integers(0, 300, (23, 5)).astype(float)
    one = draw(counts, levels, np.full(8, 0.5), 20, seeded())
    more = draw(counts, levels, np.full(8, 0.5), 20, seeded(), threads=threads)
    np.testing.assert_array_equal(one.mutual_information, more.mutual_information)
    np.testing.assert_array_equal(one.theil_h, more.theil_h)


@pytest.mark.parametrize("draw", [completed_table_draws, process_table_draws])
def test_the_seed_decides_and_companies_have_streams_of_their_own(draw: partial[object]) -> None:
    counts, levels = np.full((2, 3, 4), 5.0), np.full((2, 3), 90.0)
    first = draw(counts, levels, np.ones(4), 10, seeded(1)).mutual_information
    np.testing.assert_array_equal(draw(counts, levels, np.ones(4), 10, seeded(1)).mutual_information, first)
    assert (draw(counts, levels, np.ones(4), 10, seeded(2)).mutual_information != first).any()
    assert (first[0] != first[1]).any()


@pytest.mark.parametrize("people", [6, 200])  # one after the other, and by shares
def test_completed_tables_are_dirichlet_multinomial(people: int) -> None:
    counts = np.array([[[3.0, 1.0, 0.0]]])
    tables = completed_tables(counts, [[people]], PRIOR, 40_000, seeded(5))[0, :, 0]
    alpha = counts[0, 0] + PRIOR
    for group in range(3):
        added = (tables[:, group] - counts[0, 0, group]).astype(int)
        law = stats.betabinom(people, alpha[group], alpha.sum() - alpha[group])
        seen = np.bincount(added, minlength=people + 1)
        expected = law.pmf(np.arange(people + 1)) * len(added)
        enough = expected >= 5
        observed = np.append(seen[enough], seen[~enough].sum())
        awaited = np.append(expected[enough], expected[~enough].sum())
        if awaited[-1] < 1:
            observed, awaited = observed[:-1], awaited[:-1] * observed[:-1].sum() / awaited[:-1].sum()
        assert stats.chisquare(observed, awaited).pvalue > SIGNIFICANT


def test_process_tables_are_dirichlet() -> None:
    counts = np.array([[[3.0, 1.0, 0.0], [0.0, 0.0, 0.0]]])
    tables = process_tables(counts, [[2.0, 7.0]], [0.3, 0.5, 2.0], 20_000, seeded(6))[0]
    for level, size in enumerate([2.0, 7.0]):
        alpha = counts[0, level] + [0.3, 0.5, 2.0]
        for group in range(3):
            law = stats.beta(alpha[group], alpha.sum() - alpha[group])
            found = stats.kstest(tables[:, level, group] / size, law.cdf)
            assert found.pvalue > SIGNIFICANT, (level, group)


def test_words_come_one_by_one_as_they_come_together() -> None:
    """xoshiro256++ from the state 1, 2, 3, 4: the first words by hand are 41943041 and 58720359."""
    one, many, words = np.arange(1, 5, dtype=np.uint64), np.arange(1, 5, dtype=np.uint64), state_of(1)
    variates.fill_words(many, words, 4)
    assert [int(variates.next_word(one)) for _ in range(4)] == words.tolist()
    np.testing.assert_array_equal(one, many)
    assert words[:2].tolist() == [41943041, 58720359]


def test_normal_numbers_are_normal_also_far_out() -> None:
    state = state_of(7)
    drawn = np.array([variates.normal(state) for _ in range(200_000)])
    assert stats.kstest(drawn, stats.norm.cdf).pvalue > SIGNIFICANT
    expected = stats.norm.sf(3.6541528853610088) * 2 * len(drawn)  # beyond the last layer: the tail by itself
    beyond = int((np.abs(drawn) > 3.6541528853610088).sum())
    assert stats.poisson.cdf(beyond, expected) > SIGNIFICANT
    assert stats.poisson.sf(beyond - 1, expected) > SIGNIFICANT


@pytest.mark.parametrize("shape", [0.05, 0.5, 1.0, 1.3, 8.0, 400.0])
def test_gamma_numbers_are_gamma(shape: float) -> None:
    state = state_of(8)
    scale = variates.gamma_scale(shape)
    cells, drawn = 40_000, np.empty(40_000)
    scales = np.repeat(np.array([[shape], *[[part] for part in scale]]), cells, axis=1)
    variates.gammas(state, scales, (0, cells), np.empty(2 * cells, dtype=np.uint64), drawn)
    assert stats.kstest(drawn, stats.gamma(shape).cdf).pvalue > SIGNIFICANT


@pytest.mark.parametrize(
    ("trials", "chance"),
    [(1, 0.3), (12, 0.5), (40, 0.02), (40, 0.9), (30, 0.4), (500, 0.03), (500, 0.97), (4000, 0.5)],
)
def test_binomial_numbers_are_binomial(trials: int, chance: float) -> None:
    state = state_of(9)
    drawn = np.array([variates.binomial(state, trials, chance) for _ in range(40_000)])
    assert drawn.min() >= 0
    assert drawn.max() <= trials
    expected = stats.binom(trials, chance).pmf(np.arange(trials + 1)) * len(drawn)
    seen = np.bincount(drawn, minlength=trials + 1)
    enough = expected >= 5
    observed, awaited = seen[enough], expected[enough]
    if (~enough).any() and expected[~enough].sum() >= 1:
        observed = np.append(observed, seen[~enough].sum())
        awaited = np.append(awaited, expected[~enough].sum())
    awaited = awaited * observed.sum() / awaited.sum()
    assert stats.chisquare(observed, awaited).pvalue > SIGNIFICANT


@pytest.mark.parametrize(("chance", "expected"), [(0.0, 0), (-1e-18, 0), (1.0, 9), (1.5, 9)])
def test_a_binomial_number_without_chance_is_no_question(chance: float, expected: int) -> None:
    assert variates.binomial(state_of(1), 9, chance) == expected


def test_tiny_priors_leave_one_group_with_everybody() -> None:
    tables = process_tables(np.zeros((1, 1, 2)), [[1.0]], [3e-5, 1e-5], 4000, seeded(10))[0, :, 0]
    np.testing.assert_allclose(tables.sum(axis=1), 1.0)
    np.testing.assert_allclose(tables.max(axis=1), 1.0)
    assert tables[:, 0].mean() == pytest.approx(0.75, abs=0.03)


def test_large_workforces_are_beyond_the_table_of_logarithms() -> None:
    counts = np.array([[[90_000.0, 20_000.0], [5_000.0, 70_000.0]]])
    drawn = completed_table_draws(counts, [[1000.0, 0.0]], [0.5, 0.5], 3, seeded())
    tables = completed_tables(counts, [[1000.0, 0.0]], [0.5, 0.5], 3, seeded())
    np.testing.assert_allclose(drawn.mutual_information, mutual_information(tables), atol=1e-9)


@pytest.mark.parametrize("draw", [completed_table_draws, process_table_draws])
def test_unknown_companies_are_nan_and_do_not_move_the_streams_of_others(draw: partial[object]) -> None:
    counts, levels = np.full((3, 2, 2), 4.0), np.full((3, 2), 9.0)
    every = draw(counts, levels, [1.0, 1.0], 4, seeded()).mutual_information
    counts[1, 0, 0] = np.nan
    found = draw(counts, levels, [1.0, 1.0], 4, seeded()).mutual_information
    assert np.isnan(found[1]).all()
    np.testing.assert_array_equal(found[[0, 2]], every[[0, 2]])


def test_nobody_gives_nan_and_one_group_has_m_but_no_h() -> None:
    empty = completed_table_draws(np.zeros((1, 2, 2)), np.zeros((1, 2)), [1.0, 1.0], 2, seeded())
    assert np.isnan(empty.mutual_information).all()
    one = completed_table_draws([[[3, 0], [4, 0]]], [[0, 0]], [1.0, 1.0], 2, seeded())
    assert one.mutual_information.tolist() == [[0.0, 0.0]]
    assert np.isnan(one.theil_h).all()


FINE = (np.ones((1, 2, 2)), np.ones((1, 2)), [1.0, 1.0], 1)


@pytest.mark.parametrize(
    ("faulty", "words"),
    [
        (partial(process_table_draws, np.ones((2, 2)), *FINE[1:]), "do not fit"),
        (partial(process_table_draws, FINE[0], np.ones((1, 3)), *FINE[2:]), "do not fit"),
        (partial(process_table_draws, -FINE[0], *FINE[1:]), "fewer than nobody"),
        (partial(process_table_draws, *FINE[:2], [1.0, 0.0], 1), "above 0"),
        (partial(completed_table_draws, FINE[0] / 2, *FINE[1:]), "are whole"),
    ],
)
def test_what_cannot_be_meant_is_refused(faulty: partial[object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        faulty(seeded())


def test_importing_the_draws_does_not_load_numba() -> None:
    code = "import sys, rating.inference.table_draws; print('numba' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"


def test_the_kernels_write_into_what_they_are_given() -> None:
    """The drawn tables and the indices come from one and the same code path: same seeds, same tables."""
    seeds = state_of(12)[None]
    counts, missing = np.full((1, 2, 2), 3), np.full((1, 2), 40)
    tables = np.zeros((1, 3, 2, 2), dtype=np.int64)
    table_kernels.completed_tables(seeds, counts, missing, counts + 0.5, tables)
    results = np.zeros((1, 2, 3))
    table_kernels.completed_indices(seeds, counts, missing, counts + 0.5, results)
    np.testing.assert_allclose(results[0, 0], mutual_information(tables[0]), atol=1e-12)
