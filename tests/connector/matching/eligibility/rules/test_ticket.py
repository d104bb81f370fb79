"""Whether a funder gives sums like the one that the start-up seeks."""

from __future__ import annotations

import pytest

from connector.parties import Amount, Offer
from tests.connector.builders import funder, incubator, service, startup
from tests.connector.verdict import verdict

OUT, UNCLEAR = {"ticket": "INELIGIBLE"}, {"ticket": "CANNOT_TELL"}


@pytest.mark.parametrize(
    ("sought", "least", "most", "expected"),
    [
        ((5000, "EUR"), 5000, 50_000, {}),
        ((50_000, "EUR"), 5000, 50_000, {}),
        ((4999.99, "EUR"), 5000, 50_000, OUT),
        ((50_000.01, "EUR"), 5000, 50_000, OUT),
        ((1, "EUR"), None, 50_000, {}),
        ((10**9, "EUR"), 5000, None, {}),
        ((20_000, "CHF"), 5000, 50_000, UNCLEAR),  # sums in different currencies are not compared
        (None, 5000, None, UNCLEAR),
        (None, 0, None, {}),  # "from 0" shuts nobody out
        (None, 0, 100, UNCLEAR),
        (None, None, None, {}),
    ],
)
def test_the_sum_lies_within_in_the_same_currency(
    sought: tuple[float, str] | None, least: float | None, most: float | None, expected: dict[str, str]
) -> None:
    ticket = None if sought is None else Amount(value=sought[0], currency=sought[1])
    offer = funder(smallest_ticket=least, largest_ticket=most, currency="EUR")
    assert verdict(startup(ticket=ticket), offer) == expected


@pytest.mark.parametrize("offer", [incubator(), service()])
def test_who_gives_no_money_makes_no_such_rule(offer: Offer) -> None:
    assert verdict(startup(), offer) == {}
    assert verdict(startup(ticket=Amount(value=1, currency="EUR")), offer) == {}
