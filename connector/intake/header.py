"""Which columns a file has, and whether they are those that its format knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from connector.intake.faults import refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from connector.errors import PartiesRefusedError
    from connector.intake.sources import Source

_TWICE = re.compile(r"(.+) \(\d+\)")


@dataclass(frozen=True, slots=True)
class Expected:
    """The columns of a format.

    Attributes
    ----------
    known
        All of them.
    required
        Those without which a file is not of this format.
    of
        Whose they are, as it stands behind "not known to".
    if_missing, if_strange
        What the sender can do, as sentences.
    """

    known: Collection[str]
    required: tuple[str, ...]
    of: str
    if_missing: str
    if_strange: str


def spelling(source: Source, expected: Expected) -> Mapping[str, str]:
    """Return column of the file -> the same column as the format spells it.

    Raises
    ------
    PartiesRefusedError
        If the file lacks a column that the format needs, or has one that it does not know.
    """
    known = {column.casefold(): column for column in expected.known}
    found = {column: known.get(column.casefold(), "") for column in source.records.columns}
    refuse_lacking(source, expected, {spelled or column for column, spelled in found.items()})
    for column, spelled in found.items():
        if not spelled:
            raise _strange(source, expected, column)
    return found


def refuse_lacking(source: Source, expected: Expected, columns: Collection[str]) -> None:
    """Refuse a file without a column that the format needs.

    Raises
    ------
    PartiesRefusedError
        With the first of them.
    """
    for column in expected.required:
        if column not in columns:
            # those that mean something else are no misspelt ones
            strange = [name for name in columns if name not in expected.known]
            what = f"no object has '{column}'." if source.is_json else f"the column '{column}' is missing."
            raise refused(source.file, _place(source), what + _hint(column, strange), expected.if_missing)


def _strange(source: Source, expected: Expected, column: str) -> PartiesRefusedError:
    twice = _TWICE.fullmatch(column)
    if source.is_json and twice and twice[1] in source.records.columns:
        return refused(source.file, "", f"an object has the key '{twice[1]}' twice.", "Keep one of the two.")
    what = f"the {'key' if source.is_json else 'column'} '{column}' is not known to {expected.of}."
    hint = _hint(column, sorted(expected.known))
    return refused(source.file, _place(source), what + hint, expected.if_strange)


def _place(source: Source) -> str:
    return "" if source.is_json else "header"


def _hint(column: str, others: Iterable[str]) -> str:
    near = get_close_matches(column, list(others), n=1)
    return f" Is it '{near[0]}'?" if near else ""
