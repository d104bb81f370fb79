"""What a hard rule is. One rule a file; none ever guesses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags
    from connector.parties import Offer, StartUp
    from connector.reasons import Reason

Answers = npt.NDArray[np.int8]


class Answer(IntEnum):
    """What a rule says of a pair. The least answer of all rules is the answer of all."""

    INELIGIBLE = 0
    CANNOT_TELL = 1
    ELIGIBLE = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard rule.

    Attributes
    ----------
    code
        Its name: that of its file.
    is_made
        From the columns of m offers to which of them make it, shape (m,). Others let everybody in.
    answers
        From the columns of n start-ups and m offers to `Answer` of all pairs, something that broadcasts
        to shape (n, m). Right for offers that do not make the rule as well.
    because
        From one pair, its answer, which is not ``ELIGIBLE``, and the day of matching to the reason.
    says
        The codes of all reasons that `because` can give, each ``<code>.<something>``.
    reads
        Columns of a start-up on which the answers depend: start-ups that are equal in them have equal
        answers, and are answered once.
    asks
        Fields of a profile that these columns are made of: what a start-up can change or state so that the
        answer changes.
    """

    code: str
    is_made: Callable[[OfferColumns], Flags]
    answers: Callable[[StartUpColumns, OfferColumns], Answers]
    because: Callable[[StartUp, Offer, Answer, date], Reason]
    says: tuple[str, ...]
    reads: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


def answers_where(*, is_made: Flags, is_stated: Flags, is_met: Flags) -> Answers:
    """Return the answers of a rule that is met or not where it is made and the start-up stated what it asks.

    Parameters
    ----------
    is_made, is_stated, is_met
        Of all pairs; they broadcast.
    """
    told = np.where(is_met, np.int8(Answer.ELIGIBLE), np.int8(Answer.INELIGIBLE))
    told = np.where(is_stated, told, np.int8(Answer.CANNOT_TELL))
    return np.where(is_made, told, np.int8(Answer.ELIGIBLE))
