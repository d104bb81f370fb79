"""Which units belong together: a company and its sites move as one, sums over companies do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.disclosure.lattice import TOTAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from rating.disclosure.tables import Tables, Unit

#: The key that names companies.
COMPANY = "company"


class Company(NamedTuple):
    """A company with its sites; where no key names companies, a unit at the top with all its parts.

    Attributes
    ----------
    name
        As the key says it; "*" where nothing tells units apart.
    top
        The unit that stands for all of it.
    units
        That one and its parts.
    """

    name: str
    top: int
    units: npt.NDArray[np.intp]


def company_name(unit: Unit, unit_keys: Sequence[str]) -> str:
    """Return the name of the company that a unit belongs to; "*" for a sum over companies."""
    if not unit:
        return TOTAL
    return unit[unit_keys.index(COMPANY) if COMPANY in unit_keys else 0]


def companies_of(tables: Tables) -> list[Company]:
    """Return all companies of linked tables."""
    names = [company_name(unit, tables.unit_keys) for unit in tables.units]
    tops = np.full(len(tables.units), -1)
    for unit, parent in enumerate(tables.parents):  # parents come first
        if names[unit] != TOTAL or not tables.unit_keys:
            inside = parent >= 0 and names[parent] != TOTAL
            tops[unit] = tops[parent] if inside else unit
    return [
        Company(names[top], int(top), np.flatnonzero(tops == top).astype(np.intp))
        for top in np.unique(tops[tops >= 0])
    ]


def sums_over_companies(
    tables: Tables, companies: Sequence[Company]
) -> list[tuple[int, npt.NDArray[np.int64]]]:
    """Return the sums over companies with their parts, the narrowest first."""
    inside = {int(unit) for company in companies for unit in company.units}
    return [
        (unit, tables.children[unit])
        for unit in range(len(tables.units) - 1, -1, -1)
        if len(tables.children[unit]) and unit not in inside
    ]
