"""What became of introductions, one start-up at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import numpy as np

from connector.errors import CannotMatchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class Misstated:
    """What cannot be in an introduction.

    Attributes
    ----------
    number
        Its place among those given, from 0.
    what
        The attribute that is wrong.
    message
        Why, as a sentence.
    """

    number: int
    what: Literal["startup", "proposed", "answered"]
    message: str


def misstated(ids: Iterable[str], introductions: Iterable[Introduction], today: date) -> Iterator[Misstated]:
    """Yield what cannot be: an unknown start-up, a day in the future, an answer before it was asked for.

    Parameters
    ----------
    ids
        Of the start-ups.
    introductions
        In their order.
    today
        The day of the audit.
    """
    known = set(ids)
    for number, one in enumerate(introductions):
        if one.startup not in known:
            yield Misstated(number, "startup", f"There is no start-up called '{one.startup}'.")
        if one.proposed > today:
            yield Misstated(number, "proposed", f"{one.proposed} lies after the day of matching, {today}.")
        if one.answered is not None and one.answered < one.proposed:
            yield Misstated(
                number, "answered", f"The answer ({one.answered}) lies before the proposal ({one.proposed})."
            )
        elif one.answered is not None and one.answered > today:
            yield Misstated(number, "answered", f"{one.answered} lies after the day of matching, {today}.")


def receptions_of(ids: Sequence[str], introductions: Sequence[Introduction], today: date) -> Receptions:
    """Return what became of introductions, by start-up.

    Raises
    ------
    CannotMatchError
        If an introduction is of an unknown start-up, lies in the future, or was answered before it was made.
    """
    for wrong in misstated(ids, introductions, today):
        startup = introductions[wrong.number].startup
        raise CannotMatchError(f"An introduction of '{startup}' cannot be. {wrong.message}")
    number = {code: place for place, code in enumerate(ids)}
    first: dict[int, date] = {}
    answer: dict[int, date] = {}
    outcome = np.full(len(ids), list(Reception).index(Reception.NOT_INTRODUCED), np.int64)
    for one in introductions:
        row = number[one.startup]
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
