"""What stands higher is looked at more: how much more, estimated from what was shown.

A row at position k is looked at with the chance k^-exponent, and only what is looked at is chosen (the
position-based model: Richardson, M., Dominowska, E. and Ragno, R. (2007), Predicting clicks, WWW). Choices
are weighed by one over that chance (Joachims, T., Swaminathan, A. and Schnabel, T. (2017), Unbiased
learning-to-rank with biased feedback, WSDM).

The exponent is the weight of -log(position) in a conditional logit that also sees all signals and the
declared score, bent at four places. What tells it apart from fit are rows of like score that stood at
different places, in other company or moved by capacity and scarcity. Where there are few, the interval is
wide, and its lower end, which the gate uses, is 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.learning.card import Examination
from connector.matching.learning.ranker.choices import Fit, choices_of

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles
    from connector.matching.learning.ranker.choices import Choices
    from connector.matching.learning.ranker.rows import Rows

#: No row counts more than this many rows at the top: a bound on variance that favours what was shown high.
LARGEST_WEIGHT = 10.0
#: Steeper than one over the square of the position nobody has found.
_LARGEST_EXPONENT = 2.0
#: Quantiles of the declared score at which its effect may bend.
_BENDS = (0.2, 0.4, 0.6, 0.8)
#: Keeps the estimate finite where a column never varies within a list; far less than the data say.
_RIDGE = 1e-3
_STEPS, _TOLERANCE, _HALVINGS = 50, 1e-8, 30
_NORMAL_95 = 1.959964


def chance_seen(position: Doubles, exponent: float) -> Doubles:
    """Return with which chance rows are looked at; 1 where a list has no order. Shape (rows,)."""
    return np.where(np.isnan(position), 1.0, position) ** -exponent


def seen_weights(position: Doubles, exponent: float) -> Doubles:
    """Return by how much choices count, so that the position does not matter, at most `LARGEST_WEIGHT`."""
    return np.minimum(1.0 / chance_seen(position, exponent), LARGEST_WEIGHT)


def examination(rows: Rows, declared: Doubles) -> Examination:
    """Estimate how much more is looked at what stands higher.

    Parameters
    ----------
    rows
        What was shown.
    declared
        The declared score of each, shape (rows,).

    Returns
    -------
    Examination
        The exponent and its 95 % interval, which allows for start-ups that were shown several lists (the
        sandwich of Huber and White over start-ups); all 0 where no list has an order.
    """
    height = -np.log(np.where(np.isnan(rows.position), 1.0, rows.position))
    if not height.any():
        return Examination(exponent=0.0, low=0.0, high=0.0)
    bends = [np.maximum(declared - bend, 0.0) for bend in np.quantile(declared, _BENDS)]
    columns = np.column_stack([rows.design, *bends, height])
    choices = choices_of(columns, rows.is_chosen.astype(np.float64), np.zeros(len(rows)), rows.lists)
    weights = _most_likely(choices)
    _, owner = np.unique(rows.owner[rows.has_choice], return_inverse=True)
    slopes = np.zeros((int(owner.max()) + 1, len(weights)))
    np.add.at(slopes, owner, choices.slopes(weights))
    influence = np.linalg.solve(_information(choices, weights), slopes.T)[-1]
    exponent, margin = float(weights[-1]), _NORMAL_95 * float(np.sqrt(influence @ influence))
    ends = np.clip([exponent, exponent - margin, exponent + margin], 0.0, _LARGEST_EXPONENT).tolist()
    return Examination(exponent=ends[0], low=ends[1], high=ends[2])


def _most_likely(choices: Choices) -> Doubles:
    """Return the weights of largest likelihood by Newton's steps, halved until they help."""
    weights = np.zeros(choices.design.shape[1])
    before = _penalised(choices, weights)
    for _ in range(_STEPS):
        step = np.linalg.solve(_information(choices, weights), before.gradient)
        nearer = ((weights - step * 0.5**halving) for halving in range(_HALVINGS))
        tried = ((there, _penalised(choices, there)) for there in nearer)
        better = next(((there, fit) for there, fit in tried if fit.loss < before.loss), None)
        if better is None:
            return weights
        weights, after = better
        if before.loss - after.loss <= _TOLERANCE * max(1.0, abs(after.loss)):
            return weights
        before = after
    return weights


def _information(choices: Choices, weights: Doubles) -> Doubles:
    return choices.information(weights) + _RIDGE * np.eye(len(weights))


def _penalised(choices: Choices, weights: Doubles) -> Fit:
    loss, gradient = choices.fit(weights)
    return Fit(loss + 0.5 * _RIDGE * float(weights @ weights), gradient + _RIDGE * weights)
