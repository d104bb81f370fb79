"""By when something is due: in working days, weeks or months."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


class Unit(StrEnum):
    """In what a term is counted."""

    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take.

    Attributes
    ----------
    number, unit
        How many of what.
    since
        From which event: the state in which a case is, by default, or an earlier one that it came to.
    """

    number: int
    unit: Unit
    since: str = ""


#: Days of the week without work, Monday is 0.
WEEKEND = frozenset({5, 6})


def due(
    since: date, term: Term, *, holidays: Collection[date] = (), weekend: Collection[int] = WEEKEND
) -> date:
    """Return the last day of a term.

    The day of the event does not count. A term that ends on a day without work ends on the next working day
    (Regulation (EEC, Euratom) No 1182/71, article 3).

    Parameters
    ----------
    since
        Day of the event.
    term
        How long. Of 0 working days: that day itself, or the next working day.
    holidays
        Days without work besides the weekends.
    weekend
        Days of the week without work, 0 to 6 from Monday; not all of them.

    Raises
    ------
    ValueError
        If there is no day of work in a week, or the term is negative.
    """
    if term.number < 0 or not set(range(7)) - set(weekend):
        raise ValueError("a term is not negative, and a week has a day of work")

    def is_free(day: date) -> bool:
        return day.weekday() in weekend or day in holidays

    return _next(_ENDS[term.unit](since, term.number, is_free), is_free)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of that month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def _next(day: date, is_free: Callable[[date], bool]) -> date:
    while is_free(day):
        day += timedelta(1)
    return day


def _after_working_days(since: date, number: int, is_free: Callable[[date], bool]) -> date:
    day = since
    for _ in range(number):
        day = _next(day + timedelta(1), is_free)
    return day


_ENDS: dict[Unit, Callable[[date, int, Callable[[date], bool]], date]] = {
    Unit.WORKING_DAYS: _after_working_days,
    Unit.WEEKS: lambda since, number, _: since + timedelta(weeks=number),
    Unit.MONTHS: lambda since, number, _: months_later(since, number),
}
