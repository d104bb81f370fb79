"""Which offers take nobody at present."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given, settings

from connector.matching.eligibility import Answer, availability, eligibility
from tests.connector.builders import columns, funder, incubator, service, startup
from tests.connector.drawn import some_offers, startups

if TYPE_CHECKING:
    from connector.parties import Offer, StartUp


def test_closed_ahead_and_full_are_told_apart() -> None:
    offers = [
        incubator("ended", is_open=False),
        funder("closed", closes=date(2026, 3, 1)),
        incubator("ahead", opens=date(2026, 4, 1)),
        service("full", capacity=0),
        service("full_and_ahead", capacity=0, opens=date(2026, 4, 1)),
        service("open", capacity=1, closes=date(2026, 3, 2)),
        service("silent"),
    ]
    found = availability(columns([startup()], offers)[1])
    assert found.is_closed.tolist() == [True, True, False, False, False, False, False]
    assert found.is_ahead.tolist() == [False, False, True, False, True, False, False]
    assert found.is_full.tolist() == [False, False, False, True, True, False, False]
    assert found.takes_somebody.tolist() == [False, False, False, False, False, True, True]


@settings(max_examples=30)
@given(startups(), some_offers())
def test_who_takes_nobody_is_ineligible_for_everybody(founder: StartUp, offers: tuple[Offer, ...]) -> None:
    sides = columns([founder], offers)[:2]
    answers = eligibility(*sides).answers[0]
    assert (answers[~availability(sides[1]).takes_somebody] == Answer.INELIGIBLE).all()
