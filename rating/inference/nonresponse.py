"""What if those who did not answer differ from those who did? The range that follows from bounded odds.

For a group with the share p among the answers, its share q among the unanswered has odds within a factor of
those of p: q / (1 - q) = delta p / (1 - p), delta from 1 / odds to odds. With k groups the same is said of
every two of them at once: no ratio of two groups differs by more than `odds` between answers and the rest.
Nothing here is random; the range stands beside an estimate and is no interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from rating.data import Floats

#: The range of the method: 1/2 ... 2.
ODDS = 2.0

#: With more groups the corners are too many to be visited.
MOST_GROUPS = 12

#: Numbers of a composition that are held at once.
_AT_ONCE = 2_000_000

#: The search halves its step so often: 0.5^20 of the span.
_HALVINGS = 20


@dataclass(frozen=True, slots=True)
class SensitivityRange:
    """A quantity with its smallest and largest value under bounded odds.

    Attributes
    ----------
    estimate
        With odds of 1: the unanswered are like the answers.
    low, high
        The ends; equal to the estimate where everybody answered.
    """

    estimate: Floats
    low: Floats
    high: Floats


def share_sensitivity(counts: ArrayLike, unobserved: ArrayLike, odds: float = ODDS) -> SensitivityRange:
    """Return the range of the share of each group.

    Closed form: with p the share among r answers, m unobserved and N = r + m, the share of all is
    (r p + m q) / N, where q = delta p / (1 - p + delta p) at delta = 1 / odds and odds. 0 <= low <= p <= high
    <= 1. A group that nobody named keeps the share 0: odds say nothing about it.

    Parameters
    ----------
    counts
        People with a known group, shape (..., k), at least 0.
    unobserved
        People without one, shape (...).
    odds
        Bound, at least 1.

    Returns
    -------
    SensitivityRange
        Each of shape (..., k); NaN where nobody answered or a number is unknown.

    Raises
    ------
    ValueError
        If the odds are below 1 or not finite, shapes do not fit, or numbers are negative.

    Notes
    -----
    The idea of a subjective bound on how non-respondents differ is that of Rubin (1977), Journal of the
    American Statistical Association 72:538-543.

    Examples
    --------
    >>> found = share_sensitivity([30, 30], 40)
    >>> found.low.round(4).tolist(), found.high.round(4).tolist()
    ([0.4333, 0.4333], [0.5667, 0.5667])
    """
    people, missing = _checked(counts, unobserved, odds)
    share, answered = _shares(people, missing)

    def of_all(delta: float) -> Floats:
        tilted = delta * share / (1.0 - share + delta * share)
        return np.asarray(answered * share + (1.0 - answered) * tilted)

    return SensitivityRange(share, of_all(1.0 / odds), of_all(odds))


def index_sensitivity(
    index: Callable[[Floats], Floats], counts: ArrayLike, unobserved: ArrayLike, odds: float = ODDS
) -> SensitivityRange:
    """Return the range of an index of the composition.

    The unanswered have shares in proportion to p x theta, each theta within 1 / sqrt(odds) ... sqrt(odds), so
    that ratios of two groups differ by at most `odds`. The compositions that this allows form a polytope
    whose corners belong to corners of theta. All of them are visited, which finds the exact end wherever the
    index has it at a corner: the low end of every concave index (Blau, Shannon, IQV), both ends with two
    groups unless even shares lie between. For the other end a search begins at the best corner and at the
    estimate, moves one theta at a time, up and down, takes what is better, and halves its step when nothing
    is; it is exact where the index has a single peak, and never less than the corners.

    Parameters
    ----------
    index
        Vectorised over leading axes: compositions of shape (..., k) to values of shape (...). It gets people,
        fractional ones too.
    counts
        People with a known group, shape (companies, k), at least 0; k at most `MOST_GROUPS`.
    unobserved
        People without one, shape (companies,).
    odds
        Bound, at least 1.

    Returns
    -------
    SensitivityRange
        Each of shape (companies,); NaN where nobody answered, a number is unknown, or the index is NaN.

    Raises
    ------
    ValueError
        As in `share_sensitivity`, and with too many groups.

    Notes
    -----
    Tilting by a bounded factor: Scharfstein, Rotnitzky and Robins (1999), Journal of the American Statistical
    Association 94:1096-1120.

    Examples
    --------
    >>> from rating.indices import blau
    >>> found = index_sensitivity(blau, [[60.0, 20.0]], [20.0])
    >>> [round(float(end[0]), 4) for end in (found.low, found.estimate, found.high)]
    [0.3527, 0.375, 0.4032]
    """
    people, missing = _checked(counts, unobserved, odds)
    if people.ndim != 2 or people.shape[1] > MOST_GROUPS:  # noqa: PLR2004 - companies and groups
        raise ValueError(f"a range needs companies x at most {MOST_GROUPS} groups, not {people.shape}")
    ends = np.full((3, len(people)), np.nan)
    known = np.flatnonzero(~np.isnan(_shares(people, missing)[0]).any(axis=1))
    run = max(1, _AT_ONCE // (people.shape[1] * 2 ** people.shape[1]))
    for start in range(0, len(known), run):
        part = known[start : start + run]
        search = _Search(index, people[part], missing[part], np.log(odds) / 2.0)
        ends[0, part] = search.at(np.zeros((len(part), 1, people.shape[1])))[:, 0]
        ends[1, part] = -search.largest(-1.0)
        ends[2, part] = search.largest(1.0)
    everybody_answered = missing == 0
    ends[1:, everybody_answered] = ends[0, everybody_answered]
    return SensitivityRange(*ends)


@dataclass(frozen=True, slots=True)
class _Search:
    """The index over the tilts that are allowed, for some companies at once."""

    index: Callable[[Floats], Floats]
    people: Floats
    missing: Floats
    reach: float

    def at(self, tilts: Floats) -> Floats:
        """Return the index where ln theta is as given, shape (companies, candidates, k)."""
        weights = self.people[:, None, :] * np.exp(tilts)
        rest = weights / weights.sum(axis=-1, keepdims=True) * self.missing[:, None, None]
        return np.asarray(self.index(self.people[:, None, :] + rest))

    def largest(self, sign: float) -> Floats:
        """Return the largest value of sign x index, shape (companies,)."""
        groups = self.people.shape[1]
        corners = self.reach * np.array(list(product((-1.0, 1.0), repeat=groups)))
        values = sign * self.at(np.broadcast_to(corners, (len(self.people), *corners.shape)))
        best_corner = values.argmax(axis=1)
        best = self.climb(corners[best_corner], values[np.arange(len(values)), best_corner], sign)
        centre = np.zeros((len(self.people), groups))
        return np.fmax(best, self.climb(centre, sign * self.at(centre[:, None])[:, 0], sign))

    def climb(self, tilt: Floats, value: Floats, sign: float) -> Floats:
        """Move one coordinate at a time while that helps, with ever smaller steps."""
        groups = tilt.shape[1]
        moves = np.concatenate([np.eye(groups), -np.eye(groups)])
        step = np.full(len(tilt), self.reach)
        tilt, value, each = tilt.copy(), value.copy(), np.arange(len(tilt))
        # as many moves as halvings for each coordinate are ample; the step ends the search before
        for _ in range(_HALVINGS * groups):
            tried = np.clip(tilt[:, None] + step[:, None, None] * moves, -self.reach, self.reach)
            found = sign * self.at(tried)
            chosen = found.argmax(axis=1)
            better = found[each, chosen] > value
            tilt[better] = tried[each, chosen][better]
            value[better] = found[each, chosen][better]
            step[~better] /= 2.0
            if not better.any() and (step <= self.reach * 0.5**_HALVINGS).all():
                break
        return value


def _checked(counts: ArrayLike, unobserved: ArrayLike, odds: float) -> tuple[Floats, Floats]:
    """Return the people as arrays, or say what is wrong with them."""
    people, missing = np.asarray(counts, dtype=np.float64), np.asarray(unobserved, dtype=np.float64)
    if not 1.0 <= odds < np.inf:
        raise ValueError(f"odds are bounded by a number of at least 1, not {odds}")
    if people.shape[:-1] != missing.shape:
        raise ValueError(f"counts of the shape {people.shape} do not fit unobserved of {missing.shape}")
    if (people < 0).any() or (missing < 0).any():
        raise ValueError("people cannot be fewer than nobody")
    return people, missing


def _shares(people: Floats, missing: Floats) -> tuple[Floats, Floats]:
    """Return the shares among the answers, shape (..., k), and the share of people who answered."""
    answers = people.sum(axis=-1)
    known = (answers > 0) & ~np.isnan(missing)
    total = np.where(known, answers, np.nan)
    return people / total[..., None], (total / (total + missing))[..., None]
