"""A release of headcounts as pages show it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.headcounts.counted import lattice_of
from rating.disclosure.headcounts.gaps import gaps_of
from rating.disclosure.released import _RELEASE_ONLY, Released

if TYPE_CHECKING:
    from rating.data import Floats, Headcount

#: Shares that are not public come in whole percent about so many people, and in steps about fewer.
_WHOLE_PERCENT_FROM = 100
_STEP = 5.0


def public_shares(counts: Floats, people: Floats) -> Floats:
    """Return released counts as public shares: whole percent from 100 people on, steps of 5 points below.

    Parameters
    ----------
    counts
        Shape (..., groups); NaN where withheld.
    people
        In the row, shape (...).
    """
    total = people[..., None]
    with np.errstate(invalid="ignore", divide="ignore"):
        percent = np.where(total > 0, 100.0 * counts / total, np.nan)
    return np.asarray(
        np.where(total >= _WHOLE_PERCENT_FROM, np.rint(percent), _STEP * np.rint(percent / _STEP))
    )


def public_form(released: Released, headcount: Headcount) -> Released:
    """Return a release as it is shown: shares in place of counts where the source has shares.

    They follow from the released counts. What the source left out is missing here, and not nobody.
    """
    released = _without_gaps(released, headcount)
    if headcount.measure == "counts":
        return released
    tables = {}
    for code, table in released.tables.items():
        groups = table.cells[:, :, :-2]
        known = table.cells[:, :, -1] - table.cells[:, :, -2]  # withheld with the people who are not known
        shares = public_shares(groups, known)
        cells = np.concatenate([shares, table.cells[:, :, -2:]], axis=2)
        tables[code] = replace(table, cells=cells, measure="shares")
    return Released(_RELEASE_ONLY, policy=released.policy, frame=released.frame, tables=tables, statistics={})


def _without_gaps(released: Released, headcount: Headcount) -> Released:
    """Leave out rows whose size is not known, with their totals, and groups where nobody's is known."""
    lattice = lattice_of(headcount)
    gaps = gaps_of(released, headcount)
    if not gaps.any():
        return released
    unsized = gaps.unsized
    over = np.zeros((len(unsized), len(lattice.rows)), np.bool_)
    over[:, : unsized.shape[1]] = unsized
    for number, positions in enumerate(lattice.subtotals.values()):
        over[:, unsized.shape[1] + number] = unsized[:, list(positions)].any(axis=1)
    over[:, -1] = unsized.any(axis=1)
    nowhere = np.asarray(~over.any(axis=0))
    tables = {}
    for code, table in released.tables.items():
        cells = table.cells.copy()
        levels = cells[1:, : unsized.shape[1], :-2]
        levels[gaps.silent[code]] = np.nan
        cells[1:][over] = np.nan
        cells[0] = np.where(nowhere[:, None], cells[0], np.nan)
        tables[code] = replace(table, cells=cells)
    return Released(_RELEASE_ONLY, policy=released.policy, frame=released.frame, tables=tables, statistics={})
