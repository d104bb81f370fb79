"""The formulas of measures: in words, and with numbers put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.composite.measures import least_represented, parity_with_catchment, parity_with_rest
from rating.indices import attainable_blau, blau, hill
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.composite import Workforce
    from rating.data import Floats


@dataclass(frozen=True, slots=True)
class Formula:
    """How a measure is computed.

    Attributes
    ----------
    words
        For a reader who sees the inputs beside.
    worked
        With its terms and the value in braces, in signs that all languages share.
    terms
        Workforces as counted -> the numbers that are put in, by name, each of shape (companies,).
    """

    words: str
    worked: str
    terms: Callable[[Workforce], dict[str, Floats]]


def _of_evenness(workforce: Workforce) -> dict[str, Floats]:
    people, groups = workforce.seen["management"], workforce.even_groups
    size = people.sum(axis=1)
    even = np.full_like(size, 1.0 - 1.0 / groups)
    largest = attainable_blau(np.rint(size), groups) if workforce.whole else even
    return {"squares": np.asarray(1.0 - blau(people)), "largest": largest}


def _of_reached_diversity(workforce: Workforce) -> dict[str, Floats]:
    people = workforce.seen["management"]
    shares = np.full(people.shape[1], np.nan) if workforce.benchmark is None else workforce.benchmark
    known = ~np.isnan(shares)
    population = np.full(len(people), float(hill(shares[known], 2.0)))
    return {"squares": np.asarray(1.0 - blau(people[:, known])), "population": population}


def _of_parity_with_rest(workforce: Workforce) -> dict[str, Floats]:
    return {"differences": 2.0 * (1.0 - parity_with_rest(workforce)[:, 0])}


def _of_parity_with_catchment(workforce: Workforce) -> dict[str, Floats]:
    return {"differences": 2.0 * (1.0 - parity_with_catchment(workforce)[:, 0])}


def _of_ascent(workforce: Workforce) -> dict[str, Floats]:
    group = least_represented(workforce)[:, None]
    shares = {name: to_shares(workforce.seen[name]) for name in ("upper", "lower")}
    return {name: np.take_along_axis(own, group, axis=1)[:, 0] for name, own in shares.items()}


#: By measure.
FORMULAS: dict[str, Formula] = {
    "evenness": Formula(
        "One minus the sum of the squared shares of the groups among the leaders, divided by the largest "
        "value that so many leaders can reach; at most 1.",
        "(1 − {squares}) / {largest} = {value}",
        _of_evenness,
    ),
    "reached_diversity": Formula(
        "How many groups of equal size would be as diverse as the leaders (one divided by the sum of their "
        "squared shares), minus one, divided by the same number for the population, minus one.",
        "(1 / {squares} − 1) / ({population} − 1) = {value}",
        _of_reached_diversity,
    ),
    "parity_with_rest": Formula(
        "One minus half the sum of the differences between the shares of each group among the leaders and in "
        "the rest of the workforce, all counted as positive.",
        "1 − {differences} / 2 = {value}",
        _of_parity_with_rest,
    ),
    "ascent": Formula(
        "The share of a group in the upper half of the levels, divided by its share in the lower half. Of "
        "the groups with at least 5% of the workforce the one counts for which this is least.",
        "{upper} / {lower} = {value}",
        _of_ascent,
    ),
    "parity_with_catchment": Formula(
        "One minus half the sum of the differences between the shares of each group in the workforce and in "
        "the population, all counted as positive; groups that the population does not know are left out.",
        "1 − {differences} / 2 = {value}",
        _of_parity_with_catchment,
    ),
}
