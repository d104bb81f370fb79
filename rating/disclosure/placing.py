"""Where the cells of published files stand in linked tables: exports of any shape are about the same cells.

A key that a file leaves out is one that it sums over, so that an export by group alone and the totals of an
export by level and group are the same cells; a level in ``fixed`` is a filter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.lattice import TOTAL
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL
from rating.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rating.data import Floats
    from rating.disclosure.publication import Publication, PublishedTable
    from rating.disclosure.tables import Flags, Tables, Unit


@dataclass(frozen=True)
class Told:
    """What published files tell about the cells of linked tables.

    Attributes
    ----------
    values
        Attribute -> the numbers, shape (units, rows, groups + 1); NaN where there is none.
    withheld
        Attribute -> cells that stand in a file without a number, the same shape.
    gone
        Attribute -> cells of units that were withheld of a part that the tables do not have any more.
    gone_people
        Attribute -> people in all other cells of these parts.
    parts_gone
        Units of which a part is not there any more.
    """

    values: Mapping[str, Floats]
    withheld: Mapping[str, Flags]
    gone: Mapping[str, Flags] = field(default_factory=dict)
    gone_people: Mapping[str, Floats] = field(default_factory=dict)
    parts_gone: frozenset[int] = frozenset()

    def released(self) -> dict[str, Flags]:
        """Return for each attribute the cells that have a number."""
        return {attribute: ~np.isnan(values) for attribute, values in self.values.items()}


class ContradictionError(DefinitionError):
    """Two published numbers about the same cell differ."""

    def __init__(self, cell: Mapping[str, str]) -> None:
        self.cell = dict(cell)
        super().__init__(f"Two different numbers are published for {self.cell}.")


def cells_of(publication: Publication) -> Iterator[tuple[PublishedTable, dict[str, str], int | None]]:
    """Yield all cells with their keys, fixed ones included, and their value."""
    for table in publication.tables:
        for cell in table.cells:
            value = cell.get("value")
            keys = {key: str(text) for key, text in cell.items() if key != "value"}
            yield table, table.fixed | keys, None if value is None else int(value)


def told(publications: Sequence[Publication], tables: Tables) -> Told:
    """Find the cells of published files in linked tables.

    Cells of units that the tables do not have are left out.

    Raises
    ------
    ContradictionError
        If two files give different numbers for a cell.
    DefinitionError
        If a level or group of a unit is not in the tables.
    """
    telling = _Telling(tables)
    for publication in publications:
        for _, keys, value in cells_of(publication):
            telling.hear(keys, value)
    return telling.told()


class _Telling:
    """Takes up cell by cell."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._units = {unit: number for number, unit in enumerate(tables.units)}
        self._rows = {name: number for number, name in enumerate(tables.lattice.rows)}
        self._columns = {
            attribute: {name: number for number, name in enumerate((*groups, TOTAL))}
            for attribute, groups in tables.groups.items()
        }
        size = (len(tables.units), len(tables.lattice.rows))
        shapes = {a: (*size, len(names)) for a, names in self._columns.items()}
        self._people = np.full(size, np.nan)
        self._values = {a: np.full(shape, np.nan) for a, shape in shapes.items()}
        self._withheld = {a: np.zeros(shape, np.bool_) for a, shape in shapes.items()}
        self._gone = {a: np.zeros(shape, np.bool_) for a, shape in shapes.items()}
        self._gone_people: dict[tuple[Unit, str, int, int], int] = {}
        self._parts_gone: set[int] = set()

    def hear(self, keys: Mapping[str, str], value: int | None) -> None:
        """Take up one cell."""
        if _is_part(keys, self._tables):
            return
        attribute, group = keys.get(ATTRIBUTE, ""), keys.get(GROUP, TOTAL)
        name = tuple(keys.get(key, TOTAL) for key in self._tables.unit_keys)
        unit, row = self._units.get(name), self._rows.get(keys.get(LEVEL, TOTAL))
        if attribute not in self._columns:  # its headcounts are those of the others
            if unit is not None and row is not None and value is not None and group == TOTAL:
                self._people[unit, row] = value
            return
        column = self._columns[attribute].get(group)
        if unit is None:
            self._hear_of_a_part_that_is_gone(name, attribute, row, column, value)
        elif row is None or column is None:
            raise DefinitionError(f"There is no cell {keys} among the counts.")
        else:
            place = unit, row, column
            _note(self._values[attribute], self._withheld[attribute], place, value, keys)

    def _hear_of_a_part_that_is_gone(
        self, name: Unit, attribute: str, row: int | None, column: int | None, value: int | None
    ) -> None:
        left = self._units.get(_summed_into(name))
        if left is None:
            return
        self._parts_gone.add(left)
        if row is None or column is None:
            return
        if value is None:
            self._gone[attribute][left, row, column] = True
        else:
            self._gone_people[name, attribute, row, column] = value

    def told(self) -> Told:
        """Return what all the cells tell."""
        _share_headcounts(self._values, self._tables, self._people)
        _share_nobody(self._values, self._tables)
        people = {a: np.zeros_like(own) for a, own in self._values.items()}
        for (name, attribute, row, column), value in self._gone_people.items():
            people[attribute][self._units[_summed_into(name)], row, column] += value
        return Told(self._values, self._withheld, self._gone, people, frozenset(self._parts_gone))


