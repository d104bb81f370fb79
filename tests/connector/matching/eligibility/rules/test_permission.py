"""Whether the founders may register a company here."""

from __future__ import annotations

import pytest

from connector.parties import EntryRules, Permission
from tests.connector.builders import incubator, startup
from tests.connector.verdict import verdict


@pytest.mark.parametrize(
    ("permission", "expected"),
    [
        (Permission.YES, {}),
        (Permission.NOT_YET, {"permission": "INELIGIBLE"}),
        (Permission.UNSURE, {"permission": "CANNOT_TELL"}),
        (None, {"permission": "CANNOT_TELL"}),
    ],
)
def test_who_is_unsure_has_not_said_no(permission: Permission | None, expected: dict[str, str]) -> None:
    asking = incubator(rules=EntryRules(must_be_allowed_to_register=True))
    assert verdict(startup(may_register=permission), asking) == expected


def test_an_offer_that_states_that_it_does_not_ask_makes_no_rule() -> None:
    rules = EntryRules(must_be_allowed_to_register=False, must_be_registered=False)
    assert (
        verdict(startup(may_register=Permission.NOT_YET, is_registered=False), incubator(rules=rules)) == {}
    )
