"""What chance alone gives: permutation tests, adjusted for how many groups are looked at; the bootstrap."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector.matching.columns.types import Doubles, Integers

#: Sums that differ by less are the same but for rounding; taking them for equal makes a test more cautious.
_SAME = 1e-9


class Compared(NamedTuple):
    """Start-ups of the groups that are compared.

    Attributes
    ----------
    attention
        Exposure, shape (n,).
    group, stratum
        Numbers without gaps, shape (n,).
    groups
        How many groups.
    """

    attention: Doubles
    group: Integers
    stratum: Integers
    groups: int


def exposure_and_expected(compared: Compared, drawn: Integers | None = None) -> tuple[Doubles, Doubles]:
    """Return the exposure of each group, and what it would be if attention knew strata and not groups.

    Parameters
    ----------
    compared
        The start-ups.
    drawn
        Which of them to take, each as often as it is named; None for all once.

    Returns
    -------
    tuple of ndarray
        Both of shape (groups,).
    """
    attention, group, stratum, groups = compared
    if drawn is not None:
        attention, group, stratum = attention[drawn], group[drawn], stratum[drawn]
    strata = int(compared.stratum.max()) + 1
    many = np.bincount(group * strata + stratum, minlength=groups * strata).reshape(groups, strata)
    mean = summed(stratum, attention, strata) / np.maximum(many.sum(axis=0), 1)
    return summed(group, attention, groups), many @ mean


def summed(place: Integers, values: Doubles, many: int) -> Doubles:
    """Return the sum of the values at each place, shape (many,)."""
    return np.asarray(np.bincount(place, values, minlength=many), np.float64)


def too_little_by_chance(compared: Compared, rng: np.random.Generator, draws: int) -> Doubles:
    """Return how often groups get so little or less if attention falls on them by chance, shape (groups,).

    Attention is dealt out anew within each stratum. Exact for any number of start-ups: if groups play no
    part, the value is at most a with a probability of at most a (Phipson and Smyth 2010, Permutation p-values
    should never be zero, Statistical Applications in Genetics and Molecular Biology 9:39).
    """
    own = summed(compared.group, compared.attention, compared.groups)
    own = own + _SAME * np.maximum(own, 1.0)
    at_most = np.ones(compared.groups)
    for order in _shuffled(compared.stratum, rng, draws):
        at_most += summed(compared.group, compared.attention[order], compared.groups) <= own
    return at_most / (draws + 1)


def _shuffled(stratum: Integers, rng: np.random.Generator, draws: int) -> Iterator[Integers]:
    """Yield orders that keep everybody in its stratum."""
    if not stratum.any():
        for _ in range(draws):
            yield rng.permutation(len(stratum))
        return
    place = np.argsort(stratum, kind="stable")
    for _ in range(draws):
        order = np.empty(len(stratum), np.int64)
        order[place] = np.lexsort((rng.random(len(stratum)), stratum))
        yield order


def ratio_interval(
    compared: Compared, rng: np.random.Generator, draws: int, confidence: float
) -> tuple[Doubles, Doubles]:
    """Return between what the ratios of exposure to what is expected lie: the percentile bootstrap.

    Start-ups are drawn with replacement within their group. Shapes (groups,).
    """
    members = [np.flatnonzero(compared.group == group) for group in range(compared.groups)]
    ratios = np.empty((draws, compared.groups))
    for draw in range(draws):
        drawn = np.concatenate([own[rng.integers(len(own), size=len(own))] for own in members])
        got, expected = exposure_and_expected(compared, drawn)
        ratios[draw] = got / np.where(expected > 0.0, expected, np.nan)
    tail = (1.0 - confidence) / 2.0
    low, high = np.nanquantile(ratios, [tail, 1.0 - tail], axis=0)
    return low, high


def holm(p_values: Doubles) -> Doubles:
    """Return p-values of which the least is below a with probability a at most, however many there are.

    Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics
    6:65-70.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p_values, kind="stable")
    many = len(p_values) - np.arange(len(p_values))
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * many), 1.0)
    return adjusted
