"""Blau's index without the bias of a sample: the chance that two different people differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.blau import blau
from rating.indices.card import Card
from rating.indices.most_even import most_even
from rating.indices.over_groups import people_in

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Unbiased Blau index",
    kind="companion",
    minimum=0.0,
    maximum=lambda _k: 1.0,
    source="Simpson, E. H. (1949), Nature 163:688; Nei, M. (1978), Genetics 89:583-590.",
    attainable=lambda people, groups: unbiased_blau(most_even(people, groups)),
)


def unbiased_blau(counts: ArrayLike, *, people: ArrayLike | None = None) -> Floats:
    """Return Blau's index times n / (n - 1).

    Its mean over samples of n people, drawn independently, is the Blau index of where they come from.
    Range 0 (everybody in one group) ... 1 (nobody shares a group); as counted n people reach n / (n - 1)
    times `attainable_blau`: 1 for n up to k, close to 1 - 1/k for many. One person or less says nothing about
    two: NaN, as for nobody. Related: `blau`, to which it comes close in many people.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    people
        How many people n the counts stand for, shape (...); by default their total. For weighted counts give
        the `effective_n`, which need not be whole: with weights that do not depend on the group the result
        is still unbiased. It may then exceed 1; it is not capped, since a cap would bring the bias back.

    Returns
    -------
    Floats
        Shape (...).

    Notes
    -----
    Simpson (1949), Nature 163:688; Nei (1978), Genetics 89:583-590.

    Examples
    --------
    >>> round(float(unbiased_blau([2, 1])), 4), float(unbiased_blau([1, 1, 1]))
    (0.6667, 1.0)
    """
    n = people_in(counts) if people is None else np.asarray(people, dtype=np.float64)
    others = np.where(n > 1, n - 1.0, np.nan)
    return np.asarray(blau(counts) * n / others)
