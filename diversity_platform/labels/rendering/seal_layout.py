"""Where the lines of the seal stand, however long level and name are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from diversity_platform.labels.rendering.fitting import fitted

if TYPE_CHECKING:
    from diversity_platform.labels.rendering.fitting import Fitted

#: Lines at most: the level is never cut short, a name may be (it stands in full in the title).
_LEVEL_LINES, _NOTE_LINES, _HOLDER_LINES = 4, 2, 2
_BOLD, _PLAIN = 700, 400
#: In parts of the type size.
_LEADING, _CAPITALS, _DESCENT = 1.16, 0.36, 0.24
_GAP = 9


@dataclass(frozen=True)
class Line:
    """A line of text; `y` is its baseline."""

    text: str
    y: float
    size: float
    weight: int


@dataclass(frozen=True)
class Room:
    """Where text may stand."""

    width: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Layout:
    """How the seal is set at one size of showing.

    Attributes
    ----------
    room
        For level, note and holder.
    level_sizes, holder_sizes
        Type sizes to try, the largest first.
    foot, foot_sizes
        The same for the line at the foot.
    """

    room: Room
    level_sizes: tuple[float, ...]
    holder_sizes: tuple[float, ...]
    foot: Room
    foot_sizes: tuple[float, ...]

    def lines(self, level: str, note: str, holder: str) -> list[Line]:
        """Set level, note and holder one under the other, as large as there is room for all of them."""
        for level_size, size in product(self.level_sizes, self.holder_sizes):
            parts = self._parts(level, note, holder, level_size, size)
            # the name alone may be cut, and only at its smallest size
            wanted = parts if size != self.holder_sizes[-1] else parts[:-1]
            if all(part.is_whole for part in wanted) and _height(parts) <= self.room.height:
                return self._placed(parts)
        return self._placed(self._parts(level, note, holder, self.level_sizes[-1], self.holder_sizes[-1]))

    def foot_line(self, text: str) -> Line:
        """Set the line at the foot."""
        sizes = [fitted(text, width=self.foot.width, size=size, lines=1) for size in self.foot_sizes]
        found = next((each for each in sizes if each.is_whole), sizes[-1])
        y = (self.foot.top + self.foot.bottom) / 2 + _CAPITALS * found.size
        return Line(found.lines[0], round(y, 1), found.size, _BOLD)

    def _parts(self, level: str, note: str, holder: str, level_size: float, size: float) -> list[Fitted]:
        width = self.room.width
        parts = [
            fitted(level, width=width, size=level_size, lines=_LEVEL_LINES),
            fitted(note, width=width, size=size, lines=_NOTE_LINES),
            fitted(holder, width=width, size=size, lines=_HOLDER_LINES),
        ]
        return [part for part in parts if part.lines]

    def _placed(self, parts: list[Fitted]) -> list[Line]:
        y = self.room.top + (self.room.height - _height(parts)) / 2
        placed = []
        for place, part in enumerate(parts):
            weight = _PLAIN if place == len(parts) - 1 else _BOLD
            for line in part.lines:
                y += part.size * _LEADING
                placed.append(Line(line, round(y - _DESCENT * part.size, 1), part.size, weight))
            y += _GAP
        return placed


def _height(parts: list[Fitted]) -> float:
    return sum(len(part.lines) * part.size * _LEADING for part in parts) + _GAP * (len(parts) - 1)
