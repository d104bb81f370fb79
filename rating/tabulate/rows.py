"""Rows of answers to cubes: one pass, after which the rows are not needed any more."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from rating.errors import RatingError
from rating.tabulate.tabulation import Tabulation, Unplaced

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt
    from numpy.typing import ArrayLike

    from rating.data import Attribute, Floats

    Codes = npt.NDArray[np.signedinteger]

#: Keys of cells are 32-bit integers; the key after the last cell is taken too.
MOST_CELLS = 2**31 - 2

_MISSING = -1


class TooManyCellsError(RatingError):
    """The cube would have more cells than a key can tell apart."""

    def __init__(self, shape: tuple[int, int, int]) -> None:
        self.shape = shape
        self.cells = prod(shape[:2]) * (shape[2] + 1)
        companies, levels, groups = shape
        super().__init__(
            f"{companies:,} companies x {levels:,} levels x {groups:,} groups and one for unknown are "
            f"{self.cells:,} cells; a cube holds at most {MOST_CELLS:,}. Tabulate the companies in parts."
        )


def tabulate(
    company: ArrayLike,
    level: ArrayLike,
    group: ArrayLike,
    *,
    shape: tuple[int, int, int],
    weights: ArrayLike | None = None,
) -> Tabulation:
    """Count rows of answers by company, level and group, with their weights and squared weights.

    A dense histogram: cells = companies x levels x (k + 1), 24 bytes each, and 4 bytes a row while it runs.
    Sums are made in the order of the rows, so the same rows give the same bits. Another order gives the same
    counts, and sums equal to rounding.

    Parameters
    ----------
    company, level, group
        Codes 0 ... of each row, signed integers of any width, shape (rows,). -1 is missing: a missing group
        is counted as unobserved; a row without company or level, or with a code that names nothing, is
        counted in `Tabulation.unplaced`.
    shape
        Companies, levels and groups k, as many as the lists have and not as the rows show.
    weights
        Of each row, at least 0 and finite, shape (rows,). Without them everybody counts 1.

    Returns
    -------
    Tabulation
        No rows give a cube of zeros.

    Raises
    ------
    TooManyCellsError
        If the cube has more than `MOST_CELLS` cells.
    ValueError
        If the columns differ in length, codes are no signed integers, or weights are negative, not finite,
        or too large to be squared and summed.

    Examples
    --------
    >>> table = tabulate([0, 0, 0, 1], [0, 0, 1, 7], [1, -1, 1, 0], shape=(2, 2, 2))
    >>> table.counts[0].tolist(), table.unobserved[0].tolist()
    ([[0, 1], [0, 1]], [1, 0])
    >>> table.unplaced.level_outside, table.rows
    (1, 4)
    """
    from rating.tabulate import histogram  # noqa: PLC0415 - numba is loaded by who tabulates

    columns = (_codes("company", company), _codes("level", level), _codes("group", group))
    if len({column.shape for column in columns}) != 1:
        raise ValueError(f"the columns have {[column.size for column in columns]} rows, not equally many")
    if min(shape) < 0:
        raise ValueError(f"a cube cannot have the shape {shape}")
    places = (*shape[:2], shape[2] + 1)
    cells = prod(places)
    if cells > MOST_CELLS:
        raise TooManyCellsError(shape)

    keys = np.empty(columns[0].size, dtype=np.int32)
    unplaced = histogram.pack_keys(*columns, shape, keys)
    people = np.zeros(cells + 1, dtype=np.int64)
    histogram.count_rows(keys, people)
    sums, squares = people.astype(np.float64), people.astype(np.float64)
    if weights is not None:
        given = _weights(weights, keys.size)
        sums, squares = np.zeros(cells + 1), np.zeros(cells + 1)
        histogram.add_weights(keys, given, sums)
        histogram.add_squares(keys, given, squares)
        if not np.isfinite(squares).all():
            raise ValueError("the weights are too large to be squared and summed: scale them")
    return Tabulation(
        people[:cells].reshape(places),
        sums[:cells].reshape(places),
        squares[:cells].reshape(places),
        _unplaced(columns, shape) if unplaced else Unplaced(),
    )


def tabulate_attributes(
    company: ArrayLike,
    level: ArrayLike,
    groups: Mapping[str, ArrayLike],
    *,
    companies: int,
    levels: int,
    attributes: Mapping[str, Attribute],
    weights: ArrayLike | None = None,
) -> dict[str, Tabulation]:
    """Tabulate the same rows by several attributes.

    Parameters
    ----------
    company, level
        As in `tabulate`.
    groups
        Codes of each row, shape (rows,), by attribute code.
    companies, levels
        How many there are.
    attributes
        The category lists, by attribute code.
    weights
        As in `tabulate`.

    Returns
    -------
    dict[str, Tabulation]
        By attribute code, in the order of `groups`.

    Raises
    ------
    KeyError
        If an attribute has no category list.
    """
    return {
        code: tabulate(
            company,
            level,
            group,
            shape=(companies, levels, len(attributes[code].groups)),
            weights=weights,
        )
        for code, group in groups.items()
    }


def _codes(name: str, values: ArrayLike) -> Codes:
    """Return a column as it is, or say why it is none."""
    array = np.asarray(values)
    if array.size == 0:
        array = array.astype(np.int64)
    if array.ndim != 1 or not np.issubdtype(array.dtype, np.signedinteger):
        raise ValueError(f"{name} codes are one column of signed integers, not {array.ndim} of {array.dtype}")
    return array


def _weights(values: ArrayLike, rows: int) -> Floats:
    """Return the weights, all of them usable."""
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (rows,):
        raise ValueError(f"weights of the shape {array.shape} do not fit {rows} rows")
    # the smallest and largest first: no array of answers where all is well
    if rows and not (array.min() >= 0.0 and array.max() < np.inf):
        faulty = int(np.count_nonzero(~((array >= 0.0) & (array < np.inf))))
        raise ValueError(f"{faulty:,} of {rows:,} weights are negative or not finite")
    return array


def _unplaced(columns: tuple[Codes, Codes, Codes], shape: tuple[int, int, int]) -> Unplaced:
    """Tell why rows have no cell; the first reason counts."""
    company, level, group = columns
    reasons = (
        company == _MISSING,
        (company < 0) | (company >= shape[0]),
        level == _MISSING,
        (level < 0) | (level >= shape[1]),
        (group < _MISSING) | (group >= shape[2]),
    )
    open_rows = np.ones(company.size, dtype=np.bool_)
    counts = []
    for reason in reasons:
        counts.append(int(np.count_nonzero(reason & open_rows)))
        open_rows &= ~reason
    return Unplaced(*counts)
