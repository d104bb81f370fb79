"""Needs that nobody here meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility.rule import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags, Floats
    from connector.matching.scoring.shortlists import Answers


def unmet_needs(
    startups: StartUpColumns,
    offers: OfferColumns,
    answer_of: Callable[[StartUpColumns, OfferColumns], Answers],
    *,
    least: Answer = Answer.CANNOT_TELL,
    block: int = 1024,
) -> Flags:
    """Return the needs of each start-up that no offer open to it meets in its stage.

    Parameters
    ----------
    startups, offers
        Columns of n start-ups and m offers.
    answer_of
        From some of the start-ups and the offers to `Answer` of all their pairs, shape (some, m).
    least
        Which offers are open to a start-up: by default all that are not known to be closed, so that a need is
        called unmet only when it surely is. With ``ELIGIBLE`` those alone that are known to be open.
    block
        How many start-ups to look at at once; has no influence on the result.

    Returns
    -------
    Flags
        Shape (n, needs). A start-up that does not state its stage may be in any.
    """
    # which needs an offer meets in each stage, and behind them in some stage: what -1, not stated, points to
    met_in = np.concatenate([offers.needs, offers.needs.any(axis=2, keepdims=True)], axis=2)
    unmet: Flags = startups.needs > 0
    for start in range(0, len(startups), block):
        some = startups.take(slice(start, start + block))
        is_open = answer_of(some, offers) >= least
        for stage in np.unique(some.stage):
            rows = np.flatnonzero(some.stage == stage)
            met: Floats = is_open[rows].astype(np.float32) @ met_in[:, :, stage].astype(np.float32)
            unmet[start + rows] &= met == 0
    return unmet


def unmet_by_need(unmet: Flags, codes: Codes) -> Mapping[str, int]:
    """Return how many start-ups have each need unmet, in the order of the taxonomy; 0 included."""
    return dict(zip(codes.needs, unmet.sum(axis=0).tolist(), strict=True))
