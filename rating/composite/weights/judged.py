"""Weights from the judgement of people: pairwise comparisons, and budgets to be spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.errors import DefinitionError

if TYPE_CHECKING:
    from rating.data import Floats

#: Above this ratio the comparisons contradict each other too much to be used (Saaty 1980).
MOST_INCONSISTENT = 0.1
#: One third is written as 0.33: counterparts need to fit to about so much.
_ROUNDED = 0.02
#: The mean inconsistency of random comparisons of so many things (Saaty 1980, table 1.1).
_RANDOM_INDEX = (0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)


def from_pairs(judgements: Floats) -> Floats:
    """Return weights from pairwise comparisons: the analytic hierarchy process.

    Parameters
    ----------
    judgements
        Shape (p, p): how many times as important the row is as the column; positive and reciprocal.

    Returns
    -------
    Floats
        The principal eigenvector, summing to 1, shape (p,).

    Raises
    ------
    DefinitionError
        If the matrix is not square, positive and reciprocal, or contradicts itself too much.

    Notes
    -----
    Saaty (1980), The Analytic Hierarchy Process.

    Examples
    --------
    >>> from_pairs(np.array([[1.0, 2.0], [0.5, 1.0]])).round(4).tolist()
    [0.6667, 0.3333]
    """
    square = judgements.ndim == 2 and judgements.shape[0] == judgements.shape[1]  # noqa: PLR2004 - rows, columns
    if (
        not square
        or not (judgements > 0).all()
        or not np.allclose(judgements * judgements.T, 1.0, rtol=_ROUNDED)
    ):
        raise DefinitionError(
            "Pairwise judgements must be a square table of positive numbers in which each is one over its "
            "counterpart, to two digits: where a is 3 times as important as b, b is 0.33 times as important."
        )
    judgements = np.sqrt(judgements / judgements.T)  # without what rounding has left
    ratio = consistency_ratio(judgements)
    if ratio > MOST_INCONSISTENT:
        raise DefinitionError(
            f"The pairwise judgements contradict each other: consistency ratio {ratio:.2f}, at most "
            f"{MOST_INCONSISTENT} is usable. Look first at {_worst(judgements)}."
        )
    return _eigenvector(judgements)[0]


def consistency_ratio(judgements: Floats) -> float:
    """Return how inconsistent comparisons are, 0 for not at all, 1 for as much as random ones."""
    p = len(judgements)
    usual = _RANDOM_INDEX[min(p, len(_RANDOM_INDEX) - 1)]
    if usual == 0.0:
        return 0.0
    return float((_eigenvector(judgements)[1] - p) / (p - 1) / usual)


def from_budgets(judgements: Floats) -> Floats:
    """Return the mean share that experts give each indicator of a budget.

    Parameters
    ----------
    judgements
        Shape (experts, p): points, not negative; each expert's sum counts as the whole.

    Raises
    ------
    DefinitionError
        If a point is negative or an expert has spread nothing.
    """
    spread = judgements.sum(axis=1, keepdims=True)
    if not (judgements >= 0).all() or not (spread > 0).all():
        raise DefinitionError("A budget holds points from 0 up, and every expert gives at least one.")
    return np.asarray((judgements / spread).mean(axis=0))


def _eigenvector(judgements: Floats) -> tuple[Floats, float]:
    values, vectors = np.linalg.eig(judgements)
    largest = int(values.real.argmax())
    vector = np.abs(vectors[:, largest].real)
    return np.asarray(vector / vector.sum()), float(values[largest].real)


def _worst(judgements: Floats) -> str:
    """Name the comparison that is farthest from what all the others say."""
    weights = _eigenvector(judgements)[0]
    apart = np.abs(np.log(judgements * weights[None, :] / weights[:, None]))
    row, column = np.unravel_index(int(apart.argmax()), apart.shape)
    implied = weights[row] / weights[column]
    return (
        f"row {row + 1}, column {column + 1}: {judgements[row, column]:.3g} was judged, the others "
        f"together say {implied:.2g}"
    )
