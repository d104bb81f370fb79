"""Where the cells of published files stand in linked tables: exports of any shape are about the same cells.

A key that a file leaves out is one that it sums over, so that an export by group alone and the totals of an
export by level and group are the same cells; a level in ``fixed`` is a filter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.builder import TablesBuilder
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
    units = {unit: number for number, unit in enumerate(tables.units)}
    rows = {name: number for number, name in enumerate(tables.lattice.rows)}
    columns = {
        attribute: {name: number for number, name in enumerate((*groups, TOTAL))}
        for attribute, groups in tables.groups.items()
    }
    shape = (len(units), len(rows))
    values = {a: np.full((*shape, len(names)), np.nan) for a, names in columns.items()}
    withheld = {a: np.zeros((*shape, len(names)), np.bool_) for a, names in columns.items()}
    gone = {a: np.zeros((*shape, len(names)), np.bool_) for a, names in columns.items()}
    left_by: dict[tuple[Unit, str, int, int], int] = {}
    parts_gone: set[int] = set()
    for publication in publications:
        for _, keys, value in cells_of(publication):
            attribute = keys.get(ATTRIBUTE, "")
            if attribute not in columns or _is_part(keys, tables):
                continue
            name = tuple(keys.get(key, TOTAL) for key in tables.unit_keys)
            unit, left = units.get(name), units.get(_summed_into(name))
            row, column = rows.get(keys.get(LEVEL, TOTAL)), columns[attribute].get(keys.get(GROUP, TOTAL))
            if unit is not None:
                if row is None or column is None:
                    raise DefinitionError(f"There is no cell {keys} among the counts.")
                _note(values[attribute], withheld[attribute], (unit, row, column), value, keys)
            elif left is not None:
                parts_gone.add(left)
                if row is not None and column is not None and value is None:
                    gone[attribute][left, row, column] = True
                elif row is not None and column is not None and value is not None:
                    left_by[name, attribute, row, column] = value
    _share_headcounts(values, tables)
    _share_nobody(values, tables)
    gone_people = {a: np.zeros_like(own) for a, own in values.items()}
    for (name, attribute, row, column), value in left_by.items():
        gone_people[attribute][units[_summed_into(name)], row, column] += value
    return Told(values, withheld, gone, gone_people, frozenset(parts_gone))


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


def _share_headcounts(values: Mapping[str, Floats], tables: Tables) -> None:
    """Let every attribute know the headcounts that another one tells."""
    known = np.full((len(tables.units), len(tables.lattice.rows)), np.nan)
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


def skeleton(publications: Sequence[Publication]) -> Tables:
    """Return linked tables that have every cell of some published files, all of them empty."""
    unit_keys = _unit_keys(publications)
    levelled = any(LEVEL in keys for p in publications for _, keys, _ in cells_of(p))
    seen: dict[Unit, dict[str, None]] = {}
    levels: dict[str, None] = {}
    groups: dict[str, dict[str, None]] = {}
    for publication in publications:
        for _, keys, _ in cells_of(publication):
            unit = tuple(keys.get(key, TOTAL) for key in unit_keys)
            attribute = keys.get(ATTRIBUTE, "")
            seen.setdefault(unit, {})[attribute] = None
            own = groups.setdefault(attribute, {})
            if keys.get(GROUP, TOTAL) != TOTAL:
                own[keys[GROUP]] = None
            if keys.get(LEVEL, TOTAL) != TOTAL:
                levels[keys[LEVEL]] = None
    chain = [key for position, key in enumerate(unit_keys) if any(u[position] == TOTAL for u in seen)]
    first = len(unit_keys) - len(chain)
    if chain and first:
        chain.insert(0, unit_keys[first - 1])
    subtotals = subtotals_of(publications)
    names = tuple(level for level in levels if level not in subtotals) or ("",)
    builder = TablesBuilder(
        (*unit_keys, *((LEVEL,) if levelled else ()), ATTRIBUTE, GROUP),
        dict(zip(chain[1:], chain[:-1], strict=True)),
        {name: tuple(level for level in own if level in names) for name, own in subtotals.items()},
    )
    for unit, attributes in _leaves(seen).items():
        for level in names:
            for attribute in attributes:
                for group in groups[attribute] or {"": None}:
                    keys = dict(zip(unit_keys, unit, strict=True))
                    builder.add(keys | {LEVEL: level, ATTRIBUTE: attribute, GROUP: group}, 0)
    return builder.build()


def subtotals_of(publications: Sequence[Publication]) -> dict[str, list[str]]:
    """Return the subtotals of all files.

    Raises
    ------
    DefinitionError
        If a name stands for different sums.
    """
    found: dict[str, list[str]] = {}
    for publication in publications:
        for name, levels in publication.subtotals.items():
            if set(found.setdefault(name, levels)) != set(levels):
                raise DefinitionError(f"'{name}' sums over different levels in different files.")
    return found


def _unit_keys(publications: Sequence[Publication]) -> tuple[str, ...]:
    """Return the keys that tell units apart, those that are summed over least often first."""
    summed: dict[str, int] = {}
    for publication in publications:
        for table in publication.tables:
            for key, text in table.fixed.items():
                if key not in (LEVEL, ATTRIBUTE, GROUP):
                    summed[key] = summed.get(key, 0) + (text == TOTAL)
    for publication in publications:  # a file without the key sums over it
        for table in publication.tables:
            for key in summed:
                summed[key] += key not in table.fixed
    return tuple(sorted(summed, key=lambda key: summed[key]))


def _leaves(seen: Mapping[Unit, Mapping[str, None]]) -> dict[Unit, dict[str, None]]:
    """Return the units that sum over no other seen one; a sum without seen parts is its own only part."""
    found: dict[Unit, dict[str, None]] = {}
    for unit, attributes in seen.items():
        known = [position for position, text in enumerate(unit) if text != TOTAL]
        parts = (
            [
                other
                for other in seen
                if other != unit and all(other[position] == unit[position] for position in known)
            ]
            if TOTAL in unit
            else []
        )
        if not parts:
            found[unit] = dict(attributes)
    return found
