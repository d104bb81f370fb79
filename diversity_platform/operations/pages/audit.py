"""The audit: read and taken out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from diversity_platform.accounts.access import reader_of
from diversity_platform.accounts.service import operator
from diversity_platform.audit.queries import Filter, entries
from diversity_platform.jobs.work import utc_now
from diversity_platform.operations import service
from diversity_platform.operations.audit_files import WRITERS, audit_file
from diversity_platform.operations.pages.room import ON_A_PAGE, OPERATORS, PATH, Page, PageRequest, show
from diversity_platform.operations.schemas import AuditView

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from diversity_platform.db.engine import Database

_MEDIA_TYPES = {".csv": "text/csv; charset=utf-8", ".jsonl": "application/jsonl"}
Text = Annotated[str, QueryParameter(max_length=200)]
Day = Annotated[date | None, QueryParameter()]


class AuditController(Controller):
    """Pages about the audit."""

    path = f"{PATH}/audit"
    guards = OPERATORS
    include_in_schema = False

    @get("/")
    async def audit(
        self,
        request: PageRequest,
        *,
        state: State,
        action: Text = "",
        actor: Text = "",
        since: Day = None,
        until: Day = None,
        before: Annotated[UUID | None, QueryParameter()] = None,
    ) -> Page:
        """List entries, the latest first."""
        wanted = _filter(action, actor, since, until)
        async with state.database.reading() as db:
            found = await entries(db, wanted, limit=ON_A_PAGE + 1, before=before)
        chosen = {"action": action, "actor": actor, "since": since or "", "until": until or ""}
        query = urlencode({name: value for name, value in chosen.items() if value})
        rows = [AuditView.of(entry) for entry in found]
        return await show(
            request, "audit", "audit", entries=rows, most=ON_A_PAGE, chosen=chosen, filters=query
        )

    @get("/{file:str}")
    async def export(
        self,
        request: PageRequest,
        *,
        state: State,
        file: FromPath[str],
        action: Text = "",
        actor: Text = "",
        since: Day = None,
        until: Day = None,
    ) -> Stream | Response[None]:
        """Hand out all entries that a filter leaves, the earliest first."""
        name, dot, ending = file.partition(".")
        ending = dot + ending
        if name != "entries" or ending not in WRITERS:
            raise NotFoundException
        reader = await reader_of(request)
        async with state.database.writing.begin() as db:
            service.note_export(db, by=operator(reader.pass_id), now=utc_now())
        lines = _lines(state.database, _filter(action, actor, since, until), ending)
        saved = f"audit-{utc_now():%Y-%m-%d}{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{saved}"', "Cache-Control": "no-store"}
        return Stream(lines, media_type=_MEDIA_TYPES[ending], headers=headers)


async def _lines(database: Database, wanted: Filter, ending: str) -> AsyncIterator[str]:
    async with database.reading() as db:
        async for line in audit_file(db, wanted, ending):
            yield line


def _filter(action: str, actor: str, since: date | None, until: date | None) -> Filter:
    """Return the filter of a form: its last day is wanted, too."""
    first, last = (_midnight(since), _midnight(until and until + timedelta(days=1)))
    return Filter(action=action.strip(), actor=actor.strip(), since=first, until=last)


def _midnight(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
