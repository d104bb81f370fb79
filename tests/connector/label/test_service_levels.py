"""Terms in working days, weeks and months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.label.service_levels import WEEKEND, Term, Unit, due, months_later

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("since", "number", "unit", "expected"),
    [
        (date(2026, 3, 2), 10, Unit.WORKING_DAYS, date(2026, 3, 16)),  # Monday to Monday in two weeks
        (date(2026, 3, 6), 1, Unit.WORKING_DAYS, date(2026, 3, 9)),  # Friday to Monday
        (date(2026, 3, 7), 1, Unit.WORKING_DAYS, date(2026, 3, 9)),  # of a Saturday as well
        (date(2026, 3, 7), 0, Unit.WORKING_DAYS, date(2026, 3, 9)),
        (date(2026, 3, 6), 0, Unit.WORKING_DAYS, date(2026, 3, 6)),
        (date(2026, 3, 2), 12, Unit.WEEKS, date(2026, 5, 25)),
        (date(2026, 3, 7), 1, Unit.WEEKS, date(2026, 3, 16)),  # ends on a Saturday
        (date(2026, 8, 31), 6, Unit.MONTHS, date(2027, 3, 1)),  # the last of February, a Sunday
        (date(2024, 2, 29), 12, Unit.MONTHS, date(2025, 2, 28)),
    ],
)
def test_the_last_day_of_a_term(since: date, number: int, unit: Unit, expected: date) -> None:
    assert due(since, Term(number, unit)) == expected


def test_holidays_are_no_working_days() -> None:
    good_friday, easter_monday = date(2026, 4, 3), date(2026, 4, 6)
    term = Term(2, Unit.WORKING_DAYS)
    assert due(date(2026, 4, 2), term) == date(2026, 4, 6)
    assert due(date(2026, 4, 2), term, holidays={good_friday, easter_monday}) == date(2026, 4, 8)
    assert due(date(2026, 3, 23), Term(2, Unit.WEEKS), holidays={easter_monday}) == date(2026, 4, 7)
    # where the weekend is on Friday and Saturday
    assert due(date(2026, 4, 2), Term(1, Unit.WORKING_DAYS), weekend={4, 5}) == date(2026, 4, 5)


@given(DAYS, st.integers(0, 60), st.sets(DAYS, max_size=20))
def test_there_are_as_many_working_days_in_a_term_as_it_says(
    since: date, number: int, holidays: set[date]
) -> None:
    last = due(since, Term(number, Unit.WORKING_DAYS), holidays=holidays)
    days = [since + timedelta(n) for n in range(1, (last - since).days + 1)]
    working = [day for day in days if day.weekday() not in WEEKEND and day not in holidays]
    assert len(working) == number or (number == 0 and working == [last])
    assert last.weekday() not in WEEKEND
    assert last not in holidays


@given(DAYS, st.integers(0, 36))
def test_months_are_of_the_calendar(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(1)).day == 1


@pytest.mark.parametrize(
    ("term", "weekend"), [(Term(-1, Unit.WEEKS), {5, 6}), (Term(1, Unit.WEEKS), set(range(7)))]
)
def test_a_term_that_never_ends_is_refused(term: Term, weekend: set[int]) -> None:
    with pytest.raises(ValueError, match="not negative"):
        due(date(2026, 3, 2), term, weekend=weekend)
