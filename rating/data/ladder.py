"""The level ladder: from staff to board, ordered, with the levels that count as management."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rating.errors import DefinitionError

#: The default ladder, bottom to top; all rungs but the first are management. The last five correspond to
#: the five tiers of the 2016 ranking (manager, director, VP, CXO, board).
RUNGS: tuple[tuple[str, str], ...] = (
    ("staff", "Staff"),
    ("first_line_manager", "First-line managers"),
    ("middle_manager", "Middle managers"),
    ("senior_manager", "Senior managers"),
    ("executive", "Executives"),
    ("board", "Board"),
)
RUNG_CODES: tuple[str, ...] = tuple(code for code, _ in RUNGS)

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Level:
    """One level as its source names it, placed on a rung of the default ladder.

    Attributes
    ----------
    code, label
        The machine name and the heading of the source's own level.
    rung
        Position on `RUNGS`, 0 (staff) ... 5 (board). Several levels may share a rung.
    management
        Whether people at this level count as leaders.
    """

    code: str
    label: str
    rung: int
    management: bool


@dataclass(frozen=True)
class Ladder:
    """The levels of one source, from the bottom to the top.

    Attributes
    ----------
    levels
        At least one, rungs ascending.
    stated
        False where the source knows no levels: then nothing can be said about management.
    note
        What a reader must know, for example that pay quarters are a proxy.
    """

    levels: tuple[Level, ...]
    stated: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        rungs = [level.rung for level in self.levels]
        if not rungs or rungs != sorted(rungs):
            raise DefinitionError("A ladder needs at least one level, from the bottom to the top.")
        if not all(0 <= rung < len(RUNGS) for rung in rungs):
            raise DefinitionError(f"The rungs of a ladder run from 0 to {len(RUNGS) - 1}.")
        if len({level.code for level in self.levels}) != len(self.levels):
            raise DefinitionError("The levels of a ladder must have distinct codes.")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the levels, bottom to top."""
        return tuple(level.code for level in self.levels)

    @cached_property
    def management(self) -> Mask:
        """Which levels are management, shape (levels,)."""
        return np.array([level.management for level in self.levels], dtype=bool)

    @cached_property
    def _rungs_present(self) -> list[int]:
        return sorted({level.rung for level in self.levels})

    @cached_property
    def upper(self) -> Mask:
        """Which levels lie in the upper half of the rungs present, shape (levels,).

        With an odd number of rungs the middle one belongs to neither half.
        """
        half = len(self._rungs_present) // 2
        top = set(self._rungs_present[len(self._rungs_present) - half :]) if half else set()
        return np.array([level.rung in top for level in self.levels], dtype=bool)

    @cached_property
    def lower(self) -> Mask:
        """Which levels lie in the lower half of the rungs present, shape (levels,)."""
        bottom = set(self._rungs_present[: len(self._rungs_present) // 2])
        return np.array([level.rung in bottom for level in self.levels], dtype=bool)


def default_ladder() -> Ladder:
    """Return the ladder of the canonical format: the six rungs themselves."""
    return Ladder(
        tuple(Level(code, label, rung, management=rung > 0) for rung, (code, label) in enumerate(RUNGS))
    )
