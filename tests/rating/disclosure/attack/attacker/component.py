"""The search for the values that each of some counts that hang together can have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tests.rating.disclosure.attack.attacker.contradiction import ContradictionError
from tests.rating.disclosure.attack.attacker.equations import Equations
from tests.rating.disclosure.attack.attacker.moves import STEP, Moves
from tests.rating.disclosure.attack.attacker.solver import Solver

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.rating.disclosure.attack.attacker.equations import Ints
    from tests.rating.disclosure.attack.attacker.intervals import Pieces

REACH = 100_000  # a cell that can be this high is unbounded for every purpose here
ROUNDS = 30  # how often all targets that need more values are pushed at once
FEW_LEFT = 3  # so few targets are asked about one by one
CLIMB = 12  # how many moves are tried towards one end before a programme is asked


@dataclass(eq=False)
class Target:
    """A count that the reader asks about: how many values it needs, and those it was seen to have."""

    position: int
    needed: int
    seen: set[int] = field(default_factory=set)
    top: Ints | None = None
    bottom: Ints | None = None
    is_met: bool = False

    def see(self, low: int, high: int) -> None:
        self.seen.update(range(low, high + 1))
        self.is_met = len(self.seen) >= self.needed and max(self.seen) >= self.needed


class Component:
    """Unknown counts that hang together, and the search for the values each of them can have."""

    def __init__(
        self,
        rows: Sequence[tuple[list[tuple[int, int]], int]],
        wanted: Iterable[int],
        pieces: Mapping[int, Pieces],
    ) -> None:
        self.wanted = list(wanted)
        self._equations = Equations(rows, self.wanted, pieces)
        self._solver = Solver(self._equations)
        self._moves = Moves(self._equations)
        self._targets: list[Target] = []

    def position(self, place: int) -> int:
        return self._equations.position(place)

    def search(self, targets: Sequence[Target], *, reach: int = REACH) -> None:
        """Find out, for each target, enough values or all of them up to a reach."""
        self._targets = list(targets)
        if not len(self._equations.right):
            for target in self._targets:  # nothing binds it
                target.see(0, min(2 * target.needed, reach))
            return
        floors = np.array([min(2 * target.needed, STEP) for target in self._targets])
        counts = self._solver.aim([target.position for target in self._targets], floors, excess=0)
        if counts is None:
            counts = self._solver.solve(None, {})
        if counts is None:
            raise ContradictionError
        self._moves.find()
        self._look(counts)
        self._push()
        for target in self._targets:
            if not target.is_met:
                self._prove(target, reach)

    def _push(self) -> None:
        """Ask for a value that each target still needs, of all at once, as long as that helps some."""
        rng = np.random.default_rng(self._equations.width)
        unmet = [target for target in self._targets if not target.is_met]
        misses = 0
        for _ in range(ROUNDS):
            if len(unmet) <= FEW_LEFT or misses > 1:
                return
            wanted = []
            for target in unmet:
                least, most = min(target.seen), max(target.seen)
                needed = min(target.needed, STEP)
                new = [
                    value
                    for value in range(max(least - needed, 0), most + needed)
                    if value not in target.seen
                ]
                is_low = most < target.needed and rng.random() < 0.5  # noqa: RUF100, PLR2004 - evens
                wanted.append(needed if is_low or not new else int(rng.choice(new)))
            self._add(self._solver.aim([target.position for target in unmet], np.array(wanted)))
            left = [target for target in unmet if not target.is_met]
            misses = misses + 1 if len(unmet) == len(left) else 0
            unmet = left

    def _prove(self, target: Target, reach: int) -> None:
        """Ask the solver for what no move has shown: the floor, the gaps, and what lies beyond, until met."""
        closed: set[int] = set()
        is_closed = {"floor": False, "above": False, "below": False}
        while not target.is_met:
            least, most = min(target.seen), max(target.seen)
            gaps = (
                value for value in range(least, min(most, reach) + 1) if value not in target.seen | closed
            )
            gap = next(gaps, None)
            if most < target.needed <= reach and not is_closed["floor"]:
                name, low, high = "floor", target.needed, reach
            elif gap is not None:
                name, low, high = "gap", gap, gap
            elif most < reach and not is_closed["above"]:
                name, low, high = "above", most + 1, reach
            elif least > 0 and not is_closed["below"]:
                name, low, high = "below", 0, min(least - 1, reach)
            else:
                return
            found = self._within(target, low, high)
            if found is not None:
                self._add(found)
                self._climb(target, found, 1)
                self._climb(target, found, -1)
            elif gap is not None and name == "gap":
                closed.add(gap)
            else:
                is_closed[name] = True

    def _within(self, target: Target, low: int, high: int) -> Ints | None:
        """Find counts of which a target's is within bounds, or None where there are certainly none."""
        if target.top is not None and target.bottom is not None:
            start = target.top if low > target.bottom[target.position] else target.bottom
            if not low <= start[target.position] <= high:
                found = self._solver.near(start, target.position, low, high)
                if found is not None:
                    return found
        return self._solver.solve(None, {target.position: (low, high)}, is_certain=True)

    def _add(self, found: Ints | None) -> None:
        """Take in a new solution; what leads to it from known ones are moves too."""
        if found is None:
            return
        ways = [
            found - counts
            for target in self._targets
            if not target.is_met
            for counts in (target.top, target.bottom)
            if counts is not None
        ]
        ways = [way // np.gcd.reduce(way) for way in ways[:4] if way.any()]
        if ways:
            self._moves.keep(np.array(ways))
        self._look(found)

    def _look(self, counts: Ints) -> None:
        """Note every value that one move from here gives to the targets that still need some."""
        asked = [target for target in self._targets if not target.is_met]
        if not asked:
            return
        for target in asked:
            value = counts[target.position]
            if target.top is None or value > target.top[target.position]:
                target.top = counts
            if target.bottom is None or value < target.bottom[target.position]:
                target.bottom = counts
        forwards, backwards = self._moves.steps(counts)
        part = self._moves.part([target.position for target in asked])
        single, against = part == 1, part == -1
        forwards, backwards = forwards[:, None], backwards[:, None]
        rise = np.where(single, forwards, np.where(against, backwards, 0)).max(axis=0, initial=0)
        fall = np.where(single, backwards, np.where(against, forwards, 0)).max(axis=0, initial=0)
        for target, more, less in zip(asked, rise.tolist(), fall.tolist(), strict=True):
            value = int(counts[target.position])
            target.see(value - less, value + more)

    def _climb(self, target: Target, start: Ints, direction: int) -> None:
        """Make the move that brings a target furthest, again and again."""
        if target.is_met:
            return
        counts = start
        column = direction * self._moves.part([target.position])[:, 0]
        for _ in range(CLIMB if column.any() else 0):
            forwards, backwards = self._moves.steps(counts)
            gain = np.where(column > 0, forwards * column, -backwards * column)
            best = int(gain.argmax())
            if gain[best] <= 0:
                return
            move = self._moves.chosen(best)
            counts = counts + (forwards[best] if column[best] > 0 else -backwards[best]) * move
            self._look(counts)
            if target.is_met:
                return
