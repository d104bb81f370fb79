"""Equations between unknown counts that hang together, and the intervals that each lies in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.rating.disclosure.attack.attacker.intervals import FAR, Pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]


class Equations:
    """Sums of unknown counts, by position, and how low and how high each count can be."""

    def __init__(
        self,
        rows: Sequence[tuple[list[tuple[int, int]], int]],
        wanted: Iterable[int],
        pieces: Mapping[int, Pieces],
    ) -> None:
        self.places = sorted({place for left, _ in rows for place, _ in left}.union(wanted))
        self.width = len(self.places)
        self._local = {place: position for position, place in enumerate(self.places)}
        self.matrix = np.zeros((len(rows), self.width), dtype=np.int64)
        self.right = np.array([rest for _, rest in rows], dtype=np.int64)
        for number, (left, _) in enumerate(rows):
            for place, sign in left:
                self.matrix[number, self._local[place]] += sign
        self.low = np.zeros(self.width, dtype=np.int64)
        self.high = np.full(self.width, FAR)
        self.split: dict[int, Pieces] = {}
        for place in self.places:
            inside = pieces.get(place)
            if inside:
                position = self._local[place]
                self.low[position], self.high[position] = inside[0][0], inside[-1][1]
                if len(inside) > 1:
                    self.split[position] = inside

    def position(self, place: int) -> int:
        """Return the column of a count."""
        return self._local[place]

    def fits(self, counts: Ints) -> bool:
        """Tell whether every sum is exactly right and every count lies in its intervals."""
        if (counts < self.low).any() or (counts > self.high).any():
            return False
        if (self.matrix @ counts != self.right).any():
            return False
        return all(
            any(low <= counts[position] <= high for low, high in inside)
            for position, inside in self.split.items()
        )

    def room(self, counts: Ints) -> tuple[Ints, Ints]:
        """Return how far each count can rise and fall; of a split interval only the piece it is in counts."""
        low, high = self.low, self.high
        if self.split:
            low, high = low.copy(), high.copy()
            for position, inside in self.split.items():
                for bottom, top in inside:
                    if bottom <= counts[position] <= top:
                        low[position], high[position] = bottom, top
        return high - counts, counts - low
