"""`start`, `serve`, `worker` and `migrate` as a person runs them: real processes on this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from tests.servers import environment_of, free_port, running, wait_until_it_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def called(*arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "diversity_platform", *arguments],
        cwd=folder,
        env=environment_of(**settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def children_of(process: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")


def until_it_says(process: subprocess.Popen[str], words: str) -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line
        if words in line:
            return
    raise AssertionError(f"it never said: {words}")


def test_start_fills_rates_freezes_and_serves_and_a_second_start_is_quick(tmp_path: Path) -> None:
    file, port = tmp_path / "var" / "platform.db", free_port()
    settings = {"database": f"sqlite:///{file}", "port": str(port)}
    site = f"http://127.0.0.1:{port}"
    with running("start", **settings) as process:
        said = list(until_it_says(process, f"Open {site} in a browser"))
        wait_until_it_answers(f"{site}/health/ready", process)
        listed = json.load(urlopen(f"{site}/api/v1/editions"))["editions"]
        assert [(entry["city"], entry["period"]) for entry in listed] == [("havenport", "2025")]
        ranking = json.load(urlopen(f"{site}/api/v1/editions/havenport/2025/ranking"))
        assert (len(ranking["rows"]), ranking["about"]["is_synthetic"]) == (30, True)
        digest = listed[0]["digest"]
        helpers = children_of(process.pid)
        assert len(helpers) >= 2  # the worker and the web server
        process.send_signal(signal.SIGINT)
        told = "".join(said) + process.communicate(timeout=60)[0]
    assert process.returncode == 0, told
    for line in ("1/5  Database", "2/5  Demo city", "3/5  Ratings", "4/5  Edition", "5/5  Web server"):
        assert line in told
    assert told.endswith("Stopped.\n")
    assert [helper for helper in helpers if is_running(helper)] == []
    assert sqlite3.connect(file).execute("select count(*) from rating_runs").fetchone() == (3,)
    began = time.monotonic()
    with running("start", **settings) as process:
        wait_until_it_answers(f"{site}/health/ready", process)
        assert time.monotonic() - began < 20
        listed = json.load(urlopen(f"{site}/api/v1/editions"))["editions"]
        assert [entry["digest"] for entry in listed] == [digest]


def started_beside(process: subprocess.Popen[str], word: str) -> list[int]:
    """Return the children of a process whose command holds a word."""
    found = []
    for child in children_of(process.pid):
        shown = subprocess.run(
            ["ps", "-o", "args=", "-p", str(child)], capture_output=True, text=True, check=False
        )
        if word in shown.stdout:
            found.append(child)
    return found


def soon(holds: Callable[[], bool]) -> bool:
    """Wait for at most 30 seconds until something holds."""
    until = time.monotonic() + 30
    while not holds() and time.monotonic() < until:
        time.sleep(0.1)
    return holds()


def test_worker_and_server_end_when_the_start_they_belong_to_is_killed(tmp_path: Path) -> None:
    port = free_port()
    settings = {"database": f"sqlite:///{tmp_path / 'platform.db'}", "port": str(port)}
    with running("start", "--no-demo", **settings) as process:
        wait_until_it_answers(f"http://127.0.0.1:{port}/health/ready", process)
        helpers = children_of(process.pid)
        assert len(helpers) >= 2
        os.kill(process.pid, signal.SIGKILL)
        assert soon(lambda: not any(is_running(helper) for helper in helpers))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_a_worker_that_dies_is_started_again(tmp_path: Path) -> None:
    port = free_port()
    settings = {"database": f"sqlite:///{tmp_path / 'platform.db'}", "port": str(port)}
    with running("start", "--no-demo", **settings) as process:
        wait_until_it_answers(f"http://127.0.0.1:{port}/health/ready", process)
        (worker,) = started_beside(process, "worker")
        os.kill(worker, signal.SIGKILL)
        assert soon(lambda: started_beside(process, "worker") not in ([], [worker]))
        process.send_signal(signal.SIGINT)
        told, _ = process.communicate(timeout=60)
    assert "The worker has ended (exit status -9); it is started again." in told


def test_a_terminal_that_closes_stops_everything(tmp_path: Path) -> None:
    port = free_port()
    settings = {"database": f"sqlite:///{tmp_path / 'platform.db'}", "port": str(port)}
    with running("start", "--no-demo", **settings) as process:
        wait_until_it_answers(f"http://127.0.0.1:{port}/health/ready", process)
        helpers = children_of(process.pid)
        process.send_signal(signal.SIGHUP)
        assert soon(lambda: process.poll() is not None)
        assert [helper for helper in helpers if is_running(helper)] == []


@pytest.mark.parametrize("command", ["start", "serve"])
def test_a_port_in_use_is_said_before_anything_is_begun(tmp_path: Path, command: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = called(command, "--port", str(port), folder=tmp_path)
    assert result.returncode == 2
    assert f"Port {port} on 127.0.0.1 is in use" in result.stderr
    assert f"make run PORT={port + 1}" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_another_machine_is_said(tmp_path: Path) -> None:
    result = called("start", "--host", "no.such.machine.invalid", folder=tmp_path)
    assert (result.returncode, "is not an address of this machine" in result.stderr) == (2, True)


@pytest.mark.parametrize("command", ["start", "migrate"])
def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path, command: str) -> None:
    file = tmp_path / "later.db"
    with sqlite3.connect(file) as later:
        later.execute("create table alembic_version (version_num varchar(32) not null)")
        later.execute("insert into alembic_version values ('9999')")
    before = file.read_bytes()
    result = called(command, folder=tmp_path, database=f"sqlite:///{file}", port=str(free_port()))
    assert result.returncode == 2
    assert "9999" in result.stderr
    assert "a later version of the product made it" in result.stderr
    assert "Traceback" not in result.stderr
    assert file.read_bytes()[100:] == before[100:]  # the header may say that a journal was tried


def test_a_database_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("create table recipes (name text)")
    result = called("start", folder=tmp_path, database=f"sqlite:///{file}", port=str(free_port()))
    assert (result.returncode, "not of this product (recipes)" in result.stderr) == (2, True)
    tables = sqlite3.connect(file).execute("select name from sqlite_master where type = 'table'").fetchall()
    assert tables == [("recipes",)]


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("these are notes\n" * 100, encoding="utf-8")
    result = called("start", folder=tmp_path, database=f"sqlite:///{file}", port=str(free_port()))
    assert result.returncode == 2
    assert "cannot be used: file is not a database" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be", encoding="utf-8")
    result = called("start", folder=tmp_path, port=str(free_port()))
    assert result.returncode == 2
    assert "The file var/platform.db of the database cannot be made" in result.stderr
    assert "DIVERSITY_DATABASE" in result.stderr


def test_all_faulty_settings_are_said_at_once(tmp_path: Path) -> None:
    result = called("serve", folder=tmp_path, port="seventy", databse="x", database="mysql://secret@host/x")
    assert result.returncode == 2
    for name in ("DIVERSITY_PORT", "DIVERSITY_DATABSE", "DIVERSITY_DATABASE"):
        assert name in result.stderr
    assert "secret" not in result.stderr


def test_serving_needs_a_migrated_database(tmp_path: Path) -> None:
    settings = {"database": f"sqlite:///{tmp_path / 'new.db'}", "port": str(free_port())}
    result = called("serve", folder=tmp_path, **settings)
    assert (result.returncode, "Run: diversity-platform migrate" in result.stderr) == (2, True)
    first, again = (called("migrate", folder=tmp_path, **settings).stdout for _ in range(2))
    assert first.splitlines()[-1] == again == "The database is up to date.\n" or first.endswith(again)
    assert first.startswith("0001: ")
    with running("serve", **settings) as process:
        wait_until_it_answers(f"http://127.0.0.1:{settings['port']}/health/ready", process)


def test_a_worker_drains_an_empty_queue(tmp_path: Path) -> None:
    settings = {"database": f"sqlite:///{tmp_path / 'new.db'}"}
    called("migrate", folder=tmp_path, **settings)
    result = called("worker", "--drain", folder=tmp_path, **settings)
    assert (result.returncode, result.stdout) == (0, "0 jobs done.\n")
