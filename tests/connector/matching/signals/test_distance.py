from __future__ import annotations

import pytest

from connector.parties import Place
from tests.connector.builders import incubator, startup
from tests.connector.matching.signals.pair import said_of, value_of

CODE = "distance"
#: One degree of latitude, km.
DEGREE = 111.195
HERE = Place(latitude=50.0, longitude=4.0)


def north_of_here(km: float) -> Place:
    return Place(latitude=50.0 + km / DEGREE, longitude=4.0)


@pytest.mark.parametrize(
    ("km", "value", "said"),
    [
        (0.0, 1.0, "Near: 0 km away."),
        (0.4, 0.994, "Near: 0.4 km away."),
        (50.0, 0.5, "Within reach: 50 km away."),
        (100.0, 0.25, "Far: 100 km away."),
        (1000.0, 0.0, "Far: 1,000 km away."),
    ],
)
def test_the_value_halves_with_every_50_km(km: float, value: float, said: str) -> None:
    here, offer = startup(place=HERE), incubator(places=(north_of_here(km),))
    found = value_of(CODE, here, offer)
    assert found is not None
    assert round(found, 3) == value
    assert said_of(CODE, here, offer) == said


def test_the_nearest_place_counts() -> None:
    places = (north_of_here(300), Place(country="BE"), north_of_here(50), north_of_here(120))
    found = value_of(CODE, startup(place=HERE), incubator(places=places))
    assert found is not None
    assert round(found, 3) == 0.5


def test_the_other_side_of_the_world_is_known_and_0() -> None:
    far = incubator(places=(Place(latitude=-50.0, longitude=-176.0),))
    assert value_of(CODE, startup(place=HERE), far) == 0.0
    assert said_of(CODE, startup(place=HERE), far) == "Very far: 20,015 km away."


def test_a_country_or_a_city_is_no_distance() -> None:
    place = Place(country="BE", city="Brussels")
    here, offer = startup(place=place), incubator(places=(place,))
    assert value_of(CODE, here, offer) is None
    assert said_of(CODE, here, offer) == (
        "How far apart both sides are cannot be told. "
        "Not stated: the start-up’s exact place and the offer’s exact place."
    )
