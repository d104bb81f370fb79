"""A slice of jobs for tests, and a clock that stands still."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from diversity_platform.db.engine import Database, open_database
from diversity_platform.jobs.registry import handler
from tests.databases import fresh_database
from tests.diversity_platform.jobs import room

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import datetime


class Clock:
    """Shows one moment until it is put forward."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> datetime:
        self.moment += timedelta(seconds=seconds)
        return self.moment


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the slice of the tests where the registry looks for slices."""
    monkeypatch.setitem(sys.modules, room.MODULE, room)
    handler.cache_clear()
    yield
    handler.cache_clear()


@pytest.fixture
def server_address(postgresql_address: str, migrated_postgresql: str) -> Iterator[str]:
    with fresh_database(postgresql_address, migrated_postgresql) as address:
        yield address


@pytest.fixture
async def server(server_address: str, anyio_backend: str) -> AsyncIterator[Database]:
    """Return a database on PostgreSQL: only there two transactions write at the same time."""
    del anyio_backend
    database = open_database(server_address)
    try:
        yield database
    finally:
        await database.close()
