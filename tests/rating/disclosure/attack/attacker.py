"""A reader who wants to know what was withheld: exact integer programmes against what is published.

He knows the rule, every released number of every table, attribute, unit and export he was given, that
counts are whole numbers of people, and that all attributes of a unit split the same people. For each withheld
cell he asks which values it can still have. Too few of them, or none that reaches the floor, is a breach.

Nothing here is taken from the gate: what a table, a total and the rule are is written down a second time.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csc_array

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from scipy.optimize import OptimizeResult

    Ints: TypeAlias = NDArray[np.int64]

Document: TypeAlias = Mapping[str, Any]
Unit: TypeAlias = tuple[str, ...]
Pieces: TypeAlias = tuple[tuple[int, int], ...]
Told: TypeAlias = "int | Mapping[str, int] | None"

STAR = "*"
UNLISTED = "(unlisted)"
NESTING = ("city", "company", "site")  # where the stars do not tell which unit holds which
PLAIN = frozenset({"gender", "age", "seniority", "education"})
FAR = 1 << 40  # no upper bound, in whole numbers
REACH = 100_000  # a cell that can be this high is unbounded for every purpose here
STEP = 400  # how far one move is followed where nothing stops it
ORDERS = 4  # in how many orders the equations are eliminated to find moves
ONE, FEW, LOW = "known exactly", "too few values are possible", "no possible value reaches the floor"
CONTRADICTION = "no table of counts agrees with what is published"
NEAR = 1e-7  # an answer of the linear relaxation this near to whole numbers is whole
SWITCH = 8_000  # how far an open interval goes for the solver, where it has to be one of several
INFEASIBLE = 2  # what the solver's status says
LENGTH = 16  # more counts than this in one move, and it is seldom free to be made
MOVES = 6  # how many moves are kept for each count
WAYS = 40  # how many longer moves are kept
ROUNDS = 30  # how often all targets that need more values are pushed at once
FEW_LEFT = 3  # so few targets are asked about one by one
CLIMB = 12  # how many moves are tried towards one end before a programme is asked


@dataclass(frozen=True)
class Breach:
    """A cell that the guarantee does not hold for, and what the reader found out."""

    publication: int
    unit: dict[str, str]
    cell: dict[str, str]
    values: tuple[int, ...]
    needed: int
    why: str


class Cell(NamedTuple):
    """The place of a count; headcounts belong to no attribute and have a star for attribute and group."""

    unit: Unit
    attribute: str
    level: str
    group: str


class Rule(NamedTuple):
    """What a document says about itself."""

    k: int
    k_sensitive: int
    zeros_below: int

    def floor(self, attribute: str) -> int:
        return self.k if attribute in PLAIN else self.k_sensitive


class Said(NamedTuple):
    """One cell of one publication."""

    publication: int
    cell: Cell
    value: int | None
    floor: int


class ContradictionError(Exception):
    """No table of counts agrees with what is known."""


# ------------------------------------------------------------------------------------------------ reading


@dataclass
class Names:
    """The levels of a unit, or the groups of one of its attributes: as a table lists them, or one by one."""

    listed: dict[Hashable, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(dict))
    alone: dict[Hashable, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, key: Hashable, name: str, publication: int, *, is_listed: bool) -> None:
        if name != STAR:
            (self.listed if is_listed else self.alone)[key].setdefault(name, set()).add(publication)

    def lists_others(self, key: Hashable, name: str, publications: range) -> bool:
        """Tell whether some publications list names, but not this one."""
        listed = self.listed.get(key, {})
        own = listed.get(name, set()) | self.alone.get(key, {}).get(name, set())
        return not own.intersection(publications) and any(
            some.intersection(publications) for some in listed.values()
        )


@dataclass
class Reading:
    """All that was said by publications about one population."""

    dims: tuple[str, ...]
    said: list[Said]
    levels: Names
    groups: Names
    rules: list[Rule]
    highest: dict[tuple[int, Unit], int]  # the floor of headcounts, by publication and unit

    def breach(self, said: Said, values: Iterable[int], why: str) -> Breach:
        cell = said.cell
        place = {"attribute": cell.attribute, "level": cell.level, "group": cell.group}
        unit = dict(zip(self.dims, cell.unit, strict=True))
        return Breach(said.publication, unit, place, tuple(values), said.floor, why)


def rule_of(document: Document) -> Rule:
    stated = document["rule"]
    number = re.search(r"\d+", str(stated.get("zeros", "")))
    return Rule(int(stated["k"]), int(stated["k_sensitive"]), int(number[0]) if number else 0)


def entries(document: Document) -> Iterator[tuple[dict[str, str], int | None, frozenset[str]]]:
    """Yield each cell's coordinates, its value, and the keys that its table lists."""
    for table in document["tables"]:
        listed = frozenset(table["keys"])
        for cell in table["cells"]:
            yield {**table["fixed"], **{key: cell[key] for key in table["keys"]}}, cell["value"], listed


