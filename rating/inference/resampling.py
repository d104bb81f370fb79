"""Samples that a workforce would give if it were as supposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from rating.data import Floats


def from_process(shares: Floats, people: Floats, samples: int, rng: np.random.Generator) -> Floats:
    """Draw people independently of each other.

    Parameters
    ----------
    shares
        Of each group, shape (companies, G, k).
    people
        How many are seen, shape (companies,).
    samples
        How many samples of each, B.
    rng
        Source of randomness.

    Returns
    -------
    Floats
        Counts, shape (companies, G, B, k).
    """
    size = (*shares.shape[:2], samples)
    return np.asarray(
        rng.multinomial(people.astype(np.int64)[:, None, None], shares[:, :, None, :], size=size),
        dtype=np.float64,
    )


def from_workforce(members: Floats, people: Floats, samples: int, rng: np.random.Generator) -> Floats:
    """Draw people without putting anybody back.

    Parameters
    ----------
    members
        Whole numbers of people in each group, shape (companies, G, k).
    people
        How many are seen, shape (companies,), at most all.
    samples, rng
        As `from_process`.

    Returns
    -------
    Floats
        Counts, shape (companies, G, B, k).
    """
    companies, nodes, groups = members.shape
    whole = members.astype(np.int64)[:, :, None, :]
    drawn = np.empty((companies, nodes, samples, groups))
    left = np.broadcast_to(people.astype(np.int64)[:, None, None], (companies, nodes, samples))
    others = np.broadcast_to(whole.sum(axis=-1), left.shape)
    for group in range(groups - 1):
        of_group = np.broadcast_to(whole[..., group], left.shape)
        others = others - of_group
        drawn[..., group] = rng.hypergeometric(of_group, others, left)
        left = left - drawn[..., group].astype(np.int64)
    drawn[..., groups - 1] = left
    return drawn
