"""What became of introductions, one start-up at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from connector.matching.columns.types import Doubles, Flags, Integers


@dataclass(frozen=True, slots=True)
class Introduction:
    """A start-up was introduced to an offer.

    Attributes
    ----------
    startup
        Its id.
    proposed
        The day.
    answered
        The day of the offer's answer; None where there is none yet.
    is_accepted
        Whether it was yes. Read where there is an answer.
    """

    startup: str
    proposed: date
    answered: date | None = None
    is_accepted: bool = False


class Reception(StrEnum):
    """What became of all introductions of a start-up; in this order in arrays."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    NOT_INTRODUCED = "not_introduced"


@dataclass(frozen=True, eq=False)
class Receptions:
    """What became of the introductions of n start-ups.

    Attributes
    ----------
    outcome
        At least one accepted, none accepted so far, or none introduced: place in `Reception`, shape (n,).
    waited
        Days from the first introduction to the first answer, or to today where there is none yet; nan without
        an introduction. Shape (n,).
    is_answered
        Whether there is an answer, shape (n,).
    """

    outcome: Integers
    waited: Doubles
    is_answered: Flags


def receptions_of(ids: Sequence[str], introductions: Iterable[Introduction], today: date) -> Receptions:
    """Return what became of introductions, by start-up.

    Raises
    ------
    CannotMatchError
        If an introduction is of an unknown start-up, lies in the future, or was answered before it was made.
    """
    number = {code: place for place, code in enumerate(ids)}
    first: dict[int, date] = {}
    answer: dict[int, date] = {}
    outcome = np.full(len(ids), list(Reception).index(Reception.NOT_INTRODUCED), np.int64)
    for one in introductions:
        row = number.get(one.startup)
        if row is None:
            raise CannotMatchError(f"There is no start-up called '{one.startup}' that was introduced.")
        if one.proposed > today or (one.answered is not None and not one.proposed <= one.answered <= today):
            raise CannotMatchError(f"An introduction of '{one.startup}' has days that cannot be.")
        first[row] = min(first.get(row, one.proposed), one.proposed)
        if one.answered is not None:
            answer[row] = min(answer.get(row, one.answered), one.answered)
        is_accepted = one.answered is not None and one.is_accepted
        outcome[row] = min(outcome[row], list(Reception).index(_RECEPTIONS[is_accepted]))
    waited = np.full(len(ids), np.nan)
    is_answered = np.zeros(len(ids), np.bool_)
    for row, day in first.items():
        is_answered[row] = row in answer
        waited[row] = (answer.get(row, today) - day).days
    return Receptions(outcome, waited, is_answered)


_RECEPTIONS = {True: Reception.ACCEPTED, False: Reception.NOT_ACCEPTED}
