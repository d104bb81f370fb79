"""The worker as a process of its own, beside whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diversity_platform.settings import Settings

#: Seconds that a worker may take to put its job back.
_PATIENCE = 15


@contextmanager
def worker_beside(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker as long as the block does. It also ends by itself when this process dies."""
    command = [sys.executable, "-m", "diversity_platform", "worker", "--beside", str(os.getpid())]
    environment = os.environ | settings.as_environment()
    # a session of its own: Ctrl-C reaches us, and we end it in order
    process = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - our own
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
