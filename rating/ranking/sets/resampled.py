"""Rank confidence sets from draws of the errors of estimates."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from rating.ranking.sets.cells import into_cells
from rating.ranking.sets.rank_set import RankSet, RankSets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from rating.data import Floats

    Narrow = npt.NDArray[np.float32]

#: Standard errors below what errors can show in single precision are those of what is known for sure.
_SURE = float(np.finfo(np.float32).tiny)
#: Populations handed to a thread at a time: some of them take much longer than others.
_AT_ONCE = 64


def rank_sets(
    estimates: npt.ArrayLike,
    errors: npt.NDArray[np.floating],
    standard_errors: npt.ArrayLike,
    *,
    confidence: float = 0.95,
    step_down: bool = True,
    threads: int = 1,
) -> RankSets:
    """Return which ranks independent populations may have.

    It is tested of each pair (j, k) whether j is above k: the difference of the estimates over its standard
    error, sqrt(s_j^2 + s_k^2), must exceed a critical value. That is the value which the largest studentised
    difference of the errors over a family of such hypotheses exceeds in as few draws as the confidence
    allows: over all hypotheses about population j for its marginal set, over all pairs for the simultaneous
    sets. The rank of j then lies between 1 + the number found above it and p - the number found below it.

    Stepping down, what was rejected leaves the family, the critical value is computed again, and so on until
    nothing more is rejected (Romano and Wolf 2005, Journal of the American Statistical Association
    100:94-108). That k is not above j stays in the family also where j was found above k.

    Parameters
    ----------
    estimates
        Shape (p,), any unit; higher is better.
    errors
        Draws of the true value around its estimate (draw minus estimate), shape (p, B), used in single
        precision: subtract before narrowing. The draws of different populations are independent.
    standard_errors
        Of the estimates, shape (p,), at least 0, in the units of the estimates. What has a standard error of
        0 is known for sure, and its errors are not looked at: of two such populations the higher one is
        above, whatever the confidence; equal ones are equal.
    confidence
        Probability with which the sets hold the true ranks, 0 < confidence < 1. The critical value is the
        draw number ceil(confidence (B + 1)) from below: with B + 1 a multiple of 1 / (1 - confidence) nothing
        is lost by rounding. If there is no such draw, only what is known for sure is told apart.
    step_down
        Whether to step down: the sets become smaller or stay as they are.
    threads
        How many may work at the same time. The result is the same for any number.

    Returns
    -------
    RankSets
        The marginal sets lie inside the simultaneous ones.

    Raises
    ------
    ValueError
        If the shapes do not fit, something is not a finite number, a standard error is negative, or the
        confidence is not between 0 and 1.

    Notes
    -----
    The promise holds as far as the errors are distributed like those of the estimates; for normal errors with
    known standard errors exactly, also with equal populations. Needs memory in proportion to p B, and looks
    at few of the B p^2 differences; the critical values are those of all of them, not approximations.

    Examples
    --------
    >>> s = np.array([0.5, 0.5, 0.5, 0.0])
    >>> errors = normal_errors(s, 999, np.random.default_rng(1))
    >>> sets = rank_sets([9.0, 1.0, 1.5, 5.0], errors, s)
    >>> sets.marginal.low.tolist(), sets.marginal.high.tolist()
    ([1, 3, 3, 2], [1, 4, 4, 2])
    >>> sets.best(2).tolist()
    [True, False, False, True]
    """
    values, spread = np.asarray(estimates, dtype=np.float64), np.asarray(standard_errors, dtype=np.float64)
    narrow = np.asarray(errors, dtype=np.float32)
    _check(values, narrow, spread, confidence)
    populations, draws = narrow.shape
    if not populations:
        nobody = np.empty(0, dtype=np.int64)
        return RankSets(RankSet(nobody, nobody), RankSet(nobody, nobody), confidence)
    # 0.95 * 1,000 must not become 951 by rounding
    reaching = max(draws + 1 - math.ceil(confidence * (draws + 1) - 1e-9), 0)
    order, alone, cells = into_cells(values, narrow, np.where(spread < _SURE, 0.0, spread))

    from rating.ranking.sets import kernels  # noqa: PLC0415 - numba is loaded by who needs it

    found = np.empty((4, populations), dtype=np.int64)
    edges = np.append(np.arange(0, populations, _AT_ONCE), populations)
    rules = reaching, step_down
    work = [partial(kernels.find, alone, cells, cells, 0, len(cells.lowest), *rules, *found[:2])]
    for first, end in pairwise(edges):
        work.append(partial(kernels.find_each, alone, cells, first, end, *rules, *found[2:]))
    _share_out(work, threads)
    ordered = np.empty_like(found)
    ordered[:, order] = found
    return RankSets(_rank_set(*ordered[2:]), _rank_set(*ordered[:2]), confidence)


def normal_errors(standard_errors: npt.ArrayLike, draws: int, rng: np.random.Generator) -> Narrow:
    """Draw independent normal errors.

    Parameters
    ----------
    standard_errors
        Shape (p,), at least 0.
    draws
        How many, B. At 95 % confidence 999 lose nothing by rounding.
    rng
        Source of randomness.

    Returns
    -------
    ndarray
        Centred draws, float32, shape (p, B).

    Examples
    --------
    >>> normal_errors([0.0, 1.0], 3, np.random.default_rng(1)).shape
    (2, 3)
    """
    spread = np.asarray(standard_errors, dtype=np.float32)
    errors = rng.standard_normal((len(spread), draws), dtype=np.float32)
    errors *= spread[:, None]
    return errors


def _share_out(work: Sequence[Callable[[], None]], threads: int) -> None:
    """Do all work, in several threads if that is wanted; the compiled loops let go of the interpreter."""
    if threads <= 1:
        for part in work:
            part()
        return
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(part) for part in work]:
            done.result()


def _rank_set(above: npt.NDArray[np.int64], below: npt.NDArray[np.int64]) -> RankSet:
    return RankSet(1 + above, len(below) - below)


def _check(estimates: Floats, errors: Narrow, standard_errors: Floats, confidence: float) -> None:
    """Raise ValueError if something is wrong, and say where."""
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"the confidence lies between 0 and 1, not at {confidence}")
    dimensions = [numbers.ndim for numbers in (estimates, standard_errors, errors)]
    if dimensions != [1, 1, 2] or standard_errors.shape != estimates.shape:
        raise ValueError(
            "estimates and standard errors have the shape (p,) and errors (p, B), not "
            f"{estimates.shape}, {standard_errors.shape} and {errors.shape}"
        )
    if len(errors) != len(estimates):
        raise ValueError(f"there are errors of {len(errors)} populations and estimates of {len(estimates)}")
    for name, numbers in (("estimate", estimates), ("standard error", standard_errors), ("error", errors)):
        wrong = np.argwhere(~np.isfinite(numbers))
        if len(wrong):
            place = ", draw ".join(map(str, wrong[0]))
            raise ValueError(f"the {name} of population {place} (counting from 0) is not a finite number")
    if (standard_errors < 0).any():
        place = np.flatnonzero(standard_errors < 0)[0]
        raise ValueError(f"the standard error of population {place} (counting from 0) is negative")
