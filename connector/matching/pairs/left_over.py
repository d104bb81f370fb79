"""Why a start-up has no partner: the first condition that leaves nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.pairs.sides import view
from connector.reasons import Named, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector.matching.columns.types import Integers
    from connector.matching.pairs.sides import Sides, View
    from connector.parties import StartUp

#: Fields of which one has to be stated, and what is said to be missing when none is.
_NEEDED = (
    (("languages",), "languages"),
    (("stage",), "stage"),
    (("needs", "markets_sought"), "needs"),
    (("offers", "markets_known"), "offers"),
)
#: Start-ups that are looked at beside all at a time.
_ROWS = 256


def why_left_over(sides: Sides, rows: Integers, *, across_only: bool) -> Iterator[Reason]:
    """Yield for each of some start-ups why it has no partner.

    Other start-ups appear as a number at most. That nobody of other backgrounds was there is said without
    one: it would count what others declared.
    """
    for start in range(0, len(rows), _ROWS):
        part = rows[start : start + _ROWS]
        seen = view(sides, part)
        for place, row in enumerate(part):
            missing = _not_stated(sides.startups[row])
            if missing:
                fields = tuple(Named("field", field) for field in missing)
                yield Reason("pairs.left.not_stated", {"fields": fields})
            else:
                yield _nobody(seen, place, across_only=across_only)


def _not_stated(startup: StartUp) -> tuple[str, ...]:
    return tuple(said for fields, said in _NEEDED if not any(getattr(startup, field) for field in fields))


def _nobody(seen: View, row: int, *, across_only: bool) -> Reason:
    """Go through the conditions in their order."""
    gets, gives = seen.gets[row] > 0, seen.gives[row] > 0
    speaks = seen.speaks[row]
    is_near = speaks & seen.is_near[row]
    helped, asked = is_near & gets, is_near & gives
    both = helped & asked
    wanted = both & (seen.differs if across_only else seen.may_differ)[row]
    for is_met, code in (
        (speaks.any(), "pairs.left.language"),
        (is_near.any(), "pairs.left.stage"),
        (helped.any(), "pairs.left.not_helped"),
        (asked.any(), "pairs.left.not_asked"),
        (both.any(), "pairs.left.one_way"),
        (wanted.any(), "pairs.left.not_across" if across_only else "pairs.left.same_backgrounds"),
    ):
        if not is_met:
            return Reason(code)
    return Reason("pairs.left.taken", {"n": int(np.count_nonzero(wanted))})
