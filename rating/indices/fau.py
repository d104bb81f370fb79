"""Thatcher's Fau: the largest share of a team's sum of squares that a split in two can explain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rating.indices.team_faultline import Faultline, numbered
from rating.indices.team_members import coordinates

if TYPE_CHECKING:
    from rating.indices.team_members import Team

#: Up to here all 2^(n - 1) - 1 splits are looked at. Each further member doubles the time.
EXACT_UP_TO = 24


def fau(team: Team) -> Faultline:
    """Return the strongest split of a team in two: sum of squares between the subgroups / total.

    Range 1 / (n - 1) (all members equally far apart) ... 1 (two kinds of members face each other, each all
    alike), for any n. The smaller the team, the higher Fau is without any faultline: two members that differ
    give 1, and independent attributes about 0.6 in teams of eight. Compare it with its permutation null
    (`rating.inference.permutation`). Nobody, one person, and members that are all alike have nothing to
    split: NaN, one group. A subgroup may be a single member. Fau says nothing of how far apart the subgroups
    are: twice the weights give the same value. Related: `average_silhouette_width` also finds more than two
    subgroups.

    Exact for up to `EXACT_UP_TO` members. Beyond, single members change sides while the share rises, from
    one start for each member and each column of `coordinates`: a lower bound (``is_exact`` is False).

    Parameters
    ----------
    team
        The members.

    Returns
    -------
    Faultline
        The share, and the subgroup (1 or 2) of each member. The order of the members does not change the
        share.

    Notes
    -----
    Thatcher, Jehn and Zanutto (2003), Group Decision and Negotiation 12:217-241. Categories are coded as in
    the R package asw.cluster (Meyer and Glenz 2013, Organizational Research Methods 16:393-424).

    Examples
    --------
    >>> from rating.indices.team_members import Team
    >>> duo = Team((("f", "f", "m", "m"), ("A", "A", "B", "B")), ("category", "category"), (1, 1))
    >>> fau(duo)
    Faultline(strength=1.0, groups=(1, 1, 2, 2), is_exact=True)
    >>> crossed = Team((("f", "f", "m", "m"), ("A", "B", "A", "B")), ("category", "category"), (1, 1))
    >>> round(float(fau(crossed)), 4)
    0.5
    """
    place = coordinates(team)
    if (place == place[:1]).all():
        return Faultline(math.nan, (1,) * team.size, is_exact=True)
    from rating.indices.team_kernels.split import best_split, searched_split  # noqa: PLC0415 - loads numba

    # one order for all orders of the same members: ties are then broken alike
    order = np.lexsort(place.T)
    centred = place[order] - place[order].mean(axis=0)
    is_exact = team.size <= EXACT_UP_TO
    between, sides = (best_split if is_exact else searched_split)(centred)
    labels = np.empty_like(sides)
    labels[order] = sides
    # rounding may lift a perfect split above 1
    return Faultline(min(float(between / np.square(centred).sum()), 1.0), numbered(labels), is_exact=is_exact)
