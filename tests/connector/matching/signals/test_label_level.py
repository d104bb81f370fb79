from __future__ import annotations

import pytest

from tests.connector.builders import funder, incubator, service, startup
from tests.connector.matching.signals.pair import said_of, value_of

CODE = "label_level"


@pytest.mark.parametrize(
    ("level", "value", "said"),
    [
        (0, 0.0, "Does not hold the label “Diversity Connector”."),
        (1, 0.333333, "Holds the label “Diversity Connector” at level 1 of 3."),
        (2, 0.666667, "Holds the label “Diversity Connector” at level 2 of 3."),
        (3, 1.0, "Holds the label “Diversity Connector” at level 3 of 3."),
        (
            None,
            None,
            (
                "Whether the label “Diversity Connector” is held cannot be told. "
                "Not stated: the level of the offer’s label."
            ),
        ),
    ],
)
def test_each_level_is_a_third(level: int | None, value: float | None, said: str) -> None:
    assert value_of(CODE, startup(), incubator(label_level=level)) == value
    assert said_of(CODE, startup(), incubator(label_level=level)) == said


def test_who_cannot_hold_it_is_known_not_to() -> None:
    assert [value_of(CODE, startup(), offer) for offer in (funder(), service())] == [0.0, 0.0]
    assert (
        said_of(CODE, startup(), funder())
        == "Is no incubator: the label “Diversity Connector” is for incubators."
    )
