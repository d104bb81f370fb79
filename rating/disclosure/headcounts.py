"""Headcounts of a period through the gate, and back: headcounts that agree with what was released."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rating.data import Cube, Exclusion
from rating.disclosure.completion import SUPPOSITIONS, completed, headcounts
from rating.disclosure.lattice import TOTAL, Lattice
from rating.disclosure.policy import WHOLE_GROUP_FLOOR
from rating.disclosure.release import release
from rating.disclosure.released import _RELEASE_ONLY, Frame, Released, ReleasedTable
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL, UNKNOWN, Tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from rating.data import Floats, Headcount
    from rating.disclosure.lattice import Integers
    from rating.disclosure.policy import Policy
    from rating.disclosure.publication import Publication

#: The subtotal of the levels that count as management.
MANAGEMENT = "management"
COMPANY = "company"
#: Shares of public filings are shown as filed, to one decimal.
_SHARE_DECIMALS = 1
#: Shares that are not public come in whole percent about so many people, and in steps about fewer.
_WHOLE_PERCENT_FROM = 100
_STEP = 5.0
#: What a cell is worth that no page shows.
_NOT_SHOWN = 0.1


def release_headcount(headcount: Headcount, policy: Policy, earlier: Sequence[Publication] = ()) -> Released:
    """Release the headcounts of one period: each company, and all of them together.

    Public filings are released as filed. The first unit of the result stands for all companies, the others
    are the companies in their order.

    Parameters
    ----------
    headcount
        The cubes, C companies.
    policy
        Where the figures come from and whether they are public already.
    earlier
        What was released before about the same companies.
    """
    if policy.already_public:
        return _as_filed(headcount, policy)
    return _with_everybody(release(tables_of_headcount(headcount), policy, earlier))


def _with_everybody(released: Released) -> Released:
    """Put the sum over all companies first, as far as readers could add it up themselves.

    Totals that readers could not add up would cost companies their own figures: small ones would have to be
    withheld altogether, with others beside them.
    """
    frame = released.frame
    return Released(
        _RELEASE_ONLY,
        policy=released.policy,
        frame=replace(
            frame,
            units=((TOTAL,), *frame.units),
            parents=np.array([-1] + [0] * len(frame.units), dtype=np.int64),
            present=np.concatenate([np.any(frame.present, axis=0, keepdims=True), frame.present]),
        ),
        tables={
            code: replace(
                table,
                cells=np.concatenate([table.cells.sum(axis=0)[None], table.cells]),
                stated=np.concatenate([[True], table.stated]),
            )
            for code, table in released.tables.items()
        },
        statistics={},
    )


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
        groups={code: _groups(cube) for code, cube in headcount.cubes.items()},
        counts=counts,
        stated={code: np.ones(companies, dtype=np.bool_) for code in counts},
        present=people > 0,
        # leaders and levels are shown; the sum over both is only used for what is computed about everybody
        row_worth=tuple(_NOT_SHOWN if row == TOTAL else 1.0 for row in lattice.rows),
    )


def _groups(cube: Cube) -> tuple[str, ...]:
    return (*cube.attribute.group_codes, UNKNOWN)


def _whole(cube: Cube, sizes: Floats) -> Integers:
    """Return whole people by group, the unknown last; what a source left out makes its row unknown."""
    people = np.rint(sizes).astype(np.int64)
    missing = _silent(cube)
    known = np.where(missing[:, :, None], 0.0, np.nan_to_num(cube.counts, nan=0.0))
    down = np.floor(known + 1e-9).astype(np.int64)
    # shares of a nominal size are not whole: the largest fractions are rounded up to the people there are
    rest = np.where(missing, 0, np.rint(known.sum(axis=2)).astype(np.int64) - down.sum(axis=2))
    place = np.argsort(np.argsort(-(known - down), axis=2, kind="stable"), axis=2, kind="stable")
    counts = down + (place < rest[:, :, None])
    unknown = np.maximum(people - counts.sum(axis=2), 0)
    return np.concatenate([counts, unknown[:, :, None]], axis=2)


def _as_filed(headcount: Headcount, policy: Policy) -> Released:
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
    counts = np.concatenate([np.nansum(cube.counts, axis=0)[None], counts])
    unknown = np.concatenate([cube.unobserved.sum(axis=0)[None], cube.unobserved])[:, :, None]
    rows = _summed(counts, lattice)
    shown = _percent(rows) if headcount.measure == "shares" else rows
    cells = np.concatenate([shown, _summed(unknown, lattice), _summed(sizes[:, :, None], lattice)], axis=2)
    return ReleasedTable(
        attribute=cube.attribute.code,
        groups=_groups(cube),
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
        known = table.cells[:, :, -1] - np.nan_to_num(table.cells[:, :, -2])
        shares = public_shares(groups, known)
        cells = np.concatenate([shares, table.cells[:, :, -2:]], axis=2)
        tables[code] = replace(table, cells=cells, measure="shares")
    return Released(_RELEASE_ONLY, policy=released.policy, frame=released.frame, tables=tables, statistics={})


def _without_gaps(released: Released, headcount: Headcount) -> Released:
    """Leave out rows whose size is not known, with their totals, and groups where nobody's is known."""
    lattice = lattice_of(headcount)
    unsized: npt.NDArray[np.bool_] = np.isnan(headcount.sizes)
    silent = {code: _silent(cube) for code, cube in headcount.cubes.items()}
    if not unsized.any() and not any(own.any() for own in silent.values()):
        return released
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
        levels[silent[code]] = np.nan
        cells[1:][over] = np.nan
        cells[0] = np.where(nowhere[:, None], cells[0], np.nan)
        tables[code] = replace(table, cells=cells)
    return Released(_RELEASE_ONLY, policy=released.policy, frame=released.frame, tables=tables, statistics={})


