"""A PostgreSQL server that is thrown away, or a database of our own on one that is named."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from web_peers.guard import NotMeasurableError, free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names a server to use instead of our own; its user must be allowed to create databases.
GIVEN = "TEST_DATABASE_URL"
#: Where Debian keeps what it does not put on PATH.
_DEBIAN = Path("/usr/lib/postgresql")
#: The server refuses to run as root; the first of these that exists runs it then.
_USERS = ("postgres", "nobody")
#: Seconds that the server may take to start.
_PATIENCE = 30


class NoServerError(NotMeasurableError):
    """There is no PostgreSQL to be had; the message says why and what helps."""


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of an empty database, and take it away at the end.

    Raises
    ------
    NoServerError
        If the programs of the server are missing or do not start.
    """
    given = os.environ.get(GIVEN, "")
    if given:
        with _database_on(given.replace("+asyncpg", "", 1)) as address:
            yield address
    else:
        with _throwaway() as address:
            yield address


def version(address: str) -> str:
    """Return the version of the server."""
    with psycopg.connect(address) as connection:
        return str(connection.info.parameter_status("server_version")).split()[0]


@contextmanager
def _database_on(server: str) -> Iterator[str]:
    name = f"web_benchmark_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _throwaway() -> Iterator[str]:
    """Run a server on a free port of 127.0.0.1, durable, as initdb sets it up."""
    programs, user = _programs(), _user()
    with tempfile.TemporaryDirectory(prefix="web-benchmark-") as name:
        folder = Path(name)
        password = folder / "password"
        password.write_text(secrets.token_hex(16), encoding="utf-8")
        if user:
            shutil.chown(folder, user)
            shutil.chown(password, user)
        data = str(folder / "data")
        initdb = [
            str(programs / "initdb"), "-D", data, "-U", "benchmark", "-A", "scram-sha-256",
            "--pwfile", str(password), "-E", "UTF8", "--locale", "C",
        ]  # fmt: skip
        env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        done = subprocess.run(
            initdb, user=user, cwd="/", env=env, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise NoServerError(f"initdb failed: {(done.stderr or done.stdout).strip()}")
        port = free_port()
        address = f"postgresql://benchmark:{password.read_text(encoding='utf-8')}@127.0.0.1:{port}/postgres"
        server = [str(programs / "postgres"), "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", ""]
        log = folder / "log"
        with running(server, log=log, env=env, ends_by="INT", user=user):
            _await(address, log)
            yield address


def _await(address: str, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            psycopg.connect(address, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                said = log.read_text(encoding="utf-8", errors="replace").strip()
                raise NoServerError(f"The server does not answer: {said}") from error
            time.sleep(0.1)
        else:
            return


def _programs() -> Path:
    """Return the folder of initdb and postgres: that on PATH, else the latest that Debian has."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(_DEBIAN.glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoServerError(
        "initdb and postgres were not found. Install PostgreSQL (on Debian: apt-get install postgresql), "
        f"or name a server in {GIVEN}."
    )


def _user() -> str | None:
    """Return whom the server has to run as, None where that is us."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for user in _USERS:
        if user in known:
            return user
    raise NoServerError("PostgreSQL does not run as root, and there is no user postgres or nobody.")
