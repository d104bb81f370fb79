"""Counts of people in any shape, for the disclosure gate: key columns and a column of whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.disclosure.builder import TablesBuilder
from rating.disclosure.lattice import TOTAL
from rating.disclosure.tables import LEVEL
from rating.errors import DefinitionError, InputRefusedError
from rating.intake.faults import Faults
from rating.intake.numbers import NotANumberError, read_count
from rating.intake.tables import open_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rating.disclosure.tables import Tables
    from rating.intake.tables import Table


def read_counts(
    path: Path, keys: Sequence[str], value: str, parents: Mapping[str, str] | None = None
) -> Tables:
    """Read the base cells of linked tables; totals are computed.

    Parameters
    ----------
    path
        A CSV or XLSX file with the key columns and the column of counts; further columns are not read.
    keys
        The key columns; ``level``, ``attribute`` and ``group`` have a meaning, others tell units apart.
    value
        The column of the counts.
    parents
        Unit key -> the key that it is summed into, for example site -> company.

    Raises
    ------
    InputRefusedError
        For everything that is wrong with the file, with its place.
    """
    table = open_table(path)
    faults = Faults(table.file)
    builder = _builder(table, keys, value, parents or {})
    position = {column: table.header.index(column) for column in (*keys, value)}
    for number, cells in table.rows:
        texts = {key: cells[position[key]] for key in keys}
        wrong = [key for key, text in texts.items() if text in ("", TOTAL)]
        for key in wrong:
            faults.add(
                f"row {number}, column {key}",
                "the key is empty." if not texts[key] else f"'{TOTAL}' stands for a total.",
                "Give every base cell all its keys, and no totals: they are computed.",
            )
        try:
            people = read_count(cells[position[value]])
        except NotANumberError as error:
            faults.add(f"row {number}, column {value}", error.message, "Write a whole number of people.")
            continue
        if not wrong and not builder.add(texts, people):
            faults.add(
                f"row {number}",
                f"the cell {', '.join(texts.values())} stands twice.",
                "Give each base cell one row; add up rows that are about the same people.",
            )
    faults.refuse_if_any()
    _check_links(builder, faults)
    return builder.build()


def _builder(table: Table, keys: Sequence[str], value: str, parents: Mapping[str, str]) -> TablesBuilder:
    missing = [column for column in (*keys, value) if column not in table.header]
    if missing:
        raise InputRefusedError.because(
            table.file,
            "header",
            f"there is no column '{missing[0]}'.",
            f"Name the columns as in the file: {', '.join(table.header)}.",
        )
    if value in keys:
        raise InputRefusedError.because(
            table.file, "header", f"'{value}' is a key and the count.", "Name another column with --value."
        )
    try:
        return TablesBuilder(tuple(keys), parents)
    except DefinitionError as error:
        raise InputRefusedError.because(
            table.file, "header", str(error), "Name the keys with --keys and their parents with --parent."
        ) from error


def _check_links(builder: TablesBuilder, faults: Faults) -> None:
    """Refuse tables whose totals would contradict each other."""
    for unit, level, people in builder.headcounts_that_differ():
        where = ", ".join((*unit, *((f"{LEVEL} {level}",) if level else ())))
        sums = ", ".join(f"{attribute} {count}" for attribute, count in people.items())
        faults.add(
            where,
            f"the attributes count different numbers of people: {sums}.",
            "Let all attributes add up to the same people; add the group 'unknown' for the others.",
        )
    for unit, attribute in builder.attributes_that_lack():
        faults.add(
            ", ".join(unit),
            f"there are no rows of '{attribute}', which other units of the hierarchy have.",
            f"Add its people with the group 'unknown' of '{attribute}'.",
        )
    faults.refuse_if_any()
