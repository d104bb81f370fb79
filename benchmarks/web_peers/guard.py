"""Programs that run beside the benchmark and never outlive it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Seconds that a program may take to end before it is killed.
_PATIENCE = 15
#: Runs a program until the guard's own input ends, which it does however the benchmark ends.
_SCRIPT = """
signal=$1; shift
"$@" &
program=$!
read -r line
kill -s "$signal" "$program"
wait "$program"
"""


class NotMeasurableError(Exception):
    """Base: something cannot be measured here; the message says why and what helps."""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str], *, log: Path, env: Mapping[str, str], ends_by: str = "TERM", user: str | None = None
) -> Iterator[None]:
    """Run a program, and end it with all its processes.

    Parameters
    ----------
    log
        File that takes what it says.
    ends_by
        Signal that asks it to end.
    user
        Whom it runs as, None for us.
    """
    with log.open("ab") as stream:
        # a session of its own: Ctrl-C reaches the benchmark, which ends the rest in order
        guard = subprocess.Popen(
            ["/bin/sh", "-c", _SCRIPT, "guard", ends_by, *command],
            cwd="/",
            env=env,
            user=user,
            stdin=subprocess.PIPE,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
    finally:
        if guard.stdin:
            guard.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            guard.wait(_PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(guard.pid, signal.SIGKILL)
        guard.wait()
