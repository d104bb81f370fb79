"""Whether the start-up works in one of the languages that the offer needs."""

from __future__ import annotations

import pytest

from connector.parties import EntryRules
from tests.connector.builders import incubator, startup
from tests.connector.verdict import verdict

OUT, UNCLEAR = {"language": "INELIGIBLE"}, {"language": "CANNOT_TELL"}


@pytest.mark.parametrize(
    ("own", "needed", "expected"),
    [
        ({"fr": "B1"}, {"fr": "B1"}, {}),
        ({"fr": "A2"}, {"fr": "B1"}, OUT),
        ({"fr": "A2", "de": "C1"}, {"fr": "B1", "de": "B2"}, {}),  # one of them is enough
        ({"ar": "C2"}, {"fr": "A1"}, OUT),
        ({}, {"fr": "A1"}, UNCLEAR),
        ({"en-GB": "C1"}, {"en": "B2"}, {}),  # a language counts whatever the region
        ({"en": "C1"}, {"en-GB": "B2"}, {}),
        ({"en-US": "C1"}, {"en-GB": "B2"}, {}),
        ({"en-US": "B1", "en": "A1"}, {"en-GB": "B1"}, {}),  # at the best level that is stated
        ({"en-US": "B1"}, {"en-GB": "C1", "fr": "A1"}, OUT),
    ],
)
def test_one_of_the_named_languages_at_its_level_is_needed(
    own: dict[str, str], needed: dict[str, str], expected: dict[str, str]
) -> None:
    assert verdict(startup(languages=own), incubator(rules=EntryRules(languages=needed))) == expected
