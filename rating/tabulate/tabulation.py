"""The cube of a sample: people, weights and squared weights by company, level and group."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rating.data import Cube

if TYPE_CHECKING:
    from rating.data import Attribute, Floats

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Rows that belong to no cell, each counted once: for the company first, then level, then group.

    Attributes
    ----------
    company_missing, level_missing
        The code is -1.
    company_outside, level_outside, group_outside
        The code names nothing: below -1, or too large. (A missing group has its place: `unobserved`.)
    """

    company_missing: int = 0
    company_outside: int = 0
    level_missing: int = 0
    level_outside: int = 0
    group_outside: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(getattr(self, field.name) for field in fields(self))

    def __add__(self, other: Unplaced) -> Unplaced:
        return Unplaced(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


@dataclass(frozen=True, eq=False)
class Tabulation:
    """What is kept of rows of answers about one attribute: sufficient for every later step.

    All arrays have the shape (companies, levels, k + 1). Group g stands at g + 1: the first place holds the
    people whose group is not known, so that a missing answer (code -1) is counted like any other.

    Attributes
    ----------
    people
        Rows, n.
    weights
        Sum of their weights; equal to the rows where none were given.
    squares
        Sum of the squared weights, for the variance of what is estimated from them.
    unplaced
        Rows that are in no cell.
    """

    people: Counts
    weights: Floats
    squares: Floats
    unplaced: Unplaced

    def __post_init__(self) -> None:
        for array in (self.people, self.weights, self.squares):
            array.flags.writeable = False

    @property
    def rows(self) -> int:
        """How many rows were read: those in the cells and those in none."""
        return int(self.people.sum()) + self.unplaced.total

    @property
    def counts(self) -> Counts:
        """People with a known group, shape (companies, levels, k)."""
        return self.people[..., 1:]

    @property
    def unobserved(self) -> Counts:
        """People whose group is not known, shape (companies, levels)."""
        return self.people[..., 0]

    def cube(self, attribute: Attribute) -> Cube:
        """Return the headcounts as the rest of the rating reads them.

        Parameters
        ----------
        attribute
            The category list, k groups in the order of the codes.

        Returns
        -------
        Cube
            Unweighted people.

        Raises
        ------
        DefinitionError
            If the attribute has another number of groups.
        """
        return Cube(attribute, self.counts.astype(np.float64), self.unobserved.astype(np.float64))

    def merged(self, other: Tabulation) -> Tabulation:
        """Return the tabulation of the rows of both: parts may be read apart, in any order.

        Parameters
        ----------
        other
            Of further rows, with codes of the same meaning.

        Returns
        -------
        Tabulation
            Counts are exact; sums of weights agree with those of one reading to rounding.

        Raises
        ------
        ValueError
            If the shapes differ.
        """
        if self.people.shape != other.people.shape:
            raise ValueError(f"cubes of {self.people.shape} and {other.people.shape} cannot be merged")
        return Tabulation(
            self.people + other.people,
            self.weights + other.weights,
            self.squares + other.squares,
            self.unplaced + other.unplaced,
        )
