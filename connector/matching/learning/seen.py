"""What the engine saw of what was shown: kept with the lists, it is what a ranker learns from later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError
from connector.matching.learning.features import features

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector.matching.learning.features import Features
    from connector.matching.learning.outcomes import Outcome
    from connector.matching.recommendations import Recommendations


def seen_of(runs: Iterable[tuple[Recommendations, Iterable[Outcome]]]) -> Features:
    """Return what the engine saw of pairs when they were shown, a row for each outcome in the order given.

    Parameters
    ----------
    runs
        What was recommended, and what became of it; one for each matching. Signals that a run did not read
        count as not known in it.

    Raises
    ------
    CannotMatchError
        If there are no outcomes, or one is of a pair that its run did not look at.
    """
    told = [(found, list(outcomes)) for found, outcomes in runs]
    codes = tuple(dict.fromkeys(one.code for found, _ in told for one in found.shortlists.signals))
    rows = sum(len(outcomes) for _, outcomes in told)
    if not rows:
        raise CannotMatchError("There is nothing to learn from: no outcome is given.")
    value = np.zeros((rows, len(codes)))
    start = 0
    for found, outcomes in told:
        at = _places(found, outcomes)
        signals = np.array([codes.index(signal.code) for signal in found.shortlists.signals], np.int64)
        value[np.ix_(np.arange(start, start + len(outcomes)), signals)] = found.shortlists.value[at]
        start += len(outcomes)
    return features(codes, value)


def _places(found: Recommendations, outcomes: list[Outcome]) -> tuple[list[int], list[int]]:
    """Return where the pairs stand on the shortlists: rows, and places in them."""
    row_of = {startup.id: row for row, startup in enumerate(found.parties.startups)}
    column_of = {offer.id: column for column, offer in enumerate(found.parties.offers)}
    rows, places = [], []
    for one in outcomes:
        row, column = row_of.get(one.startup), column_of.get(one.offer)
        at = [] if row is None else np.flatnonzero(found.shortlists.offer[row] == column).tolist()
        if row is None or column is None or not at:
            raise CannotMatchError(f"'{one.offer}' was not looked at for start-up '{one.startup}'.")
        rows.append(row)
        places.append(at[0])
    return rows, places
