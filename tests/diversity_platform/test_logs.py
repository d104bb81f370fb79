"""Logs: what happened and where, for programs one object a line; never what somebody wrote."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from diversity_platform.logs import JsonLines
from tests.servers import environment_of

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = "Jane Doe answered 4"


def line(name: str, message: str, *arguments: object, error: Exception | None = None) -> dict[str, object]:
    trace = None
    if error is not None:
        try:
            raise error
        except type(error):
            trace = sys.exc_info()
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, message, arguments, trace)
    text = JsonLines().format(record)
    assert WRITTEN not in text
    assert "\n" not in text
    found: dict[str, object] = json.loads(text)
    return found


def test_a_line_tells_when_where_and_what() -> None:
    found = line("diversity_platform.jobs.worker", "Job %s failed in attempt %s", "mail.deliver", 2)
    assert (found["level"], found["part"]) == ("warning", "jobs.worker")
    assert found["message"] == "Job mail.deliver failed in attempt 2"
    assert str(found["at"]).endswith("+00:00")
    assert "error" not in found


def test_of_an_error_a_line_has_the_type_and_the_place_and_not_its_words() -> None:
    found = line("diversity_platform.web.problems", "POST /x", error=ValueError(WRITTEN))
    assert found["error"] == "ValueError"
    assert [place.split("/")[-1].split(":")[0] for place in found["where"]] == ["test_logs.py"]  # type: ignore[attr-defined] # a list


def test_of_what_others_say_a_line_has_the_fixed_part() -> None:
    assert line("asyncio", f"Task exception was never retrieved\nfuture: {WRITTEN}")["message"] == (
        "Task exception was never retrieved"
    )
    assert line("sqlalchemy.pool", "Error with %s", WRITTEN)["message"] == "Error with %s"


PROCESS = f"""
import logging, warnings
from diversity_platform.logs import set_up_logs
set_up_logs("json")
logging.getLogger("diversity_platform.jobs.worker").warning("One.")
warnings.warn({WRITTEN!r})
raise RuntimeError({WRITTEN!r})
"""


def test_a_process_writes_nothing_but_such_lines(root: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROCESS], cwd=root, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    found = [json.loads(one) for one in ended.stderr.splitlines()]
    assert [(one["level"], one["part"]) for one in found] == [
        ("warning", "jobs.worker"), ("warning", "py.warnings"), ("critical", "process"),
    ]  # fmt: skip
    assert found[1]["message"] == "<string>:6: UserWarning"
    assert found[2]["error"] == "RuntimeError"
    assert WRITTEN not in ended.stderr


FAULTY = """
import asyncio, sys
from litestar import get
from litestar.testing import TestClient
from diversity_platform.app import create_app
from diversity_platform.logs import set_up_logs
from diversity_platform.settings import Settings
set_up_logs("json")
@get("/s/{token:str}")
async def faulty(token: str) -> None:
    raise ValueError("Jane Doe answered 4")
app = create_app(Settings(database="sqlite:///:memory:"))
app.register(faulty)
with TestClient(app, raise_server_exceptions=False) as client:
    print(client.get("/s/secret-token?name=Jane", headers={"Referer": "https://x/Jane"}).status_code)
"""


@pytest.mark.filterwarnings("ignore")
def test_a_request_that_fails_leaves_its_route_and_neither_address_nor_words(root: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FAULTY],
        cwd=root, env=environment_of(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.stdout == "500\n", ended.stderr
    [found] = [json.loads(one) for one in ended.stderr.splitlines()]
    assert (found["part"], found["message"]) == ("web.problems", "GET /s/{token}")
    assert found["error"] == "ValueError"
    assert [one for one in ("Jane", "secret-token") if one in ended.stderr] == []
