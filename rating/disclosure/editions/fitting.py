"""Counts that could stand behind the earlier figures that are kept: what is computed from them is as it was.

The counts of then are not at hand, only what was published of them. Any counts that agree with it will do;
those nearest to the present ones are taken. They also add up to sums that readers can work out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.placing import Told
from rating.disclosure.programme import NothingFitsError, Programme
from rating.disclosure.tables import HiddenSum, with_hidden_sums

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from rating.data import Floats
    from rating.disclosure.lattice import Integers
    from rating.disclosure.tables import Tables

#: So many parts are fitted anew at first where their sum is not what it was; then twice as many.
_FEW = 8


def below(tables: Tables, top: int) -> npt.NDArray[np.intp]:
    """Return a unit and all that is summed into it."""
    inside = np.zeros(len(tables.units), np.bool_)
    inside[top] = True
    for unit, parent in enumerate(tables.parents):  # parents come first
        if parent >= 0 and inside[parent]:
            inside[unit] = True
    return np.flatnonzero(inside)


def fit_unit(tables: Tables, top: int, before: Told) -> None:
    """Let the counts of a unit and its parts agree with earlier files.

    Parameters
    ----------
    tables
        The counts, which are changed in place.
    top
        The unit.
    before
        What the files tell.

    Raises
    ------
    NothingFitsError
        If the files contradict themselves.
    """
    units = below(tables, top)
    if not all(_agree(tables, a, units, before.values[a][units]) for a in tables.counts):
        _put(tables, units, Programme(tables, before, units).nearest())


def fit_sum(tables: Tables, parts: npt.NDArray[np.intp], before: Told, sums: Mapping[str, Floats]) -> None:
    """Let the counts of some units also add up to what is known of their sum.

    Parameters
    ----------
    tables
        The counts, which are changed in place; those of the parts agree with the files by themselves.
    parts
        The units, at least one.
    before
        What the files tell.
    sums
        Attribute -> numbers, shape (rows, groups + 1); NaN where they are not known.

    Raises
    ------
    NothingFitsError
        If the files contradict themselves.
    """
    values = {a: tables.values(a)[parts].sum(axis=0) for a in tables.counts}
    if all((np.isnan(sums[a]) | (sums[a] == own)).all() for a, own in values.items()):
        return
    room = np.sum([before.withheld[a][parts].sum(axis=(1, 2)) for a in tables.counts], axis=0)
    order = parts[np.argsort(-room, kind="stable")]
    size = _FEW
    while True:
        try:
            _fit_some(tables, order[:size], order[size:], before, sums)
        except NothingFitsError:
            if size >= len(order):
                raise
            size *= 2
        else:
            return


def _fit_some(
    tables: Tables,
    parts: npt.NDArray[np.intp],
    others: npt.NDArray[np.intp],
    before: Told,
    sums: Mapping[str, Floats],
) -> None:
    """Fit some parts so that they and the others, which stay, add up."""
    wide, (place,) = with_hidden_sums(tables, [HiddenSum(int(tables.parents[parts[0]]), "(sum)", parts)])
    number = {unit: own for own, unit in enumerate(wide.units)}
    where = np.array([number[unit] for unit in tables.units])
    known = {}
    for attribute, cells in before.values.items():
        known[attribute] = np.full((len(wide.units), *cells.shape[1:]), np.nan)
        known[attribute][where] = cells
        known[attribute][place] = sums[attribute] - tables.values(attribute)[others].sum(axis=0)
    units = below(wide, int(place))
    found = Programme(wide, Told(known, {}), units).nearest()
    old = np.array([int(np.flatnonzero(where == unit)[0]) for unit in units[1:]])
    _put(tables, old, {attribute: own[1:] for attribute, own in found.items()})


def _agree(tables: Tables, attribute: str, units: npt.NDArray[np.intp], told: Floats) -> bool:
    own = tables.lattice.extended(tables.counts[attribute][units])
    return bool((np.isnan(told) | (told == own)).all())


def _put(tables: Tables, units: npt.NDArray[np.intp], counts: Mapping[str, Integers]) -> None:
    for attribute, own in counts.items():
        tables.counts[attribute][units] = own
