"""What was shown, list by list and day by day, with what a ranker may see of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from connector.matching.learning.card import Part
from connector.matching.learning.evaluation import gains
from connector.matching.learning.lists import lists_of
from connector.matching.learning.split import first_day_of_later_part

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Flags, Integers
    from connector.matching.learning.features import Features
    from connector.matching.learning.lists import Lists
    from connector.matching.learning.shown import Shown

#: Shares of the lists: the hold-out's of all, and the tuning part's of those before.
HOLD_OUT, TUNING = 0.25, 0.25


@dataclass(frozen=True)
class Rows:
    """A span of days, list by list.

    Attributes
    ----------
    design
        See `connector.matching.learning.ranker.models`, shape (rows, columns).
    grade, position, day, startup
        See `Shown`, shape (rows,).
    in_list
        Rising by 1 from list to list, shape (rows,).
    ties
        Decides between equal scores, shape (rows,): drawn, because the order in which rows come is that in
        which they were shown.
    """

    design: Doubles
    grade: Integers
    position: Doubles
    day: Integers
    startup: Integers
    in_list: Integers
    ties: Integers

    def __len__(self) -> int:
        return len(self.grade)

    @cached_property
    def is_chosen(self) -> Flags:
        """Whether each row was chosen."""
        return np.asarray(self.grade > 0)

    @cached_property
    def gain(self) -> Doubles:
        """What each row's choice is worth, 0 where there is none."""
        return gains(self.grade)

    @cached_property
    def lists(self) -> Lists:
        """The lists of the rows."""
        return lists_of(self.in_list)

    @cached_property
    def has_choice(self) -> Flags:
        """Whether something was chosen in each list, shape (lists,)."""
        return np.asarray(self.lists.total(self.gain) > 0)

    @property
    def owner(self) -> Integers:
        """The start-up of each list, shape (lists,)."""
        return self.startup[self.lists.starts]

    def take(self, rows: Flags) -> Rows:
        """Return some rows, in their order."""
        return Rows(**{column.name: getattr(self, column.name)[rows] for column in fields(self)})

    def part(self) -> Part:
        """Return what was shown, in figures."""
        return Part(
            first=date.fromordinal(int(self.day[0])),
            last=date.fromordinal(int(self.day[-1])),
            rows=len(self),
            lists=len(self.lists),
            lists_with_choice=int(self.has_choice.sum()),
            chosen=int(self.is_chosen.sum()),
        )


class Spans(NamedTuple):
    """Three spans of days, one after the other, and the first two as one."""

    early: Rows
    tuning: Rows
    training: Rows
    hold_out: Rows


def design_of(value: Doubles) -> Doubles:
    """Return what models read: values, and then which speak for the pair at all, shape (rows, 2 * signals).

    A signal at 0 is as one that is not known. Else it would pay to state what an offer does not do, or not to
    state it.
    """
    return np.concatenate([value, value > 0], axis=1, dtype=np.float64)


def arranged(shown: Shown, seen: Features, order: Integers, rng: np.random.Generator) -> Rows:
    """Return rows in an order in which lists and days stand together; see `Shown.in_order`."""
    return Rows(
        design=design_of(seen.value[order]),
        grade=shown.grade[order].astype(np.int64),
        position=shown.position[order],
        day=shown.day[order],
        startup=shown.startup[order],
        in_list=lists_of(shown.in_list[order]).of_row,
        ties=rng.permutation(len(order)),
    )


def spans(rows: Rows) -> Spans | None:
    """Return the spans of days, or None where there are not three days to split between."""
    until = _later(rows, HOLD_OUT)
    if until is None:
        return None
    training, hold_out = rows.take(rows.day < until), rows.take(rows.day >= until)
    since = _later(training, TUNING)
    if since is None:
        return None
    early, tuning = training.take(training.day < since), training.take(training.day >= since)
    return Spans(early, tuning, training, hold_out)


def _later(rows: Rows, share: float) -> int | None:
    return first_day_of_later_part(rows.day[rows.lists.starts], share)
