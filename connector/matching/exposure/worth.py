"""How much it matters that the count of a group is released, where a gate has to withhold one or another.

A count that few stand behind cannot be released, and as long as all others are it can be computed from them:
a gate withholds another one with it. Any will do for that, and the audit can spare some more easily than
others. Those who did not declare come first, then groups too small for a statistic, then the others, the
smaller ones before the larger.
"""

from __future__ import annotations

from connector.matching.exposure.groups import NOT_DECLARED

#: What the count of those who did not declare is worth.
LEAST = 1.0
#: By so much each class is worth more than the one below: rather several counts of that than one of this.
_STEP = 10.0
_CLASSES = 12


def worth_of(group: str, startups: int, floor: int) -> float:
    """Return what the count of a group is worth beside those of others, `LEAST` or more.

    Sizes count in classes, each twice as wide as the one below: what a gate withholds tells no more of the
    size of a group than its class.

    Parameters
    ----------
    group
        Its code.
    startups
        How many are of it.
    floor
        Fewest that a statistic may be about.

    Examples
    --------
    >>> [worth_of("women", startups, 30) for startups in (4, 29, 30, 59, 60, 500)]
    [10.0, 10.0, 100.0, 100.0, 1000.0, 1000000.0]
    >>> worth_of("unknown", 500, 30)
    1.0
    """
    if group == NOT_DECLARED:
        return LEAST
    return _STEP ** min(1 + (startups // max(floor, 1)).bit_length(), _CLASSES)
