"""Releases beside earlier ones: what readers already have, and what has to wait until more people have moved.

About the same people (same reference date) every earlier file is part of one problem. At another date
readers compare: where fewer than k people joined or fewer than k left a company, or nobody knows, a number
that changed by fewer than k says something about those few. All figures of such a company are kept at their
earlier values until more people have moved; its tables are then of one date, and add up.
"""

from rating.disclosure.editions.linked import Linked, Moved, Parted
from rating.disclosure.editions.linking import link
from rating.disclosure.editions.told_before import LaterEditionError

__all__ = ["LaterEditionError", "Linked", "Moved", "Parted", "link"]
