"""How much more is looked at what stands higher."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from connector.matching.learning.card import Examination
from connector.matching.learning.ranker.position import (
    LARGEST_WEIGHT,
    chance_seen,
    examination,
    seen_weights,
)
from connector.matching.learning.ranker.rows import Rows, arranged
from tests.connector.matching.learning.calls import SHARES, call


def rows_of(exponent: float, seed: int = 3, *, lists_a_startup: int = 1, lists: int = 2000) -> Rows:
    shown, seen, _ = call(
        seed, lists, exponent=exponent, together=1.0, level=-2.5, lists_a_startup=lists_a_startup
    )
    return arranged(shown, seen, shown.in_order(), np.random.default_rng(0))


def declared(rows: Rows) -> np.ndarray:
    return np.asarray(rows.design[:, : len(SHARES)] @ SHARES)


@pytest.mark.parametrize("exponent", [0.0, 0.5, 1.0])
def test_the_exponent_is_found_again(exponent: float) -> None:
    rows = rows_of(exponent)
    found = examination(rows, declared(rows))
    assert found.exponent == pytest.approx(exponent, abs=0.12)
    assert found.low <= exponent <= found.high
    assert found.low <= found.exponent <= found.high <= found.low + 0.25


def test_fewer_startups_are_less_sure_of_it() -> None:
    rows = rows_of(1.0)
    alone = examination(rows, declared(rows))
    together = dataclasses.replace(rows, startup=rows.startup // 100)
    few = examination(together, declared(rows))
    assert few.exponent == alone.exponent
    assert few.low != alone.low


def test_without_an_order_there_is_nothing_to_find() -> None:
    rows = rows_of(1.0, lists=50)
    rows = dataclasses.replace(rows, position=np.full(len(rows), np.nan))
    assert examination(rows, declared(rows)) == Examination(exponent=0.0, low=0.0, high=0.0)
    assert chance_seen(rows.position, 1.0).tolist() == [1.0] * len(rows)


def test_choices_count_by_one_over_the_chance_up_to_a_bound() -> None:
    position = np.array([1.0, 2.0, 4.0, 10.0, 11.0, 1000.0, np.nan])
    assert np.allclose(chance_seen(position, 1.0), [1, 1 / 2, 1 / 4, 1 / 10, 1 / 11, 1 / 1000, 1])
    assert np.allclose(seen_weights(position, 1.0), [1, 2, 4, 10, LARGEST_WEIGHT, LARGEST_WEIGHT, 1])
    assert seen_weights(position, 0.0).tolist() == [1.0] * 7
