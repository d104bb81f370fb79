"""What tests of the shell share: both databases, made anew for each test, the moment it is, and printing."""

from __future__ import annotations

import shutil
from ctypes.util import find_library
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from diversity_platform.db.engine import Database, open_database
from tests.conftest import required
from tests.databases import fresh_database, migrate_now, postgresql_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

KINDS = ("sqlite", "postgresql")
#: Loaded by WeasyPrint, which prints certificates.
PANGO = "pangoft2-1.0"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio, as the product does."""
    return "asyncio"


@pytest.fixture(scope="session")
def _pango() -> None:
    """Skip, or fail where it is required, on a machine without Pango."""
    if find_library(PANGO):
        return
    if required("PANGO"):
        pytest.fail("Pango is not installed, but REQUIRE_PANGO is set")
    pytest.skip("Pango is not installed")


@pytest.fixture
def now() -> datetime:
    """Return the moment at which a test takes place."""
    return datetime(2026, 3, 2, 9, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """Return the address of a PostgreSQL server of our own; skip where it is not installed."""
    with postgresql_server() as address:
        yield address


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_address: str) -> Iterator[str]:
    """Return the name of a migrated database that others are copied from."""
    with fresh_database(postgresql_address) as address:
        migrate_now(address)
        yield address.rpartition("/")[2]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file that others are copied from."""
    file = tmp_path_factory.mktemp("migrated") / "platform.db"
    migrate_now(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(params=KINDS)
def empty_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'platform.db'}"
    else:
        with fresh_database(request.getfixturevalue("postgresql_address")) as address:
            yield address


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a migrated database, once of each kind."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "platform.db")
        yield f"sqlite+aiosqlite:///{file}"
    else:
        template = request.getfixturevalue("migrated_postgresql")
        with fresh_database(request.getfixturevalue("postgresql_address"), template) as address:
            yield address


@pytest.fixture
async def database(address: str, anyio_backend: str) -> AsyncIterator[Database]:
    """Return an open, migrated database, once of each kind."""
    del anyio_backend
    opened = open_database(address)
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
def server_address(postgresql_address: str, migrated_postgresql: str) -> Iterator[str]:
    """Return the address of a migrated database on a server: only there two write at the same time."""
    with fresh_database(postgresql_address, migrated_postgresql) as address:
        yield address


@pytest.fixture
async def server(server_address: str, anyio_backend: str) -> AsyncIterator[Database]:
    """Return an open, migrated database on a server."""
    del anyio_backend
    opened = open_database(server_address)
    try:
        yield opened
    finally:
        await opened.close()
