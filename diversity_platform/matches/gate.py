"""The disclosure gate, in the form that the exposure audit asks for.

`connector` and `rating` do not know each other: here counts of start-ups become linked tables, and what was
released of them becomes what the audit may speak of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.exposure import ReleasedCounts
from rating.disclosure import STATISTIC_FLOOR, publication_of, release, tables_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connector.matching.exposure import Count
    from rating.disclosure import Policy, Publication, Released

_LEVEL, _ATTRIBUTE, _GROUP = "level", "attribute", "group"


class DisclosureGate:
    """Lets counts of start-ups through, or withholds them.

    The outcome of introductions takes the place of the level. Attributes are sensitive (k = 10) unless the
    taxonomy of the gate says otherwise. What is withheld for the sake of another count is worth as little as
    possible (`Count.worth`).

    Parameters
    ----------
    policy
        Floors, and which day and population the counts describe.
    earlier
        What audits of the same start-ups released before.

    Attributes
    ----------
    statistic_floor, naming_floor
        Fewest start-ups that a statistic may be about, and of a group that may be named.
    publications
        What was released here: to be kept, and handed in as `earlier` at the next audit.
    """

    def __init__(self, policy: Policy, earlier: Sequence[Publication] = ()) -> None:
        if policy.already_public:
            raise ValueError("what start-ups declared of themselves is no public filing")
        self._policy, self._earlier = policy, tuple(earlier)
        self.naming_floor = max(policy.k, policy.k_sensitive)
        self.statistic_floor = max(STATISTIC_FLOOR, 2 * self.naming_floor)
        self.publications: list[Publication] = []

    def release(self, counts: Sequence[Count]) -> ReleasedCounts:
        """Return which counts, and which sums of them, may be said in public.

        Raises
        ------
        DefinitionError
            If a cell stands twice, attributes count different start-ups, or a count is worth less than 1.
        CannotBePromisedError
            If earlier releases tell too much.
        """
        if not counts:
            return ReleasedCounts({})
        # a file that knows no outcomes says sums alone, so that a later one may tell what they are made of
        keys = (*((_LEVEL,) if any(one.outcome for one in counts) else ()), _ATTRIBUTE, _GROUP)
        rows: list[Mapping[str, str | int]] = [
            {_LEVEL: one.outcome, _ATTRIBUTE: one.attribute, _GROUP: one.group, "n": one.startups}
            for one in counts
        ]
        tables = replace(tables_of(rows, keys), group_worth=_worth(counts))
        released = release(tables, self._policy, self._earlier)
        self.publications.append(publication_of(released))
        return ReleasedCounts(_cells(released), next(iter(released.frame.as_of.values()), None))


def _worth(counts: Sequence[Count]) -> dict[str, dict[str, float]]:
    """Return what the counts of each group of each attribute are worth."""
    found: dict[str, dict[str, float]] = {}
    for one in counts:
        own = found.setdefault(one.attribute, {})
        own[one.group] = max(own.get(one.group, one.worth), one.worth)
    return found


def _cells(released: Released) -> dict[tuple[str, str, str], int]:
    """Return what is shown; the last row and the last column are the sums over all."""
    found = {}
    for attribute, table in released.tables.items():
        (cells,) = table.cells
        for row, level in enumerate(released.frame.rows):
            for column, group in enumerate((*table.groups, "*")):
                if not np.isnan(cells[row, column]):
                    found[attribute, group, level] = int(cells[row, column])
    return found