def nesting(units: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Order unit keys from the outermost: what is summed over more often lies further inside."""
    stars: dict[str, int] = {}
    for unit in units:
        for key, value in unit.items():
            stars[key] = stars.get(key, 0) + (value == STAR)
    usual = {key: place for place, key in enumerate(NESTING)}
    return tuple(sorted(stars, key=lambda key: (stars[key], usual.get(key, len(usual)))))


def placed(unit: Mapping[str, str], dims: Sequence[str], units: Sequence[Mapping[str, str]]) -> Unit:
    """Complete a unit: a missing inner key is summed over, a missing outer key is told by the others."""
    inside = [dim for dim in dims if unit.get(dim, STAR) != STAR]
    values = []
    for place, dim in enumerate(dims):
        value = unit.get(dim)
        if value is None and any(dims.index(other) > place for other in inside):
            same = [u for u in units if dim in u and all(u.get(key) == unit[key] for key in inside)]
            holders = {u[dim] for u in same}
            value = holders.pop() if len(holders) == 1 else STAR
        values.append(STAR if value is None else value)
    return tuple(values)


def read(publications: Sequence[Document]) -> Reading:
    """Bring publications of any shape to the same coordinates."""
    raw = []
    for index, document in enumerate(publications):
        company = document.get("population", {}).get("company")
        for place, value, listed in entries(document):
            unit = {key: name for key, name in place.items() if key not in {"attribute", "level", "group"}}
            unit = unit or {"company": company or STAR}
            raw.append((index, tuple(unit.items()), place, value, listed))
    units = [dict(items) for items in dict.fromkeys(items for _, items, *_ in raw)]
    dims = nesting(units)
    where = {tuple(unit.items()): placed(unit, dims, units) for unit in units}
    rules = [rule_of(document) for document in publications]
    highest: dict[tuple[int, Unit], int] = {}
    for index, items, place, _, _ in raw:
        key = (index, where[items])
        floor = rules[index].floor(place["attribute"]) if place.get("attribute", STAR) != STAR else 0
        highest[key] = max(highest.get(key, rules[index].k), floor)
    levels, groups, said = Names(), Names(), []
    for index, items, place, value, listed in raw:
        at = where[items]
        attribute, level = place.get("attribute", STAR), place.get("level", STAR)
        group = place.get("group", STAR)
        levels.add(at, level, index, is_listed="level" in listed)
        groups.add((attribute, at), group, index, is_listed="group" in listed)
        if group == STAR:
            said.append(Said(index, Cell(at, STAR, level, STAR), value, highest[index, at]))
        else:
            floor = rules[index].floor(attribute)
            said.append(Said(index, Cell(at, attribute, level, group), value, floor))
    return Reading(dims, said, levels, groups, rules, highest)


# ---------------------------------------------------------------------------------------------- structure


def above(unit: Unit) -> Unit | None:
    """Return the unit that holds this one: the innermost key becomes a star."""
    for place in reversed(range(len(unit))):
        if unit[place] != STAR:
            return (*unit[:place], *(STAR for _ in unit[place:]))
    return None


class Line(NamedTuple):
    """A sum: the total and its parts."""

    total: Cell
    parts: list[Cell]


class Table(NamedTuple):
    """A two-way table of counts with the totals of its rows and columns; a hole is a count that is nought."""

    cells: list[list[Cell | None]]
    row_totals: list[Cell]
    column_totals: list[Cell]


class Structure:
    """Which counts there are, and what adds up to what."""

    def __init__(self, reading: Reading, *, is_complete: bool) -> None:
        self._tabulated: dict[str, set[Unit]] = defaultdict(set)
        self._leveled: set[str] = set()
        for said in reading.said:
            self._tabulated[said.cell.attribute].add(said.cell.unit)
            if said.cell.level != STAR:
                self._leveled.add(said.cell.attribute)
        self._hang(set().union(*self._tabulated.values()), is_complete=is_complete)
        self.levels = self._inherited(reading.levels, lambda unit: unit, self.units)
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self._add_headcounts()
        for attribute in sorted(self._tabulated.keys() - {STAR}):
            self._add_attribute(attribute, reading.groups)

    def _hang(self, seen: set[Unit], *, is_complete: bool) -> None:
        """Hang the units into a tree; whoever doubts that all children are listed adds an unlisted one."""
        nodes = set(seen)
        for unit in seen:
            chain = [unit]
            while (higher := above(chain[-1])) is not None:
                chain.append(higher)
            highest = max(place for place, node in enumerate(chain) if node in seen)
            nodes.update(chain[:highest])
        if not is_complete:
            for holder in {above(unit) for unit in nodes}:
                if holder in nodes:
                    place = holder.index(STAR)
                    nodes.add((*holder[:place], UNLISTED, *holder[place + 1 :]))
        # parents first
        self.units = sorted(nodes, key=lambda unit: (sum(name != STAR for name in unit), unit))
        self.children: dict[Unit, list[Unit]] = {unit: [] for unit in self.units}
        self.parent: dict[Unit, Unit | None] = {}
        for unit in self.units:
            higher = above(unit)
            self.parent[unit] = higher if higher in nodes else None
            if higher in nodes:
                self.children[higher].append(unit)

    def _inherited(
        self, names: Names, key: Callable[[Unit], Hashable], units: Sequence[Unit]
    ) -> dict[Unit, tuple[str, ...]]:
        """Give each unit its names: its own, those of its parts, and where it lists none, its holder's."""
        found = {
            unit: {**names.listed.get(key(unit), {}), **names.alone.get(key(unit), {})} for unit in units
        }
        is_listed = {unit: bool(names.listed.get(key(unit))) for unit in units}
        for unit in reversed(units):
            holder = self.parent[unit]
            if holder in found:
                found[holder].update(found[unit])
                is_listed[holder] |= is_listed[unit]
        for unit in units:
            holder = self.parent[unit]
            if not is_listed[unit] and holder in found:
                found[unit].update(found[holder])
                is_listed[unit] = is_listed[holder]
            if found[unit] and not is_listed[unit]:
                found[unit][UNLISTED] = set()
        return {unit: tuple(found[unit]) for unit in units}

    def _add_headcounts(self) -> None:
        for unit in self.units:
            levels = self.levels[unit]
            if levels:
                parts = [Cell(unit, STAR, level, STAR) for level in levels]
                self.lines.append(Line(Cell(unit, STAR, STAR, STAR), parts))
            if self.children[unit]:
                self._add_children(unit, STAR, levels, (STAR,), dict.fromkeys(self.children[unit], (STAR,)))

    def _add_attribute(self, attribute: str, names: Names) -> None:
        tabulated = self._tabulated[attribute]
        deeper: set[Unit] = set()
        for unit in tabulated:
            higher = self.parent[unit]
            while higher is not None:
                deeper.add(higher)
                higher = self.parent[higher]
        units: list[Unit] = []
        for unit in self.units:
            holder = self.parent[unit]
            if unit in tabulated or (holder in deeper and holder in units):
                units.append(unit)
        groups = self._inherited(names, lambda unit: (attribute, unit), units)
        for unit in units:
            levels = self.levels[unit] if attribute in self._leveled else ()
            for level in (*levels, STAR):
                parts = [Cell(unit, attribute, level, group) for group in groups[unit]]
                self.lines.append(Line(Cell(unit, STAR, level, STAR), parts))
            for group in groups[unit] if levels else ():
                parts = [Cell(unit, attribute, level, group) for level in levels]
                self.lines.append(Line(Cell(unit, attribute, STAR, group), parts))
            self.tables.append(
                Table(
                    [[Cell(unit, attribute, level, group) for group in groups[unit]] for level in levels],
                    [Cell(unit, STAR, level, STAR) for level in levels],
                    [Cell(unit, attribute, STAR, group) for group in groups[unit]],
                )
            )
            if unit in deeper:
                self._add_children(unit, attribute, levels, groups[unit], groups)

    def _add_children(
        self,
        unit: Unit,
        attribute: str,
        levels: tuple[str, ...],
        groups: tuple[str, ...],
        groups_of: Mapping[Unit, tuple[str, ...]],
    ) -> None:
        """State that a unit is the sum of its children, cell by cell."""
        children = self.children[unit]

        def part(child: Unit, level: str, group: str) -> Cell | None:
            has_level = level == STAR or level in self.levels[child]
            return Cell(child, attribute, level, group) if has_level and group in groups_of[child] else None

        for level, group in itertools.product((*levels, STAR), groups):
            parts = [part(child, level, group) for child in children]
            self.lines.append(Line(Cell(unit, attribute, level, group), [cell for cell in parts if cell]))
        for group in groups:
            self.tables.append(
                Table(
                    [[part(child, level, group) for level in levels] for child in children],
                    [Cell(child, attribute, STAR, group) for child in children],
                    [Cell(unit, attribute, level, group) for level in levels],
                )
            )
        for level in (*levels, STAR) if attribute != STAR else ():
            self.tables.append(
                Table(
                    [[part(child, level, group) for group in groups] for child in children],
                    [Cell(child, STAR, level, STAR) for child in children],
                    [Cell(unit, attribute, level, group) for group in groups],
                )
            )


# ---------------------------------------------------------------------------------------------- programme


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
        pieces = common(self.pieces.get(place, ((0, FAR),)), pieces)
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


def common(one: Pieces, other: Pieces) -> Pieces:
    """Intersect two unions of intervals, and join those between which no whole number lies."""
    cut = ((max(a, c), min(b, d)) for (a, b), (c, d) in itertools.product(one, other))
    joined: list[tuple[int, int]] = []
    for low, high in sorted((low, high) for low, high in cut if low <= high):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


# ------------------------------------------------------------------------------------------------- search


def moves_of(matrix: Ints, order: Ints) -> Ints:
    """Return whole-number vectors that change no sum, one for each column that elimination leaves free."""
    work = matrix[:, order].copy()
    count, width = work.shape
    pivots: list[int] = []
    for column in range(width):
        row = len(pivots)
        if row == count:
            break
        below = np.abs(work[row:, column])
        if not below.any():
            continue
        # a pivot of one keeps everything whole
        best = row + int(np.argmin(np.where(below == 0, FAR, below)))
        work[[row, best]] = work[[best, row]]
        pivot = int(work[row, column])
        hit = np.flatnonzero(work[:, column])
        hit = hit[hit != row]
        factors = work[hit, column]
        work[hit] = work[hit] * pivot - np.outer(factors, work[row])
        if abs(pivot) != 1:
            work[hit] //= np.maximum(np.gcd.reduce(work[hit], axis=1), 1)[:, None]
        pivots.append(column)
    free = np.setdiff1d(np.arange(width), pivots)
    heads = work[np.arange(len(pivots)), pivots]
    whole = math.lcm(1, *(int(head) for head in np.abs(heads)))
    found = np.zeros((len(free), width), dtype=np.int64)
    found[np.arange(len(free)), free] = whole
    found[:, pivots] = -(work[: len(pivots), free] * (whole // heads)[:, None]).T
    if whole != 1:
        found //= np.gcd.reduce(found, axis=1)[:, None]
    moves = np.zeros_like(found)
    moves[:, order] = found
    return moves


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
        self.places = sorted({place for left, _ in rows for place, _ in left}.union(self.wanted))
        self._local = {place: position for position, place in enumerate(self.places)}
        self._matrix = np.zeros((len(rows), len(self.places)), dtype=np.int64)
        self._right = np.array([rest for _, rest in rows], dtype=np.int64)
        for number, (left, _) in enumerate(rows):
            for place, sign in left:
                self._matrix[number, self._local[place]] += sign
        self._low = np.zeros(len(self.places), dtype=np.int64)
        self._high = np.full(len(self.places), FAR)
        self._split: dict[int, Pieces] = {}
        for place in self.places:
            inside = pieces.get(place)
            if inside:
                position = self._local[place]
                self._low[position], self._high[position] = inside[0][0], inside[-1][1]
                if len(inside) > 1:
                    self._split[position] = inside
        self._make_programme()
        self._targets: list[Target] = []
        width = len(self.places)
        self._light = self._heavy = np.zeros((0, width), dtype=np.int64)
        self._forwards = self._backwards = np.zeros((0, LENGTH), dtype=np.int64)
        self._names: set[bytes] = set()
        self._both: csc_array | None = None
        self._new: list[tuple[Ints, Ints]] = []

    def position(self, place: int) -> int:
        return self._local[place]

    # -- exact answers

    def _make_programme(self) -> None:
        """Bring the equations into the shape of the solver; a split interval gets a switch for each piece."""
        count, width = self._matrix.shape
        extra = sum(2 * len(inside) for inside in self._split.values())
        rows, lows, highs = [], [], []
        total = width + extra
        lower = np.concatenate([self._low, np.zeros(extra)]).astype(float)
        upper = np.concatenate([self._high, np.zeros(extra)]).astype(float)
        upper[upper >= FAR] = np.inf
        column = width
        for position, inside in self._split.items():
            joined, switches = np.zeros(total), np.zeros(total)
            joined[position] = -1
            for low, high in inside:
                high = min(high, low + SWITCH)  # noqa: PLW2901 - the solver needs a finite switch
                part, switch = column, column + 1
                column += 2
                joined[part] = switches[switch] = 1
                upper[part], upper[switch] = high, 1
                least, most = np.zeros(total), np.zeros(total)
                least[part], least[switch] = 1, -low
                most[part], most[switch] = 1, -high
                rows += [least, most]
                lows += [0.0, -np.inf]
                highs += [np.inf, 0.0]
            rows += [joined, switches]
            lows += [0.0, 1.0]
            highs += [0.0, 1.0]
        matrix = np.zeros((count + len(rows), total))
        matrix[:count, :width] = self._matrix
        if rows:
            matrix[count:] = rows
        self._sparse = csc_array(matrix)
        self._sides = np.concatenate([self._right, lows]), np.concatenate([self._right, highs])
        self._lower, self._upper = lower, upper

    def _solve(
        self,
        cost: NDArray[np.float64] | None,
        within: Mapping[int, tuple[int, int]],
        *,
        is_certain: bool = False,
    ) -> Ints | None:
        """Find counts that fit at the least cost, or None where there are none.

        The linear relaxation comes first: where its answer is whole it is the answer, and where it has none
        there is none. A "none" that a breach rests on is asked for again without the solver's presolve.
        """
        lower, upper = self._lower.copy(), self._upper.copy()
        for position, (low, high) in within.items():
            lower[position], upper[position] = max(lower[position], low), min(upper[position], high)
            if lower[position] > upper[position]:
                return None
        costs = np.zeros(len(lower))
        if cost is not None:
            costs[: len(cost)] = cost
        if not self._split:
            status, found = self._ask(costs, lower, upper, is_whole=False)
            if status == INFEASIBLE and is_certain:
                status, found = self._ask(costs, lower, upper, is_whole=False, presolve=False)
            if found is not None or status == INFEASIBLE:
                return found
        status, found = self._ask(costs, lower, upper)
        if found is None and (status != INFEASIBLE or is_certain):
            status, found = self._ask(costs, lower, upper, presolve=False)
        if found is None and status != INFEASIBLE:
            raise ArithmeticError(f"the solver ends with {status} and without counts that add up")
        return found

    def _ask(
        self,
        costs: NDArray[np.float64],
        lower: NDArray[np.float64],
        upper: NDArray[np.float64],
        *,
        is_whole: bool = True,
        presolve: bool = True,
    ) -> tuple[int, Ints | None]:
        """Put one programme to the solver; an answer counts if it is whole and every sum is exactly right."""
        answer = milp(
            costs,
            integrality=np.full(len(costs), int(is_whole)),
            bounds=Bounds(lower, upper),
            constraints=LinearConstraint(self._sparse, *self._sides),
            options={"mip_rel_gap": 0.0, "presolve": presolve},
        )
        if answer.status != 0:
            return int(answer.status), None
        counts = np.rint(answer.x[: len(self.places)]).astype(np.int64)
        is_near = is_whole or np.abs(counts - answer.x[: len(counts)]).max() < NEAR
        return 0, counts if is_near and self._fits(counts) else None

    def _fits(self, counts: Ints) -> bool:
        if (counts < self._low).any() or (counts > self._high).any():
            return False
        if (self._matrix @ counts != self._right).any():
            return False
        return all(
            any(low <= counts[position] <= high for low, high in inside)
            for position, inside in self._split.items()
        )

    # -- cheap witnesses

    def _find_moves(self) -> None:
        """Eliminate the equations in some orders: each column left free is a move that keeps every sum."""
        width = len(self.places)
        rng = np.random.default_rng(width)
        is_total = np.min(self._matrix, axis=0) < 0
        orders = [np.argsort(~is_total, kind="stable")]
        for turn in range(ORDERS - 1):
            mixed = rng.permutation(width)
            orders.append(mixed[np.argsort(~is_total[mixed], kind="stable")] if turn % 2 else mixed)
        found = np.concatenate([moves_of(self._matrix, order) for order in orders])
        self._keep_moves(found[np.argsort((found != 0).sum(axis=1), kind="stable")][: MOVES * width])

    def _keep_moves(self, found: Ints) -> None:
        """Keep new moves; of those that are light, whose room, upwards or downwards, each uses."""
        width = len(self.places)
        for move in found:
            used = np.flatnonzero(move)
            sign = move[used[0]]
            name = (move if sign > 0 else -move).tobytes()
            if name in self._names:
                continue
            self._names.add(name)
            if len(used) > LENGTH or np.abs(move[used]).max() > 1:
                self._heavy = np.concatenate([move[None], self._heavy[: WAYS - 1]])
                continue
            rises = move[used] > 0
            row = np.full((2, LENGTH), 2 * width)
            row[0, : len(used)] = np.where(rises, used, used + width)
            row[1, : len(used)] = np.where(rises, used + width, used)
            self._new.append((move, row))
        if self._new:
            moves, rows = (np.array(part) for part in zip(*self._new, strict=True))
            self._light = np.concatenate([self._light, moves])
            self._forwards = np.concatenate([self._forwards, rows[:, 0]])
            self._backwards = np.concatenate([self._backwards, rows[:, 1]])
            self._new.clear()

    def _room(self, counts: Ints) -> tuple[Ints, Ints]:
        """Return how far each count can rise and fall; of a split interval only the piece it is in counts."""
        low, high = self._low, self._high
        if self._split:
            low, high = low.copy(), high.copy()
            for position, inside in self._split.items():
                for bottom, top in inside:
                    if bottom <= counts[position] <= top:
                        low[position], high[position] = bottom, top
        return high - counts, counts - low

    def _steps(self, counts: Ints) -> tuple[Ints, Ints]:
        """Return how many times each move can be made from here, forwards and backwards."""
        up, down = self._room(counts)
        room = np.concatenate([up, down, [STEP]])
        forwards, backwards = room[self._forwards].min(axis=1), room[self._backwards].min(axis=1)
        if len(self._heavy):
            size = np.maximum(np.abs(self._heavy), 1)
            up, down = up // size, down // size
            rising, falling = self._heavy > 0, self._heavy < 0
            forth = np.where(rising, up, np.where(falling, down, STEP)).min(axis=1)
            back = np.where(rising, down, np.where(falling, up, STEP)).min(axis=1)
            forwards, backwards = np.concatenate([forwards, forth]), np.concatenate([backwards, back])
        return np.minimum(forwards, STEP), np.minimum(backwards, STEP)

    def _part(self, positions: list[int]) -> Ints:
        return np.concatenate([self._light[:, positions], self._heavy[:, positions]])

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
        forwards, backwards = self._steps(counts)
        part = self._part([target.position for target in asked])
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
        column = direction * self._part([target.position])[:, 0]
        for _ in range(CLIMB if column.any() else 0):
            forwards, backwards = self._steps(counts)
            gain = np.where(column > 0, forwards * column, -backwards * column)
            best = int(gain.argmax())
            if gain[best] <= 0:
                return
            move = self._light[best] if best < len(self._light) else self._heavy[best - len(self._light)]
            counts = counts + (forwards[best] if column[best] > 0 else -backwards[best]) * move
            self._look(counts)
            if target.is_met:
                return

    def _aim(self, targets: Sequence[Target], wanted: Ints, *, excess: float = 1.0) -> Ints | None:
        """Find counts as near as can be, in sum, to what is wanted of some targets.

        Each count below its own costs one, each above it what an excess costs.
        """
        if self._split:
            return None
        width, extra = len(self.places), len(targets)
        rows = np.arange(extra)
        positions = np.array([target.position for target in targets])
        sums = coo_array(self._sparse)
        bottom = len(self._right)
        matrix = coo_array(
            (
                np.concatenate([sums.data, np.repeat([1.0, 1.0, -1.0], extra)]),
                (
                    np.concatenate([sums.coords[0], np.tile(rows + bottom, 3)]),
                    np.concatenate([sums.coords[1], positions, rows + width, rows + width + extra]),
                ),
            ),
            shape=(bottom + extra, width + 2 * extra),
        )
        sides = np.append(self._right, wanted)
        answer = milp(
            np.repeat([0.0, 1.0, excess], [width, extra, extra]),
            bounds=Bounds(
                np.append(self._lower, np.zeros(2 * extra)),
                np.append(self._upper, np.full(2 * extra, np.inf)),
            ),
            constraints=LinearConstraint(matrix.tocsc(), sides, sides),
        )
        return self._whole(answer, width)

    def _whole(self, answer: OptimizeResult, width: int) -> Ints | None:
        if answer.status != 0:
            return None
        counts = np.rint(answer.x[:width]).astype(np.int64)
        return counts if self._fits(counts) else None

    def _near(self, start: Ints, position: int, low: int, high: int) -> Ints | None:
        """Find counts as like known ones as can be, but for one that is within bounds.

        What changes is little, so it is a move that other counts can make too.
        """
        if self._split:
            return None
        if self._both is None:
            self._both = csc_array(np.hstack([self._matrix, -self._matrix]))
        width, value = len(start), int(start[position])
        most = np.concatenate([self._upper - start, start - self._lower])
        least = np.zeros(2 * width)
        first, last = (low, high) if low > value else (high, low)  # the nearer end, and the further
        side = position if low > value else position + width
        least[side], most[side] = abs(first - value), min(abs(last - value), most[side])
        most[(side + width) % (2 * width)] = 0
        if least[side] > most[side]:
            return None
        answer = milp(
            np.ones(2 * width),
            bounds=Bounds(least, most),
            constraints=LinearConstraint(self._both, 0, 0),
        )
        if answer.status != 0:
            return None
        step = np.rint(answer.x[:width] - answer.x[width:]).astype(np.int64)
        return start + step if self._fits(start + step) and low <= (start + step)[position] <= high else None

    # -- the search

    def search(self, targets: Sequence[Target], *, reach: int = REACH) -> None:
        """Find out, for each target, enough values or all of them up to a reach."""
        self._targets = list(targets)
        if not len(self._right):
            for target in self._targets:  # nothing binds it
                target.see(0, min(2 * target.needed, reach))
            return
        floors = np.array([min(2 * target.needed, STEP) for target in self._targets])
        counts = self._aim(self._targets, floors, excess=0)
        if counts is None:
            counts = self._solve(None, {})
        if counts is None:
            raise ContradictionError
        self._find_moves()
        self._look(counts)
        self._push()
        for target in self._targets:
            if not target.is_met:
                self._prove(target, reach)

    def _push(self) -> None:
        """Ask for a value that each target still needs, of all at once, as long as that helps some."""
        rng = np.random.default_rng(len(self.places))
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
            self._add(self._aim(unmet, np.array(wanted)))
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
                found = self._near(start, target.position, low, high)
                if found is not None:
                    return found
        return self._solve(None, {target.position: (low, high)}, is_certain=True)

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
            self._keep_moves(np.array(ways))
        self._look(found)


# -------------------------------------------------------------------------------- one population, together


@dataclass
class Facts:
    """What is released and what is withheld of one population."""

    released: dict[Cell, int]
    withheld: dict[Cell, Said]
    breaches: list[Breach]


def facts_of(reading: Reading, told: Mapping[Cell, int]) -> Facts:
    """Collect what all publications say; a cell that one of them withholds and another shows is a breach."""
    released: dict[Cell, int] = {}
    withheld: dict[Cell, Said] = {}
    for said in reading.said:
        if said.value is None:
            if said.cell not in withheld or withheld[said.cell].floor < said.floor:
                withheld[said.cell] = said
        elif released.setdefault(said.cell, said.value) != said.value:
            raise ContradictionError(said)
    for cell, value in told.items():
        if released.get(cell, value) != value:
            raise ContradictionError(cell)
    breaches = [
        reading.breach(said, (released[cell],), "withheld here and released elsewhere")
        for cell, said in withheld.items()
        if cell in released
    ]
    return Facts(released, {cell: said for cell, said in withheld.items() if cell not in released}, breaches)


def row_of(cell: Cell) -> Cell | None:
    """Return the headcount that a cell is a part of, by the rule: its level's, or for a level its unit's."""
    if cell.attribute != STAR:
        return Cell(cell.unit, STAR, cell.level, STAR)
    return Cell(cell.unit, STAR, STAR, STAR) if cell.level != STAR else None


def rule_breaks(reading: Reading, known: Mapping[Cell, int]) -> list[Breach]:
    """Find released cells that the rule withholds."""
    found: dict[Cell, Breach] = {}
    for said in reading.said:
        count, row = said.value, row_of(said.cell)
        if count is None:
            continue
        everybody = known.get(row) if row is not None else None
        zeros = reading.rules[said.publication].zeros_below if said.cell.attribute != STAR else 0
        why = ""
        if 0 < count < said.floor:
            why = "released although below its floor"
        elif everybody is not None and 0 < everybody - count < said.floor:
            why = "released although all but a few of its row are in it"
        elif everybody is not None and 0 < everybody < zeros and count in {0, everybody}:
            why = "released although nobody or everybody of a small row is in it"
        if why:
            found.setdefault(said.cell, reading.breach(said, (count,), why))
    return list(found.values())


def allowed_rows(said: Said, zeros_below: int) -> Pieces:
    """Return the headcounts of a row in which the rule lets this cell be shown."""
    count = said.value or 0
    least = count + said.floor
    if said.cell.attribute == STAR:
        return ((count, count), (least, FAR))
    if count == 0:
        return ((0, 0), (max(least, zeros_below), FAR))
    return ((count, count), (least, FAR)) if count >= zeros_below else ((least, FAR),)


def lay(programme: Programme, structure: Structure, layer: str = "") -> None:
    """State all sums of a population."""
    for line in structure.lines:
        programme.equate([(layer, part) for part in line.parts], [(layer, line.total)])


def allowed_counts(people: int, floor: int, zeros_below: int) -> Pieces:
    """Return the counts that the rule lets be shown in a row of so many people."""
    pieces = [(floor, people - floor)] if people >= 2 * floor else []
    if people == 0 or people >= zeros_below:
        pieces.append((0, 0))
        pieces += [(people, people)] if people == 0 or people >= floor else []
    return tuple(sorted(set(pieces)))


def mind_the_rule(programme: Programme, reading: Reading, known: Mapping[Cell, int], layer: str = "") -> None:
    """State what a released cell tells of the headcount of its row where that is withheld."""
    for said in reading.said:
        row = row_of(said.cell)
        if said.value is None or row is None or row in known:
            continue
        programme.restrict((layer, row), allowed_rows(said, reading.rules[said.publication].zeros_below))
        if said.cell.attribute != STAR:
            # a cell is withheld with its row, so the row is none that the rule withholds
            floor = reading.highest[said.publication, row.unit]
            programme.restrict((layer, row), ((0, 0), (floor, FAR)))
            if row.level != STAR:
                rest = (layer, row, "all others of the unit")
                programme.equate([(layer, row), rest], [(layer, Cell(row.unit, STAR, STAR, STAR))])
                programme.restrict(rest, ((0, 0), (floor, FAR)))


def heads_of(headcounts: Mapping[Any, int] | None, reading: Reading) -> dict[Cell, int]:
    """Place headcounts known from elsewhere: by a unit's own name, or by its names from the outermost."""
    units = dict.fromkeys(said.cell.unit for said in reading.said)
    found = {}
    for key, count in (headcounts or {}).items():
        for unit in units:
            names = [name for name in unit if name != STAR]
            own = names[-1] if names else STAR
            if key == own or (
                isinstance(key, tuple) and (key == unit or [n for n in key if n != STAR] == names)
            ):
                found[Cell(unit, STAR, STAR, STAR)] = int(count)
    return found


def is_hopeless(said: Said, told: Mapping[Cell, int], structure: Structure) -> bool:
    """Tell whether nothing can be promised: the reader knows from elsewhere that the unit is too small."""
    unit: Unit | None = said.cell.unit
    if Cell(said.cell.unit, STAR, STAR, STAR) == said.cell and said.cell in told:
        return True
    while unit is not None:
        count = told.get(Cell(unit, STAR, STAR, STAR))
        if count is not None and count < said.floor:
            return True
        unit = structure.parent.get(unit)
    return False


def settle(
    programme: Programme,
    asked: Mapping[Hashable, Said],
    *,
    reach: int = REACH,
    is_exhaustive: bool = False,
) -> dict[Hashable, tuple[bool, tuple[int, ...]]]:
    """Find, for each key asked about, whether its guarantee holds, and the values that were found."""
    programme.propagate()
    answers: dict[Hashable, tuple[bool, tuple[int, ...]]] = {}
    unknown: dict[int, Hashable] = {}
    for key, said in asked.items():
        place = programme.variable(key)
        value = programme.value[place]
        if value is None:
            unknown[place] = key
        else:
            answers[key] = (said.floor <= 1 <= value, (value,))
    for component in programme.components(unknown):
        targets = {}
        for place in component.wanted:
            needed = FAR if is_exhaustive else asked[unknown[place]].floor
            targets[place] = Target(component.position(place), needed)
        component.search(list(targets.values()), reach=reach)
        for place, target in targets.items():
            values = () if target.is_met else tuple(sorted(value for value in target.seen if value <= reach))
            answers[unknown[place]] = (target.is_met, values)
    return answers


def why_not(values: Sequence[int], needed: int) -> str:
    if len(values) >= needed:
        return LOW
    return ONE if len(values) == 1 else FEW


def contradiction(publication: int = 0) -> Breach:
    return Breach(publication, {}, {}, (), 1, CONTRADICTION)


def population(
    reading: Reading, structure: Structure, facts: Facts, told: Mapping[Cell, int]
) -> tuple[Programme, dict[Hashable, Said]]:
    """Write down all that is known of one population, and what is asked."""
    programme = Programme()
    lay(programme, structure)
    known = {**facts.released, **told}
    for cell, count in known.items():
        programme.fix(("", cell), count)
    mind_the_rule(programme, reading, known)
    return programme, {("", cell): said for cell, said in facts.withheld.items() if cell not in told}


def breaches_of(
    reading: Reading,
    asked: Mapping[Hashable, Said],
    answers: Mapping[Hashable, tuple[bool, tuple[int, ...]]],
) -> list[Breach]:
    return [
        reading.breach(asked[key], values, why_not(values, asked[key].floor))
        for key, (is_kept, values) in answers.items()
        if not is_kept
    ]


def attack_reading(reading: Reading, headcounts: Mapping[Any, int] | None = None) -> list[Breach]:
    """Attack what was read, first as if all units were listed, and if that cannot be, as if some were not."""
    told = heads_of(headcounts, reading)
    try:
        facts = facts_of(reading, told)
    except ContradictionError:
        return [contradiction()]
    breaches = [*facts.breaches, *rule_breaks(reading, {**facts.released, **told})]
    for is_complete in (True, False):
        structure = Structure(reading, is_complete=is_complete)
        try:
            programme, asked = population(reading, structure, facts, told)
            asked = {key: said for key, said in asked.items() if not is_hopeless(said, told, structure)}
            return breaches + breaches_of(reading, asked, settle(programme, asked))
        except ContradictionError:
            continue
    return [*breaches, contradiction()]


def attack(publications: Sequence[Document], *, headcounts: Mapping[Any, int] | None = None) -> list[Breach]:
    """Attack publications about one population together.

    Parameters
    ----------
    publications
        Documents with the same reference date, in any shape.
    headcounts
        Totals that the reader knows from elsewhere: by a unit's name, or by the tuple of its names.

    Returns
    -------
    list[Breach]
        One for each withheld cell whose possible values are too few or too low, for each cell that is shown
        although the rule withholds it, and for publications that contradict each other.

    Raises
    ------
    ValueError
        If the publications have different reference dates.
    """
    dates = {document.get("population", {}).get("reference_date") for document in publications}
    if len(dates) > 1:
        raise ValueError(f"Editions of {sorted(map(str, dates))} are no one population: compare_editions")
    return attack_reading(read(publications), headcounts)


def possible_values(
    publications: Sequence[Document], *, headcounts: Mapping[Any, int] | None = None, at_most: int = 200
) -> dict[Cell, tuple[int, ...]]:
    """Return every value that each withheld cell can have, up to a bound."""
    reading = read(publications)
    told = heads_of(headcounts, reading)
    programme, asked = population(
        reading, Structure(reading, is_complete=True), facts_of(reading, told), told
    )
    answers = settle(programme, asked, reach=at_most, is_exhaustive=True)
    return {said.cell: answers[key][1] for key, said in asked.items()}


# ------------------------------------------------------------------------------------------ other shapes


def normal(place: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Return coordinates without what is summed over: a missing key and a star are the same."""
    return frozenset((key, name) for key, name in place.items() if name not in {STAR, ""})


def read_csv(rows: str | Iterable[Mapping[str, str]], publication: Document) -> Document:
    """Bring the rows of a CSV file into the shape of the document that they are an export of."""
    if isinstance(rows, str):
        rows = csv.DictReader(io.StringIO(rows, newline=""))
    tables: dict[tuple[tuple[str, str], ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        place: dict[str, str] = {
            key: name for key, name in row.items() if key not in {"value", "status"} and name
        }
        cell: dict[str, Any] = {key: place.pop(key) for key in ("level", "group") if key in place}
        value = int(row["value"]) if row["value"] else None
        tables[tuple(place.items())].append({**cell, "value": value, "status": row["status"]})
    found = []
    for fixed, cells in tables.items():
        # a column with one name only is a filter, as long as it is no star
        names = {key: {cell[key] for cell in cells} for key in ("level", "group") if key in cells[0]}
        held: dict[str, str] = {
            key: min(some) for key, some in names.items() if len(some) == 1 and some != {STAR}
        }
        keys = [key for key in names if key not in held]
        found.append({"keys": keys, "fixed": {**dict(fixed), **held}, "cells": cells})
    return {**publication, "tables": found}


def attack_csv(rows: str | Iterable[Mapping[str, str]], publication: Document) -> list[Breach]:
    """Check that a CSV file says exactly what its document says, and attack what it says.

    Parameters
    ----------
    rows
        The file's text, or its rows as `csv.DictReader` yields them.
    publication
        The document of the same release, which has the rule that a CSV file does not carry.
    """
    document = read_csv(rows, publication)
    breaches = []
    for table in document["tables"]:
        for cell in table["cells"]:
            if cell["status"] != ("withheld" if cell["value"] is None else "released"):
                why = f"the CSV says {cell['status']} and {cell['value']}"
                place = {key: cell[key] for key in table["keys"]}
                breaches.append(Breach(0, dict(table["fixed"]), place, (), 1, why))
    first = {normal(place): value for place, value, _ in entries(publication)}
    second = {normal(place): value for place, value, _ in entries(document)}
    for key in sorted(first.keys() | second.keys(), key=sorted):
        one, other = first.get(key, "nothing"), second.get(key, "nothing")
        if one != other:
            breaches.append(Breach(0, {}, dict(key), (), 1, f"the document says {one}, the CSV {other}"))
    return breaches + attack([document])


def share_pieces(share: float, people: int) -> Pieces:
    """Return the counts that are shown as a share: whole percents of 100 people or more, else fives."""
    step = 1 if people >= 100 else 5
    half = Fraction(step, 2)
    low, high = (people * (Fraction(share) + side) / 100 for side in (-half, half))
    return ((max(math.ceil(low), 0), min(math.floor(high), people)),)


def row_heads(headcounts: Mapping[Any, int], reading: Reading) -> dict[Cell, int]:
    """Place the headcounts of rows: by level, by a unit's own name and level, or by all names and level."""
    found = {}
    for said in reading.said:
        unit, level = said.cell.unit, said.cell.level
        names = [name for name in unit if name != STAR]
        for key in ((*unit, level), (*names, level), (*names[-1:], level), level):
            if key in headcounts:
                found[Cell(unit, STAR, level, STAR)] = int(headcounts[key])
                break
    return found


def attack_shares(publication_with_shares: Document, headcounts: Mapping[Any, int]) -> list[Breach]:
    """Attack a document whose cells are shares in percent, knowing how many people each row has.

    Parameters
    ----------
    publication_with_shares
        A document like any other, with percentages of the row for values.
    headcounts
        People in each row: by level, by (unit, level), or by (outermost unit, ..., unit, level).

    Raises
    ------
    ValueError
        If a share is shown of a row whose headcount is not given.
    """
    reading = read([publication_with_shares])
    structure, heads = Structure(reading, is_complete=True), row_heads(headcounts, reading)
    rule = reading.rules[0]
    programme = Programme()
    lay(programme, structure)
    asked: dict[Hashable, Said] = {}
    try:
        for cell, count in heads.items():
            programme.fix(("", cell), count)
        for said in reading.said:
            row = row_of(said.cell)
            if said.cell.attribute == STAR or row is None:
                continue
            people = heads.get(row)
            if said.value is None:
                if people is None or people >= said.floor:
                    asked["", said.cell] = said
            elif people is None:
                raise ValueError(f"How many people are in {row} is not known, but a share of them is shown")
            else:
                programme.restrict(("", said.cell), share_pieces(said.value, people))
                programme.restrict(("", said.cell), allowed_counts(people, said.floor, rule.zeros_below))
        return breaches_of(reading, asked, settle(programme, asked))
    except ContradictionError:
        return [contradiction()]


# --------------------------------------------------------------------------------------------- editions


def documents_of(edition: Document | Sequence[Document]) -> list[Document]:
    return [edition] if isinstance(edition, Mapping) else list(edition)


@dataclass
class Pair:
    """Two editions, read as one structure."""

    reading: Reading
    structure: Structure
    boundary: int  # publications before this one are the older edition's

    def half(self, *, is_newer: bool) -> Reading:
        said = [one for one in self.reading.said if (one.publication >= self.boundary) == is_newer]
        return replace(self.reading, said=said)

    def absent(self, half: Reading) -> list[Cell]:
        """Return cells of units, levels and groups that an edition lists others beside, but not these."""
        alive: set[Unit] = set()
        for one in half.said:
            unit: Unit | None = one.cell.unit
            while unit is not None and unit not in alive:
                alive.add(unit)
                unit = self.structure.parent[unit]
        holders = {self.structure.parent[unit] for unit in alive} - {None}
        is_newer = half.said[0].publication >= self.boundary
        publications = range(self.boundary, len(self.reading.rules)) if is_newer else range(self.boundary)
        cells = dict.fromkeys(cell for line in self.structure.lines for cell in (line.total, *line.parts))
        return [
            cell
            for cell in cells
            if (cell.unit not in alive and self.structure.parent[cell.unit] in holders)
            or (cell.level != STAR and self.reading.levels.lists_others(cell.unit, cell.level, publications))
            or (
                cell.group != STAR
                and self.reading.groups.lists_others((cell.attribute, cell.unit), cell.group, publications)
            )
        ]

    def known(self, half: Reading) -> dict[Cell, int]:
        """Return what one edition tells: what it shows, and what follows from that without any search."""
        programme = Programme()
        lay(programme, self.structure)
        try:
            for cell in self.absent(half):
                programme.fix(("", cell), 0)
            for cell, count in facts_of(half, {}).released.items():
                programme.fix(("", cell), count)
            programme.propagate()
        except ContradictionError:
            return {one.cell: one.value for one in half.said if one.value is not None}
        return {
            key[1]: value
            for key, place in programme.index.items()
            if isinstance(key, tuple) and (value := programme.value[place]) is not None
        }


class Change(NamedTuple):
    """What a reader can work out in both editions, of so many people; a cell, or what is left of a total."""

    cell: Cell
    before: int
    after: int
    what: str


def remainders(
    structure: Structure, before: Mapping[Cell, int], after: Mapping[Cell, int]
) -> Iterator[Change]:
    """Yield every cell, every total less its known parts, and every block of withheld cells."""
    both = before.keys() & after.keys()
    for cell in sorted(both):
        yield Change(cell, before[cell], after[cell], "the cell")
    for total, parts in structure.lines:
        left = [cell for cell in parts if cell not in both]
        if total in both and left:
            first, second = (
                known[total] - sum(known[cell] for cell in parts if cell in both) for known in (before, after)
            )
            yield Change(left[0], first, second, f"what is left of {total} for {len(left)} withheld cells")
    for table in structure.tables:
        columns = [list(column) for column in zip(*table.cells, strict=True)]
        for way in (table, Table(columns, table.column_totals, table.row_totals)):
            yield from blocks(way, before, after)


def blocks(table: Table, before: Mapping[Cell, int], after: Mapping[Cell, int]) -> Iterator[Change]:
    """Yield what is left of some rows together after taking away columns that are withheld nowhere else."""

    def is_known(cell: Cell | None) -> bool:
        return cell is None or (cell in before and cell in after)

    rows = [place for place, total in enumerate(table.row_totals) if is_known(total)]
    sizes = range(2, len(rows) + 1) if len(rows) <= 6 else range(2, 4)  # 2 ** 6 are enough
    for chosen in itertools.chain.from_iterable(itertools.combinations(rows, size) for size in sizes):
        taken = []
        joined: list[set[int]] = [{place} for place in chosen]
        for column, total in enumerate(table.column_totals):
            hidden = {place for place, row in enumerate(table.cells) if not is_known(row[column])}
            if is_known(total) and hidden and hidden <= set(chosen):
                taken.append(column)
                meeting = [part for part in joined if part & hidden]
                joined = [part for part in joined if not part & hidden] + [set().union(*meeting)]
        left = [
            table.cells[place][column]
            for place in chosen
            for column in range(len(table.column_totals))
            if column not in taken and not is_known(table.cells[place][column])
        ]
        if len(joined) > 1 or not left or left[0] is None:
            continue
        values: list[int] = []
        for known in (before, after):
            value = sum(known[table.row_totals[place]] for place in chosen)
            value -= sum(known[table.column_totals[column]] for column in taken)
            for place, row in enumerate(table.cells):
                for column, cell in enumerate(row):
                    if cell is not None and is_known(cell) and (place in chosen) != (column in taken):
                        value -= known[cell] if place in chosen else -known[cell]
            values.append(value)
        what = f"{len(left)} withheld cells of {len(chosen)} rows less {len(taken)} columns"
        yield Change(left[0], values[0], values[1], what)


class Movement:
    """How many people joined and left, as far as the reader was told."""

    def __init__(self, pair: Pair, newer: Document, joiners: Told, leavers: Told) -> None:
        stated = newer.get("population", {})
        self._told = [
            stated.get(name) if given is None else given
            for name, given in (("joiners", joiners), ("leavers", leavers))
        ]
        self._dims = pair.reading.dims
        self._company = stated.get("company")

    def of(self, unit: Unit) -> tuple[int, int] | None:
        """Return the joiners and leavers that are told of a unit's company, or of all where it has none."""
        found = []
        for told in self._told:
            if isinstance(told, Mapping):
                name = unit[self._dims.index("company")] if "company" in self._dims else STAR
                count = told.get(name) if name != STAR else sum(told.values())
            else:
                count = told
            if count is None:
                return None
            found.append(int(count))
        return found[0], found[1]

    def is_free(self, said: Said) -> bool:
        """Tell whether enough people came and went for a cell to be shown as it is."""
        moved = self.of(said.cell.unit)
        return moved is not None and min(moved) >= said.floor

    def totals(self, structure: Structure) -> dict[Unit, tuple[int, int]]:
        """Return the units whose joiners and leavers were counted."""
        if any(isinstance(told, Mapping) for told in self._told):
            place = self._dims.index("company")
            units = [u for u in structure.units if u[place] != STAR and {*u[place + 1 :]} <= {STAR}]
        else:
            units = [u for u in structure.units if structure.parent[u] is None]
            if len(units) > 1:  # the number is that of the publication's own company
                units = [u for u in units if self._company in u]
        return {unit: moved for unit in units if (moved := self.of(unit)) is not None}


def held_breaches(pair: Pair, movement: Movement) -> list[Breach]:
    """Compare what is told in both editions where too few came or went for that to be safe."""
    old, new = pair.half(is_newer=False), pair.half(is_newer=True)
    before, after = pair.known(old), pair.known(new)
    floors: dict[tuple[Unit, str], int] = {}
    for said in pair.reading.said:
        key = (said.cell.unit, said.cell.attribute)
        floors[key] = max(floors.get(key, 0), said.floor)
    breaches = []
    for cell, one, other, what in remainders(pair.structure, before, after):
        floor = floors.get((cell.unit, cell.attribute))
        if floor is None:
            floor = max(value for (_, name), value in floors.items() if name == cell.attribute)
        said = Said(pair.boundary, cell, None, floor)
        if 0 < abs(other - one) < floor and not movement.is_free(said):
            breaches.append(pair.reading.breach(said, (one, other), f"{what} changed by a few people"))
    shown = {said.cell: said for said in new.said if said.value is not None}
    for cell in facts_of(old, {}).withheld:
        if cell in shown and not movement.is_free(shown[cell]):
            said = shown[cell]
            breaches.append(pair.reading.breach(said, (said.value or 0,), "withheld before and released now"))
    return breaches


def together_breaches(pair: Pair) -> list[Breach]:
    """Attack both editions as one population, as far as what they show agrees."""
    old, new = pair.half(is_newer=False), pair.half(is_newer=True)
    shown = [{one.cell: one.value for one in half.said if one.value is not None} for half in (old, new)]
    moved = {cell for cell in shown[0].keys() & shown[1].keys() if shown[0][cell] != shown[1][cell]}
    touched = {(cell.unit, cell.level) for cell in moved}

    def agreeing(one: Said, *, is_strict: bool) -> bool:
        if one.cell in moved:
            return False
        in_both = one.cell in shown[0] and one.cell in shown[1]
        return in_both or one.value is None or not (is_strict or (one.cell.unit, one.cell.level) in touched)

    for is_strict in (False, True):
        said = [one for one in pair.reading.said if agreeing(one, is_strict=is_strict)]
        # what moved is neither known nor asked about
        found = attack_reading(replace(pair.reading, said=said))
        if contradiction() not in found:
            return [breach for breach in found if breach.why in {ONE, FEW, LOW}]
    return []


def joint_breaches(pair: Pair, movement: Movement) -> list[Breach]:
    """Attack both editions with what is known of who came and went."""
    for is_counted in (True, False):
        try:
            return joint_search(pair, movement, is_counted=is_counted)
        except ContradictionError:
            continue  # people who were promoted are neither joiners nor leavers
    return [contradiction(pair.boundary)]


def joint_search(pair: Pair, movement: Movement, *, is_counted: bool) -> list[Breach]:
    programme = Programme()
    asked: dict[Hashable, Said] = {}
    halves = {"old": pair.half(is_newer=False), "new": pair.half(is_newer=True)}
    for layer, half in halves.items():
        lay(programme, pair.structure, layer)
        facts = facts_of(half, {})
        for cell in pair.absent(half):
            programme.fix((layer, cell), 0)
        for cell, count in facts.released.items():
            programme.fix((layer, cell), count)
        mind_the_rule(programme, half, facts.released, layer)
        asked |= {(layer, cell): said for cell, said in facts.withheld.items()}
    for unit, (joined, left) in movement.totals(pair.structure).items():
        total = Cell(unit, STAR, STAR, STAR)
        programme.equate([("new", total)], [("old", total)], joined - left)
        if is_counted:
            programme.fix(("joined", total), joined)
            programme.fix(("left", total), left)
    if is_counted:
        lay(programme, pair.structure, "joined")
        lay(programme, pair.structure, "left")
        totals = {line.total for line in pair.structure.lines}
        for cell in dict.fromkeys(
            cell for line in pair.structure.lines for cell in (line.total, *line.parts)
        ):
            programme.equate([("old", cell), ("joined", cell)], [("new", cell), ("left", cell)])
            if cell not in totals:
                programme.equate([("old", cell)], [("left", cell), ("stayed", cell)])
    return breaches_of(pair.reading, asked, settle(programme, asked))


def compare_editions(
    older: Document | Sequence[Document],
    newer: Document | Sequence[Document],
    *,
    joiners: Told = None,
    leavers: Told = None,
) -> list[Breach]:
    """Attack two editions about the same company or city at different dates.

    Where fewer people than a cell's floor joined or left, or nobody said how many, a reader takes what
    changed for those few: whatever can be worked out in both editions may change by nobody or by as many as
    the floor. Where more joined and left, he looks for counts of both dates that fit with them.

    Parameters
    ----------
    older, newer
        A document, or all documents of an edition.
    joiners, leavers
        People who came and went, of the company or by company; by default as the newer edition states them.

    Returns
    -------
    list[Breach]
        Their publication counts the older edition's documents first.
    """
    old, new = documents_of(older), documents_of(newer)
    reading = read([*old, *new])
    pair = Pair(reading, Structure(reading, is_complete=True), len(old))
    movement = Movement(pair, new[0], joiners, leavers)
    breaches = attack(old)
    breaches += [replace(breach, publication=breach.publication + len(old)) for breach in attack(new)]
    if any(breach.why == CONTRADICTION for breach in breaches):
        return breaches
    if all(movement.is_free(said) for said in reading.said):
        more = joint_breaches(pair, movement)
    else:
        breaches += held_breaches(pair, movement)
        more = together_breaches(pair)
    found = [(breach.unit, breach.cell) for breach in breaches]
    return breaches + [breach for breach in more if (breach.unit, breach.cell) not in found]
