"""How near the start-up's stage is to the stages that the offer is used to.

1 in one of these stages, and less by an equal step for every stage of the taxonomy that lies between, down to
0 at its other end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.signals.missing import unknown
from connector.matching.signals.signal import SAYS, Signal, Values, grade
from connector.reasons import Named, Reason

if TYPE_CHECKING:
    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Floats
    from connector.parties import Offer, StartUp

_CODE = "stage_fit"
_READS = (("stage",), ("stages",))


def _values(startups: StartUpColumns, offers: OfferColumns, codes: Codes) -> Values:
    numbers = np.arange(len(codes.stages))
    steps = np.abs(np.subtract.outer(numbers, numbers))
    farthest = max(len(numbers) - 1, 1)
    # steps to the nearest stage of each offer, shape (stages, m); one step too far where none is stated
    nearest = np.where(offers.stages, steps[:, None, :], farthest).min(axis=2, initial=farthest)
    table: Floats = np.zeros((len(numbers) + 1, len(offers)), np.float32)
    table[:-1] = 1 - nearest / farthest
    # a stage that is not stated is -1: the last row
    is_known = (startups.stage >= 0)[:, None] & offers.stages.any(axis=1)
    return Values(table.take(startups.stage, axis=0, mode="wrap"), is_known)


def _because(startup: StartUp, offer: Offer, value: float | None, codes: Codes) -> Reason:
    if value is None or startup.stage is None:
        return unknown(_CODE, _READS, startup, offer)
    stages = tuple(Named("stages", stage) for stage in sorted(offer.stages, key=codes.stages.__getitem__))
    stage = Named("stages", startup.stage)
    if startup.stage in offer.stages:
        return Reason(f"{_CODE}.same", {"stage": stage})
    return Reason(f"{_CODE}.{grade(value)}", {"stage": stage, "stages": stages})


SIGNAL = Signal(_CODE, _values, _because, _READS, ("same", *SAYS))
