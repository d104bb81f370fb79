"""Backup and restore while others read and write: each copy is of one moment, and nobody sees half of one."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Self

import pytest

from diversity_platform.db.backup import backup, check, restore
from diversity_platform.db.errors import DatabaseNotUsableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CITY = (
    "INSERT INTO cities (id, slug, name, country, licence, is_synthetic, created_at) "
    "VALUES (?, ?, 'A', 'XX', 'CC0', 0, '2026-01-01')"
)
COMPANY = (
    "INSERT INTO companies (id, city_id, key, name, number, area, created_at) "
    "VALUES (?, ?, 'k', 'A', '', '', '2026-01-01')"
)


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "platform.db"
    copy.write_bytes(migrated_file.read_bytes())
    return copy


class Writer:
    """Writes a city and its company in one transaction, again and again."""

    def __init__(self, file: Path) -> None:
        self._file, self._stop = file, threading.Event()
        self.written = 0
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        with closing(sqlite3.connect(self._file, timeout=10)) as db:
            while not self._stop.is_set():
                identifier = f"{self.written:032d}"
                with db:
                    db.execute(CITY, (identifier, f"city-{self.written}"))
                    db.execute(COMPANY, (identifier, identifier))
                self.written += 1

    def wait_for(self, number: int) -> None:
        while self.written < number:
            assert self._thread.is_alive()
            self._stop.wait(0.001)


def counted(file: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(file)) as db:
        cities, companies = db.execute(
            "SELECT (SELECT count(*) FROM cities), (SELECT count(*) FROM companies)"
        ).fetchone()
    return int(cities), int(companies)


def test_copies_made_while_others_write_are_each_of_one_moment(file: Path, tmp_path: Path) -> None:
    with Writer(file) as writer:
        for number in range(5):
            writer.wait_for(20 * (number + 1))
            before = writer.written
            copy = backup(file, tmp_path / f"copy-{number}.db")
            cities, companies = counted(copy.file)
            assert cities == companies == copy.rows["cities"]
            assert before <= cities <= writer.written + 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


@pytest.fixture
def reader(file: Path) -> Iterator[sqlite3.Connection]:
    """Return a connection that was open before, as the web server has."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        yield db


def test_who_reads_sees_what_was_there_or_what_is_there_now(
    file: Path, tmp_path: Path, reader: sqlite3.Connection
) -> None:
    with Writer(file) as writer:
        writer.wait_for(10)
    copy = backup(file, tmp_path / "copy.db").file
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("DELETE FROM companies")
        db.execute("DELETE FROM cities")
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM cities").fetchone() == (0,)
    found = restore(copy, file, tmp_path / "before.db")
    assert reader.execute("SELECT count(*) FROM cities").fetchone() == (0,)  # still its moment
    reader.execute("COMMIT")
    assert reader.execute("SELECT count(*) FROM cities").fetchone() == (found.rows["cities"],)
    assert found.rows["cities"] == counted(file)[0] > 0
    assert counted(tmp_path / "before.db") == (0, 0)


def test_a_restore_into_nothing_makes_the_database_for_its_user_alone(file: Path, tmp_path: Path) -> None:
    copy = backup(file, tmp_path / "copy.db").file
    new = tmp_path / "elsewhere" / "platform.db"
    restore(copy, new, tmp_path / "before.db")
    assert check(new).rows == check(copy).rows
    assert new.stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "before.db").exists()


def test_a_database_that_others_hold_is_left_as_it_is(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("diversity_platform.db.backup._PATIENCE", 0.1)
    copy = backup(file, tmp_path / "copy.db").file
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute(CITY, ("1", "one"))
        with pytest.raises(DatabaseNotUsableError, match="cannot be written: another program holds it"):
            restore(copy, file, tmp_path / "before.db")
        db.execute("COMMIT")
    assert counted(file)[0] == 1
