"""The canonical format of parties and of the files beside them: tables with examples to write over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.intake import columns_of
from connector.taxonomies import taxonomy
from diversity_platform.cli.output import write_csv

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_EXAMPLES: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "startups": (
        {
            "id": "example-1", "name": "Example: dried fruit", "sectors": "food_products|online_trade",
            "stage": "pre_start", "city": "Lyon", "country": "FR", "latitude": "45.764",
            "longitude": "4.8357", "founded": "2025-05-02", "team_size": "3", "languages": "fr:B2|ar:C2",
            "is_registered": "no", "may_register": "yes", "markets_known": "MA", "markets_sought": "DE",
            "needs": "finance:5|legal_status:4|networks:2", "offers": "local_context",
            "ticket": "20000", "ticket_currency": "EUR", "available_from": "2026-09-01",
            "text": "We dry fruit from small farms and sell it online.",
            "declared_under_represented": "yes", "declared_groups": "gender:women",
            "declared_uses": "audit",
        },
        {"id": "example-2", "name": "Example: only what is known", "needs": "coaching:3"},
    ),
    "offers": (
        {
            "kind": "connector", "id": "example-1", "name": "Example: an incubator",
            "needs": "coaching|space|networks@start_up+growth", "sectors": "food", "languages": "fr:B2|en:B2",
            "places": "Lyon:FR:45.75:4.85|Grenoble:FR", "capacity": "12", "opens": "2026-01-01",
            "closes": "2026-12-31", "accessibility": "step_free|childcare", "label_level": "1",
            "rule_stages": "idea|pre_start|start_up", "rule_radius_km": "60", "rule_languages": "fr:A2|en:B1",
            "text": "An incubator for whoever begins, with a kitchen to share.",
        },
        {
            "kind": "funder", "id": "example-2", "name": "Example: small loans", "needs": "finance",
            "instrument": "microcredit", "smallest_ticket": "500", "largest_ticket": "25000",
            "currency": "EUR", "capacity": "40", "rule_countries": "FR",
        },
        {
            "kind": "service", "id": "example-3", "name": "Example: an accountant", "needs": "legal_status",
            "languages": "ar:C2|fr:C1", "capacity": "4", "price": "50", "price_currency": "EUR",
        },
    ),
    "overrides": (
        {
            "startup": "example-1", "offer": "example-2", "reason": "They met at the fair.",
            "by": "A. Diallo", "day": "2026-03-02",
        },
    ),
    "introductions": (
        {
            "startup": "example-1", "offer": "example-1", "proposed": "2026-01-12", "answered": "2026-01-20",
            "accepted": "yes",
        },
        {
            "startup": "example-2", "offer": "example-3", "proposed": "2026-01-12", "answered": "2026-02-03",
            "accepted": "no",
        },
        {"startup": "example-2", "offer": "example-1", "proposed": "2026-02-10"},
    ),
}  # fmt: skip


def write_parties_template(path: Path, side: str) -> None:
    """Write a table: of ``startups`` or ``offers``, of ``overrides`` or ``introductions``.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    columns = columns_of(side)
    rows = ([example.get(column, "") for column in columns] for example in _EXAMPLES[side])
    # spreadsheets take a file for UTF-8 only with its mark
    write_csv(path, columns, rows, encoding="utf-8-sig")


def codes_in_words() -> str:
    """Return the codes that columns may hold, for a reader of the terminal."""
    return "\n".join(f"{kind}: {', '.join(taxonomy(kind).codes)}" for kind in ("needs", "stages", "sectors"))
