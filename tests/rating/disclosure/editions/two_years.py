"""A company in two years, and what a publisher and a verifier say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.disclosure import Movement, Policy
from rating.disclosure.audit import audit
from rating.disclosure.editions import link
from tests.builders import base_cells, linked

if TYPE_CHECKING:
    from rating.disclosure import Publication
    from rating.disclosure.blocked import Blocked
    from tests.builders import BaseCell

LAST = Policy(reference_date="2026-06-30")
NOW = Policy(reference_date="2027-06-30")
MANY = Policy(reference_date="2027-06-30", movement=Movement(70, 20))
SITES = {"site": "company"}
CITY = {"company": "city"}
LEVELS = {"staff": (60, 70), "middle_manager": (30, 40), "board": (12, 20)}


def blocked(cells: list[BaseCell], policy: Policy, *earlier: Publication) -> tuple[Blocked, ...]:
    """Return what the publisher is told of companies that stay as they were."""
    return link(linked(cells), policy, earlier).blocked


def moved(**levels: tuple[int, int]) -> list[BaseCell]:
    """Build the company with other people at some levels."""
    return base_cells({**LEVELS, **levels})


def broken(*files: Publication) -> list[object]:
    """Return the promises that some files about the same people break together."""
    return [finding for finding in audit(files) if not finding.kept]
