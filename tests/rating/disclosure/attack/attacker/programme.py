"""Counts that equations bind, and what follows from one equation alone."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from tests.rating.disclosure.attack.attacker.component import Component
from tests.rating.disclosure.attack.attacker.contradiction import ContradictionError
from tests.rating.disclosure.attack.attacker.intervals import FAR, Pieces, intersection

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator


class Programme:
    """Whole numbers, none negative, that equations bind; and the parts that hang together."""

    def __init__(self) -> None:
        self.index: dict[Hashable, int] = {}
        self.value: list[int | None] = []
        self.pieces: dict[int, Pieces] = {}
        self._equations: list[tuple[list[int], list[int], int]] = []

    def variable(self, key: Hashable) -> int:
        place = self.index.setdefault(key, len(self.value))
        if place == len(self.value):
            self.value.append(None)
        return place

    def equate(self, plus: Iterable[Hashable], minus: Iterable[Hashable], constant: int = 0) -> None:
        """State that the sum of some less the sum of others is a constant."""
        places = [self.variable(key) for key in plus]
        signs = [1] * len(places)
        for key in minus:
            places.append(self.variable(key))
            signs.append(-1)
        self._equations.append((places, signs, constant))

    def fix(self, key: Hashable, value: int) -> None:
        place = self.variable(key)
        if self.value[place] not in {None, value}:
            raise ContradictionError
        self.value[place] = value

    def restrict(self, key: Hashable, pieces: Pieces) -> None:
        """State which intervals a number lies in."""
        place = self.variable(key)
        pieces = intersection(self.pieces.get(place, ((0, FAR),)), pieces)
        if not pieces:
            raise ContradictionError
        if len(pieces) == 1 and pieces[0][0] == pieces[0][1]:
            self.fix(key, pieces[0][0])
        self.pieces[place] = pieces

    def propagate(self) -> None:
        """Fix whatever one equation alone fixes, until none does."""
        holding: list[list[int]] = [[] for _ in self.value]
        for number, (places, _, _) in enumerate(self._equations):
            for place in places:
                holding[place].append(number)
        for place, pieces in self.pieces.items():
            self._admit(place, self.value[place], pieces)
        queue = deque(range(len(self._equations)))
        waiting = [True] * len(self._equations)
        while queue:
            number = queue.popleft()
            waiting[number] = False
            for place, value in self._told(number):
                self._admit(place, value, self.pieces.get(place, ((0, FAR),)))
                if self.value[place] is None:
                    self.value[place] = value
                    for other in holding[place]:
                        if not waiting[other]:
                            waiting[other] = True
                            queue.append(other)

    @staticmethod
    def _admit(place: int, value: int | None, pieces: Pieces) -> None:
        if value is not None and not any(low <= value <= high for low, high in pieces):
            raise ContradictionError(place)

    def _told(self, number: int) -> list[tuple[int, int]]:
        places, signs, rest = self._equations[number]
        left = []
        for place, sign in zip(places, signs, strict=True):
            value = self.value[place]
            if value is None:
                left.append((place, sign))
            else:
                rest -= sign * value
        if not left:
            if rest:
                raise ContradictionError(number)
            return []
        first = left[0][1]
        if len(left) == 1:
            return [(left[0][0], first * rest)]
        if all(sign == first for _, sign in left):
            if first * rest < 0:
                raise ContradictionError(number)
            if rest == 0:
                return [(place, 0) for place, _ in left]
        return []

    def components(self, wanted: Iterable[int]) -> Iterator[Component]:
        """Cut the unknowns into parts that no equation joins; leave out parts that nobody asks about."""
        leader = list(range(len(self.value)))

        def find(place: int) -> int:
            while leader[place] != place:
                leader[place] = leader[leader[place]]
                place = leader[place]
            return place

        opened = []
        for places, signs, rest in self._equations:
            left = [
                (place, sign) for place, sign in zip(places, signs, strict=True) if self.value[place] is None
            ]
            if not left:
                continue
            known = sum(
                sign * (self.value[place] or 0) for place, sign in zip(places, signs, strict=True)
            )  # an unknown adds nothing
            opened.append((left, rest - known))
            top = find(left[0][0])
            for place, _ in left[1:]:
                leader[find(place)] = top
        asked: dict[int, list[int]] = defaultdict(list)
        for place in wanted:
            asked[find(place)].append(place)
        rows: dict[int, list[tuple[list[tuple[int, int]], int]]] = defaultdict(list)
        for left, rest in opened:
            top = find(left[0][0])
            if top in asked:
                rows[top].append((left, rest))
        for top, targets in asked.items():
            yield Component(rows[top], targets, self.pieces)
