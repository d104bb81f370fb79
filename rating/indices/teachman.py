"""Teachman's index: Shannon's entropy under the name that management research gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.indices.card import Card
from rating.indices.shannon import CARD as SHANNON
from rating.indices.shannon import shannon

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Teachman's index",
    kind="variety",
    minimum=SHANNON.minimum,
    maximum=SHANNON.maximum,
    source="Teachman, J. D. (1980), Sociological Methods & Research 8:341-362.",
    attainable=SHANNON.attainable,
)


def teachman(counts: ArrayLike) -> Floats:
    """Return -sum of p ln p, in nats: the same number as `shannon`.

    Range 0 (one group) ... ln k (even), as counted that of `most_even`; one person gives 0, nobody gives NaN.
    Harrison and Klein (2007) list the entropy as Teachman's, and papers on teams follow them; it stands here
    so that their readers find it. Papers differ in the base of the logarithm: divide by ln 2 for bits.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).

    Returns
    -------
    Floats
        Shape (...).

    Notes
    -----
    Teachman (1980), Sociological Methods & Research 8:341-362; Harrison and Klein (2007), Academy of
    Management Review 32:1199-1228.

    Examples
    --------
    >>> float(teachman([3, 4, 5])) == float(shannon([3, 4, 5]))
    True
    """
    return shannon(counts)
