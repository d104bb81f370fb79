"""Whether the team is neither too small nor too large."""

from __future__ import annotations

import pytest

from connector.parties import EntryRules
from tests.connector.builders import incubator, startup
from tests.connector.verdict import verdict

OUT, UNCLEAR = {"team_size": "INELIGIBLE"}, {"team_size": "CANNOT_TELL"}


@pytest.mark.parametrize(
    ("people", "least", "most", "expected"),
    [
        (2, 2, 5, {}),
        (5, 2, 5, {}),
        (1, 2, 5, OUT),
        (6, 2, 5, OUT),
        (9, 2, None, {}),
        (1, 2, None, OUT),
        (1, None, 5, {}),
        (6, None, 5, OUT),
        (None, 2, None, UNCLEAR),
        (None, 1, None, {}),  # every team is of one person or more
        (None, 1, 5, UNCLEAR),
    ],
)
def test_both_bounds_are_within(
    people: int | None, least: float | None, most: float | None, expected: dict[str, str]
) -> None:
    rules = EntryRules(smallest_team=least, largest_team=most)
    assert verdict(startup(team_size=people), incubator(rules=rules)) == expected
