"""Parties that are equal in what is read of them are one kind."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from connector.matching.columns.kinds import kinds


@given(st.integers(0, 6), st.data())
def test_two_parties_are_of_one_kind_where_all_columns_are_equal(count: int, data: st.DataObject) -> None:
    flags = data.draw(arrays(np.bool_, (count, 9)))
    numbers = data.draw(arrays(np.float64, count, elements=st.sampled_from((np.nan, 0.0, 1.5))))
    first, kind = kinds(flags, numbers)
    assert sorted(kind[first].tolist()) == list(range(len(first)))
    for one in range(count):
        for other in range(count):
            alike = (flags[one] == flags[other]).all() and np.array_equal(
                numbers[one], numbers[other], equal_nan=True
            )
            assert (kind[one] == kind[other]) == alike


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (3, 1)])
def test_columns_without_codes_make_one_kind_of_all(count: int, expected: int) -> None:
    first, kind = kinds(np.zeros((count, 0), np.bool_))
    assert (len(first), kind.tolist()) == (expected, [0] * count)
