"""Whether the start-up is near enough."""

from __future__ import annotations

import pytest

from connector.matching.eligibility import Answer, shelf
from connector.parties import EntryRules, Offer, Place
from tests.connector import one_pair
from tests.connector.builders import TODAY, incubator, startup
from tests.connector.verdict import verdict

PARIS = Place(country="FR", latitude=48.857, longitude=2.352)
LYON = Place(country="FR", latitude=45.764, longitude=4.836)
SOMEWHERE = Place(country="FR", city="Lyon")
OUT, UNCLEAR = {"distance": "INELIGIBLE"}, {"distance": "CANNOT_TELL"}


def within(radius: float, *places: Place) -> object:
    return incubator(places=places, rules=EntryRules(radius_km=radius))


@pytest.mark.parametrize(
    ("here", "offer", "expected"),
    [
        (PARIS, within(1, PARIS), {}),
        (LYON, within(391, PARIS), OUT),
        (LYON, within(392, PARIS), {}),
        (LYON, within(10, PARIS, LYON), {}),  # the nearest of its places counts
        (LYON, within(10, PARIS, SOMEWHERE), UNCLEAR),  # its other place may be near
        (LYON, within(10, SOMEWHERE, LYON), {}),
        (LYON, within(10), UNCLEAR),
        (SOMEWHERE, within(10, LYON), UNCLEAR),  # nothing is read off the name of a city
        (None, within(10, LYON), UNCLEAR),
        (LYON, within(30_000, PARIS), {}),
    ],
)
def test_the_nearest_place_decides_where_all_are_known(
    here: Place | None, offer: Offer, expected: dict[str, str]
) -> None:
    assert verdict(startup(place=here), offer) == expected


def test_what_is_beyond_the_radius_never_reads_as_if_it_were_within() -> None:
    for tenths in range(1, 40):
        there = Place(latitude=48.857 + tenths * 0.01, longitude=2.352)
        radius = round(one_pair.kilometres(PARIS, there), 1) - 0.05
        offer = within(radius, PARIS)
        assert verdict(startup(place=there), offer) == OUT
        said = shelf()["distance"].because(startup(place=there), offer, Answer.INELIGIBLE, TODAY)
        assert said.facts["distance"] > radius


def test_places_across_the_line_of_dates_are_near() -> None:
    east, west = Place(latitude=-17.0, longitude=179.9), Place(latitude=-17.0, longitude=-179.9)
    assert verdict(startup(place=east), within(25, west)) == {}
    assert verdict(startup(place=east), within(15, west)) == OUT
