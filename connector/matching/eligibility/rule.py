"""What a hard rule is. One rule a file; none ever guesses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.reasons import Reason
    from connector.parties import Offer, StartUp

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
    answers
        From the columns of n start-ups and m offers to `Answer` of all pairs, something that broadcasts to
        shape (n, m).
    because
        From one pair whose answer is not ``ELIGIBLE`` to the reason: ``<code>.ineligible`` with the facts, or
        ``<code>.cannot_tell`` with the field that is not stated. Told the answer and the day of matching.
    changes
        Fields of a start-up whose change can change the answer.
    """

    code: str
    answers: Callable[[StartUpColumns, OfferColumns], Answers]
    because: Callable[[StartUp, Offer, Answer, Codes], Reason]
    changes: tuple[str, ...] = ()
