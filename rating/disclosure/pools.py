"""Units too small to say anything about: they are rolled up, with others, into a pool that stands for all.

In a unit with fewer people than the floor no cell could keep its promise, if readers could tell how many
people it has. Such units, and as many of their neighbours as it takes, are withheld altogether. What readers
can find out about them is at most their sum, the pool: it is protected as if it were published. Whatever the
pool has can be with any of its members.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.tables import HiddenSum, with_hidden_sums

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.disclosure.lattice import Integers
    from rating.disclosure.tables import Tables

#: A pool has at least so many people for each that the floor asks for: fewer would cost totals much.
_ROOMY = 3
_FEWEST_MEMBERS = 2
#: A level with so many people for each that the floor asks for is worth a larger pool.
_MANY = 5
_NAME = "(pool)"


def with_pools(tables: Tables, floors: Integers) -> Tables:
    """Put units that are too small, with neighbours, into pools.

    Parameters
    ----------
    tables
        The counts.
    floors
        The largest floor of each unit, shape (units,).

    Returns
    -------
    Tables
        With further units, marked as `hidden`; `members` of pools and the `pools` themselves are marked too.
        A unit whose parts are all members is its own pool.
    """
    people = np.max([counts.sum(axis=(1, 2)) for counts in tables.counts.values()], axis=0)
    members = np.zeros(len(tables.units), np.bool_)
    pools = np.zeros(len(tables.units), np.bool_)
    chosen: list[HiddenSum] = []
    for unit in range(len(tables.units)):
        parts = tables.children[unit]
        if members[unit]:
            members[parts] = True
            continue
        parts = parts[people[parts] > 0]
        small = people[parts] < floors[parts]
        if not small.any() or people[unit] < floors[unit]:
            continue
        order = parts[np.argsort(people[parts], kind="stable")]
        enough = _enough(order, unit, tables, int(floors[unit]))
        size = max(
            int(enough.argmax()) + 1 if enough.any() else len(order), int(small.sum()), _FEWEST_MEMBERS
        )
        own = order[:size]
        members[own] = True
        if size == len(parts):
            pools[unit] = True
        else:
            chosen.append(HiddenSum(unit, _NAME, own))
    flagged = replace(tables, members=members, pools=pools)
    if not chosen:
        return flagged
    pooled, places = with_hidden_sums(flagged, chosen)
    return replace(pooled, pools=pooled.pools | np.isin(np.arange(len(pooled.units)), places))


def _enough(order: Integers, unit: int, tables: Tables, floor: int) -> npt.NDArray[np.bool_]:
    """Tell for the first one, two, three ... units whether a pool of them is large enough, shape (units,).

    It is when it has people enough in all, and at each level that has many: with few people at a level the
    pool would cost the level in the total over all units.
    """
    levels = next(iter(tables.counts.values())).sum(axis=2)
    pooled = np.cumsum(levels[order], axis=0)
    needed = np.where(levels[unit] >= _MANY * floor, floor, 0)
    return np.asarray((pooled >= needed).all(axis=1) & (pooled.sum(axis=1) >= _ROOMY * floor))
