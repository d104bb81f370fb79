"""A slice of jobs for tests, and a clock that stands still."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from diversity_platform.jobs.registry import handler
from tests.diversity_platform.jobs import room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


class Clock:
    """Shows one moment until it is put forward."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> datetime:
        self.moment += timedelta(seconds=seconds)
        return self.moment


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the slice of the tests where the registry looks for slices."""
    monkeypatch.setitem(sys.modules, room.MODULE, room)
    handler.cache_clear()
    yield
    handler.cache_clear()
