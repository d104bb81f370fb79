"""Finding a profile's columns in a header, and naming those that are missing or that nobody knows."""

from __future__ import annotations

from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from rating.errors import InputRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rating.intake.tables import Table


class Header:
    """The positions of a table's columns, by name without regard to case.

    Parameters
    ----------
    table
        The table.
    profile
        The name of the profile it is read with, for the messages.
    """

    def __init__(self, table: Table, profile: str) -> None:
        self._file = table.file
        self._profile = profile
        self._names = table.header
        self._position = {name.casefold(): index for index, name in enumerate(table.header)}
        self._used: set[int] = set()

    def find(self, names: Sequence[str]) -> int | None:
        """Return the position of the first of these names that is there, or None."""
        for name in names:
            index = self._position.get(name.casefold())
            if index is not None:
                self._used.add(index)
                return index
        return None

    def find_all(self, names: Iterable[str]) -> list[int]:
        """Return the positions of those of these names that are there, in the order of the names."""
        found = (self.find([name]) for name in names)
        return [index for index in found if index is not None]

    def require(self, names: Sequence[str]) -> int:
        """Return the position of a column that must be there.

        Raises
        ------
        InputRefusedError
            If it is missing; names the nearest column there is.
        """
        index = self.find(names)
        if index is None:
            near = get_close_matches(names[0], self._names, n=1)
            hint = f" Is it '{near[0]}'?" if near else ""
            raise InputRefusedError.because(
                self._file,
                "header",
                f"the column '{names[0]}' is missing.{hint}",
                f"The profile '{self._profile}' needs it; is this the right profile?",
            )
        return index

    def name(self, index: int) -> str:
        """Return the column's name as the file spells it."""
        return self._names[index]

    def refuse_unknown(self, known: Sequence[str]) -> None:
        """Refuse columns that were neither found before nor are known (patterns with *).

        Raises
        ------
        InputRefusedError
            Naming the first such column.
        """
        patterns = [pattern.casefold() for pattern in known]
        for index, name in enumerate(self._names):
            if index in self._used or any(fnmatchcase(name.casefold(), pattern) for pattern in patterns):
                continue
            raise InputRefusedError.because(
                self._file,
                f"header, column {index + 1}",
                f"the column '{name}' is not known to the profile '{self._profile}'.",
                "Rename it, remove it, or use the profile of its source.",
            )
