"""Whether the start-up works in a sector that the offer takes."""

from __future__ import annotations

import pytest

from connector.parties import EntryRules
from tests.connector.builders import incubator, startup
from tests.connector.verdict import verdict

OUT, UNCLEAR = {"sector": "INELIGIBLE"}, {"sector": "CANNOT_TELL"}


@pytest.mark.parametrize(
    ("own", "taken", "expected"),
    [
        ({"software"}, {"digital"}, {}),  # a sector stands for all below it
        ({"software"}, {"software"}, {}),
        ({"software"}, {"cloud"}, OUT),
        ({"digital"}, {"software"}, UNCLEAR),  # may or may not be software
        ({"digital", "cloud"}, {"software"}, OUT),  # cloud tells which part of digital
        ({"digital", "cloud"}, {"digital"}, {}),
        ({"food", "digital"}, {"software"}, UNCLEAR),
        ({"food", "software"}, {"software", "health"}, {}),
        ({"food"}, {"software"}, OUT),
        (set(), {"software"}, UNCLEAR),
    ],
)
def test_a_wider_sector_alone_tells_nothing_of_its_parts(
    own: set[str], taken: set[str], expected: dict[str, str]
) -> None:
    assert verdict(startup(sectors=own), incubator(rules=EntryRules(sectors=taken))) == expected
