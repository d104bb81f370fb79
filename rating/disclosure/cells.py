"""The rule for a single table: which rows of people by group may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.policy import WHOLE_GROUP_FLOOR

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats


def protected(counts: Floats, people: Floats, k: int) -> npt.NDArray[np.bool_]:
    """Tell which cells the primary rule withholds.

    A cell is withheld when 0 < n < k, when its complement in its row is 0 < N - n < k, and when it is nobody
    or everybody in a row of fewer than 30.

    Parameters
    ----------
    counts
        People by group, shape (..., groups); NaN (not known) counts as withheld.
    people
        People in the row, shape (...).
    k
        The floor of the attribute.

    Returns
    -------
    ndarray
        Shape (..., groups).
    """
    everybody = np.asarray(people)[..., None]
    rest = everybody - counts
    small = (counts > 0) & (counts < k)
    small |= (rest > 0) & (rest < k)
    whole = ((counts == 0) | (rest == 0)) & (everybody < WHOLE_GROUP_FLOOR) & (everybody > 0)
    return np.asarray(small | whole | np.isnan(counts))


def releasable_rows(counts: Floats, people: Floats, k: int) -> npt.NDArray[np.bool_]:
    """Tell which rows may be shown: a row is shown whole or not at all.

    With one cell of a row withheld, its total would give it away; with two, their sum. Withholding the
    whole split leaves only the number of people in the row, which is taken to be known.

    Parameters
    ----------
    counts, people, k
        As `protected`.

    Returns
    -------
    ndarray
        Shape (...); rows without people may be shown.
    """
    return np.asarray(~protected(counts, people, k).any(axis=-1))


def releasable_total(counts: Floats, people: Floats, shown: npt.NDArray[np.bool_], k: int) -> bool:
    """Tell whether the total over some rows may be shown beside those of them that are.

    The total minus the rows shown is the total of the rows withheld. It must itself pass the primary rule,
    hold neither nobody nor everybody of a group, and leave each withheld cell at least k values, one of
    them at least k (or as many as the row has people). The possible values of a cell of a two-way table
    with known margins are all whole numbers between its Fréchet bounds.

    Parameters
    ----------
    counts
        People by group, shape (rows, groups).
    people
        People in each row, shape (rows,).
    shown
        Which rows are shown, shape (rows,).
    k
        The floor of the attribute.
    """
    total, everybody = counts.sum(axis=0), people.sum()
    if not releasable_rows(total, everybody, k):
        return False
    rows, sizes = counts[~shown], people[~shown]
    rows, sizes = rows[sizes > 0], sizes[sizes > 0]
    if not len(rows):
        return True
    remainder, left = rows.sum(axis=0), sizes.sum()
    if (remainder < k).any() or (left - remainder < k).any():
        return False
    lowest = np.maximum(0.0, remainder - (left - sizes)[:, None])
    highest = np.minimum(sizes[:, None], remainder)
    wide = highest - lowest + 1 >= k
    reaching = highest >= np.minimum(k, sizes)[:, None]
    return bool((wide & reaching).all())
