"""Public filings, released as they were filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.companies import COMPANY
from rating.disclosure.headcounts.counted import groups_of, lattice_of
from rating.disclosure.lattice import TOTAL
from rating.disclosure.released import _RELEASE_ONLY, Frame, Released, ReleasedTable
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL

if TYPE_CHECKING:
    from rating.data import Cube, Floats, Headcount
    from rating.disclosure.lattice import Lattice
    from rating.disclosure.policy import Policy

#: Shares are shown as filed, to one decimal.
_SHARE_DECIMALS = 1


def as_filed(headcount: Headcount, policy: Policy) -> Released:
    """Return public filings as a release: each company, and before them all of them together."""
    lattice = lattice_of(headcount)
    everybody = np.concatenate([np.nansum(headcount.sizes, axis=0)[None], headcount.sizes])
    tables = {code: _filed(cube, headcount, lattice, everybody) for code, cube in headcount.cubes.items()}
    units = len(headcount.companies) + 1
    return Released(
        _RELEASE_ONLY,
        policy=policy,
        frame=Frame(
            keys=(COMPANY, LEVEL, ATTRIBUTE, GROUP),
            unit_keys=(COMPANY,),
            units=((TOTAL,), *((company.key,) for company in headcount.companies)),
            parents=np.array([-1] + [0] * (units - 1), dtype=np.int64),
            rows=lattice.rows,
            present=np.ones((units, len(lattice.rows)), dtype=np.bool_),
        ),
        tables=tables,
        statistics={},
    )


def _filed(cube: Cube, headcount: Headcount, lattice: Lattice, sizes: Floats) -> ReleasedTable:
    """Return the table of one attribute as it was filed; NaN where nobody's group is known."""
    silent = (cube.counts.sum(axis=2) == 0) & (cube.unobserved > 0)
    counts = np.where(silent[:, :, None], np.nan, cube.counts)
    # all companies together are those whose size is known: groups and headcounts are about the same people
    sized = ~np.isnan(headcount.sizes)
    everybody = np.nansum(np.where(sized[:, :, None], cube.counts, np.nan), axis=0)
    counts = np.concatenate([everybody[None], counts])
    unobserved = np.concatenate([(cube.unobserved * sized).sum(axis=0)[None], cube.unobserved])
    unknown = unobserved[:, :, None]
    rows = _summed(counts, lattice)
    shown = _percent(rows) if headcount.measure == "shares" else rows
    cells = np.concatenate([shown, _summed(unknown, lattice), _summed(sizes[:, :, None], lattice)], axis=2)
    return ReleasedTable(
        attribute=cube.attribute.code,
        groups=groups_of(cube),
        floor=0,
        cells=cells,
        measure=headcount.measure,
        stated=np.ones(len(cells), dtype=np.bool_),
    )


def _summed(counts: Floats, lattice: Lattice) -> Floats:
    """Return fractional counts with their totals, shape (units, rows, k)."""
    sums = [counts[:, list(positions)].sum(axis=1, keepdims=True) for positions in lattice.subtotals.values()]
    return np.concatenate([counts, *sums, counts.sum(axis=1, keepdims=True)], axis=1)


def _percent(counts: Floats) -> Floats:
    total = counts.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.round(np.where(total > 0, 100.0 * counts / total, np.nan), _SHARE_DECIMALS))
