"""The routes: what is asked, what has to come back, and the load that wrk makes on them."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from web_peers.data import CITY, COMPANIES_A_CITY, rows
from web_peers.serving import NotServingError

if TYPE_CHECKING:
    from web_peers.serving import Running

_SCRIPT = Path(__file__).with_name("requests.lua")
_BODY = {"city": CITY, "name": "New & Company", "number": "12345678", "area": "Food & Drink", "employees": 12}
_OF_CITY = rows()[:COMPANIES_A_CITY]


@dataclass(frozen=True)
class Route:
    """A route and the requests that make its load; the paths take turns."""

    name: str
    method: str
    paths: tuple[str, ...]
    body: str = ""


ROUTES = (
    Route("read", "GET", tuple(f"/api/companies/{row[0]}" for row in _OF_CITY)),
    Route("insert", "POST", ("/api/companies",), json.dumps(_BODY)),
    Route("page", "GET", ("/page",)),
)


@dataclass(frozen=True)
class Load:
    """What a load measured.

    Attributes
    ----------
    throughput
        Answers a second.
    p50, p99
        Times of the answers, in milliseconds.
    """

    throughput: float
    p50: float
    p99: float


def load(route: Route, at: Running, *, connections: int, seconds: int) -> Load:
    """Load a route from so many connections, each asking again as soon as it is answered.

    Raises
    ------
    NotServingError
        If an answer failed.
    """
    command = [
        "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(_SCRIPT),
        f"http://127.0.0.1:{at.port}", "--", route.method, route.body, *route.paths,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"^figures (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$", done.stdout, re.MULTILINE)
    if found is None:
        raise NotServingError(f"wrk failed: {done.stderr or done.stdout}")
    answers, microseconds, p50, p99, refused, broken = map(int, found.groups())
    if refused or broken or not answers:
        raise NotServingError(
            f"'{at.name}', {route.name} from {connections} connections: {answers} answers, {refused} of them "
            f"with another status than 2xx, {broken} broken off"
        )
    return Load(answers / microseconds * 1e6, p50 / 1000, p99 / 1000)


def check(at: Running) -> None:
    """See that an application does what the routes say, so that equal things are compared.

    Raises
    ------
    NotServingError
        If it does not.
    """
    names = ("id", "city", "name", "number", "area", "score", "low", "high", "band")
    for row in _OF_CITY[:3]:
        status, text = _ask(at, "GET", f"/api/companies/{row[0]}")
        answer = json.loads(text)
        expected = {name: str(row[0]) if name == "id" else row[place] for place, name in enumerate(names)}
        _see(at, "read", status == 200 and answer.pop("created_at", "")[:13] == "2025-01-01T12")
        _see(at, "read", answer == expected)
    _see(at, "read of what is not there", _ask(at, "GET", f"/api/companies/{uuid4()}")[0] == 404)
    status, text = _ask(at, "POST", "/api/companies", _BODY)
    answer = json.loads(text)
    _see(at, "insert", status == 201 and UUID(answer.pop("id")).int > 0 and bool(answer.pop("created_at")))
    _see(at, "insert", answer == _BODY)
    _see(
        at,
        "insert of what is wrong",
        400 <= _ask(at, "POST", "/api/companies", _BODY | {"employees": 0})[0] < 500,
    )
    status, text = _ask(at, "GET", "/page")
    listed = re.findall(r'<th scope="row"><a href="/companies/([0-9a-f-]{36})">(.*?)</a>', text)
    best_first = sorted(_OF_CITY, key=lambda row: -float(str(row[5])))
    wanted = [(str(row[0]), str(row[2]).replace("&", "&amp;")) for row in best_first]
    _see(at, "page", status == 200 and listed == wanted and 8_000 < len(text) < 10_000)


def _see(at: Running, what: str, is_right: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_right:
        raise NotServingError(f"'{at.name}' does not do what the route says: {what}")


def _ask(at: Running, method: str, path: str, body: object = None) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", at.port, timeout=10)
    text = None if body is None else json.dumps(body)
    headers = {} if body is None else {"Content-Type": "application/json"}
    try:
        connection.request(method, path, text, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
