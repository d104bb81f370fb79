"""The description of the interface is true: schemathesis asks whatever it allows and a little more."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.servers import running, serving, wait_until_it_answers

if TYPE_CHECKING:
    from litestar import Litestar
    from litestar.testing import TestClient


def test_the_interface_answers_as_it_is_described(site_file: Path) -> None:
    # without a worker /health/work says that nobody works
    with running("worker", database=f"sqlite:///{site_file}"), serving(site_file) as address:
        wait_until_it_answers(f"{address}/health/work")
        asked = subprocess.run(
            [
                Path(sys.executable).with_name("schemathesis"), "run", f"{address}/api/v1/openapi.json",
                "--checks", "all", "--max-examples", "40", "--seed", "2026", "--no-color",
            ],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert asked.returncode == 0, asked.stdout[-6000:]
    assert re.search(r"Tested: 1[0-9]", asked.stdout)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/editions",
        "/api/v1/editions/{city}/{period}",
        "/api/v1/editions/{city}/{period}/counts",
        "/api/v1/editions/{city}/{period}/ranking",
        "/api/v1/editions/{city}/{period}/ranking.csv",
        "/api/v1/editions/{city}/{period}/sensitivity",
        "/api/v1/editions/{city}/{period}/sensitivity.csv",
        "/api/v1/editions/{city}/{period}/companies/{company}",
        "/api/v1/editions/{city}/{period}/companies/{company}/figures.csv",
        "/api/v1/editions/{city}/{period}/method",
        "/api/v1/editions/{city}/{period}/method.csv",
    ],
)
def test_what_is_described_exists(client: TestClient[Litestar], path: str) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]
    assert path in described
    address = path.format(city="havenport", period="2025", company="goldcrest-bank")
    answer = client.get(address)
    assert answer.status_code == 200
    assert (
        answer.headers["content-type"].split(";")[0] in described[path]["get"]["responses"]["200"]["content"]
    )


def test_pages_for_people_are_not_described(client: TestClient[Litestar]) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]
    assert [path for path in described if not path.startswith(("/api/v1/", "/health/"))] == []


def test_the_document_is_the_one_that_was_frozen(client: TestClient[Litestar]) -> None:

    answer = client.get("/api/v1/editions/havenport/2025")
    listed = {entry["city"]: entry for entry in client.get("/api/v1/editions").json()["editions"]}
    digest = hashlib.sha256(answer.content).hexdigest()
    assert digest == listed["havenport"]["digest"]
    assert answer.headers["etag"] == f'"{digest}"'
