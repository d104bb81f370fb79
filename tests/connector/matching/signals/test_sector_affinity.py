from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.matching.signals.sector_affinity import affinity
from connector.taxonomies import taxonomy
from tests.connector.builders import incubator, startup
from tests.connector.matching.signals.pair import said_of, value_of

CODE = "sector_affinity"
sectors = st.sampled_from(taxonomy("sectors").codes)


@pytest.mark.parametrize(
    ("own", "of_offer", "value", "said"),
    [
        ({"games"}, {"games"}, 1.0, "Both sides are in Games."),
        ({"games"}, {"media"}, 0.666667, "Related sectors: Games and Media and culture."),
        ({"games"}, {"publishing"}, 0.5, "Related sectors: Games and Publishing and news."),
        ({"games"}, {"insurance"}, 0.0, "No sector in common and none related."),
        ({"games", "insurance"}, {"retail", "insurance"}, 1.0, "Both sides are in Insurance."),
        (
            {"games", "insurance"},
            {"publishing", "retail"},
            0.5,
            "Related sectors: Games and Publishing and news.",
        ),
    ],
)
def test_the_best_pair_of_sectors_counts(own: set[str], of_offer: set[str], value: float, said: str) -> None:
    asks, offer = startup(sectors=frozenset(own)), incubator(sectors=frozenset(of_offer))
    assert value_of(CODE, asks, offer) == value
    assert said_of(CODE, asks, offer) == said


@given(one=sectors, other=sectors)
def test_affinity_is_symmetric_and_1_for_one_sector_alone(one: str, other: str) -> None:
    assert affinity(one, other) == affinity(other, one)
    assert (affinity(one, other) == 1.0) == (one == other)


def test_sectors_that_are_not_stated_are_not_known() -> None:
    assert value_of(CODE, startup(sectors=frozenset({"games"})), incubator()) is None
    assert (
        said_of(CODE, startup(), incubator(sectors=frozenset({"games"})))
        == "Whether sectors are related cannot be told. Not stated: the start-up’s sectors."
    )
