"""What changes of one field do to the offers that ask for it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from connector.matching.columns.kinds import kinds
from connector.matching.eligibility import Answer

if TYPE_CHECKING:
    from connector.matching.columns import StartUpColumns
    from connector.matching.columns.types import Doubles, Flags, Integers
    from connector.matching.eligibility import Answers, Eligibility, Rule
    from connector.matching.what_if.offered import Asked

#: Sets of offers, one a row, a bit each: there are far more changes than anything else here.
Sets = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Effects:
    """What p changes do, each of one start-up.

    Attributes
    ----------
    startup, option
        Who would state what, shape (p,).
    size
        How large the change is, shape (p,).
    opens, closes, settles
        Which of the offers that ask for the field, p sets: `connector.matching.what_if.search.Change`.
    """

    startup: Integers
    option: Integers
    size: Doubles
    opens: Sets
    closes: Sets
    settles: Sets

    @cached_property
    def good(self) -> Integers:
        """How many offers each change opens, shape (p,)."""
        return _counted(self.opens)

    @cached_property
    def harm(self) -> Integers:
        """How many offers each change closes or settles, shape (p,)."""
        return _counted(self.closes | self.settles)

    def take(self, rows: Integers) -> Self:
        """Return some changes, in the order of `rows`."""
        return type(self)(**{column.name: getattr(self, column.name)[rows] for column in fields(self)})

    def best(self, most: int | None) -> Self:
        """Return the best changes of each start-up, without those that a better one matches.

        Parameters
        ----------
        most
            How many of each start-up; None for all of them.
        """
        left = np.lexsort((self.option, self.harm, -self.good, self.size, self.startup))
        found: list[Integers] = []
        while len(left) and len(found) != most:
            _, first, group = np.unique(self.startup[left], return_index=True, return_inverse=True)
            found.append(left[first])
            # the best one matches itself as well
            left = left[~self._are_matched(left, left[first][group])]
        return self.take(np.concatenate([*found, left[:0]]))

    def _are_matched(self, rows: Integers, by: Integers) -> Flags:
        """Say of each change whether another one, no larger, opens all that it opens, at no more harm."""
        lacks = self.opens[rows] & ~self.opens[by]
        harms = (self.closes[by] & ~self.closes[rows]) | (self.settles[by] & ~self.settles[rows])
        return np.asarray(~(lacks | harms).any(axis=1))


def effects_of(asked: Asked, own: StartUpColumns, answers: Eligibility) -> Effects:
    """Return what all changes of a field do that open something.

    Parameters
    ----------
    asked
        The field, and the offers that ask for it.
    own
        Columns of n start-ups.
    answers
        What all rules answer for them and all offers.
    """
    now = answers.answers[:, asked.asking]
    others = np.full_like(now, Answer.ELIGIBLE)
    for answered in answers.by_rule:
        if answered.rule not in asked.rules:
            np.minimum(others, answered.answers[:, asked.asking][answered.kind], out=others)
    is_open, is_unclear = (_sets(now == answer) for answer in (Answer.ELIGIBLE, Answer.CANNOT_TELL))
    # what this field alone keeps shut
    is_shut = _sets((others == Answer.ELIGIBLE) & (now != Answer.ELIGIBLE))

    sizes = asked.suggestion.sizes(own, asked.stating)
    startup, option = np.nonzero(~np.isnan(sizes) & is_shut.any(axis=1, keepdims=True))
    let_in: Sets = np.full((len(startup), is_open.shape[1]), 0xFF, np.uint8)
    excluded: Sets = np.zeros_like(let_in)
    for rule in asked.rules:
        after, kind = _answers_after(rule, asked, own, startup, option)
        let_in &= _sets(after == Answer.ELIGIBLE)[kind]
        excluded |= _sets(after == Answer.INELIGIBLE)[kind]
    opens = is_shut[startup] & let_in
    found = Effects(
        startup,
        option,
        sizes[startup, option],
        opens,
        closes=is_open[startup] & ~let_in,
        settles=is_unclear[startup] & excluded,
    )
    return found.take(np.flatnonzero(opens.any(axis=1)))


def members(offers: Sets) -> Integers:
    """Return which offers are in one set, in their order."""
    return np.unpackbits(offers).nonzero()[0]


def _answers_after(
    rule: Rule, asked: Asked, own: StartUpColumns, startup: Integers, option: Integers
) -> tuple[Answers, Integers]:
    """Return what a rule answers after changes, once for those that it reads alike, and which are alike."""
    read = {column: getattr(own, column)[startup] for column in rule.reads}
    for column in read.keys() & set(asked.suggestion.columns):
        read[column] = asked.suggestion.join.columns(read[column], getattr(asked.stating, column)[option])
    rows, kind = kinds(*read.values())
    some = replace(own.take(startup[rows]), **{column: values[rows] for column, values in read.items()})
    # an answer may be the same for all of them
    return np.broadcast_to(rule.answers(some, asked.offers), (len(rows), len(asked.asking))), kind


def _sets(flags: Flags) -> Sets:
    return np.packbits(flags, axis=1)


def _counted(sets: Sets) -> Integers:
    return np.asarray(np.bitwise_count(sets).sum(axis=1, dtype=np.int64))
