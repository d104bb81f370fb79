"""The worker as a process of its own, beside whoever started it; started again when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diversity_platform.settings import Settings

#: Seconds that a worker may take to put its job back.
_PATIENCE = 15
#: Seconds between two looks at it; one that lived shorter than that many seconds has failed to start.
_LOOK, _SHORT = 0.5, 10.0
#: So many failures in a row are not met with another start.
_FAILURES = 3


class WorkerBeside:
    """A worker process that is watched."""

    def __init__(self, settings: Settings) -> None:
        self._command = [sys.executable, "-m", "diversity_platform", "worker", "--beside", str(os.getpid())]
        self._environment = os.environ | settings.as_environment()
        self._stopping = threading.Event()
        self._failures = 0
        self._process, self._began = self._start(), time.monotonic()
        self._watch = threading.Thread(target=self._keep_running, daemon=True)
        self._watch.start()

    @property
    def has_given_up(self) -> bool:
        """Whether it died so often that it is not started again."""
        return self._failures >= _FAILURES

    def stop(self) -> None:
        """End it in order; a job that is running is put back."""
        self._stopping.set()
        self._watch.join()
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        # a session of its own: Ctrl-C reaches us, and we end it in order
        return subprocess.Popen(self._command, env=self._environment, start_new_session=True)  # noqa: S603 - our own

    def _keep_running(self) -> None:
        while not self._stopping.wait(_LOOK) and not self.has_given_up:
            status = self._process.poll()
            if status is None:
                continue
            lived = time.monotonic() - self._began
            failures = self._failures + 1 if lived < _SHORT else 1
            again = "it is started again" if failures < _FAILURES else "it is not started again"
            click.echo(f"The worker has ended (exit status {status}); {again}.", err=True)
            if failures < _FAILURES:
                self._process, self._began = self._start(), time.monotonic()
            self._failures = failures


@contextmanager
def worker_beside(settings: Settings) -> Iterator[WorkerBeside]:
    """Run a worker as long as the block does. It also ends by itself when this process dies."""
    worker = WorkerBeside(settings)
    try:
        yield worker
    finally:
        worker.stop()
