"""Entries of the audit as a file: a table for people, lines of JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from diversity_platform.audit.queries import export
from diversity_platform.operations.schemas import AuditView
from rating.documents.rows import for_spreadsheets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.audit.queries import Filter

COLUMNS = ("id", "at", "actor", "on_behalf_of", "action", "thing", "city_id", "details")


async def audit_file(db: AsyncSession, wanted: Filter, ending: str) -> AsyncIterator[str]:
    """Give the lines of a file, the earliest entry first.

    Parameters
    ----------
    ending
        A key of `WRITERS`.
    """
    if ending == ".csv":
        yield "\ufeff" + _cells(COLUMNS)
    write = WRITERS[ending]
    async for entry in export(db, wanted):
        yield write(AuditView.of(entry))


def _row(entry: AuditView) -> str:
    values = entry.model_dump(mode="json")
    values["details"] = json.dumps(entry.details, ensure_ascii=False) if entry.details else ""
    return _cells([values[column] or "" for column in COLUMNS])


def _object(entry: AuditView) -> str:
    return entry.model_dump_json() + "\n"


def _cells(values: tuple[str, ...] | list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(for_spreadsheets(values))
    return line.getvalue()


#: ending of the file -> how an entry is written
WRITERS: dict[str, Callable[[AuditView], str]] = {".csv": _row, ".jsonl": _object}
