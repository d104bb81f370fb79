"""Headcounts as linked tables: whole people, and those whose group is not known as a group of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.companies import COMPANY
from rating.disclosure.lattice import TOTAL, Lattice
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL, UNKNOWN, Tables

if TYPE_CHECKING:
    from rating.data import Cube, Floats, Headcount
    from rating.disclosure.lattice import Integers
    from rating.disclosure.tables import Flags

#: The subtotal of the levels that count as management.
MANAGEMENT = "management"
#: What a cell is worth that no page shows.
_NOT_SHOWN = 0.1


def lattice_of(headcount: Headcount) -> Lattice:
    """Return the levels with their subtotal and total."""
    leading = tuple(int(level) for level in np.flatnonzero(headcount.ladder.management))
    return Lattice(headcount.ladder.codes, {MANAGEMENT: leading} if leading else {})


def tables_of_headcount(headcount: Headcount) -> Tables:
    """Return headcounts as linked tables; people whose group is not known are a group of their own."""
    companies, lattice = len(headcount.companies), lattice_of(headcount)
    sizes = np.nan_to_num(headcount.sizes, nan=0.0)
    counts = {code: _whole(cube, sizes) for code, cube in headcount.cubes.items()}
    people = np.max([own.sum(axis=2) for own in counts.values()], axis=0)
    return Tables(
        keys=(COMPANY, LEVEL, ATTRIBUTE, GROUP),
        unit_keys=(COMPANY,),
        units=tuple((company.key,) for company in headcount.companies),
        parents=np.full(companies, -1, dtype=np.int64),
        lattice=lattice,
        groups={code: groups_of(cube) for code, cube in headcount.cubes.items()},
        counts=counts,
        stated={code: np.ones(companies, dtype=np.bool_) for code in counts},
        present=people > 0,
        # leaders and levels are shown; the sum over both is only used for what is computed about everybody
        row_worth=tuple(_NOT_SHOWN if row == TOTAL else 1.0 for row in lattice.rows),
    )


def groups_of(cube: Cube) -> tuple[str, ...]:
    """Return the codes of the groups, people whose group is not known last."""
    return (*cube.attribute.group_codes, UNKNOWN)


def _whole(cube: Cube, sizes: Floats) -> Integers:
    """Return whole people by group, the unknown last; what a source left out makes its row unknown."""
    people = np.rint(sizes).astype(np.int64)
    missing = levels_left_out(cube)
    known = np.where(missing[:, :, None], 0.0, np.nan_to_num(cube.counts, nan=0.0))
    down = np.floor(known + 1e-9).astype(np.int64)
    # shares of a nominal size are not whole: the largest fractions are rounded up to the people there are
    rest = np.where(missing, 0, np.rint(known.sum(axis=2)).astype(np.int64) - down.sum(axis=2))
    place = np.argsort(np.argsort(-(known - down), axis=2, kind="stable"), axis=2, kind="stable")
    counts = down + (place < rest[:, :, None])
    unknown = np.maximum(people - counts.sum(axis=2), 0)
    return np.concatenate([counts, unknown[:, :, None]], axis=2)


def levels_left_out(cube: Cube) -> Flags:
    """Tell at which levels the source leaves out counts, shape (companies, levels)."""
    return np.asarray(np.isnan(cube.counts).any(axis=2))
