"""A published site for all tests of pages and answers; it never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from litestar.testing import TestClient

from tests.builders import eeo1_file
from tests.diversity_platform.site import app_on, publish_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from litestar import Litestar


@pytest.fixture(scope="session")
def site_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    publish_site(folder / "site.db", eeo1_file(folder / "eeo1.csv"))
    return folder / "site.db"


@pytest.fixture(scope="session")
def app(site_file: Path) -> Litestar:
    return app_on(site_file)


@pytest.fixture(scope="session")
def client(app: Litestar) -> Iterator[TestClient[Litestar]]:
    with TestClient(app) as client:
        yield client
