"""What counts are worth: who did not declare first, large groups last."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connector.matching.exposure.groups import NOT_DECLARED
from connector.matching.exposure.worth import LEAST, worth_of

SIZES = st.integers(0, 10**9)


@given(SIZES, SIZES, st.integers(0, 100))
def test_a_larger_group_is_worth_no_less(one: int, other: int, floor: int) -> None:
    small, large = sorted((one, other))
    assert LEAST < worth_of("a", small, floor) <= worth_of("a", large, floor)
    assert worth_of(NOT_DECLARED, large, floor) == LEAST


@given(st.integers(30, 30_000))
def test_a_group_of_twice_the_size_is_worth_more_than_several_of_the_smaller(size: int) -> None:
    assert worth_of("a", 2 * size, 30) >= 10 * worth_of("a", size, 30)


def test_sizes_within_a_class_are_not_told_apart() -> None:
    assert len({worth_of("a", size, 30) for size in range(30)}) == 1
    assert len({worth_of("a", size, 30) for size in range(120, 240)}) == 1
