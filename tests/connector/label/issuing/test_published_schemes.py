"""A label is given by a scheme that is published, and says the same as when it was used first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from connector.label.issuing.errors import NotAllowedError
from connector.label.issuing.office import issue
from tests.connector.label.world import AWARD, NOW, issued, working

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_is_issued_by_a_draft(city: Path) -> None:
    with working(city) as office:
        draft = replace(office, scheme=office.scheme.model_copy(update={"published": None}))
        with pytest.raises(NotAllowedError, match=r"^The scheme diversity-connector-2026 is a draft\. "):
            issue(draft, AWARD, NOW)
    with working(city) as office:
        assert office.ledger.credentials == {}


def test_a_scheme_that_was_changed_since_it_was_used_needs_a_new_version(city: Path) -> None:
    issued(city)
    with working(city) as office:
        purpose = {language: f"{text} And more." for language, text in office.scheme.purpose.items()}
        changed = replace(office, scheme=office.scheme.model_copy(update={"purpose": purpose}))
        with pytest.raises(NotAllowedError, match="was changed since 2026-0001 was issued by it"):
            issue(changed, AWARD, NOW)
        newer = changed.scheme.model_copy(update={"version": "2027"})
        issue(replace(changed, scheme=newer), AWARD, NOW)
