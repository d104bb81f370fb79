"""The audit: written with what is done, by whom and for whom; added to and never changed."""

from __future__ import annotations

import inspect
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import diversity_platform
from diversity_platform.audit.actors import Actor, ActorKind, command_line, worker_of
from diversity_platform.audit.queries import Filter, entries, export
from diversity_platform.audit.service import record
from diversity_platform.db.identifiers import new_id
from diversity_platform.jobs.models import Job
from diversity_platform.jobs.work import Work
from diversity_platform.organisations.errors import SlugTakenError
from diversity_platform.organisations.service import found_city, register_company
from diversity_platform.settings import Settings
from tests.diversity_platform.actors import SOMEBODY

if TYPE_CHECKING:
    from datetime import datetime

    from diversity_platform.audit.models import AuditEntry
    from diversity_platform.db.engine import Database

asynchronous = pytest.mark.anyio

KEPT = "the audit is only added to"
#: Slices below the audit, whose verbs the slices above them write down.
BELOW = {"jobs", "mail"}
#: Verbs that learn who does it from what they are given.
TOLD = {"accounts.enter"}


async def all_of(database: Database, wanted: Filter | None = None) -> list[AuditEntry]:
    async with database.reading() as db:
        return [entry async for entry in export(db, wanted or Filter())]


async def several(database: Database, now: datetime, number: int = 4) -> list[AuditEntry]:
    """Write entries of different actions, actors and things, an hour apart."""
    async with database.writing.begin() as db:
        for one in range(number):
            by = SOMEBODY if one % 2 else Actor(ActorKind.JOB, f"job {one}", SOMEBODY.reference)
            action = ("editions.published", "editions_of_others.published")[one // 2 % 2]
            record(db, action, ("edition", one), by=by, now=now + timedelta(hours=one), period="2025")
            await db.flush()
    return await all_of(database)


@asynchronous
async def test_a_verb_writes_down_who_did_what_when_to_which(database: Database, now: datetime) -> None:
    async with database.writing.begin() as db:
        city = await found_city(
            db, slug="here", name="Here", country="FR", licence="CC0", by=SOMEBODY, now=now
        )
    [entry] = await all_of(database)
    assert (entry.at, entry.actor, entry.on_behalf_of) == (now, "command:somebody", "")
    assert (entry.action, entry.thing) == ("organisations.city_founded", f"city:{city.id}")
    assert (entry.city_id, entry.details) == (city.id, {"slug": "here"})


@asynchronous
async def test_what_is_not_done_is_not_written_down(database: Database, now: datetime) -> None:
    async with database.writing() as db:
        await found_city(db, slug="here", name="Here", country="FR", licence="CC0", by=SOMEBODY, now=now)
        await db.rollback()
    assert await all_of(database) == []
    async with database.writing.begin() as db:
        await found_city(db, slug="here", name="Here", country="FR", licence="CC0", by=SOMEBODY, now=now)
        with pytest.raises(SlugTakenError):
            await found_city(db, slug="here", name="It", country="FR", licence="CC0", by=SOMEBODY, now=now)
    assert len(await all_of(database)) == 1


@asynchronous
async def test_companies_are_named_by_id_alone(database: Database, now: datetime) -> None:
    async with database.writing.begin() as db:
        city = await found_city(
            db, slug="here", name="Here", country="FR", licence="CC0", by=SOMEBODY, now=now
        )
        company = await register_company(db, city, key="k", name="Bakery Dupont", by=SOMEBODY, now=now)
    entry = (await all_of(database))[-1]
    assert (entry.thing, entry.details) == (f"company:{company.id}", {})


@asynchronous
async def test_the_database_refuses_to_change_or_remove_what_was_written(
    database: Database, now: datetime
) -> None:
    before = [(one.id, one.actor) for one in await several(database, now)]
    of_this_kind = "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries"
    if not database.is_embedded:
        of_this_kind = "TRUNCATE audit_entries"
    changes = ("UPDATE audit_entries SET actor = 'nobody'", "DELETE FROM audit_entries", of_this_kind)
    for statement in changes:
        with pytest.raises(DBAPIError, match=KEPT):
            await carry_out(database, statement)
    assert [(one.id, one.actor) for one in await all_of(database)] == before


async def carry_out(database: Database, statement: str) -> None:
    async with database.writing.begin() as db:
        await db.execute(text(statement))


@asynchronous
async def test_entries_are_read_a_page_at_a_time_the_latest_first(database: Database, now: datetime) -> None:
    written = [one.id for one in await several(database, now, 7)]
    async with database.reading() as db:
        first = await entries(db, Filter(), limit=3)
        second = await entries(db, Filter(), limit=3, before=first[-1].id)
        third = await entries(db, Filter(), limit=3, before=second[-1].id)
    assert [one.id for one in (*first, *second, *third)] == written[::-1]


@asynchronous
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"action": "editions."}, [0, 1]),
        ({"action": "editions_"}, [2, 3]),  # a beginning, in which nothing is a wildcard
        ({"action": "editions%"}, []),
        ({"actor": "job"}, [0, 2]),
        ({"actor": "command:some"}, [0, 1, 2, 3]),  # also what was done on that one's behalf
        ({"thing": "edition:3"}, [3]),
        ({"since": 1, "until": 3}, [1, 2]),
        ({"actor": "command", "action": "editions.published", "since": 1}, [1]),
    ],
)
async def test_entries_are_found_by_what_who_and_when(
    database: Database, now: datetime, wanted: dict[str, object], found: list[int]
) -> None:
    await several(database, now)
    hours = {
        key: now + timedelta(hours=value) if isinstance(value, int) else value
        for key, value in wanted.items()
    }
    rows = await all_of(database, Filter(**hours))  # type: ignore[arg-type] # as the table has them
    assert [int(one.thing.removeprefix("edition:")) for one in rows] == found


@asynchronous
async def test_an_export_gives_every_entry_once_however_many_there_are(
    database: Database, now: datetime
) -> None:
    async with database.writing.begin() as db:
        for number in range(2001):
            record(db, "test.done", ("thing", number), by=SOMEBODY, now=now)
    assert [one.thing for one in await all_of(database)] == [f"thing:{number}" for number in range(2001)]


@asynchronous
async def test_a_job_acts_on_behalf_of_who_asked_for_it(database: Database, now: datetime) -> None:
    row = Job(id=new_id(), name="x", arguments={}, asked_by="command:alice", due_at=now, queued_at=now)
    actor = worker_of(Work(database, row, Settings()))
    assert (actor.reference, actor.on_behalf_of) == (f"job:{row.id}", "command:alice")


def test_a_command_acts_as_the_machines_user_who_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "alice")
    assert command_line().reference == "command:alice"
    monkeypatch.setattr("getpass.getuser", nobody)
    assert command_line().reference == "command:unknown"


def nobody() -> str:
    raise KeyError("no such user")


def test_every_verb_that_changes_something_is_told_who_does_it() -> None:
    """A verb takes the moment; one that takes the moment and not the actor would leave no trace."""
    package = Path(diversity_platform.__file__).parent
    silent = []
    for path in sorted(package.glob("*/service.py")):
        module = import_module(f"diversity_platform.{path.parent.name}.service")
        for name, verb in inspect.getmembers(module, inspect.iscoroutinefunction):
            known = inspect.signature(verb).parameters
            mine = verb.__module__ == module.__name__ and not name.startswith("_")
            if mine and path.parent.name not in BELOW and "now" in known and "by" not in known:
                silent.append(f"{path.parent.name}.{name}")
    assert set(silent) == TOLD
