"""By how much the order gets worse when a signal says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.learning.ranker.contenders import ranked

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles
    from connector.matching.learning.ranker.models import Model
    from connector.matching.learning.ranker.rows import Rows

#: More rows than these make it slower and hardly surer.
_MOST_ROWS = 20_000
_SHUFFLES = 3


def importance(model: Model, rows: Rows, weights: Doubles, rng: np.random.Generator) -> list[float]:
    """Return by how much nDCG@10 falls when the values of a signal are shuffled within each list.

    Value and flag stay together. Shuffled within lists, because nothing else is ranked there (Breiman 2001,
    after the list). Signals that say the same share their importance or hide each other's.

    Parameters
    ----------
    model
        Who ranks.
    rows
        Which it has not seen; of very many, the first lists.
    weights
        Of choices, shape (rows,).
    rng
        Shuffles.
    """
    is_used = rows.in_list <= rows.in_list[min(_MOST_ROWS, len(rows)) - 1]
    some, counted = rows.take(is_used), weights[is_used]
    whole = ranked(model.raw(some.design), some, counted).value
    signals = some.design.shape[1] // 2
    lost = np.zeros(signals)
    for _ in range(_SHUFFLES):
        shuffled = np.lexsort((rng.random(len(some)), some.in_list))
        for signal in range(signals):
            design = some.design.copy()
            both = [signal, signals + signal]
            design[:, both] = design[shuffled][:, both]
            lost[signal] += whole - ranked(model.raw(design), some, counted).value
    return [float(one) / _SHUFFLES for one in lost]
