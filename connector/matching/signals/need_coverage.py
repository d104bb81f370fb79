"""How much of what the start-up needs the offer meets, the more pressing needs counting more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.signals.missing import unknown
from connector.matching.signals.signal import GRADES, Signal, Values, grade
from connector.reasons import Named, Reason

if TYPE_CHECKING:
    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags, Floats, Integers
    from connector.parties import Offer, StartUp

_CODE = "need_coverage"
_READS = (("needs", "stage"), ("needs",))


def _values(startups: StartUpColumns, offers: OfferColumns, _: Codes) -> Values:
    """Return the share of the start-up's urgency that falls on needs met in its stage.

    Where the stage is not stated only needs that are met in every stage count: so much is sure. If none is,
    and some are met in some stages, it is not known.
    """
    total = startups.needs.sum(axis=1)
    value: Floats = np.zeros((len(startups), len(offers)), np.float32)
    is_known: Flags = (total > 0)[:, None] & offers.needs.any(axis=(1, 2))
    met_in_all: Flags = np.asarray(offers.needs.all(axis=2))
    met_in_some: Flags = np.asarray(offers.needs.any(axis=2))
    for stage in np.unique(startups.stage):
        rows = np.flatnonzero(startups.stage == stage)
        if stage >= 0:
            value[rows] = _urgency(startups, rows, offers.needs[:, :, stage])
        else:
            value[rows] = sure = _urgency(startups, rows, met_in_all)
            may_be_met = _urgency(startups, rows, met_in_some) > 0
            is_known[rows] &= (sure > 0) | ~may_be_met
    # whole numbers below 2^24 so far: exact, whatever the order of the additions
    np.divide(value, total[:, None], out=value, where=(total > 0)[:, None])
    return Values(value, is_known)


def _urgency(startups: StartUpColumns, rows: Integers, met: Flags) -> Floats:
    """Return the urgency that is met, shape (rows, m)."""
    return startups.needs[rows] @ met.T.astype(np.float32)


def met_needs(startup: StartUp, offer: Offer, codes: Codes) -> tuple[str, ...]:
    """Return the needs of a start-up that an offer surely meets in its stage, the most pressing first."""
    every = frozenset(codes.stages)
    met = (
        need
        for need in startup.needs
        if need in offer.needs and _is_met(startup.stage, offer.needs[need] or every, every)
    )
    return tuple(sorted(met, key=lambda need: (-startup.needs[need], codes.needs[need])))


def _is_met(stage: str | None, stages: frozenset[str], every: frozenset[str]) -> bool:
    return stages >= every if stage is None else stage in stages


def _because(startup: StartUp, offer: Offer, value: float | None, codes: Codes) -> Reason:
    if value is None:
        return unknown(_CODE, _READS, startup, offer)
    said = grade(value)
    facts = {"n": len(startup.needs)}
    if said in GRADES:
        named = tuple(Named("needs", need) for need in met_needs(startup, offer, codes))
        return Reason(f"{_CODE}.{said}", {**facts, "met": named, "count": len(named)})
    return Reason(f"{_CODE}.{said}", facts)


SIGNAL = Signal(_CODE, _values, _because, _READS)
