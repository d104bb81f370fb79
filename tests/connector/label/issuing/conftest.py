"""A label that worked for a while, and of which only its site is left."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from connector.label.issuing.office import change, endorse
from connector.label.issuing.rotation import rotate_key
from tests.connector.label.world import World, days, issued, opened, working

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what a label published that worked for a while; its folder is lost."""
    city = opened(World(), tmp_path_factory.mktemp("lost") / "city")
    for _ in range(4):
        issued(city)
    with working(city) as office:
        endorse(office, "did:web:other.example", "They are good.", days(1), days=365, number="e-1")
        change(office, "2026-0001", "suspended", days(2), notes={"ground": "other"})
        change(office, "2026-0002", "revoked", days(2), notes={})
        rotate_key(office, days(3))
    issued(city, now=days(4))
    with working(city) as office:
        rotate_key(office, days(5), compromised_since=days(3.5), confirmed=["2026-0005"])
    return (city / "public").rename(city.parent / "site")


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    shutil.copytree(site, tmp_path / "copy")
    return tmp_path / "copy"