def without_levels_left_out(told: Told, publications: Sequence[Publication], tables: Tables) -> Told:
    """Learn that nobody is at levels which a file leaves out of a table that has others.

    Parameters
    ----------
    told
        What the files tell.
    publications
        The files.
    tables
        Where their cells stand.
    """
    units = {unit: number for number, unit in enumerate(tables.units)}
    levels = tables.lattice.levels
    listed: dict[tuple[int, str], set[str]] = {}
    for publication in publications:
        for table, keys, _ in cells_of(publication):
            unit = units.get(tuple(keys.get(key, TOTAL) for key in tables.unit_keys))
            if unit is not None and LEVEL in table.keys and not _is_part(keys, tables):
                listed.setdefault((unit, keys.get(ATTRIBUTE, "")), set()).add(keys[LEVEL])
    values = {attribute: own.copy() for attribute, own in told.values.items()}
    for (unit, attribute), names in listed.items():
        if attribute in values and names.intersection(levels):
            out = np.array([level not in names for level in levels])
            values[attribute][unit, : len(levels)][out] = 0.0
    return replace(told, values=values)


def _note(
    values: Floats,
    withheld: Flags,
    place: tuple[int, int, int],
    value: int | None,
    keys: Mapping[str, str],
) -> None:
    """Note what is told of one cell."""
    if value is None:
        withheld[place] = True
        return
    if not np.isnan(values[place]) and values[place] != value:
        raise ContradictionError(keys)
    values[place] = value


def _is_part(keys: Mapping[str, str], tables: Tables) -> bool:
    """Tell whether a cell is about a part of a unit, by a key that the tables do not have."""
    meant = (*tables.unit_keys, LEVEL, ATTRIBUTE, GROUP)
    return any(text != TOTAL for key, text in keys.items() if key not in meant)


def _summed_into(unit: Unit) -> Unit:
    """Return the name of the unit that a unit is summed into."""
    known = [position for position, text in enumerate(unit) if text != TOTAL]
    return (
        tuple(TOTAL if position == known[-1] else text for position, text in enumerate(unit)) if known else ()
    )


def _share_headcounts(values: Mapping[str, Floats], tables: Tables, people: Floats) -> None:
    """Let every attribute know the headcounts that another one tells, `people` those of attributes gone."""
    known = people
    for cells in values.values():
        known = np.where(np.isnan(known), cells[:, :, -1], known)
    for attribute, cells in values.items():
        here = tables.stated[attribute][:, None]
        clash = here & ~np.isnan(cells[:, :, -1]) & (cells[:, :, -1] != known)
        if clash.any():
            unit, row = np.argwhere(clash)[0]
            where = dict(zip(tables.unit_keys, tables.units[unit], strict=True))
            raise ContradictionError(where | {LEVEL: tables.lattice.rows[row]})
        cells[:, :, -1] = np.where(here, known, np.nan)


def _share_nobody(values: Mapping[str, Floats], tables: Tables) -> None:
    """Let every part of a total of nobody have nobody."""
    for attribute, cells in values.items():
        stated = tables.stated[attribute]

        def learn(part: Floats, total: Floats, where: Flags, /) -> None:
            part[where & np.isnan(part) & (total == 0)] = 0.0

        for unit, parent in enumerate(tables.parents):  # parents come first
            if parent >= 0:
                learn(cells[unit], cells[parent], stated[unit])
        for row in range(len(tables.lattice.rows) - 2, -1, -1):  # and totals last
            learn(cells[:, row], cells[:, tables.lattice.parents[row]], stated[:, None])
        learn(cells[:, :, :-1], cells[:, :, -1:], stated[:, None, None])
