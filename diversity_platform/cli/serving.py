"""Serving the pages: the server runs in this process's children and ends with it."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from diversity_platform.logs import set_up_logs

if TYPE_CHECKING:
    from collections.abc import Callable

    from diversity_platform.settings import Settings

#: Seconds between two looks whether the server answers, and until it must.
_EVERY, _WITHIN = 0.1, 60.0
#: On a database server two processes share the work; the embedded database has one writer.
_PROCESSES = 2
#: What the server says goes where all logs go.
_SERVER_LOGS = {"loggers": {"_granian": {"handlers": [], "propagate": True}}}


class CannotListenError(Exception):
    """The address cannot be listened on; the words say why and what helps."""


def refuse_unless_free(settings: Settings) -> None:
    """Check that the address can be listened on, before anything else is begun.

    Raises
    ------
    CannotListenError
        If it is taken, not allowed, or not ours.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise CannotListenError(
            f"'{settings.host}' is not an address of this machine. Try --host 127.0.0.1."
        ) from error
    family, kind, protocol, _, address = found[0]
    with closing(socket.socket(family, kind, protocol)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError as error:
            raise CannotListenError(
                f"This user may not listen on port {settings.port}. Choose a higher one: --port 8000."
            ) from error
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise CannotListenError(
                    f"{settings.host} is not an address of this machine. Try --host 127.0.0.1."
                ) from error
            raise CannotListenError(
                f"Port {settings.port} on {settings.host} is in use, perhaps by another start of this "
                f"product. Stop that program, or choose another port: --port {settings.port % 65535 + 1} "
                f"(make run PORT={settings.port % 65535 + 1})."
            ) from error


def serve(settings: Settings, *, when_ready: Callable[[], None]) -> None:
    """Serve until interrupted (Ctrl-C or a request to end).

    Parameters
    ----------
    settings
        Handed to the server's processes through the environment.
    when_ready
        Called once the server answers.
    """
    from granian import Granian  # noqa: PLC0415 - only where something is served
    from granian.constants import Interfaces, Loops  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    os.environ.update(settings.as_environment())
    set_up_logs(settings.logs)
    server = Granian(
        "diversity_platform.asgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        loop=Loops.auto,
        workers=1 if settings.database_file else _PROCESSES,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_dictconfig=_SERVER_LOGS,
    )
    # a terminal that closes ends the server; its own meaning, to load the code again, is not for users
    server.on_startup(lambda: signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM)))
    threading.Thread(target=_watch, args=(settings, when_ready), daemon=True).start()
    server.serve()


def _watch(settings: Settings, when_ready: Callable[[], None]) -> None:
    anywhere = settings.host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
    asked = settings.model_copy(update={"address": "", "host": "127.0.0.1" if anywhere else settings.host})
    until = time.monotonic() + _WITHIN
    while time.monotonic() < until:
        try:
            with urlopen(f"{asked.public_address}/health/live", timeout=1):  # noqa: S310 - our own address
                break
        except (URLError, OSError):
            time.sleep(_EVERY)
    else:
        return
    when_ready()
