"""The conditional logit: which of the rows of a list is chosen.

The chance of row i among the rows j of its list is exp(u_i) / sum_j exp(u_j), u = design @ weights + offset
(McFadden, D. (1974), Conditional logit analysis of qualitative choice behavior). Several choices in one list
are taken for as many choices among all its rows (Breslow's form). What a list has in common cancels: how much
somebody chooses at all says nothing of what fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from connector.matching.learning.lists import Lists, lists_of

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles


class Fit(NamedTuple):
    """How well weights tell what was chosen.

    Attributes
    ----------
    loss
        Minus the logarithm of the likelihood.
    gradient
        Its slope, shape (columns,).
    """

    loss: float
    gradient: Doubles


@dataclass(frozen=True)
class Choices:
    """Lists in which something was chosen.

    Attributes
    ----------
    design
        Shape (rows, columns).
    gain
        How much each row's choice counts, 0 where it was not chosen, shape (rows,); above 0 somewhere in each
        list.
    offset
        Added to the utility, shape (rows,).
    lists
        Of the rows.
    """

    design: Doubles
    gain: Doubles
    offset: Doubles
    lists: Lists

    def fit(self, weights: Doubles) -> Fit:
        """Return how well weights, shape (columns,), tell what was chosen."""
        shares, logs = self.lists.shares(self.design @ weights + self.offset)
        totals = self.lists.total(self.gain)
        chosen = float(self.gain @ self.offset) + float(self._chosen @ weights)
        expected = shares * totals[self.lists.of_row]
        return Fit(float(totals @ logs) - chosen, expected @ self.design - self._chosen)

    def information(self, weights: Doubles) -> Doubles:
        """Return the second derivative of the loss, shape (columns, columns)."""
        shares, _ = self.lists.shares(self.design @ weights + self.offset)
        totals = self.lists.total(self.gain)
        spread = self.design.T @ (self.design * (shares * totals[self.lists.of_row])[:, None])
        means = self.lists.total(self.design * shares[:, None])
        return np.asarray(spread - means.T @ (means * totals[:, None]))

    def slopes(self, weights: Doubles) -> Doubles:
        """Return the gradient of each list's own loss, shape (lists, columns)."""
        shares, _ = self.lists.shares(self.design @ weights + self.offset)
        totals = self.lists.total(self.gain)
        surprise = shares * totals[self.lists.of_row] - self.gain
        return self.lists.total(self.design * surprise[:, None])

    @property
    def _chosen(self) -> Doubles:
        return np.asarray(self.gain @ self.design)


def choices_of(design: Doubles, gain: Doubles, offset: Doubles, lists: Lists) -> Choices:
    """Return the lists in which something was chosen; the others say nothing to a conditional logit."""
    is_of_use = (lists.total(gain) > 0)[lists.of_row]
    return Choices(design[is_of_use], gain[is_of_use], offset[is_of_use], lists_of(lists.of_row[is_of_use]))
