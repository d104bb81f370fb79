"""Pairs of tables that a company may have had at two dates, found by flows: mostly they are proof enough.

Whoever joined or left did so at some level and in one group of every attribute. So counts of two dates go
with J joiners (and the leavers that follow) exactly if the increases of the cells of a level, added up, in
the attribute in which they are largest, are no more than J over all levels: the others joined where somebody
left. That is told of two tables at a glance, so that other tables near to each other need no programme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.disclosure.suppression import graph_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rating.data import Floats, Movement
    from rating.disclosure.lattice import Integers
    from rating.disclosure.placing import Told
    from rating.disclosure.tables import Tables

BEFORE, AFTER = 0, 1


class Place(NamedTuple):
    """A withheld cell of one of the editions; the last column holds headcounts."""

    edition: int
    attribute: str
    row: int
    column: int


class _Counts(NamedTuple):
    """What a company may have had at one date: people by row, and attribute -> cells, with all totals."""

    people: Integers
    cells: Mapping[str, Integers]

    def at(self, place: Place) -> int:
        """Return the value of a cell."""
        return int(self.cells[place.attribute][place.row, place.column])


class Pairs:
    """What a company without sites may have had at two dates.

    Parameters
    ----------
    tables
        The frame of both, with the counts of the later one.
    unit
        The company.
    editions
        What the earlier and the later one tell.
    movement
        Joiners and leavers between them, both known.
    """

    def __init__(self, tables: Tables, unit: int, editions: tuple[Told, Told], movement: Movement) -> None:
        self._lattice = tables.lattice
        self._attributes = [a for a in tables.counts if tables.stated[a][unit]]
        self._told = [{a: told.values[a][unit] for a in self._attributes} for told in editions]
        self._withheld = [{a: told.withheld[a][unit] for a in self._attributes} for told in editions]
        self._joiners = int(movement.joiners or 0)
        self._growth = self._joiners - int(movement.leavers or 0)
        now = {a: tables.lattice.extended(tables.counts[a][unit]) for a in self._attributes}
        self._now = _Counts(next(iter(now.values()))[:, -1], now)

    def not_shown(self, floor_of: Mapping[str, int]) -> list[Place]:
        """Return the withheld cells whose promise was not shown to be kept: all where no pair is found.

        Parameters
        ----------
        floor_of
            Attribute -> k.
        """
        base = self._first()
        places = list(self._places())
        if base is None:
            return places
        seen: dict[Place, set[int]] = {place: set() for place in places}
        self._note(base, seen)
        highest = max(floor_of[a] for a in self._attributes)
        missing = []
        for place, values in seen.items():
            floor = highest if self._is_headcount(place) else floor_of[place.attribute]
            for wanted in _worth_trying(base[place.edition].at(place), floor):
                if _is_kept(values, floor):
                    break
                if wanted not in values and (pair := self._with(base, place, wanted)):
                    self._note(pair, seen)
            if not _is_kept(values, floor):
                missing.append(place)
        return missing

    def _is_headcount(self, place: Place) -> bool:
        return bool(place.column == self._told[place.edition][place.attribute].shape[1] - 1)

    def _places(self) -> Iterator[Place]:
        for edition, withheld in enumerate(self._withheld):
            for attribute, cells in withheld.items():
                for row, column in np.argwhere(cells):
                    yield Place(edition, attribute, int(row), int(column))

    def _note(self, pair: tuple[_Counts, _Counts], seen: dict[Place, set[int]]) -> None:
        for place, values in seen.items():
            values.add(pair[place.edition].at(place))

    def _first(self) -> tuple[_Counts, _Counts] | None:
        """Return a pair that goes with the movement, None where none is near."""
        after = self._near(AFTER, self._now)
        before = self._near(BEFORE, after) if after else None
        for _ in range(2):
            if before is None or after is None:
                return None
            if self._fits(before, after):
                return before, after
            after = self._near(AFTER, before)
            before = self._near(BEFORE, after) if after else None
        return None

    def _with(
        self, base: tuple[_Counts, _Counts], place: Place, wanted: int
    ) -> tuple[_Counts, _Counts] | None:
        """Return a pair in which a cell has a value, None where none was found."""
        for people in self._people_for(base[place.edition], place, wanted):
            own = self._near(place.edition, base[place.edition], (place, wanted), people)
            if own is None:
                continue
            for other in (base[1 - place.edition], self._near(1 - place.edition, own)):
                if other is None:
                    continue
                before, after = (own, other) if place.edition == BEFORE else (other, own)
                if self._fits(before, after):
                    return before, after
        return None

    def _people_for(self, base: _Counts, place: Place, wanted: int) -> Iterator[Integers]:
        """Yield headcounts with which a cell may have a value: as they are, or with so many in its row."""
        is_headcount = self._is_headcount(place)
        if not is_headcount:
            yield base.people
        if self._withheld[place.edition][place.attribute][place.row, -1]:
            least = wanted if is_headcount else max(wanted, int(base.people[place.row]))
            people = self._headcounts(place.edition, base.people, {place.row: least})
            if people is not None:
                yield people

    def _near(
        self,
        edition: int,
        wish: _Counts,
        wanted: tuple[Place, int] | None = None,
        people: Integers | None = None,
    ) -> _Counts | None:
        """Return counts that agree with an edition, and with a wanted cell, and are near to others."""
        if people is None:
            people = self._headcounts(edition, wish.people, {})
        if people is None:
            return None
        cells: dict[str, Integers] = {}
        for attribute, told in self._told[edition].items():
            if wanted and wanted[0].attribute != attribute and people is wish.people:
                cells[attribute] = wish.cells[attribute]
                continue
            known = told.copy()
            known[:, -1] = people
            if wanted and wanted[0].attribute == attribute and not self._is_headcount(wanted[0]):
                known[wanted[0].row, wanted[0].column] = wanted[1]
            found = self._filled(known, wish.cells[attribute])
            if found is None:
                return None
            cells[attribute] = found
        return _Counts(people, cells)

    def _headcounts(self, edition: int, wish: Integers, fixed: Mapping[int, int]) -> Integers | None:
        """Return headcounts that agree with an edition; None where they do not, or nothing tells how many."""
        known = next(iter(self._told[edition].values()))[:, -1].copy()
        if np.isnan(known[-1]):
            return None
        for row, people in fixed.items():
            known[row] = people
        found = self._filled(np.repeat(known[:, None], 2, axis=1), np.repeat(wish[:, None], 2, axis=1))
        return None if found is None else found[:, -1]

    def _filled(self, known: Floats, wish: Integers) -> Integers | None:
        """Return a table that agrees with what is known of it, near to another one."""
        from rating.disclosure.kernels.completion import fill  # noqa: PLC0415 - loads numba

        free = np.isnan(known)
        value = np.where(free, 0.0, known).astype(np.int64).ravel()
        near = np.zeros(known.shape)
        near[: len(self._lattice.levels), :-1] = 1.0
        graph = graph_of(self._lattice, known.shape[1] - 1)
        nothing = np.zeros(value.size)
        if not fill(value, free.ravel(), nothing, near.ravel(), wish.ravel().astype(np.int64), graph):
            return None
        return value.reshape(known.shape)

    def _fits(self, before: _Counts, after: _Counts) -> bool:
        """Tell whether counts of two dates go with the movement."""
        levels = len(self._lattice.levels)
        more = [
            np.maximum(after.cells[a][:levels, :-1] - before.cells[a][:levels, :-1], 0).sum(axis=1)
            for a in self._attributes
        ]
        return bool(
            after.people[-1] - before.people[-1] == self._growth
            and np.max(more, axis=0).sum() <= self._joiners <= after.people[-1]
        )


def _is_kept(values: set[int], floor: int) -> bool:
    return len(values) >= floor and max(values) >= floor


def _worth_trying(here: int, floor: int) -> Iterator[int]:
    """Yield values near to the one there is, one that reaches the floor first."""
    yield max(here, floor)
    for step in range(1, floor + 1):
        yield here + step
        if here >= step:
            yield here - step
