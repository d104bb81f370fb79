"""How much of the machine others use: a figure taken beside their work tells little."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")
_PROC = Path("/proc")
#: Share of the machine that others may use.
_QUIET = 0.1
#: Seconds of a look at what others do.
_LOOK = 0.5


@dataclass(frozen=True)
class Clock:
    """Readings at a moment, in seconds.

    Attributes
    ----------
    wall
        Of time itself.
    all
        Of what all processors have computed so far.
    own
        Of that, for this process and those that it started.
    """

    wall: float
    all: float
    own: float

    def others_since(self, before: Clock) -> float:
        """Return the share of the machine that others used since an earlier reading."""
        passed = (self.wall - before.wall) * (os.cpu_count() or 1)
        return max(0.0, (self.all - before.all - self.own + before.own) / passed)


def _read_clock() -> Clock | None:
    """Read the clock; None on a system without /proc, where nothing is known of others."""
    try:
        first = (_PROC / "stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    except OSError:
        return None
    user, nice, system, steal = (int(first[place]) for place in (1, 2, 3, 8))
    ticks = os.sysconf("SC_CLK_TCK")
    return Clock(time.monotonic(), (user + nice + system + steal) / ticks, _own() / ticks)


class Watch:
    """Has work measured while others rest, as far as they do.

    Parameters
    ----------
    patience
        Seconds that may be lost to waiting and repeating, all in all.

    Attributes
    ----------
    shares
        What others used of the machine during each work that counted.
    """

    def __init__(self, patience: float) -> None:
        self._left = patience
        self.shares: list[float] = []

    def measure(self, work: Callable[[], _Result]) -> _Result:
        """Do the work; again, if others disturbed it and there is patience left."""
        while True:
            before = _read_clock()
            result = work()
            after = _read_clock()
            share = after.others_since(before) if before and after else 0.0
            if share < _QUIET or self._left <= 0:
                self.shares.append(share)
                return result
            self._wait()
            self._left -= after.wall - before.wall if before and after else 0.0

    def _wait(self) -> None:
        """Wait until others rest."""
        before = _read_clock()
        while before and self._left > 0:
            time.sleep(_LOOK)
            self._left -= _LOOK
            after = _read_clock()
            if after is None or after.others_since(before) < _QUIET:
                return
            before = after


def _own() -> int:
    """Return the ticks of this process and all below it, those that have ended included."""
    children: dict[int, list[int]] = {}
    ticks: dict[int, int] = {}
    for folder in _PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (
                (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            )
        except OSError:  # it has just ended
            continue
        ticks[int(folder.name)] = sum(int(field) for field in fields[11:15])
        children.setdefault(int(fields[1]), []).append(int(folder.name))
    total, waiting = 0, [os.getpid()]
    while waiting:
        process = waiting.pop()
        total += ticks.get(process, 0)
        waiting += children.get(process, [])
    return total
