"""Flags and bits say the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.matching.nearest import best, packed


@given(st.integers(0, 5), st.integers(0, 100), st.integers(0, 99))
def test_bit_b_of_word_w_stands_for_column_32_w_plus_b(rows: int, columns: int, seed: int) -> None:
    flags = np.random.default_rng(seed).random((rows, columns)) < 0.5
    words = packed(flags)
    assert words.dtype == np.uint32
    assert words.shape == (rows, -(-columns // 32))
    read = [[bool(int(row[c // 32]) >> (c % 32) & 1) for c in range(columns)] for row in words]
    assert read == flags.tolist()


def test_bits_beyond_the_last_column_are_not_set() -> None:
    assert packed(np.ones((1, 33), bool)).tolist() == [[0xFFFFFFFF, 1]]


def test_a_mask_of_another_shape_is_refused() -> None:
    scores = np.zeros((2, 40), np.float32)
    for wrong in (np.ones((2, 39), bool), np.ones((1, 40), bool), packed(np.ones((2, 65), bool))):
        with pytest.raises(ValueError, match="what is allowed has the shape"):
            best(scores, wrong, 3)
