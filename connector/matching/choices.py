"""What else could do for a start-up what an offer does: who depends on a scarce helper, and who does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility.rule import Answer
from connector.matching.signals import shelf

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags
    from connector.matching.eligibility.rule import Answers

#: Where nothing is known that would make a start-up depend on an offer, others are taken to be enough.
MANY = 127


def other_choices(
    startups: StartUpColumns,
    offers: OfferColumns,
    codes: Codes,
    answer_of: Callable[[StartUpColumns, OfferColumns], Answers],
    shortlists: npt.NDArray[np.integer],
    *,
    block: int = 1024,
) -> npt.NDArray[np.int8]:
    """Return how many other offers could do for a start-up what each shortlisted offer does.

    It does for a start-up what that needs and it meets in its stage. Another offer could do
    that for one of these needs if it meets it in that stage, is not known to be closed to the start-up, and
    it is not known that both sides have no language in common. Counted is the need for which the fewest
    others are left: an accountant who speaks Arabic has no substitute in an accountant who does not, nor in
    a bank that lends money.

    Parameters
    ----------
    startups, offers, codes
        Columns of n start-ups and m offers that take somebody.
    answer_of
        From some of the start-ups and the offers to `Answer` of all their pairs, shape (some, m).
    shortlists
        Offers of each start-up, shape (n, K); -1 where there are no more.
    block
        How many start-ups to look at at once; has no influence on the result.

    Returns
    -------
    ndarray
        Shape (n, K), 0 to `MANY`. `MANY` also where the offer meets no need that is stated, or the stage
        is not stated and it does not meet the need in every stage: then nothing is known.
    """
    found = np.full(shortlists.shape, MANY, np.int8)
    if not len(offers):
        return found
    # which needs an offer meets in each stage; behind them what -1, a stage that is not stated, points to
    surely = np.concatenate([offers.needs, offers.needs.all(axis=2, keepdims=True)], axis=2)
    perhaps = np.concatenate([offers.needs, offers.needs.any(axis=2, keepdims=True)], axis=2)
    speak = shelf()["language"]
    for start in range(0, len(startups), block):
        rows = slice(start, start + block)
        some = startups.take(rows)
        language = speak.values(some, offers, codes)
        speaks = (language.value > 0) | ~language.is_known
        is_open = (answer_of(some, offers) > Answer.INELIGIBLE) & speaks
        for stage in np.unique(some.stage):
            here = np.flatnonzero(some.stage == stage)
            listed = shortlists[start + here]
            meets = surely[:, :, stage][np.maximum(listed, 0)] & (listed >= 0)[:, :, None]
            meets &= some.needs[here, None, :] > 0
            found[start + here] = _fewest(meets, is_open[here], perhaps[:, :, stage], listed)
    return found


def _fewest(
    meets: Flags, is_open: Flags, perhaps: Flags, listed: npt.NDArray[np.integer]
) -> npt.NDArray[np.int8]:
    """Return the fewest others over the needs that shortlisted offers meet.

    Parameters
    ----------
    meets
        Needs of the start-up that each shortlisted offer meets, shape (rows, K, needs).
    is_open
        Offers that could be another choice, shape (rows, m).
    perhaps
        Needs that each offer meets, shape (m, needs).
    listed
        The shortlisted offers, shape (rows, K).
    """
    # whole numbers below 2^24: exact in float32
    could = is_open.astype(np.float32) @ perhaps.astype(np.float32)
    itself = np.take_along_axis(is_open, np.maximum(listed, 0), axis=1)[:, :, None]
    others = np.where(meets, could[:, None, :] - itself, np.float32(MANY)).min(axis=2)
    return np.asarray(np.minimum(others, MANY).astype(np.int8))
