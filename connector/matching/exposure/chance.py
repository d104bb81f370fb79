"""What chance alone gives: permutation tests, adjusted for how many groups are looked at; the bootstrap."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Integers

#: Sums that differ by less are the same but for rounding; taking them for equal makes a test more cautious.
_SAME = 1e-9
#: Start-ups that are drawn in one go.
_AT_ONCE = 1 << 18


class Compared(NamedTuple):
    """Start-ups of the groups that are compared, in order of their strata, groups and attention.

    So what is drawn depends on who got how much, and not on the order in which start-ups came.

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

    @property
    def strata(self) -> int:
        """How many strata."""
        return int(self.stratum.max()) + 1

    @classmethod
    def of(cls, attention: Doubles, group: Integers, stratum: Integers, groups: int) -> Self:
        """Take start-ups in any order."""
        order = np.lexsort((attention, group, stratum))
        return cls(attention[order], group[order], stratum[order], groups)


def exposure_and_expected(compared: Compared) -> tuple[Doubles, Doubles]:
    """Return the exposure of each group, and what it would be if attention knew strata and not groups.

    Returns
    -------
    tuple of ndarray
        Both of shape (groups,).
    """
    strata = compared.strata
    place = compared.group * strata + compared.stratum
    shape = (compared.groups, strata)
    many = np.bincount(place, minlength=compared.groups * strata).reshape(shape)
    got = summed(place, compared.attention, compared.groups * strata).reshape(shape)
    return got.sum(axis=1), _expected(got, many)


def _expected(got: Doubles, many: Integers | Doubles) -> Doubles:
    """Return what groups would get from strata that know none, of shapes (..., groups, strata)."""
    mean = got.sum(axis=-2) / np.maximum(many.sum(axis=-2), 1)
    return np.asarray((many * mean[..., None, :]).sum(axis=-1))


def summed(place: Integers, values: Doubles, many: int) -> Doubles:
    """Return the sum of the values at each place, shape (many,)."""
    return np.asarray(np.bincount(place, values, minlength=many), np.float64)


def too_little_by_chance(compared: Compared, rng: np.random.Generator, draws: int) -> Doubles:
    """Return how often groups get so little or less if attention falls on them by chance, shape (groups,).

    Attention is dealt out anew within each stratum. Exact for any number of start-ups: if groups play no
    part, the value is at most a with a probability of at most a (Phipson and Smyth 2010, Permutation p-values
    should never be zero, Statistical Applications in Genetics and Molecular Biology 9:39).
    """
    attention, group, stratum, groups = compared
    own = summed(group, attention, groups)
    own = own + _SAME * np.maximum(own, 1.0)
    # runs of one group in one stratum
    starts = np.flatnonzero(np.diff(group, prepend=-1) | np.diff(stratum, prepend=-1))
    strata = np.split(attention, np.flatnonzero(np.diff(stratum)) + 1)
    at_most = np.ones(groups)
    for _ in range(draws):
        dealt = np.concatenate([rng.permutation(one) for one in strata])
        at_most += summed(group[starts], np.add.reduceat(dealt, starts), groups) <= own
    return at_most / (draws + 1)


def ratio_interval(
    compared: Compared, rng: np.random.Generator, draws: int, confidence: float
) -> tuple[Doubles, Doubles]:
    """Return between what the ratios of exposure to what is expected lie: the percentile bootstrap.

    Start-ups are drawn with replacement within their group. Shapes (groups,).
    """
    members = [compared.group == group for group in range(compared.groups)]
    drawn = [
        _drawn(compared.attention[own], compared.stratum[own], compared.strata, draws, rng) for own in members
    ]
    got, many = (np.stack(parts, axis=1) for parts in zip(*drawn, strict=True))
    expected = _expected(got, many)
    ratios = got.sum(axis=-1) / np.where(expected > 0.0, expected, np.nan)
    tail = (1.0 - confidence) / 2.0
    low, high = np.nanquantile(ratios, [tail, 1.0 - tail], axis=0)
    return low, high


def _drawn(
    attention: Doubles, stratum: Integers, strata: int, draws: int, rng: np.random.Generator
) -> tuple[Doubles, Doubles]:
    """Draw from a group as many as are of it, again and again.

    Returns
    -------
    tuple of ndarray
        Attention, and start-ups, by stratum; both of shape (draws, strata).
    """
    size = len(attention)
    got, many = np.empty((draws, strata)), np.full((draws, strata), float(size))
    at_once = max(1, _AT_ONCE // size)
    for first in range(0, draws, at_once):
        rows = slice(first, min(first + at_once, draws))
        drawn = rng.integers(size, size=(rows.stop - first, size))
        if strata == 1:
            got[rows, 0] = attention[drawn].sum(axis=1)
            continue
        place = (np.arange(len(drawn))[:, None] * strata + stratum[drawn]).ravel()
        cells = len(drawn) * strata
        got[rows] = summed(place, attention[drawn].ravel(), cells).reshape(-1, strata)
        many[rows] = np.bincount(place, minlength=cells).reshape(-1, strata)
    return got, many


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
