"""The primary rule: cells that are withheld for what they say themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.policy import WHOLE_GROUP_FLOOR

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.disclosure.lattice import Integers

    Flags = npt.NDArray[np.bool_]


def primary_cells(
    values: Integers, floor: int, *, unknown: int | None = None, by_group: bool = False
) -> Flags:
    """Tell which cells about the groups of an attribute the primary rule withholds.

    A cell is withheld when 0 < n < k, when its complement in its row is 0 < N - n < k, and when it is nobody
    or everybody in a row of fewer than 30. A row without people has nobody to protect.

    Parameters
    ----------
    values
        People with all totals, shape (..., rows, groups + 1), headcounts last.
    floor
        k.
    unknown
        The column of people whose group is not known: that all or none are known says nothing about anyone.
    by_group
        Whether the rows are a secret of the groups as well: what became of people, and not where they work.
        Then what holds within a row holds within a column as well, with the total row for its headcounts.

    Returns
    -------
    ndarray
        The same shape; the headcounts are not judged here (see `primary_headcounts`).
    """
    people = values[..., -1:]
    rest = people - values
    small = ((values > 0) & (values < floor)) | ((rest > 0) & (rest < floor))
    whole = ((values == 0) | (rest == 0)) & (people < WHOLE_GROUP_FLOOR) & (people > 0)
    if unknown is not None:
        whole[..., unknown] = False
    found = np.asarray(small | whole)
    if by_group:
        inside, total = values[..., :-1, :], values[..., -1:, :]
        other = total - inside
        # where nobody or everybody at all is in a row, its headcount says so of every group
        row, everybody = inside[..., -1:], total[..., -1:]
        is_open = (row > 0) & (row < everybody)
        is_whole = ((inside == 0) | (other == 0)) & (total < WHOLE_GROUP_FLOOR) & (total > 0)
        found[..., :-1, :] |= is_open & (is_whole | ((other > 0) & (other < floor)))
    found[..., -1] = False
    return found


def primary_headcounts(people: Integers, parents: Integers, floor: Integers) -> Flags:
    """Tell which headcounts the primary rule withholds: small ones, and those that leave few in their total.

    Parameters
    ----------
    people
        In each row, shape (units, rows); the total last.
    parents
        For each row the one that it is summed into, shape (rows,); -1 for the total.
    floor
        The largest floor among the attributes of a unit, shape (units,): in a row with fewer people no cell
        could keep its promise.

    Returns
    -------
    ndarray
        Shape (units, rows).
    """
    least = floor[:, None]
    small = (people > 0) & (people < least)
    rest = people[:, parents[:-1]] - people[:, :-1]
    small[:, :-1] |= (rest > 0) & (rest < least)
    return np.asarray(small)
