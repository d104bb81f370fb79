"""The promise verifier: what readers with nothing but published files can find out about withheld cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.disclosure.kin import Kin
from rating.disclosure.lattice import TOTAL
from rating.disclosure.likely import likely
from rating.disclosure.placing import told, without_levels_left_out
from rating.disclosure.programme import Programme
from rating.disclosure.skeleton import skeleton
from rating.disclosure.suppression import graph_of
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL
from rating.disclosure.witnesses import Asked, ask

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from rating.disclosure.lattice import Integers
    from rating.disclosure.placing import Told
    from rating.disclosure.publication import Publication
    from rating.disclosure.tables import Flags, Tables

#: So many tables are tried from which others are an exchange away, before a programme is asked.
_TURNS = 6
#: More possible values than this are not told apart.
MOST = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """What can be found out about one withheld cell.

    Attributes
    ----------
    keys
        The cell.
    possible
        How many values it may have, up to `MOST`.
    exact
        Whether there are no more; otherwise at least so many have been shown.
    reaches
        The largest value that has been shown to be possible, up to `MOST` above a possible one.
    needed
        How many values the promise asks for; one of them must be at least as large.
    """

    keys: dict[str, str]
    possible: int
    exact: bool
    reaches: int
    needed: int

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.possible >= self.needed and self.reaches >= self.needed


def audit(publications: Sequence[Publication]) -> list[Finding]:
    """Find out how many values each withheld cell of some published files may have.

    All files are taken to describe the same people. Tables of a single unit are judged exactly, by flows;
    hierarchies by showing that other tables exist, and where that does not suffice by integer programming.

    Parameters
    ----------
    publications
        The file in question, and others that readers have.

    Raises
    ------
    ContradictionError, NothingFitsError
        If no people can be as the files describe them.
    """
    tables = skeleton(publications)
    known = without_levels_left_out(told(publications, tables), publications, tables)
    floors = _floors(publications, tables)
    findings: list[Finding] = []
    for root in np.unique(tables.roots):
        findings += _Audited(tables, known, floors, np.flatnonzero(tables.roots == root)).findings()
    return findings


def _floors(publications: Sequence[Publication], tables: Tables) -> dict[str, int]:
    floors: dict[str, int] = dict.fromkeys(tables.counts, 0)
    for publication in publications:
        for table in publication.tables:
            attribute = table.fixed.get(ATTRIBUTE, "")
            floors[attribute] = max(floors[attribute], publication.floor_of(table))
    return floors


class _Place(NamedTuple):
    """A cell of one of the units that are audited."""

    attribute: str
    unit: int
    row: int
    column: int


def _places(withheld: Mapping[str, Flags]) -> list[_Place]:
    """Return the withheld cells, shape (units, rows, groups + 1) of each attribute."""
    return [
        _Place(attribute, int(unit), int(row), int(column))
        for attribute, cells in withheld.items()
        for unit, row, column in np.argwhere(cells)
    ]


class _Audited:
    """One hierarchy of units."""

    def __init__(
        self, tables: Tables, known: Told, floors: dict[str, int], units: npt.NDArray[np.intp]
    ) -> None:
        self._tables, self._known, self._floors, self._units = tables, known, floors, units
        self._programme = Programme(tables, known, units)
        self._attributes = [a for a in tables.counts if tables.stated[a][units].any()]
        # between everything that is possible, so that there is room to all sides
        self._likely = likely(tables, known)
        self._counts = self._programme.nearest(self._likely)
        self._values = {a: tables.lattice.extended(own) for a, own in self._counts.items()}
        self._open = {a: np.isnan(known.values[a][units]) for a in self._attributes}

    def findings(self) -> Iterator[Finding]:
        """Yield what can be found out about each withheld cell."""
        withheld = {a: self._known.withheld[a][self._units] for a in self._attributes}
        if len(self._units) == 1 and self._rows_whole():
            for attribute, cells in withheld.items():
                yield from self._by_flows(attribute, cells[0])
        else:
            places = _places(withheld)
            if len(self._units) > 1:
                places = yield from self._by_exchanges(places)
            yield from self._by_programme(places)

    def _rows_whole(self) -> bool:
        """Tell whether nothing is known of rows whose headcount is not: then no attribute binds another."""
        return all(self._open[a][0][self._open[a][0][:, -1]].all() for a in self._attributes)

    def _by_flows(self, attribute: str, withheld: npt.NDArray[np.bool_]) -> Iterator[Finding]:
        from rating.disclosure.kernels.protection import ranges  # noqa: PLC0415 - loads numba

        value = self._values[attribute][0].ravel()
        graph = graph_of(self._tables.lattice, withheld.shape[1] - 1)
        below, above = np.zeros_like(value), np.zeros_like(value)
        ranges(value, self._open[attribute][0].ravel(), graph, MOST, below, above)
        for row, column in np.argwhere(withheld):
            edge = int(row) * withheld.shape[1] + int(column)
            place = _Place(attribute, 0, int(row), int(column))
            possible = min(int(below[edge] + above[edge]) + 1, MOST)
            reaches = int(value[edge] + above[edge])
            yield self._finding(place, possible, reaches, exact=possible < MOST)

    def _by_exchanges(self, places: list[_Place]) -> Generator[Finding, None, list[_Place]]:
        """Yield what tables show that differ by an exchange from one that fits; return the other cells.

        Where some cells have no room, tables are tried in which they have more people.
        """
        counts = self._counts
        for turn in range(_TURNS):
            left = yield from self._exchanged(places, counts)
            if not left or len(left) == len(places) or turn == _TURNS - 1:
                return left
            places = left
            counts = self._programme.nearest(self._with_room(places))
        return places

    def _with_room(self, places: list[_Place]) -> dict[str, Integers]:
        """Return likely counts with more people in some cells."""
        wishes = {attribute: own.copy() for attribute, own in self._likely.items()}
        levels = len(self._tables.lattice.levels)
        for place in places:
            own = wishes[place.attribute][self._units[place.unit]]
            if place.row < levels and place.column < own.shape[1]:
                own[place.row, place.column] += self._needed(place)
            else:
                own += 1
        return wishes

    def _exchanged(
        self, places: list[_Place], found: Mapping[str, Integers]
    ) -> Generator[Finding, None, list[_Place]]:
        from rating.disclosure.kernels.exchange import reach  # noqa: PLC0415 - loads numba

        counts = {a: np.zeros_like(own) for a, own in self._tables.counts.items()}
        for attribute, own in found.items():
            counts[attribute][self._units] = own
        frame, kin = replace(self._tables, counts=counts), Kin.of(self._tables, self._units)
        left: list[_Place] = []
        for attribute in self._attributes:
            opened = self._open[attribute].reshape(len(self._units), -1)
            tree = kin.hierarchy(frame, attribute, opened)
            for place in places:
                if place.attribute != attribute:
                    continue
                edge = place.row * tree.columns + place.column
                needed, value = self._needed(place), int(tree.value[place.unit, edge])
                if not opened[place.unit, edge]:
                    yield self._finding(place, 1, value, exact=True)
                    continue
                up = int(reach(place.unit, edge, True, max(needed - 1, needed - value), tree))
                down = int(reach(place.unit, edge, False, max(0, needed - 1 - up), tree))
                if up + down + 1 >= needed and value + up >= needed:
                    yield self._finding(place, up + down + 1, value + up, exact=False)
                else:
                    left.append(place)
        return left

    def _by_programme(self, places: list[_Place]) -> Iterator[Finding]:
        asked: list[Asked] = []
        for place in places:
            aim = np.zeros(self._programme.count)
            unit = int(self._units[place.unit])
            aim[self._programme.cell(place.attribute, unit, place.row, place.column)] = 1.0
            asked.append(Asked(aim, self._needed(place)))
        ask(asked, self._programme.solve)
        for place, one in zip(places, asked, strict=True):
            yield self._finding(place, len(one.values), max(one.values, default=0), exact=one.exact)

    def _needed(self, place: _Place) -> int:
        last = place.column == len(self._tables.groups[place.attribute])
        own = self._attributes if last else (place.attribute,)
        return max(self._floors[attribute] for attribute in own)

    def _finding(self, place: _Place, possible: int, reaches: int, *, exact: bool) -> Finding:
        tables = self._tables
        keys = dict(zip(tables.unit_keys, tables.units[self._units[place.unit]], strict=True))
        if LEVEL in tables.keys:
            keys[LEVEL] = tables.lattice.rows[place.row]
        group = (*tables.groups[place.attribute], TOTAL)[place.column]
        keys |= {ATTRIBUTE: place.attribute, GROUP: group}
        return Finding(keys, possible, exact, reaches, self._needed(place))
