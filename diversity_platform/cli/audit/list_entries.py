"""`diversity-platform audit list`: entries of the audit, the latest first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from diversity_platform.cli.audit.filters import filter_of, filtered
from diversity_platform.cli.operating import AS_JSON, LIMIT, minute, operate, show, table

if TYPE_CHECKING:
    from diversity_platform.db.engine import Database
    from diversity_platform.operations.schemas import AuditView
    from diversity_platform.settings import Settings

_HEADER = ("at (UTC)", "actor", "on behalf of", "action", "thing", "details")


@click.command("list")
@filtered
@LIMIT
@AS_JSON
def command(*, limit: int, as_json: bool, **wanted: Any) -> None:  # noqa: ANN401 - the options of a filter
    """Show entries, the latest first."""
    from diversity_platform.audit.queries import entries  # noqa: PLC0415 - loaded when needed
    from diversity_platform.operations.schemas import AuditView  # noqa: PLC0415

    async def read(database: Database, _settings: Settings) -> list[AuditView]:
        async with database.reading() as db:
            return [AuditView.of(one) for one in await entries(db, filter_of(**wanted), limit=limit)]

    found = operate(read, as_json=as_json)
    show(found, as_json=as_json, lines=lambda: _lines(found))


def _lines(found: list[AuditView]) -> list[str]:
    if not found:
        return ["There are no such entries."]
    return table(_HEADER, [_row(entry) for entry in found])


def _row(entry: AuditView) -> tuple[object, ...]:
    details = json.dumps(entry.details, ensure_ascii=False) if entry.details else "-"
    return minute(entry.at), entry.actor, entry.on_behalf_of or "-", entry.action, entry.thing, details
