"""Real databases for tests: a PostgreSQL server of our own, and a fresh database for each test.

`TEST_DATABASE_URL` names a server to use instead; its user must be allowed to create databases.
"""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from diversity_platform.db.engine import open_database
from diversity_platform.db.migrate import migrate
from tests.conftest import required

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUPERUSER = "tests"
#: Seconds that a server may take to start or to stop.
_PATIENCE = 30
_OPTIONS = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off",
    "shared_buffers": "32MB", "max_connections": "50", "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}  # fmt: skip
#: Runs the server until its own input ends, which it does however the tests end: so the server never stays.
_GUARD = """
"$@" >"$0/log" 2>&1 &
server=$!
read -r line
kill -QUIT "$server"
wait "$server"
rm -rf "$0"
"""


def postgresql_programs() -> Path:
    """Return the folder of initdb and postgres; skip, or fail where PostgreSQL is required."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[::-1]
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    reason = "PostgreSQL (initdb, postgres) is not installed"
    if required("POSTGRES"):
        pytest.fail(f"{reason}, but REQUIRE_POSTGRES is set")
    pytest.skip(reason)


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Run a server for as long as the block takes; gives the address of a database to start from."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield f"postgresql+asyncpg://{given.partition('://')[2]}"
        return
    programs = postgresql_programs()
    with tempfile.TemporaryDirectory(prefix="diversity-postgresql-", ignore_cleanup_errors=True) as made:
        folder, data = Path(made), Path(made) / "data"
        who = _not_root(folder)
        initdb = [programs / "initdb", "-D", data, "-U", _SUPERUSER, "-A", "trust", "-E", "UTF8"]
        made_it = subprocess.run(
            [*initdb, "--no-locale", "--no-sync", "--no-instructions"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            **who,
        )
        assert made_it.returncode == 0, made_it.stderr
        port = _free_port()
        options = [part for name, value in _OPTIONS.items() for part in ("-c", f"{name}={value}")]
        command = [programs / "postgres", "-D", data, "-p", str(port), *options]
        guard = subprocess.Popen(
            ["sh", "-c", _GUARD, folder, *command],
            cwd=folder,
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the tests, which end the server themselves
            **who,
        )
        try:
            _wait_until_ready(folder / "log")
            yield f"postgresql+asyncpg://{_SUPERUSER}@127.0.0.1:{port}/postgres"
        finally:
            guard.communicate(timeout=_PATIENCE)


def _not_root(folder: Path) -> dict[str, Any]:
    """Return how to start a program as somebody who may run a server, and give them the folder."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_until_ready(log: Path) -> None:
    said = ""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and "FATAL" not in said:
        said = log.read_text(encoding="utf-8") if log.exists() else ""
        if "ready to accept connections" in said:
            return
        time.sleep(0.01)
    pytest.fail(f"PostgreSQL did not start: {said or 'it said nothing'}")


@contextmanager
def fresh_database(server: str, template: str = "template0") -> Iterator[str]:
    """Make a database for as long as the block takes; gives its address."""
    name = f"test_{uuid4().hex}"
    execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def execute(server: str, statement: str) -> None:
    """Execute a statement outside any transaction, on a connection of its own."""

    async def run() -> None:
        engine = create_async_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.exec_driver_sql(statement)

    asyncio.run(run())


def migrate_now(address: str) -> None:
    """Bring an empty database to the schema of this version."""

    async def run() -> None:
        database = open_database(address)
        try:
            await migrate(database)
        finally:
            await database.close()

    asyncio.run(run())
