"""A small city that commands can rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import canonical_file, city_rows

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return canonical_file(tmp_path / "city.csv", city_rows())
