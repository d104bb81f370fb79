"""What comes of counts beside earlier releases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

    from rating.data import Floats, Movement
    from rating.disclosure.blocked import Blocked
    from rating.disclosure.placing import Told
    from rating.disclosure.suppression import Known
    from rating.disclosure.tables import Flags, Tables, Unit


@dataclass(frozen=True)
class Moved:
    """A company whose figures change because enough people joined and left.

    Attributes
    ----------
    units
        The company and its sites.
    before
        What the earlier edition tells.
    movement
        Joiners and leavers since then.
    """

    units: npt.NDArray[np.intp]
    before: Told
    movement: Movement


@dataclass(frozen=True)
class Parted:
    """A sum over units that was published before.

    Attributes
    ----------
    unit
        The sum.
    kept
        Its parts that are as they were; of the others some may have changed, come or gone.
    stayed
        Attribute -> what readers can work out of the sum over the kept ones, shape (rows, groups + 1); NaN
        where they cannot.
    gone
        Attribute -> cells that were withheld of a part that is gone, the same shape.
    """

    unit: int
    kept: npt.NDArray[np.intp]
    stayed: Mapping[str, Floats]
    gone: Mapping[str, Flags]


@dataclass(frozen=True)
class Linked:
    """Counts as they may be published beside earlier releases.

    Attributes
    ----------
    tables
        The counts; companies whose figures are kept have numbers that agree with the earlier files.
    known
        What readers have about the same people.
    blocked
        The companies whose figures are kept although they changed.
    moved
        Companies whose figures changed with their joiners and leavers, and what was known of them before.
    as_of
        Unit -> the date that its figures describe, where they were kept although they changed.
    parted
        Sums of which some parts are kept and others changed.
    """

    tables: Tables
    known: Known
    blocked: tuple[Blocked, ...] = ()
    moved: tuple[Moved, ...] = ()
    as_of: Mapping[Unit, str] = field(default_factory=dict)
    parted: tuple[Parted, ...] = ()
