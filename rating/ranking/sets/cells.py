"""Populations put into cells of their like, so that a whole cell can be looked over or passed by at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats

    Integers = npt.NDArray[np.int64]
    Narrow = npt.NDArray[np.float32]

#: By so many standard errors estimates must differ to weigh as much as a factor of e between standard errors.
#: The latter loosens every bound, the former only those at the edge of what has been found so far.
_DISTANCE = 1000.0


class Cells(NamedTuple):
    """Neighbouring populations, and the ends between which all that is known of them lies.

    A population alone is a cell as well: its ends are the same.

    Attributes
    ----------
    ends
        Cell g holds the populations ends[g] ... ends[g + 1] - 1, shape (G + 1,).
    lowest, highest
        Of the estimates, shape (G,).
    least, most
        Of the variances, shape (G,). Both are 0 (known for sure) or neither is.
    bottom, top
        Of the errors in each draw, shape (G, B).
    bottom_by_draw, top_by_draw
        The same, shape (B, G).
    """

    ends: Integers
    lowest: Floats
    highest: Floats
    least: Floats
    most: Floats
    bottom: Narrow
    top: Narrow
    bottom_by_draw: Narrow
    top_by_draw: Narrow


def into_cells(
    estimates: Floats, errors: Narrow, standard_errors: Floats
) -> tuple[npt.NDArray[np.intp], Cells, Cells]:
    """Order populations by cells of at most their square root.

    Parameters
    ----------
    estimates, standard_errors
        Shape (p,), p > 0. The errors of a population with a standard error of 0 are taken for 0.
    errors
        Centred draws, shape (p, B).

    Returns
    -------
    order, alone, together
        The former place of each population, shape (p,); each as a cell of its own; and the cells.

    Examples
    --------
    >>> errors = np.array([[1, -1], [2, 0], [0, 5], [1, 1]], dtype=np.float32)
    >>> order, alone, cells = into_cells(np.array([7.0, 1.0, 8.0, 2.0]), errors, np.ones(4))
    >>> order.tolist(), alone.lowest.tolist(), cells.ends.tolist()
    ([0, 2, 1, 3], [7.0, 8.0, 1.0, 2.0], [0, 2, 4])
    >>> cells.bottom.tolist(), cells.top.tolist()
    ([[0.0, -1.0], [1.0, 0.0]], [[1.0, 5.0], [2.0, 1.0]])
    """
    parts = _split(estimates, standard_errors)
    order = np.concatenate(parts)
    ends = np.cumsum([0, *map(len, parts)], dtype=np.int64)
    starts = ends[:-1]
    values, variances, ordered = estimates[order], standard_errors[order] ** 2, errors[order]
    ordered[variances == 0] = 0.0
    by_draw = np.ascontiguousarray(ordered.T)
    alone = Cells(
        np.arange(len(order) + 1, dtype=np.int64),
        *(values, values, variances, variances, ordered, ordered, by_draw, by_draw),
    )
    bottom, top = np.minimum.reduceat(ordered, starts), np.maximum.reduceat(ordered, starts)
    together = Cells(
        ends,
        np.minimum.reduceat(values, starts),
        np.maximum.reduceat(values, starts),
        np.minimum.reduceat(variances, starts),
        np.maximum.reduceat(variances, starts),
        bottom,
        top,
        np.ascontiguousarray(bottom.T),
        np.ascontiguousarray(top.T),
    )
    return order, alone, together


def _split(estimates: Floats, standard_errors: Floats) -> list[npt.NDArray[np.intp]]:
    """Halve the populations by estimate or by standard error, whichever differs more, again and again."""
    sure, members = standard_errors == 0, max(round(len(estimates) ** 0.5), 1)
    waiting, parts = [np.flatnonzero(sure), np.flatnonzero(~sure)], []
    while waiting:
        part = waiting.pop()
        if len(part) > members:
            spread, places, half = standard_errors[part], estimates[part], len(part) // 2
            least, most = spread.min(), spread.max()
            unequal = np.log(most / least) * most * _DISTANCE if least > 0 else 0.0
            order = np.argpartition(spread if unequal > np.ptp(places) else places, half)
            waiting += [part[order[:half]], part[order[half:]]]
        elif len(part):
            parts.append(part)
    return parts
