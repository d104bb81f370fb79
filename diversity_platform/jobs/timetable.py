"""The timetable: which job is queued by the clock, and when. The entries stand in ``timetable.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: how often -> the time between two, and what `at` is made of: each part with its unit
_PERIODS: dict[str, tuple[timedelta, tuple[str, ...]]] = {
    "minute": (timedelta(minutes=1), ()),
    "hour": (timedelta(hours=1), ("minutes",)),
    "day": (timedelta(days=1), ("hours", "minutes")),
}


@dataclass(frozen=True)
class Entry:
    """One entry of the timetable.

    Attributes
    ----------
    name
        Of the entry.
    job
        Slice and function.
    every
        "minute", "hour" or "day".
    at
        "" for a minute, "MM" for an hour, "HH:MM" for a day; UTC.
    """

    name: str
    job: str
    every: str
    at: str = ""

    def __post_init__(self) -> None:
        period, units = _PERIODS[self.every]
        parts = [int(part) for part in self.at.split(":")] if self.at else []
        offset = timedelta(**dict(zip(units, parts, strict=True)))
        if not timedelta(0) <= offset < period:
            raise ValueError(f"'{self.at}' is no moment of a {self.every}")
        object.__setattr__(self, "_rhythm", (period, offset))

    def next_after(self, moment: datetime) -> datetime:
        """Return the first moment after another at which the entry is due."""
        period, offset = self._rhythm  # type: ignore[attr-defined] # set above
        passed: timedelta = moment - _EPOCH - offset
        following: datetime = _EPOCH + offset + (passed // period + 1) * period
        return following


@cache
def timetable() -> dict[str, Entry]:
    """Return the entries by name."""
    text = files("diversity_platform.jobs").joinpath("timetable.toml").read_text(encoding="utf-8")
    return {name: Entry(name=name, **entry) for name, entry in tomllib.loads(text).items()}
