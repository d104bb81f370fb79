"""Drawings beside numbers show what the numbers say."""

from __future__ import annotations

import re

import pytest

from diversity_platform.web.marks import WIDTH, around_none


@pytest.mark.parametrize(("value", "low", "high"), [(0.2, 0.0, 0.4), (-0.3, -0.5, -0.1), (0.0, -1.0, 1.0)])
def test_a_correlation_is_drawn_where_it_lies_around_none(value: float, low: float, high: float) -> None:
    drawn = str(around_none(value, low, high, 0.5))
    (middle,) = re.findall(r'cx="([\d.]+)"', drawn)
    ends = [float(x) for x in re.findall(r'class="end" x1="([\d.]+)"', drawn)]

    def place(each: float) -> float:
        # six units are left free at either side, and what lies beyond the axis is drawn at its end
        return 6 + (WIDTH - 12) * (max(min(each / 0.5, 1), -1) + 1) / 2

    assert float(middle) == pytest.approx(place(value), abs=0.1)
    assert ends == pytest.approx([place(low), place(high)], abs=0.1)
    assert f'class="zero" x1="{WIDTH // 2}"' in drawn
