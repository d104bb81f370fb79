"""Whether one may enter today."""

from __future__ import annotations

from datetime import date

import pytest

from tests.connector.builders import TODAY, incubator, startup
from tests.connector.verdict import verdict

YESTERDAY, TOMORROW = date(2026, 3, 1), date(2026, 3, 3)
SHUT = {"open": "INELIGIBLE"}


def test_an_offer_that_closed_yesterday_is_ineligible() -> None:
    assert verdict(startup(), incubator(closes=YESTERDAY)) == SHUT


def test_an_offer_that_opens_tomorrow_is_ineligible() -> None:
    assert verdict(startup(), incubator(opens=TOMORROW)) == SHUT


@pytest.mark.parametrize("days", [{"closes": TODAY}, {"opens": TODAY}, {"opens": TODAY, "closes": TODAY}])
def test_the_first_and_the_last_day_are_open(days: dict[str, date]) -> None:
    assert verdict(startup(), incubator(**days)) == {}


def test_an_offer_that_states_nothing_about_being_open_lets_everybody_in() -> None:
    assert verdict(startup(), incubator()) == {}


def test_a_day_that_is_over_counts_more_than_the_mark_that_it_is_open() -> None:
    assert verdict(startup(), incubator(is_open=True, closes=YESTERDAY)) == SHUT


def test_the_mark_that_it_ended_counts_more_than_days_to_come() -> None:
    assert verdict(startup(), incubator(is_open=False, opens=YESTERDAY, closes=TOMORROW)) == SHUT
