"""What each start-up may enter, counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility import eligibility

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.columns.types import Integers


@dataclass(frozen=True, slots=True)
class Entries:
    """How many offers each of n start-ups may enter, and which rules keep it from others.

    Attributes
    ----------
    eligible, cannot_tell, ineligible
        Shape (n,).
    excluded_by, unclear_by
        Rule -> number of offers that it excludes, or cannot tell about, shape (n,).
    """

    eligible: Integers
    cannot_tell: Integers
    ineligible: Integers
    excluded_by: Mapping[str, Integers]
    unclear_by: Mapping[str, Integers]


def entries_of(startups: StartUpColumns, offers: OfferColumns, *, block: int = 4096) -> Entries:
    """Count the offers that each start-up may enter.

    Parameters
    ----------
    startups, offers
        Columns of n start-ups and m offers.
    block
        How many start-ups to look at at once; has no influence on the result.
    """
    parts = [
        eligibility(startups.take(slice(start, start + block)), offers).summary()
        for start in range(0, len(startups), block)
    ]
    return Entries(
        eligible=np.concatenate([part.eligible for part in parts]),
        cannot_tell=np.concatenate([part.cannot_tell for part in parts]),
        ineligible=np.concatenate([part.ineligible for part in parts]),
        # which rules are made depends on the offers alone, so all parts name the same
        excluded_by={
            rule: np.concatenate([part.excluded_by[rule] for part in parts]) for rule in parts[0].excluded_by
        },
        unclear_by={
            rule: np.concatenate([part.unclear_by[rule] for part in parts]) for rule in parts[0].unclear_by
        },
    )
