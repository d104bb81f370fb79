"""Start-ups as columns: age by the calendar, languages whatever the region."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.connector.builders import columns, startup

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def age(founded: date | None, today: date) -> float:
    return float(columns([startup(founded=founded)], [], today)[0].age_months[0])


@pytest.mark.parametrize(
    ("founded", "today", "months"),
    [
        (date(2025, 3, 2), date(2026, 3, 2), 12.0),
        (date(2026, 3, 2), date(2026, 3, 2), 0.0),
        (date(2026, 2, 1), date(2026, 2, 15), 0.5),
        (date(2026, 1, 31), date(2026, 2, 28), 1.0),
        (date(2024, 2, 29), date(2025, 2, 28), 12.0),
        (date(2026, 5, 2), date(2026, 3, 2), -2.0),
    ],
)
def test_age_is_counted_by_the_calendar(founded: date | None, today: date, months: float) -> None:
    assert age(founded, today) == months


@given(days, days)
def test_age_grows_every_day(founded: date | None, today: date) -> None:
    assert age(founded, today) < age(founded, today + timedelta(1))


def test_a_language_has_its_level_in_every_region_that_somebody_names() -> None:
    founders = [
        startup("a", languages={"pt-BR": "C2", "en": "A1", "en-GB": "A2"}),
        startup("b", languages={"pt": "A1"}),
    ]
    found, _, codes = columns(founders, [])
    row = {tag: round(float(found.languages[0, place]) * 6) for tag, place in codes.languages.items()}
    assert row == {"en": 2, "en-GB": 2, "pt": 6, "pt-BR": 6}
