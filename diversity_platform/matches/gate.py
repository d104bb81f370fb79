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
    from collections.abc import Container, Iterable, Mapping, Sequence

    from connector.matching.exposure import Count
    from rating.disclosure import Policy, Publication, Released

_LEVEL, _ATTRIBUTE, _GROUP = "level", "attribute", "group"
#: The sum over all groups.
_EVERYBODY = "*"


class DisclosureGate:
    """Lets counts of start-ups through, or withholds them.

    The outcome of introductions takes the place of the level, and is a secret of the groups as well: neither
    who of an outcome is of a group nor what became of a group is told where few are. Attributes are sensitive
    (k = 10) unless the taxonomy of the gate says otherwise. What is withheld for the sake of another count is
    worth as little as possible (`Count.worth`).

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
        # what became of the start-ups of a group is as much a secret as which of them are of it
        tables = replace(tables_of(rows, keys), group_worth=_worth(counts), rows_are_outcomes=_LEVEL in keys)
        released = release(tables, self._policy, self._earlier)
        cells, publication = _cells(released), publication_of(released)
        as_of = next(iter(released.frame.as_of.values()), None)
        if as_of is not None:
            # of a group that no earlier release has there is no earlier count, and none of today may be told
            told = _groups_of(self._earlier)
            cells = {cell: n for cell, n in cells.items() if cell[:2] in told or cell[1] == _EVERYBODY}
            publication = _about(publication, told)
        self.publications.append(publication)
        return ReleasedCounts(cells, as_of)


def _worth(counts: Sequence[Count]) -> dict[str, dict[str, float]]:
    """Return what the counts of each group of each attribute are worth."""
    found: dict[str, dict[str, float]] = {}
    for one in counts:
        own = found.setdefault(one.attribute, {})
        own[one.group] = max(own.get(one.group, one.worth), one.worth)
    return found


def _groups_of(publications: Iterable[Publication]) -> frozenset[tuple[str, str]]:
    """Return the attributes and groups that some releases have."""
    return frozenset(
        (table.fixed[_ATTRIBUTE], str(cell[_GROUP]))
        for publication in publications
        for table in publication.tables
        for cell in table.cells
    )


def _about(publication: Publication, told: Container[tuple[str, str]]) -> Publication:
    """Return a release with these groups and no others."""
    tables = (
        table.model_copy(
            update={
                "cells": [
                    cell
                    for cell in table.cells
                    if cell[_GROUP] == _EVERYBODY or (table.fixed[_ATTRIBUTE], cell[_GROUP]) in told
                ]
            }
        )
        for table in publication.tables
    )
    return publication.model_copy(update={"tables": [table for table in tables if table.cells]})


def _cells(released: Released) -> dict[tuple[str, str, str], int]:
    """Return what is shown; the last row and the last column are the sums over all."""
    found = {}
    for attribute, table in released.tables.items():
        (cells,) = table.cells
        for row, level in enumerate(released.frame.rows):
            for column, group in enumerate((*table.groups, _EVERYBODY)):
                if not np.isnan(cells[row, column]):
                    found[attribute, group, level] = int(cells[row, column])
    return found
