"""Two cities that collect data sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.diversity_platform.sheets import havenport

if TYPE_CHECKING:
    from datetime import datetime

    from diversity_platform.db.engine import Database
    from diversity_platform.organisations.models import City


@pytest.fixture
async def city(database: Database, now: datetime) -> City:
    async with database.writing.begin() as db:
        return await havenport(db, now)


@pytest.fixture
async def other_city(database: Database, now: datetime) -> City:
    async with database.writing.begin() as db:
        return await havenport(db, now, slug="elsewhere")
