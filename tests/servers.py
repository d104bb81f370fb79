"""Real servers for tests: the product's own commands on a free port of this machine, ended when done."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE = 60.0


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(**settings: str) -> dict[str, str]:
    """Return the variables of a process of the product: these settings and none of the caller's own."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("DIVERSITY_")}
    return others | {f"DIVERSITY_{name.upper()}": value for name, value in settings.items()}


@contextmanager
def running(*arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command of the product; settings are variables without their prefix."""
    process = subprocess.Popen(
        [sys.executable, "-m", "diversity_platform", *arguments],
        env=environment_of(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        if process.stdout:
            process.stdout.close()
        process.wait()


@contextmanager
def serving(file: Path) -> Iterator[str]:
    """Serve the site of a database file; gives its address."""
    port = free_port()
    with running("serve", database=f"sqlite:///{file}", port=str(port)) as process:
        address = f"http://127.0.0.1:{port}"
        wait_until_it_answers(f"{address}/health/ready", process)
        yield address


def wait_until_it_answers(address: str, process: subprocess.Popen[str] | None = None) -> None:
    """Wait until a server answers; a process that ends before has its words shown."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process is not None and process.poll() is not None:
            raise AssertionError(process.stdout.read() if process.stdout else "it has ended")
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
