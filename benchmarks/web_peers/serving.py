"""The applications, each with the servers that suit it, started side by side."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from web_peers import data
from web_peers.guard import NotMeasurableError, free_port, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OURS = "ours"
#: What has to be importable for the peers.
MODULES = ("fastapi", "uvicorn", "django", "gunicorn", "psycopg", "granian")
#: Folders that the applications import from: that of the benchmarks and that of the product.
_PATH = (Path(__file__).resolve().parents[1], Path(__file__).resolve().parents[2])
#: Seconds that an application may take to answer.
_PATIENCE = 60


class NotServingError(NotMeasurableError):
    """An application does not start or does not do what it should; the message says why."""


@dataclass(frozen=True)
class Application:
    """An application behind a server.

    Attributes
    ----------
    name
        As it stands in the tables.
    command
        (port, processes) -> command.
    is_usual
        Whether the server is the one that the framework's documentation begins with.
    """

    name: str
    command: Callable[[int, int], list[str]]
    is_usual: bool = True


@dataclass(frozen=True)
class Running:
    """An application that answers."""

    application: Application
    port: int

    @property
    def name(self) -> str:
        """The application's name."""
        return self.application.name


def _granian(target: str, *more: str, interface: str = "asgi") -> Callable[[int, int], list[str]]:
    return lambda port, processes: [
        sys.executable, "-m", "granian", "--interface", interface, "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(processes), "--log-level", "warning", "--no-ws", *more, target,
    ]  # fmt: skip


def _uvicorn(port: int, processes: int) -> list[str]:
    return [sys.executable, "-m", "web_peers.uvicorn_server", str(port), str(processes)]


def _gunicorn(port: int, processes: int) -> list[str]:
    # plain workers: measured beside gthread with one and four threads, which are slower on every route
    return [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(processes),
        "--log-level", "warning", "--no-control-socket", "web_peers.django_app:application",
    ]  # fmt: skip


#: All that run asyncio run it on uvloop, which the product brings.
APPLICATIONS = (
    Application(OURS, _granian("web_peers.ours:create_app", "--factory")),
    Application("fastapi, uvicorn", _uvicorn),
    Application("fastapi, granian", _granian("web_peers.fastapi_app:app"), is_usual=False),
    Application("django, gunicorn", _gunicorn),
    Application(
        "django, granian",
        _granian("web_peers.django_app:application", "--blocking-threads", "1", interface="wsgi"),
        is_usual=False,
    ),
)


def missing() -> list[str]:
    """Say what has to be installed first, in sentences."""
    found = [
        f"{module} is not installed: make install-bench"
        for module in MODULES
        if importlib.util.find_spec(module) is None
    ]
    if shutil.which("wrk") is None:
        found.append("wrk, which makes the load, was not found. On Debian: apt-get install wrk")
    return found


@contextmanager
def serving(address: Callable[[Application], str], processes: int, folder: Path) -> Iterator[list[Running]]:
    """Run all applications side by side; those not asked at the moment wait without computing.

    Parameters
    ----------
    address
        Of the database of each.
    processes
        That answer requests, of each.
    folder
        Takes their logs.

    Raises
    ------
    NotServingError
        If one does not answer in time.
    """
    found = []
    with ExitStack() as stack:
        for place, application in enumerate(APPLICATIONS):
            port = free_port()
            log = folder / f"{place}.log"
            env = os.environ | {
                data.VARIABLE: address(application),
                "PYTHONPATH": os.pathsep.join(map(str, _PATH)),
            }
            stack.enter_context(running(application.command(port, processes), log=log, env=env))
            _await(application.name, port, log)
            found.append(Running(application, port))
        yield found


def _await(name: str, port: int, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/page", timeout=10):
                return
        except HTTPError as error:
            reason: object = error
            break
        except (URLError, OSError) as error:
            reason = error
            time.sleep(0.1)
    said = log.read_text(encoding="utf-8", errors="replace").strip()[-3000:]
    raise NotServingError(f"'{name}' does not answer ({reason}). It said:\n{said}")
