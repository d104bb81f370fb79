"""Ask the engine about one pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.matching.eligibility import eligibility
from tests.connector.builders import TODAY, columns

if TYPE_CHECKING:
    from datetime import date

    from connector.parties import Offer, StartUp


def verdict(startup: StartUp, offer: Offer, today: date = TODAY) -> dict[str, str]:
    """Return what each rule that does not let the pair through answers."""
    found = eligibility(*columns([startup], [offer], today)[:2])
    return {code: answer.name for code, answer in found.not_eligible(0, 0).items()}
