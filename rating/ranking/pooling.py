"""Companies to be compared are drawn together, by as much as chance has driven them apart.

The score of each company is unbiased on its own; the best of many is too good all the same, and the more
so the fewer its people: it is the best because it was lucky. How much of the spread between companies is
chance is told by their own intervals, and the draws are drawn to the mean accordingly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats

#: The search for the spread halves its step so often: far beyond what a score can be read to.
_HALVINGS = 60


def pooled_draws(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Draw the companies' scores together to compare them.

    With m and v the mean and variance of a company's draws, t the variance between companies, c their
    centre and B = t / (t + v), a draw s becomes c + B (m - c) + sqrt(B) (s - m): the mean and spread of the
    posterior under a normal distribution of the companies, with the shape of the draws. Where chance alone
    explains how the companies differ, t is 0 and all of them are equal.

    Parameters
    ----------
    scores
        Independent draws of each company, shape (companies, draws), without NaN.

    Returns
    -------
    ndarray
        Shape (companies, draws).

    Notes
    -----
    Laird and Louis (1989), "Empirical Bayes ranking methods", Journal of Educational Statistics 14:29-46.

    Examples
    --------
    >>> apart = np.array([[10.0, 12.0], [48.0, 52.0], [90.0, 91.0]], dtype=np.float32)
    >>> pooled_draws(apart).round(0).tolist()
    [[10.0, 12.0], [48.0, 52.0], [90.0, 91.0]]
    >>> alike = np.array([[10.0, 90.0], [20.0, 90.0], [10.0, 80.0]], dtype=np.float32)
    >>> pooled_draws(alike).round(0).tolist()
    [[50.0, 50.0], [50.0, 50.0], [50.0, 50.0]]
    """
    if not len(scores):
        return scores
    means, variances = scores.mean(axis=1, dtype=np.float64), scores.var(axis=1, dtype=np.float64)
    between, centre = variance_between(means, variances)
    with np.errstate(invalid="ignore"):
        own = np.where(between + variances > 0, between / (between + variances), 1.0)
    to_mean = centre + own * (means - centre) - np.sqrt(own) * means
    return np.asarray(np.sqrt(own)[:, None] * scores + to_mean[:, None], dtype=np.float32)


def variance_between(means: Floats, variances: Floats) -> tuple[float, float]:
    """Return the variance between companies beyond chance, and their mean weighted accordingly.

    The variance at which the weighted squares of the differences are what chance and it together lead one to
    expect: Paule and Mandel (1982), Journal of Research of the National Bureau of Standards 87:377-385.

    Parameters
    ----------
    means, variances
        Of each company, shape (companies,).

    Returns
    -------
    between, centre
        The first at least 0.

    Examples
    --------
    >>> variance_between(np.array([1.0, 2.0, 3.0]), np.zeros(3))
    (1.0, 2.0)
    """
    least = 1e-12 * float(np.abs(means).max()) + 1e-300  # companies known for sure still have a weight

    def excess(between: float) -> tuple[float, float]:
        weights = 1.0 / (variances + max(between, least))
        centre = float((weights * means).sum() / weights.sum())
        return float((weights * (means - centre) ** 2).sum()) - (len(means) - 1), centre

    low, high = 0.0, float(means.var()) * len(means)
    if excess(low)[0] <= 0:
        return 0.0, excess(low)[1]
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if excess(middle)[0] > 0 else (low, middle)
    between = round((low + high) / 2.0, 12)
    return between, excess(between)[1]
