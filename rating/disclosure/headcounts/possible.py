"""And back: headcounts that agree with what was released."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rating.data import Cube, Exclusion
from rating.disclosure.completion import SUPPOSITIONS, completed, headcounts
from rating.disclosure.headcounts.counted import MANAGEMENT, lattice_of
from rating.disclosure.headcounts.gaps import gaps_of
from rating.disclosure.policy import WHOLE_GROUP_FLOOR

if TYPE_CHECKING:
    from rating.data import Headcount
    from rating.disclosure.released import Released


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
    gaps = gaps_of(released, headcount)
    kept = released.frame.as_of
    companies = tuple(
        replace(company, figures_of=kept.get((company.key,), "")) for company in headcount.companies
    )
    found = []
    for supposition in suppositions:
        cubes = {}
        for code, cube in headcount.cubes.items():
            cells = released.tables[code].cells[1:].copy()
            cells[:, :, -1] = sizes
            counts = np.array([completed(own, lattice, supposition) for own in cells], dtype=np.float64)
            known = np.where(gaps.silent[code][:, :, None], np.nan, counts[:, :, :-1])
            unknown = np.where(gaps.silent[code], 0.0, counts[:, :, -1])
            cubes[code] = Cube(cube.attribute, known, unknown)
        found.append(
            replace(
                headcount,
                companies=companies,
                cubes=cubes,
                sizes=np.where(gaps.unsized, np.nan, sizes[:, :levels]),
                measure="counts",
                exclusions={**headcount.exclusions, **silenced},
            )
        )
    return tuple(found)
