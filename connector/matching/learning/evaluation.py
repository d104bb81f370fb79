"""How well rankers put what was chosen first, on the same lists, with paired intervals.

nDCG@10 (Järvelin, K. and Kekäläinen, J. (2002), ACM TOIS 20:422) with gains 2^grade - 1. What stands high is
looked at more and therefore chosen more, so that lists as they were favour the ranker that made them. Each
gain is divided by the chance that its position was looked at (Joachims, Swaminathan and Schnabel 2017), and
the sum over all lists by that of the best order: where one offer is chosen in each list, weights inside it
would cancel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.learning.card import Bin, Estimate

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Integers
    from connector.matching.learning.lists import Lists

#: Places that count.
DEPTH = 10
#: Rows of the reliability table.
BINS = 10
_LEAST_CHANCE = 1e-12
_LOW, _HIGH = 0.025, 0.975


def gains(grade: Integers) -> Doubles:
    """Return 2^grade - 1."""
    return np.exp2(grade) - 1.0


@dataclass(frozen=True)
class Ratios:
    """A figure that is a ratio of two sums over lists.

    Attributes
    ----------
    above, below
        What each list adds to both, shape (lists,).
    """

    above: Doubles
    below: Doubles

    @property
    def value(self) -> float:
        """The ratio."""
        return float(self.above.sum() / self.below.sum())


def ndcg(places: Integers, gain: Doubles, lists: Lists, ties: Integers) -> Ratios:
    """Return nDCG@10 as a ratio of sums.

    Parameters
    ----------
    places
        Place of each row in its list, from 1, shape (rows,).
    gain
        Shape (rows,); 0 where not chosen.
    lists
        Of the rows.
    ties
        See `Lists.ranks`.
    """
    return Ratios(_discounted(places, gain, lists), _discounted(lists.ranks(gain, ties), gain, lists))


def mean_of_lists(ratios: Ratios) -> Ratios:
    """Return the same figure as a mean over the lists in which something was chosen."""
    has_choice = ratios.below > 0
    below = np.where(has_choice, ratios.below, 1.0)
    return Ratios(np.where(has_choice, ratios.above / below, 0.0), has_choice.astype(np.float64))


def hit(places: Integers, gain: Doubles, lists: Lists) -> Ratios:
    """Return the share of lists with a choice among the first ten, of those with any."""
    has_choice = lists.total(gain) > 0
    is_hit = lists.total(gain * (places <= DEPTH)) > 0
    return Ratios(is_hit.astype(np.float64), has_choice.astype(np.float64))


def log_loss(chance: Doubles, is_chosen: Doubles, lists: Lists) -> Ratios:
    """Return minus the mean logarithm of the chance of what happened, per row."""
    safe = np.clip(chance, _LEAST_CHANCE, 1.0 - _LEAST_CHANCE)
    losses = -(is_chosen * np.log(safe) + (1.0 - is_chosen) * np.log1p(-safe))
    return Ratios(lists.total(losses), lists.total(np.ones_like(losses)))


def reliability(chance: Doubles, is_chosen: Doubles) -> tuple[Bin, ...]:
    """Return tenths of the rows by predicted chance, the lowest first."""
    order = np.argsort(chance, kind="stable")
    return tuple(
        Bin(rows=len(rows), predicted=float(chance[rows].mean()), observed=float(is_chosen[rows].mean()))
        for rows in np.array_split(order, BINS)
        if len(rows)
    )


def calibration_error(bins: tuple[Bin, ...]) -> float:
    """Return the mean distance between predicted and observed (expected calibration error; Naeini 2015)."""
    rows = sum(one.rows for one in bins)
    return sum(one.rows * abs(one.predicted - one.observed) for one in bins) / rows


def calibration_error_by_chance(bins: tuple[Bin, ...]) -> float:
    """Return what the error would be if every chance were right: the mean size of normal errors."""
    rows = sum(one.rows for one in bins)
    errors = (one.rows * np.sqrt(one.predicted * (1.0 - one.predicted) / one.rows) for one in bins)
    return float(np.sqrt(2.0 / np.pi) * sum(errors) / rows)


def _discounted(places: Integers, gain: Doubles, lists: Lists) -> Doubles:
    return lists.total(np.where(places <= DEPTH, gain / np.log2(places + 1.0), 0.0))


class Resampling:
    """Start-ups drawn again with replacement, each with all its lists, the same for every figure.

    Parameters
    ----------
    owner
        Start-up of each list, shape (lists,).
    draws
        How many times.
    rng
        Draws them.
    """

    def __init__(self, owner: Integers, draws: int, rng: np.random.Generator) -> None:
        _, self._owner = np.unique(owner, return_inverse=True)
        owners = int(self._owner.max()) + 1
        self._times = np.empty((draws, owners), np.float64)
        for draw in range(draws):
            self._times[draw] = np.bincount(rng.integers(0, owners, owners), minlength=owners)

    def drawn(self, ratios: Ratios) -> Doubles:
        """Return the ratio in each draw, shape (draws,)."""
        return self._sums(ratios.above) / self._sums(ratios.below)

    def estimate(self, ratios: Ratios) -> Estimate:
        """Return a ratio with its 95 % interval."""
        return interval(ratios.value, self.drawn(ratios))

    def difference(self, one: Ratios, other: Ratios) -> tuple[Estimate, float]:
        """Return one ratio minus another with its 95 % interval, and its standard error."""
        drawn = self.drawn(one) - self.drawn(other)
        return interval(one.value - other.value, drawn), float(drawn.std())

    def _sums(self, values: Doubles) -> Doubles:
        of_owner = np.bincount(self._owner, weights=values, minlength=self._times.shape[1])
        return np.asarray(self._times @ of_owner)


def interval(value: float, drawn: Doubles) -> Estimate:
    """Return a figure with the middle 95 % of what was drawn."""
    low, high = np.quantile(drawn, [_LOW, _HIGH])
    return Estimate(value=value, low=float(low), high=float(high))
