"""A cell that the guarantee does not hold for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Breach:
    """A cell that the guarantee does not hold for, and what the reader found out."""

    publication: int
    unit: dict[str, str]
    cell: dict[str, str]
    values: tuple[int, ...]
    needed: int
    why: str
