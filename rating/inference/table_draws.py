"""Draws of whole tables levels x groups, and how strongly level and group hang together in each.

M and H of a table are computed before the next one is drawn: companies x draws numbers are held, never
companies x draws x cells.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt
    from numpy.typing import ArrayLike

    from rating.data import Floats

    People = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TableDraws:
    """Joint draws of two indices of the same tables.

    Attributes
    ----------
    mutual_information
        M in nats, shape (companies, D).
    theil_h
        H = M / entropy of the groups, shape (companies, D).
    """

    mutual_information: Floats
    theil_h: Floats


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What the compiled loops read, for the companies that are known."""

    known: npt.NDArray[np.intp]
    seeds: npt.NDArray[np.uint64]
    counts: Floats
    beside: Floats
    shapes: Floats


def completed_table_draws(
    counts: ArrayLike,
    unobserved: ArrayLike,
    alpha: ArrayLike,
    draws: int,
    rng: np.random.Generator,
    *,
    threads: int = 1,
) -> TableDraws:
    """Draw M and H of the workforce as counted, the unobserved people of each level being drawn.

    Per level, shares ~ Dirichlet(counts + alpha) and unobserved ~ Multinomial(m, shares), as
    `completed_counts` draws for one distribution. With nobody unobserved every draw is the index itself.
    M lies between 0 and the smaller of ln L and ln k, H between 0 and 1; a company without people is NaN, and
    H is NaN in tables of one group. In small workforces both exceed 0 by chance alone.

    Parameters
    ----------
    counts
        People with a known group, whole numbers, shape (companies, L, k). A company with NaN gets NaN.
    unobserved
        People without one, shape (companies, L); fractional numbers are rounded.
    alpha
        The prior's parameters, above 0, shape (k,), (L, k) or (companies, L, k).
    draws
        How many, D.
    rng
        Source of randomness. Every company has a stream of its own, from four words taken here.
    threads
        How many to work on; the numbers do not depend on it.

    Returns
    -------
    TableDraws
        Each of shape (companies, D).

    Raises
    ------
    ValueError
        If shapes do not fit, counts are not whole, or numbers are negative.

    Notes
    -----
    Theil and Finizza (1971), Journal of Mathematical Sociology 1:187-194, for M; Theil (1972), Statistical
    Decomposition Analysis, for H.

    Examples
    --------
    >>> drawn = completed_table_draws(
    ...     [[[10, 0], [0, 10]]], [[0, 0]], [0.5, 0.5], 3, np.random.default_rng(1)
    ... )
    >>> drawn.theil_h.tolist()
    [[1.0, 1.0, 1.0]]
    """
    from rating.inference import table_kernels  # noqa: PLC0415 - numba is loaded by who draws

    inputs = _completed_inputs(counts, unobserved, alpha, rng)
    people, missing = inputs.counts.astype(np.int64), inputs.beside.astype(np.int64)
    results = np.empty((len(people), 2, draws))

    def work(part: slice) -> None:
        table_kernels.completed_indices(
            inputs.seeds[part], people[part], missing[part], inputs.shapes[part], results[part]
        )

    _share_out(work, len(people), threads)
    return _spread(results, inputs.known, len(np.asarray(counts)))


def process_table_draws(
    counts: ArrayLike,
    sizes: ArrayLike,
    alpha: ArrayLike,
    draws: int,
    rng: np.random.Generator,
    *,
    threads: int = 1,
) -> TableDraws:
    """Draw M and H of the process: what hiring and promoting tends to produce at levels of the given sizes.

    Per level, shares ~ Dirichlet(counts + alpha), times the size of the level. Range and missing values as
    in `completed_table_draws`.

    Parameters
    ----------
    counts
        People with a known group, fractional where a source states shares, shape (companies, L, k). A
        company with NaN gets NaN.
    sizes
        People at each level, or any weights of the levels, shape (companies, L); a level of size 0 is left
        out.
    alpha, draws, rng, threads
        As in `completed_table_draws`.

    Returns
    -------
    TableDraws
        Each of shape (companies, D).

    Raises
    ------
    ValueError
        If shapes do not fit or numbers are negative.

    Examples
    --------
    >>> many = process_table_draws(
    ...     [[[4e6, 4e6], [4e6, 4e6]]], [[1, 1]], [0.5, 0.5], 2, np.random.default_rng(1)
    ... )
    >>> bool((many.theil_h < 1e-5).all())
    True
    """
    from rating.inference import table_kernels  # noqa: PLC0415 - numba is loaded by who draws

    inputs = _inputs(counts, sizes, alpha, rng)
    results = np.empty((len(inputs.seeds), 2, draws))

    def work(part: slice) -> None:
        table_kernels.process_indices(
            inputs.seeds[part], inputs.beside[part], inputs.shapes[part], results[part]
        )

    _share_out(work, len(results), threads)
    return _spread(results, inputs.known, len(np.asarray(counts)))


