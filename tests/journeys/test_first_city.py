"""A city's first edition, from an empty database to the public page, with the processes a server runs."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest

from tests.databases import fresh_database, postgresql_server
from tests.servers import environment_of, free_port, running, wait_until_it_answers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty database, as a person writes it into the settings."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'city.db'}"
        return
    with postgresql_server() as server, fresh_database(server) as address:
        yield address.replace("postgresql+asyncpg://", "postgresql://")


def did(*arguments: str, **settings: str) -> str:
    """Run a command of the product to its end; returns what it said."""
    result = subprocess.run(
        [sys.executable, "-m", "diversity_platform", *arguments],
        env=environment_of(**settings),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout + result.stderr


def got(address: str, **headers: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    with urlopen(Request(address, headers=headers)) as answer:
        text = answer.read().decode()
        return json.loads(text) if "json" in answer.headers["content-type"] else text


#: What the first database of a run published, for the second to be compared with.
PUBLISHED: dict[str, Any] = {}


def test_from_an_empty_database_to_the_public_page(database: str) -> None:
    settings = {"database": database, "port": str(free_port())}
    assert "0001" in did("migrate", **settings)
    told = did("demo-city", **settings)
    assert "rated 2023, 2024, 2025 in the worker" in told
    assert "Havenport 2025 is frozen" in told
    site = f"http://127.0.0.1:{settings['port']}"
    with running("worker", **settings), running("serve", **settings) as server:
        wait_until_it_answers(f"{site}/health/ready", server)
        page = got(f"{site}/", **{"Accept-Language": "fr"})
        assert '<html lang="fr"' in page
        assert "/fr/havenport/2025" in page
        assert "Tidewater Telecom" in got(f"{site}/fr/havenport/2025")
        document = got(f"{site}/api/v1/editions/havenport/2025")
        assert len(document["ratings"]["periods"][0]["ratings"]) == 30
        again = did("demo-city", **settings)
        assert "is there already" in again
        assert "Havenport 2025 is published" in again
    first = PUBLISHED.setdefault("ratings", document["ratings"])
    assert document["ratings"] == first
