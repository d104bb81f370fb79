from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.connector.builders import TODAY, incubator, startup
from tests.connector.matching.signals.pair import said_of, value_of

CODE = "dates"


def day(number: int | None) -> date | None:
    return None if number is None else TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("available", "opens", "closes", "is_open", "value", "said"),
    [
        (0, 0, 30, None, 1.0, "Can be entered as soon as this start-up is available."),
        (10, 0, 30, None, 1.0, "Can be entered as soon as this start-up is available."),
        (30, 0, 30, None, 1.0, "Can be entered as soon as this start-up is available."),
        (0, 90, 120, None, 0.5, "Can be entered from May 31, 2026, after this start-up is available."),
        (0, 90, None, None, 0.5, "Can be entered from May 31, 2026, after this start-up is available."),
        (
            90,
            270,
            None,
            None,
            0.25,
            "Can be entered from November 27, 2026, after this start-up is available.",
        ),
        (-200, 90, None, None, 0.5, "Can be entered from May 31, 2026, after this start-up is available."),
        (31, 0, 30, None, 0.0, "Closes on April 1, 2026, before this start-up is available (April 2, 2026)."),
        (
            31,
            None,
            30,
            None,
            0.0,
            "Closes on April 1, 2026, before this start-up is available (April 2, 2026).",
        ),
        (0, None, None, True, 1.0, "Can be entered as soon as this start-up is available."),
        (-5, -90, None, True, 1.0, "Can be entered as soon as this start-up is available."),
        (0, 90, None, True, 0.5, "Can be entered from May 31, 2026, after this start-up is available."),
        (0, None, None, False, 0.0, "This offer has ended."),
        # open today does not say for how long; opened does not say whether it closed since
        (10, None, None, True, None, "Whether dates fit cannot be told from the days stated."),
        (10, 0, None, None, None, "Whether dates fit cannot be told from the days stated."),
        (10, None, 30, None, None, "Whether dates fit cannot be told from the days stated."),
    ],
)
def test_the_value_halves_with_every_90_days_of_waiting(  # noqa: PLR0917 - a row of the table
    available: int,
    opens: int | None,
    closes: int | None,
    is_open: bool | None,  # noqa: FBT001 - as above
    value: float | None,
    said: str,
) -> None:
    asks = startup(available_from=day(available))
    offer = incubator(opens=day(opens), closes=day(closes), is_open=is_open)
    assert value_of(CODE, asks, offer) == value
    assert said_of(CODE, asks, offer) == said


def test_dates_that_are_not_stated_are_not_known() -> None:
    offer = incubator(opens=TODAY, closes=TODAY)
    assert value_of(CODE, startup(), offer) is None
    assert said_of(CODE, startup(), offer) == (
        "Whether dates fit cannot be told. Not stated: the day from which the start-up is available."
    )
    assert value_of(CODE, startup(available_from=TODAY), incubator()) is None
