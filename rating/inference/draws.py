"""Joint draws of a workforce, for the two targets: the people as counted, and the process behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats

_PAIR = 2  # with two groups one beta draw does the work of two gamma draws


def process_shares(counts: Floats, alpha: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Draw the shares that a company's hiring and promoting tends to produce.

    Dirichlet(counts + alpha), independently over companies given the prior.

    Parameters
    ----------
    counts
        People with a known group, shape (companies, k). A company with NaN gets NaN.
    alpha
        The prior's parameters, shape (k,).
    draws
        How many, D.
    rng
        Source of randomness.

    Returns
    -------
    Floats
        Shape (companies, D, k), summing to 1 over the last axis.
    """
    unknown: npt.NDArray[np.bool_] = np.asarray(np.isnan(counts).any(axis=1))
    posterior = np.where(unknown[:, None], 1.0, counts) + alpha
    size = (draws, len(counts))
    if counts.shape[1] == _PAIR:
        first = rng.beta(posterior[:, 0], posterior[:, 1], size=size).T
        shares = np.stack([first, 1.0 - first], axis=-1)
    else:
        gammas = rng.standard_gamma(posterior, size=(*size, counts.shape[1]))
        shares = np.swapaxes(gammas / gammas.sum(axis=-1, keepdims=True), 0, 1)
    shares[unknown] = np.nan
    return np.asarray(shares)


def completed_counts(
    counts: Floats, unobserved: Floats, alpha: Floats, draws: int, rng: np.random.Generator
) -> Floats:
    """Draw the groups of the people whose group is not known, and add them to those counted.

    Shares ~ Dirichlet(counts + alpha), unobserved ~ Multinomial(m, shares); with nobody unobserved every
    draw is the count itself.

    Parameters
    ----------
    counts
        People with a known group, shape (companies, k); NaN stays NaN.
    unobserved
        People without one, shape (companies,); fractional numbers are rounded.
    alpha
        The prior's parameters, shape (k,).
    draws
        How many, D.
    rng
        Source of randomness.

    Returns
    -------
    Floats
        Shape (companies, D, k), summing to counts + unobserved over the last axis.
    """
    completed = np.repeat(counts[:, None, :], draws, axis=1)
    partial = (unobserved > 0) & ~np.isnan(counts).any(axis=1)
    if partial.any():
        shares = process_shares(counts[partial], alpha, draws, rng)
        people = np.rint(unobserved[partial]).astype(np.int64)[:, None]
        completed[partial] += rng.multinomial(people, shares)
    return np.asarray(completed)
