"""`Released`: the only form in which numbers about people leave the product.

Only `rating.disclosure.release` can build one. What is withheld is NaN here and carries no number anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from rating.data import Floats, Measure
    from rating.disclosure.lattice import Integers
    from rating.disclosure.policy import Policy
    from rating.disclosure.tables import Unit

    Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ReleasedTable:
    """People by level and group of one attribute, of all units.

    Attributes
    ----------
    attribute
        Its code.
    groups
        Codes of the groups, k of them.
    floor
        Every withheld cell keeps at least so many possible values, one of them at least so large.
    cells
        Shape (units, rows, k + 1), the headcounts last; NaN where withheld or missing at the source.
    measure
        Whether the cells are people, or shares of a row in percent; headcounts are always people.
    stated
        Which units have the attribute, shape (units,).
    """

    attribute: str
    groups: tuple[str, ...]
    floor: int
    cells: Floats
    measure: Measure
    stated: Flags


@dataclass(frozen=True)
class ReleasedStatistic:
    """A statistic of each company, rounded; NaN where withheld or not calculable.

    Attributes
    ----------
    value, low, high
        Estimate and interval, shape (companies,).
    withheld
        Where it could be calculated and is not shown, shape (companies,).
    """

    value: Floats
    low: Floats
    high: Floats
    withheld: Flags


@dataclass(frozen=True)
class Frame:
    """What the cells of a release stand for.

    Attributes
    ----------
    keys, unit_keys
        All key columns, and those of them that tell units apart.
    units, parents
        The units, and for each the one it is summed into, shape (units,).
    rows
        Names of the levels and of their totals.
    present
        Which rows a unit has, shape (units, rows).
    as_of
        Unit -> the date that its figures describe, where they had to be kept as they were.
    subtotals
        Name of a row -> the levels that it sums over; the total over all is none of these.
    """

    keys: tuple[str, ...]
    unit_keys: tuple[str, ...]
    units: tuple[Unit, ...]
    parents: Integers
    rows: tuple[str, ...]
    present: Flags
    as_of: Mapping[Unit, str] = field(default_factory=dict)
    subtotals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Noise:
    """What was added to the numbers of a differentially private release.

    Attributes
    ----------
    mechanism
        Name of the distribution.
    epsilon
        Privacy loss of this release for one person, all attributes together.
    scale
        Attribute -> scale of the noise of each base cell, people.
    spent, budget
        Privacy loss of all releases of these people so far, this one included, and what is allowed in all.
    """

    mechanism: str
    epsilon: float
    scale: Mapping[str, float]
    spent: float
    budget: float


_RELEASE_ONLY = object()


@final
@dataclass(frozen=True, slots=True, init=False)
class Released:
    """What may be said in public about the people of some companies.

    Attributes
    ----------
    policy
        Under which it was released.
    frame
        What the cells stand for.
    tables
        Attribute code -> table.
    statistics
        Name -> statistic.
    noise
        What was added to the numbers; None where they are counts as they are.
    """

    policy: Policy
    frame: Frame
    tables: Mapping[str, ReleasedTable]
    statistics: Mapping[str, ReleasedStatistic]
    noise: Noise | None

    def __init__(
        self,
        key: object,
        *,
        policy: Policy,
        frame: Frame,
        tables: Mapping[str, ReleasedTable],
        statistics: Mapping[str, ReleasedStatistic],
        noise: Noise | None = None,
    ) -> None:
        if key is not _RELEASE_ONLY:
            raise TypeError("Released is built by rating.disclosure.release and by nothing else.")
        for name, value in (
            ("policy", policy),
            ("frame", frame),
            ("tables", tables),
            ("statistics", statistics),
            ("noise", noise),
        ):
            object.__setattr__(self, name, value)

    @staticmethod
    def only(value: object) -> Released:
        """Return a release as it is, and refuse anything else: what writes figures down calls this first.

        Raises
        ------
        TypeError
            If it is no `Released`.
        """
        if not isinstance(value, Released):
            raise TypeError(f"Only what was released may be written down, not {type(value).__name__}.")
        return value

    def headcounts(self) -> Floats:
        """Return the people in each row, shape (units, rows); NaN where withheld or unknown."""
        shown = [table.cells[:, :, -1] for table in self.tables.values()]
        found = np.full(self.frame.present.shape, np.nan)
        for people in shown:
            found = np.where(np.isnan(found), people, found)
        return found
