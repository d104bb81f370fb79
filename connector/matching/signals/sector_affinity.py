"""How close the sectors of both sides are in the taxonomy.

The best pair of a sector of one side and a sector of the other, by Wu and Palmer's similarity: twice the
depth of the narrowest term above both, over the sum of their depths [1]_. The root above all sectors has
depth 0. In a taxonomy of two levels this is 1 for one sector, 2/3 for a sector and the wider one above it,
1/2 for two under one wider sector, 0 for others: who names the very sector fits better than who takes
anything digital.

.. [1] Wu, Z. and Palmer, M. (1994), Verb semantics and lexical selection, ACL 1994, 133-138.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.columns.kinds import kinds
from connector.matching.signals.missing import unknown
from connector.matching.signals.signal import SAYS, Signal, Values, grade
from connector.matching.signals.spread import spread
from connector.matching.signals.stated import both_state
from connector.reasons import Named, Reason
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags, Floats
    from connector.parties import Offer, StartUp

_CODE = "sector_affinity"
_READS = (("sectors",), ("sectors",))


@cache
def affinity(one: str, other: str) -> float:
    """Return Wu and Palmer's similarity of two sectors, 0 to 1.

    Examples
    --------
    >>> affinity("games", "games"), affinity("games", "publishing"), affinity("games", "insurance")
    (1.0, 0.5, 0.0)
    """
    first, second = taxonomy("sectors").path(one), taxonomy("sectors").path(other)
    shared = sum(a == b for a, b in zip(first, second, strict=False))
    return 2 * shared / (len(first) + len(second))


@cache
def _table() -> Floats:
    sectors = taxonomy("sectors").codes
    return np.array([[affinity(one, other) for other in sectors] for one in sectors], np.float32)


def _values(startups: StartUpColumns, offers: OfferColumns, _: Codes) -> Values:
    first, startup_kind = kinds(startups.sectors)
    second, offer_kind = kinds(offers.sectors)
    # the best of the start-up's sectors for each sector, then the best of these over the offer's
    reach = _best(startups.sectors[first], _table())
    best = _best(offers.sectors[second], np.ascontiguousarray(reach.T))
    is_known = both_state(startups.sectors, offers.sectors)
    return Values(spread(np.ascontiguousarray(best.T), startup_kind, offer_kind), is_known)


def _best(named: Flags, of_sector: Floats) -> Floats:
    """Return the largest of the rows of `of_sector` that each party names, shape (parties, columns)."""
    best = np.zeros((len(named), of_sector.shape[1]), np.float32)
    for sector in range(named.shape[1]):
        rows = np.flatnonzero(named[:, sector])
        best[rows] = np.maximum(best[rows], of_sector[sector])
    return best


def _because(startup: StartUp, offer: Offer, value: float | None, _: Codes) -> Reason:
    if value is None:
        return unknown(_CODE, _READS, startup, offer)
    said = grade(value)
    pairs = product(sorted(startup.sectors), sorted(offer.sectors))
    one, other = max(pairs, key=lambda pair: affinity(*pair))
    if said == "none":
        return Reason(f"{_CODE}.none")
    if one == other:
        return Reason(f"{_CODE}.same", {"sector": Named("sectors", one)})
    return Reason(f"{_CODE}.{said}", {"one": Named("sectors", one), "other": Named("sectors", other)})


SIGNAL = Signal(_CODE, _values, _because, _READS, ("same", *SAYS))
