"""Earlier and later are told apart between days."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from connector.matching.learning.ranker.rows import arranged, spans
from connector.matching.learning.split import first_day_of_later_part
from tests.connector.matching.learning.calls import call

DAYS = st.lists(st.integers(0, 12), min_size=1, max_size=60)


@given(DAYS, st.floats(0.05, 0.95))
def test_both_parts_hold_lists_and_no_split_comes_nearer_to_the_share(days: list[int], share: float) -> None:
    found = first_day_of_later_part(np.array(days), share)
    if len(set(days)) == 1:
        assert found is None
        return
    assert found is not None
    assert min(days) < found <= max(days)
    away = {day: abs(np.mean(np.array(days) >= day) - share) for day in set(days) - {min(days)}}
    assert away[found] <= min(away.values()) + 1e-12


def test_a_quarter_of_the_lists_is_the_last_of_four_days() -> None:
    assert first_day_of_later_part(np.array([1, 2, 2, 3, 4, 4, 1, 3]), 0.25) == 4


def test_no_list_and_no_day_is_on_both_sides() -> None:
    shown, seen, _ = call(1, 117, items=4)
    parts = spans(arranged(shown, seen, shown.in_order(), np.random.default_rng(0)))
    assert parts is not None
    inside = [parts.early, parts.tuning, parts.hold_out]
    lists = [set(part.in_list.tolist()) for part in inside]
    days = [set(part.day.tolist()) for part in inside]
    assert sum(map(len, lists)) == len(set.union(*lists)) == 117
    assert sum(map(len, days)) == len(set.union(*days)) == 12
    assert max(days[0]) < min(days[1]) <= max(days[1]) < min(days[2])
    assert np.array_equal(parts.training.in_list, np.concatenate([inside[0].in_list, inside[1].in_list]))
    assert all(len(part) == 4 * len(part.lists) for part in inside)