def completed_tables(
    counts: ArrayLike, unobserved: ArrayLike, alpha: ArrayLike, draws: int, rng: np.random.Generator
) -> Floats:
    """Return the very tables that `completed_table_draws` looks at, for other indices and few companies.

    Parameters
    ----------
    counts, unobserved, alpha, draws, rng
        As there; the same state of `rng` gives the same tables.

    Returns
    -------
    Floats
        People, shape (companies, D, L, k); NaN for a company with NaN.

    Examples
    --------
    >>> completed_tables([[[1, 2]]], [[4]], [0.5, 0.5], 3, np.random.default_rng(1)).sum(axis=(2, 3)).tolist()
    [[7.0, 7.0, 7.0]]
    """
    from rating.inference import table_kernels  # noqa: PLC0415 - numba is loaded by who draws

    inputs = _completed_inputs(counts, unobserved, alpha, rng)
    people, missing = inputs.counts.astype(np.int64), inputs.beside.astype(np.int64)
    tables = np.empty((len(people), draws, *people.shape[1:]), dtype=np.int64)
    table_kernels.completed_tables(inputs.seeds, people, missing, inputs.shapes, tables)
    return _spread_tables(tables, inputs.known, len(np.asarray(counts)))


def process_tables(
    counts: ArrayLike, sizes: ArrayLike, alpha: ArrayLike, draws: int, rng: np.random.Generator
) -> Floats:
    """Return the very tables that `process_table_draws` looks at, for other indices and few companies.

    Parameters
    ----------
    counts, sizes, alpha, draws, rng
        As there; the same state of `rng` gives the same tables.

    Returns
    -------
    Floats
        Shares times sizes, shape (companies, D, L, k); NaN for a company with NaN.

    Examples
    --------
    >>> tables = process_tables([[[1, 2]]], [[4]], [0.5, 0.5], 3, np.random.default_rng(1))
    >>> tables.sum(axis=(2, 3)).round(12).tolist()
    [[4.0, 4.0, 4.0]]
    """
    from rating.inference import table_kernels  # noqa: PLC0415 - numba is loaded by who draws

    inputs = _inputs(counts, sizes, alpha, rng)
    tables = np.empty((len(inputs.seeds), draws, *inputs.shapes.shape[1:]))
    table_kernels.process_tables(inputs.seeds, inputs.beside, inputs.shapes, tables)
    return _spread_tables(tables, inputs.known, len(np.asarray(counts)))


def _inputs(counts: ArrayLike, beside: ArrayLike, alpha: ArrayLike, rng: np.random.Generator) -> _Inputs:
    """Check the inputs and keep the companies whose numbers are all known."""
    people, levels = np.asarray(counts, dtype=np.float64), np.asarray(beside, dtype=np.float64)
    if people.ndim != 3 or levels.shape != people.shape[:2]:  # noqa: PLR2004 - company, level, group
        raise ValueError(f"counts of the shape {people.shape} do not fit levels of the shape {levels.shape}")
    prior = np.broadcast_to(np.asarray(alpha, dtype=np.float64), people.shape)
    if (people < 0).any() or (levels < 0).any():
        raise ValueError("people cannot be fewer than nobody")
    if not (prior > 0).all():
        raise ValueError("the prior's parameters are above 0")
    # for all companies, so that a stream does not depend on what is known of the others
    seeds = rng.integers(1, 2**64, size=(len(people), 4), dtype=np.uint64)
    known = np.flatnonzero(np.isfinite(people).all(axis=(1, 2)) & np.isfinite(levels).all(axis=1))
    kept = people[known]
    return _Inputs(known, seeds[known], kept, levels[known], np.ascontiguousarray(kept + prior[known]))


def _completed_inputs(
    counts: ArrayLike, unobserved: ArrayLike, alpha: ArrayLike, rng: np.random.Generator
) -> _Inputs:
    """Check in addition that people are whole."""
    inputs = _inputs(counts, unobserved, alpha, rng)
    if (inputs.counts != np.rint(inputs.counts)).any():
        raise ValueError("people who are counted are whole: draw the process from shares instead")
    return _Inputs(inputs.known, inputs.seeds, inputs.counts, np.rint(inputs.beside), inputs.shapes)


def _share_out(work: Callable[[slice], None], companies: int, threads: int) -> None:
    """Let each thread do an equal run of companies; the compiled loops let go of the interpreter."""
    edges = np.linspace(0, companies, max(threads, 1) + 1).astype(int)
    parts = [slice(low, high) for low, high in pairwise(edges) if low < high]
    if len(parts) <= 1:
        for part in parts:
            work(part)
        return
    with ThreadPoolExecutor(len(parts)) as pool:
        list(pool.map(work, parts))


def _spread(results: Floats, known: npt.NDArray[np.intp], companies: int) -> TableDraws:
    """Put the results where their companies are, with NaN for the others."""
    everybody = results
    if len(known) < companies:
        everybody = np.full((companies, *results.shape[1:]), np.nan)
        everybody[known] = results
    return TableDraws(everybody[:, 0], everybody[:, 1])


def _spread_tables(tables: Floats | People, known: npt.NDArray[np.intp], companies: int) -> Floats:
    everybody = np.full((companies, *tables.shape[1:]), np.nan)
    everybody[known] = tables
    return everybody
