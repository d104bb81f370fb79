"""The headcount cube: how many people of each group stand on each level of each company.

Rows of a source are read once into these arrays and never touched again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from rating.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rating.data.attributes import Attribute
    from rating.data.ladder import Ladder
    from rating.data.movement import Movement

Floats = npt.NDArray[np.float64]

#: Counts of people, or shares of a level whose size is only known to be "at least".
Measure = Literal["counts", "shares"]


@dataclass(frozen=True, slots=True, order=True)
class Company:
    """Who the figures are about.

    Attributes
    ----------
    key
        Unique within a period; the register number where there is one, else the name.
    name
        As filed.
    number
        Register number, ``""`` where none was given.
    area
        Postcode area or another short place code, ``""`` where unknown.
    as_of
        The date of the company's own figures where it differs from the period's.
    figures_of
        The earlier period whose figures are shown, ``""`` where they are those of the period.
    """

    key: str
    name: str
    number: str = ""
    area: str = ""
    as_of: str = ""
    figures_of: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a company of the file is listed and not rated.

    Attributes
    ----------
    code
        A reason code of `rating.data.reasons`.
    """

    code: str


@dataclass(frozen=True)
class Cube:
    """The headcounts of one attribute.

    Attributes
    ----------
    attribute
        The category list, k groups.
    counts
        People with a known group, shape (companies, levels, k). NaN marks an entry that is suppressed or
        missing; it is never filled with zero. Fractional only where the measure is shares.
    unobserved
        People whose group is not known (no answer, "prefer not to say"), shape (companies, levels).
    """

    attribute: Attribute
    counts: Floats
    unobserved: Floats

    def __post_init__(self) -> None:
        shape = self.counts.shape
        if len(shape) != 3 or shape[2] != len(self.attribute.groups):  # noqa: PLR2004 - company, level, group
            raise DefinitionError(f"A cube of '{self.attribute.code}' cannot have the shape {shape}.")
        if self.unobserved.shape != shape[:2]:
            raise DefinitionError("The unobserved people need the shape (companies, levels).")
        if np.nanmin(self.counts, initial=0.0) < 0 or self.unobserved.min(initial=0.0) < 0:
            raise DefinitionError("A headcount cannot be negative.")
        for array in (self.counts, self.unobserved):
            array.flags.writeable = False

    def stated(self) -> npt.NDArray[np.bool_]:
        """Tell for which companies anybody's group is known, shape (companies,)."""
        return np.asarray(np.nansum(self.counts, axis=(1, 2)) > 0)

    def take(self, index: npt.NDArray[np.intp]) -> Cube:
        """Return the cube of some companies, in the given order."""
        return Cube(self.attribute, self.counts[index], self.unobserved[index])


@dataclass(frozen=True)
class Headcount:
    """All companies of one period on one ladder.

    Attributes
    ----------
    period
        As the source names it ("2016", "2021_22").
    ladder
        The levels, L of them.
    companies
        C companies, in the order of the arrays: by name, then key.
    cubes
        By attribute code.
    sizes
        People at each level, shape (C, L); NaN where unknown.
    measure
        Whether the counts are people or shares times a nominal size.
    exclusions
        Companies that are listed and not rated, by key, with the reason.
    movements
        Who joined and left since the edition before, by key, where the source tells it.
    """

    period: str
    ladder: Ladder
    companies: tuple[Company, ...]
    cubes: Mapping[str, Cube]
    sizes: Floats
    measure: Measure = "counts"
    exclusions: Mapping[str, Exclusion] = field(default_factory=dict)
    movements: Mapping[str, Movement] = field(default_factory=dict)

    def __post_init__(self) -> None:
        expected = (len(self.companies), len(self.ladder.levels))
        keys = {company.key for company in self.companies}
        if len(keys) != len(self.companies):
            raise DefinitionError("A company appears twice in one period.")
        if self.sizes.shape != expected:
            raise DefinitionError(f"Sizes need the shape {expected}, not {self.sizes.shape}.")
        for cube in self.cubes.values():
            if cube.counts.shape[:2] != expected:
                raise DefinitionError(f"The cube of '{cube.attribute.code}' needs the shape {expected}.")
        if not set(self.movements) <= keys:
            raise DefinitionError("Joiners and leavers are told of a company that is not there.")
        if not set(self.exclusions) <= keys:
            raise DefinitionError("An exclusion names a company that is not there.")
        self.sizes.flags.writeable = False

    def leaders(self) -> Floats:
        """Return the number of people in management, shape (C,); NaN where it is not known."""
        if not self.ladder.stated:
            return np.full(len(self.companies), np.nan)
        return np.asarray(self.sizes[:, self.ladder.management].sum(axis=1))

    def select(self, chosen: npt.NDArray[np.bool_]) -> Headcount:
        """Return the companies for which `chosen` (shape (C,)) is true."""
        index = np.flatnonzero(chosen)
        companies = tuple(self.companies[i] for i in index)
        keys = {company.key for company in companies}
        return Headcount(
            period=self.period,
            ladder=self.ladder,
            companies=companies,
            cubes={code: cube.take(index) for code, cube in self.cubes.items()},
            sizes=self.sizes[index],
            measure=self.measure,
            exclusions={key: reason for key, reason in self.exclusions.items() if key in keys},
            movements={key: movement for key, movement in self.movements.items() if key in keys},
        )
