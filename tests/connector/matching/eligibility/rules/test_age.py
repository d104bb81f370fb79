"""Whether the start-up is neither too young nor too old on the day of matching."""

from __future__ import annotations

from datetime import date

import pytest

from connector.parties import EntryRules
from tests.connector.builders import incubator, startup
from tests.connector.verdict import verdict

OUT, UNCLEAR = {"age": "INELIGIBLE"}, {"age": "CANNOT_TELL"}


@pytest.mark.parametrize(
    ("founded", "least", "most", "expected"),
    [
        (date(2025, 3, 2), 12, None, {}),  # a year old today
        (date(2025, 3, 3), 12, None, OUT),  # tomorrow
        (date(2024, 3, 2), None, 24, {}),  # two years old today, not older
        (date(2024, 3, 1), None, 24, OUT),
        (None, 12, None, UNCLEAR),
        (None, 0, None, {}),  # nothing is younger than 0 months
        (date(2026, 6, 1), 0, 24, {}),  # yet to be founded
        (date(2026, 6, 1), 1, 24, OUT),
    ],
)
def test_months_are_counted_by_the_calendar(
    founded: date | None, least: float | None, most: float | None, expected: dict[str, str]
) -> None:
    rules = EntryRules(youngest_months=least, oldest_months=most)
    assert verdict(startup(founded=founded), incubator(rules=rules)) == expected


def test_a_month_from_the_last_of_january_is_over_on_the_last_of_february() -> None:
    asking = incubator(rules=EntryRules(youngest_months=1))
    founder = startup(founded=date(2026, 1, 31))
    assert verdict(founder, asking, date(2026, 2, 27)) == OUT
    assert verdict(founder, asking, date(2026, 2, 28)) == {}