def _silent(cube: Cube) -> npt.NDArray[np.bool_]:
    """Tell at which levels the source leaves out counts, shape (companies, levels)."""
    return np.asarray(np.isnan(cube.counts).any(axis=2))


def possible_headcounts(released: Released, headcount: Headcount) -> tuple[Headcount, ...]:
    """Return headcounts that agree with what was released, and follow from it alone.

    Whatever is computed from them is public: it would be the same for everybody who could stand behind the
    released tables.

    Parameters
    ----------
    released
        A release of counts as `release_headcount` makes it before shares are rounded.
    headcount
        Whose names, ladder and gaps at the source are kept; its counts are not looked at.

    Returns
    -------
    tuple of Headcount
        One where nothing is withheld, else one for each of `SUPPOSITIONS`.
    """
    lattice = lattice_of(headcount)
    people = released.headcounts()[1:]
    hidden = any(np.isnan(table.cells[1:]).any() for table in released.tables.values())
    levels = len(lattice.levels)
    sizes = np.array([headcounts(own, lattice, WHOLE_GROUP_FLOOR) for own in people])
    hidden_leaders = ~released.frame.present[1:, -1]
    if MANAGEMENT in lattice.rows:
        hidden_leaders = np.isnan(people[:, lattice.rows.index(MANAGEMENT)])
    silenced = {
        company.key: Exclusion("leaders_withheld")
        for company, own in zip(headcount.companies, hidden_leaders, strict=True)
        if own and company.key not in headcount.exclusions
    }
    suppositions = SUPPOSITIONS if hidden else SUPPOSITIONS[:1]
    gaps = {code: _silent(cube) for code, cube in headcount.cubes.items()}
    found = []
    for supposition in suppositions:
        cubes = {}
        for code, cube in headcount.cubes.items():
            cells = released.tables[code].cells[1:].copy()
            cells[:, :, -1] = sizes
            counts = np.array([completed(own, lattice, supposition) for own in cells], dtype=np.float64)
            known = np.where(gaps[code][:, :, None], np.nan, counts[:, :, :-1])
            unknown = np.where(gaps[code], 0.0, counts[:, :, -1])
            cubes[code] = Cube(cube.attribute, known, unknown)
        found.append(
            replace(
                headcount,
                cubes=cubes,
                sizes=np.where(np.isnan(headcount.sizes), np.nan, sizes[:, :levels]),
                measure="counts",
                exclusions={**headcount.exclusions, **silenced},
            )
        )
    return tuple(found)
