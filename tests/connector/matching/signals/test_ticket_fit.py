from __future__ import annotations

import pytest

from connector.parties import Amount
from tests.connector.builders import funder, incubator, startup
from tests.connector.matching.signals.pair import said_of, value_of

CODE = "ticket_fit"


def seeking(value: float, currency: str = "EUR") -> Amount:
    return Amount(value=value, currency=currency)


@pytest.mark.parametrize(
    ("sought", "value", "said"),
    [
        (10_000, 1.0, "The sum sought, €10,000, lies within what this funder gives."),
        (5_000, 1.0, "The sum sought, €5,000, lies within what this funder gives."),
        (20_000, 1.0, "The sum sought, €20,000, lies within what this funder gives."),
        (40_000, 0.5, "The sum sought, €40,000, is above the largest that this funder gives, €20,000."),
        (500, 0.1, "The sum sought, €500, is below the smallest that this funder gives, €5,000."),
    ],
)
def test_outside_the_range_the_value_is_the_ratio_to_its_nearer_end(
    sought: float, value: float, said: str
) -> None:
    gives = funder(smallest_ticket=5_000, largest_ticket=20_000, currency="EUR")
    assert value_of(CODE, startup(ticket=seeking(sought)), gives) == value
    assert said_of(CODE, startup(ticket=seeking(sought)), gives) == said


def test_an_end_that_is_not_stated_bounds_nothing() -> None:
    assert value_of(CODE, startup(ticket=seeking(1)), funder(largest_ticket=9, currency="EUR")) == 1.0
    assert value_of(CODE, startup(ticket=seeking(10**9)), funder(smallest_ticket=9, currency="EUR")) == 1.0


def test_sums_in_different_currencies_are_not_compared() -> None:
    gives = funder(largest_ticket=20_000, currency="TRY")
    assert value_of(CODE, startup(ticket=seeking(10_000)), gives) is None
    assert (
        said_of(CODE, startup(ticket=seeking(10_000)), gives)
        == "The sum sought, €10,000, cannot be compared: this funder gives TRY."
    )


def test_who_is_no_funder_gives_no_sum_and_that_is_known() -> None:
    assert value_of(CODE, startup(ticket=seeking(10_000)), incubator()) == 0.0
    assert value_of(CODE, startup(), incubator()) == 0.0
    assert said_of(CODE, startup(), incubator()) == "This offer gives no money."


def test_sums_that_are_not_stated_are_not_known() -> None:
    gives = funder(largest_ticket=20_000, currency="EUR")
    assert value_of(CODE, startup(), gives) is None
    assert value_of(CODE, startup(ticket=seeking(1)), funder(currency="EUR")) is None
    assert said_of(CODE, startup(), funder()) == (
        "Whether the sum fits cannot be told. "
        "Not stated: the sum that the start-up seeks and the sums that the funder gives."
    )
