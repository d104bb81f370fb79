from __future__ import annotations

import pytest

from connector.parties import Place
from tests.connector.builders import incubator, startup
from tests.connector.matching.signals.pair import said_of, value_of

CODE = "same_country"


@pytest.mark.parametrize(
    ("countries", "value", "said"),
    [
        (["FR"], 1.0, "Both sides are in France."),
        (["BE", "FR"], 1.0, "Both sides are in France."),
        ([None, "FR"], 1.0, "Both sides are in France."),
        (["BE"], 0.0, "In other countries: this start-up in France, the offer in Belgium."),
        (
            ["NL", "BE"],
            0.0,
            "In other countries: this start-up in France, the offer in Belgium and Netherlands.",
        ),
        (
            [None, "BE"],
            None,
            (
                "Whether both sides are in one country cannot be told: "
                "the offer does not state the country of each place."
            ),
        ),
        (
            [None],
            None,
            "Whether both sides are in one country cannot be told. Not stated: the offer’s country.",
        ),
        ([], None, "Whether both sides are in one country cannot be told. Not stated: the offer’s country."),
    ],
)
def test_it_is_known_as_far_as_places_state_their_country(
    countries: list[str | None], value: float | None, said: str
) -> None:
    here = startup(place=Place(country="FR"))
    offer = incubator(places=tuple(Place(country=country) for country in countries))
    assert value_of(CODE, here, offer) == value
    assert said_of(CODE, here, offer) == said


def test_a_start_up_without_a_country_is_not_known_to_be_anywhere() -> None:
    offer = incubator(places=(Place(country="FR"),))
    assert value_of(CODE, startup(place=Place(city="Lyon")), offer) is None
    assert value_of(CODE, startup(), offer) is None
