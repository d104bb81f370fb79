"""What is left of totals and blocks where some of their cells are withheld, at two dates."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from tests.rating.disclosure.attack.attacker.structure import Structure, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.rating.disclosure.attack.attacker.cell import Cell


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
