"""Dates of a label: to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.label.scheme import Validity
from connector.label.validity import Dated, agenda, holds, last_day, may_appeal, may_renew

TWO_YEARS = Validity(
    years=2, figures_every_months=12, desk_check_after_months=12, visits=("entry", "renewal")
)
DECIDED = date(2026, 3, 2)


def test_two_years_end_on_the_eve_of_the_same_day() -> None:
    assert last_day(TWO_YEARS, DECIDED) == date(2028, 3, 1)
    assert last_day(TWO_YEARS, date(2024, 2, 29)) == date(2026, 2, 27)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 1), False),
        (DECIDED, True),
        (date(2028, 3, 1), True),
        (date(2028, 3, 2), False),
    ],
)
def test_it_holds_from_the_decision_to_the_last_day(today: date, expected: bool) -> None:  # noqa: FBT001 - a row of a table
    assert holds(TWO_YEARS, DECIDED, today) is expected


def test_the_agenda_of_two_years() -> None:
    assert agenda(TWO_YEARS, DECIDED) == (
        Dated(date(2027, 3, 2), "desk_check"),
        Dated(date(2027, 3, 2), "figures"),
        Dated(date(2027, 9, 3), "reminder"),
        Dated(date(2027, 9, 3), "renewal_opens"),
        Dated(date(2027, 12, 2), "reminder"),
        Dated(date(2028, 1, 31), "reminder"),
        Dated(date(2028, 3, 1), "ends"),
    )


def test_a_visit_halfway_stands_in_it_where_the_scheme_has_one() -> None:
    visited = TWO_YEARS.model_copy(update={"visits": ("entry", "mid_term", "renewal")})
    assert Dated(date(2027, 3, 2), "visit") in agenda(visited, DECIDED)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 9, 2), False),
        (date(2027, 9, 3), True),
        (date(2028, 3, 1), True),
        (date(2028, 3, 2), False),
    ],
)
def test_renewal_can_be_asked_for_in_the_last_half_year(today: date, expected: bool) -> None:  # noqa: FBT001 - a row of a table
    assert may_renew(TWO_YEARS, DECIDED, today) is expected


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (30, True), (31, False)])
def test_an_appeal_is_in_time_for_thirty_days(days: int, expected: bool) -> None:  # noqa: FBT001 - a row of a table
    assert may_appeal(DECIDED, DECIDED + timedelta(days)) is expected


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(1, 10),
    st.integers(1, 40),
    st.integers(1, 40),
)
def test_everything_falls_within_the_validity(decided: date, years: int, figures: int, check: int) -> None:
    validity = Validity(
        years=years, figures_every_months=figures, desk_check_after_months=check, visits=("entry",)
    )
    found = agenda(validity, decided)
    assert all(decided < one.day <= last_day(validity, decided) for one in found)
    assert [one.day for one in found] == sorted(one.day for one in found)
    assert found[-1] == Dated(last_day(validity, decided), "ends")
    assert sum(one.what == "figures" for one in found) == (12 * years - 1) // figures
