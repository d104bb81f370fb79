"""Files that are whole or not there, and one command at a time: with real processes."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from connector.label.issuing.errors import FolderBusyError
from connector.label.issuing.files import alone, append_whole, clear_unfinished, write_if_other, write_whole
from tests.connector.label.issuing.folders import contents, first_line, started
from tests.connector.label.world import PASSPHRASE, issued, working

if TYPE_CHECKING:
    from pathlib import Path


def test_a_reader_sees_the_old_file_or_the_new_one_and_nothing_between(tmp_path: Path) -> None:
    path = tmp_path / "file"
    versions = [bytes([letter]) * 500_000 for letter in b"ab"]
    write_whole(path, versions[0])
    seen: set[bytes] = set()
    is_over = threading.Event()

    def look() -> None:
        while not is_over.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=look)
    reader.start()
    for turn in range(60):
        write_whole(path, versions[turn % 2])
    is_over.set()
    reader.join()
    assert seen == set(versions)


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.mkdir()
    (folder / "old").write_bytes(b"old")
    with pytest.raises(OSError, match="file"):
        write_whole(folder, b"new")  # a folder is not replaced by a file
    assert contents(tmp_path) == {"file/old": b"old"}


def test_what_is_as_it_was_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_if_other(path, b"told")
    was = path.stat().st_ino
    write_if_other(path, b"told")
    assert path.stat().st_ino == was
    write_if_other(path, b"else")
    assert path.read_bytes() == b"else"


def test_lines_are_added_at_the_end(tmp_path: Path) -> None:
    for line in (b"one\n", b"two\n"):
        append_whole(tmp_path / "lines", line)
    assert contents(tmp_path) == {"lines": b"one\ntwo\n"}


def test_what_a_killed_command_left_half_written_is_removed_by_the_next(city: Path) -> None:
    issued(city)
    before = contents(city)
    for place in (".new-a", "keys/.new-b", "public/log/.new-c"):
        (city / place).write_bytes(b"half")
    with working(city):
        pass
    assert contents(city) == before
    clear_unfinished(city)
    assert contents(city) == before


def test_a_second_command_is_refused_while_another_process_works_and_let_in_when_it_dies(city: Path) -> None:
    with started("hold", city) as other:
        assert first_line(other) == "held"
        begun = time.monotonic()
        with pytest.raises(FolderBusyError, match="Another command works in"), alone(city, patience=0.2):
            pytest.fail("two at once")
        assert time.monotonic() - begun >= 0.2
        other.kill()
        other.wait()
        with alone(city, patience=5):
            pass


def test_a_second_command_waits_for_the_first_to_end(city: Path) -> None:
    with started("hold", city) as other:
        assert first_line(other) == "held"
        ending = threading.Timer(0.3, lambda: other.stdin and other.stdin.close())
        ending.start()
        assert issued(city)["type"][1] == "OpenBadgeCredential"  # it waits up to ten seconds
        ending.join()
        assert other.wait() == 0


def test_a_folder_is_let_go_when_its_command_fails(city: Path) -> None:
    with pytest.raises(ZeroDivisionError), working(city):
        raise ZeroDivisionError
    with alone(city, patience=0):
        pass
    assert PASSPHRASE not in (city / ".lock").read_bytes()
