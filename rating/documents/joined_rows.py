"""The table ``joined.csv``: which company was found where, and which was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rating.documents.rows import Cell
    from rating.intake.joining import Join

JOINED_COLUMNS: Final = ("company", "fiscal_year", "joined_by", "listed_as", "margin")


def joined_rows(joins: Iterable[Join]) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for every company and list, also where it is not there."""
    for one in joins:
        yield one.company, one.year, one.by or "not found", one.listed_as, one.margin
