"""How many compositions a published score leaves possible for a criterion that is withheld.

The attacker is taken to know everything else: the prior, the other criteria, the number of people. What is
left is the sum of squares behind an evenness, to within the rounding of the score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from rating.data import Floats

#: Sums of squares of whole people differ by twos: a narrower window may hold no composition at all.
_NARROWEST = 2.0


def possible_values(counts: Floats, alpha: Floats, slack: float) -> int:
    """Return how many values the most exposed cell of a composition may have.

    A value v of a cell is possible when the people left over can be spread over the other groups so that
    the sum of squares falls into the window: between an even spread and everybody in one group. Only the
    unbroken run of values around the true one counts: that the same score would fit if two groups changed
    places protects nobody, because people know which group is the large one.

    Parameters
    ----------
    counts
        The true composition, shape (k,).
    alpha
        The prior's parameters, shape (k,), added to the counts before they are squared.
    slack
        Half the width of the window around the true sum of squares.

    Returns
    -------
    int
        Of the cell with the fewest; 0 where the window is too narrow to count on.
    """
    if slack < _NARROWEST:
        return 0
    people = int(counts.sum())
    target = float(((counts + alpha) ** 2).sum())
    values = np.arange(people + 1, dtype=np.float64)
    fewest = people + 1
    for cell in range(len(counts)):
        others = np.delete(alpha, cell)
        left = people - values
        own = (values + alpha[cell]) ** 2
        largest = others.max()
        most = own + (left + largest) ** 2 + (others**2).sum() - largest**2
        least = own + (left + others.sum()) ** 2 / len(others)
        possible = (least <= target + slack) & (most >= target - slack)
        gaps = np.flatnonzero(~possible)
        true = round(float(counts[cell]))
        below = gaps[gaps < true].max(initial=-1)
        above = gaps[gaps > true].min(initial=people + 1)
        fewest = min(fewest, int(above - below - 1))
    return fewest
