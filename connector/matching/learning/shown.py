"""Outcomes as columns: what was shown to whom, where, when, and how relevant it proved to be."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np

from connector.matching.learning.errors import ContradictoryOutcomesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from connector.matching.columns.types import Doubles, Flags, Integers
    from connector.matching.learning.outcomes import Outcome


@dataclass(frozen=True)
class Shown:
    """Rows that were shown, one for each offer in each list.

    Attributes
    ----------
    startup, offer, in_list
        Numbers, shape (rows,).
    day
        Proleptic Gregorian ordinal (`datetime.date.toordinal`), shape (rows,).
    position
        From 1, shape (rows,); nan in lists without an order.
    grade
        How relevant it proved to be, 0 to 3, shape (rows,); above 0 it was chosen.
    counts
        Whether the row says something of how well both fit, shape (rows,).

    Raises
    ------
    ContradictoryOutcomesError
        If a list was shown to two start-ups or on two days, has an offer or a position twice, states the
        positions of some rows alone, or one before the first.
    """

    startup: Integers
    offer: Integers
    in_list: Integers
    day: Integers
    position: Doubles
    grade: npt.NDArray[np.int8]
    counts: Flags

    def __post_init__(self) -> None:
        if len({len(getattr(self, column.name)) for column in fields(self)}) != 1:
            raise ValueError("every column of what was shown has a value for each row")
        _refuse_contradictions(self)

    def __len__(self) -> int:
        return len(self.in_list)

    def take(self, rows: Flags | Integers) -> Self:
        """Return some rows, in the order of `rows`."""
        return type(self)(**{column.name: getattr(self, column.name)[rows] for column in fields(self)})

    def in_order(self) -> Integers:
        """Return the rows that count, the lists of a day together, by day, list, position and offer.

        The same rows in another order give the same.
        """
        order = np.lexsort((self.offer, self.position, self.in_list, self.day))
        return np.asarray(order[self.counts[order]], np.int64)


def _refuse_contradictions(shown: Shown) -> None:
    order = np.lexsort((shown.position, shown.in_list))
    lists = shown.in_list[order]
    is_same = lists[1:] == lists[:-1]
    for what, column in (("was shown to two start-ups", shown.startup), ("was shown on two days", shown.day)):
        _refuse(what, lists[1:][is_same & (column[order][1:] != column[order][:-1])])
    position = shown.position[order]
    _refuse("has a position twice", lists[1:][is_same & (position[1:] == position[:-1])])
    _refuse("has a position before the first", lists[position < 1])
    is_stated = np.isfinite(position)
    _refuse("states the positions of some rows alone", lists[1:][is_same & (is_stated[1:] != is_stated[:-1])])
    order = np.lexsort((shown.offer, shown.in_list))
    lists, offer = shown.in_list[order], shown.offer[order]
    _refuse("has an offer twice", lists[1:][(lists[1:] == lists[:-1]) & (offer[1:] == offer[:-1])])


def _refuse(what: str, lists: Integers) -> None:
    if lists.size:
        raise ContradictoryOutcomesError(f"List {lists[0]} {what}.")


def shown_columns(outcomes: Sequence[Outcome]) -> Shown:
    """Return outcomes as columns, row by row in their order; ids are numbered alphabetically.

    Raises
    ------
    ContradictoryOutcomesError
        See `Shown`.
    """
    position = [np.nan if one.position is None else one.position for one in outcomes]
    return Shown(
        startup=_numbered(one.startup for one in outcomes),
        offer=_numbered(one.offer for one in outcomes),
        in_list=_numbered(one.shown_in for one in outcomes),
        day=np.array([one.day.toordinal() for one in outcomes], np.int64),
        position=np.array(position, np.float64),
        grade=np.array([one.grade for one in outcomes], np.int8),
        counts=np.array([one.counts for one in outcomes], np.bool_),
    )


def _numbered(ids: Iterable[str]) -> Integers:
    listed = list(ids)
    numbers = {code: number for number, code in enumerate(sorted(set(listed)))}
    return np.array([numbers[code] for code in listed], np.int64)
