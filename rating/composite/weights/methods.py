"""The table of ways to weigh."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.composite.weights.found import entropy, factor_analysis, principal_component
from rating.composite.weights.judged import from_budgets, from_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.data import Floats


class Weighting(NamedTuple):
    """How weights come about.

    Attributes
    ----------
    weigh
        From normalised values (units, p), stated weights (p,) and judgements (their table, empty without) to
        weights (p,), not negative, summing to 1.
    fixed
        Whether they do not depend on the units.
    judged
        Whether judgements are needed.
    positive
        Whether values may not be negative.
    own
        Whether every unit has weights of its own: `rating.composite.weights.doubt`.
    """

    weigh: Callable[[Floats, Floats, Floats], Floats]
    fixed: bool = False
    judged: bool = False
    positive: bool = False
    own: bool = False


def _stated(_values: Floats, weights: Floats, _judgements: Floats) -> Floats:
    return np.asarray(weights / weights.sum())


def _equal(values: Floats, _weights: Floats, _judgements: Floats) -> Floats:
    return np.full(values.shape[1], 1.0 / values.shape[1])


#: Method -> how it weighs. Source: OECD/JRC Handbook (2008), section 6.
WEIGHTINGS: dict[str, Weighting] = {
    "given": Weighting(_stated, fixed=True),
    "equal": Weighting(_equal, fixed=True),
    "pairwise": Weighting(lambda _v, _w, judged: from_pairs(judged), fixed=True, judged=True),
    "budget": Weighting(lambda _v, _w, judged: from_budgets(judged), fixed=True, judged=True),
    "principal_component": Weighting(lambda values, _w, _j: principal_component(values)),
    "factor_analysis": Weighting(lambda values, _w, _j: factor_analysis(values)),
    "entropy": Weighting(lambda values, _w, _j: entropy(values), positive=True),
    "benefit_of_the_doubt": Weighting(_equal, positive=True, own=True),
}
