"""A city that runs its label from a folder, made once for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.connector.label.world import World, opened

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def city(world: World, tmp_path: Path) -> Path:
    """Return the folder of a label that is open and has issued nothing."""
    return opened(world, tmp_path / "city")
