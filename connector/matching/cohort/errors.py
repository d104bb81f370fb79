"""What can go wrong with the bounds of a cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector.errors import CannotMatchError

if TYPE_CHECKING:
    from connector.matching.cohort.cohort import Side


@dataclass(frozen=True, slots=True)
class Lack:
    """How many a connector lacks of one side.

    Attributes
    ----------
    connector
        Its id.
    side
        Which side.
    asked, missing
        The bound, and how many of it cannot be had.
    """

    connector: str
    side: Side
    asked: int
    missing: int


class BoundsNotReachableError(CannotMatchError):
    """No assignment keeps the bounds for mixing.

    For the organiser alone: it counts what applicants declared.

    Parameters
    ----------
    lacks
        What is missing where, at least one; the total is the least that can be missing.
    reachable
        If no bound asked for more than this, all of them could be kept: the largest such number.
    """

    def __init__(self, lacks: tuple[Lack, ...], reachable: int) -> None:
        self.lacks, self.reachable = lacks, reachable
        missing = "; ".join(
            f"{lack.connector} lacks {lack.missing} of {lack.asked} {lack.side.value}" for lack in lacks
        )
        super().__init__(f"The bounds for mixing cannot be kept: {missing}. {reachable} each could be kept.")
