"""Measures: what an indicator computes from a workforce. A table from name to function and scopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rating.indices import hill, iqv, parity, representation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rating.composite.strata import Scope
    from rating.data import Floats

#: Where a measure is highest: at even shares, at those of the population, at those of the whole workforce.
Peak = Literal["even", "population", "own"]

#: A group below this share of the workforce is not judged by its ascent.
SMALLEST_GROUP = 0.05


@dataclass(frozen=True)
class Workforce:
    """People by group in the parts of a workforce, for one attribute.

    Attributes
    ----------
    people
        Scope -> people, shape (companies, draws, k).
    seen
        Scope -> people as observed, shape (companies, k): for choices that must not change from draw to
        draw.
    even_groups
        Over how many groups evenness is judged.
    benchmark
        Shares of the population, shape (k,), NaN for groups it does not know; None without a benchmark.
    whole
        Whether the people are whole numbers (as counted) and not shares times a size.
    """

    people: Mapping[Scope, Floats]
    seen: Mapping[Scope, Floats]
    even_groups: int
    benchmark: Floats | None
    whole: bool


def evenness(workforce: Workforce) -> Floats:
    """Return the IQV of the leaders, 0 ... 1, shape (companies, draws)."""
    people = workforce.people["management"]
    n = np.rint(people.sum(axis=-1)) if workforce.whole else None
    return iqv(people, groups=workforce.even_groups, people=n)


def reached_diversity(workforce: Workforce) -> Floats:
    """Return (D2 of the leaders - 1) / (D2 of the population - 1), D2 the Hill number of order 2.

    0 for one group, 1 for the diversity of the population, above for more. Without a benchmark, the IQV.
    """
    if workforce.benchmark is None:
        return evenness(workforce)
    known = ~np.isnan(workforce.benchmark)
    population = float(hill(workforce.benchmark[known], 2.0))
    people = workforce.people["management"][..., known]
    if population <= 1.0:
        return np.full(people.shape[:-1], np.nan)
    return np.asarray((hill(people, 2.0) - 1.0) / (population - 1.0))


def parity_with_rest(workforce: Workforce) -> Floats:
    """Return 1 - total variation between management and the rest of the workforce, 0 ... 1."""
    return parity(workforce.people["management"], workforce.people["rest"])


def ascent(workforce: Workforce) -> Floats:
    """Return the representation in the upper half of the ladder of the group least represented there.

    Its share in the upper half over its share in the lower half, 0 ... infinity. The group is the one with
    the smallest such ratio among those with at least 5 % of the workforce, chosen once from the people
    seen and not anew in each draw, where noise would pick the unluckiest.
    """
    seen_upper, seen_lower = workforce.seen["upper"], workforce.seen["lower"]
    everybody = workforce.seen["workforce"]
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = representation(seen_upper, seen_lower)
        large = everybody / everybody.sum(axis=-1, keepdims=True) >= SMALLEST_GROUP
    ratio = np.where(large & ~np.isnan(ratio), ratio, np.inf)
    group = ratio.argmin(axis=-1)
    drawn = representation(workforce.people["upper"], workforce.people["lower"])
    chosen = np.take_along_axis(drawn, group[:, None, None], axis=-1)[..., 0]
    chosen[np.isinf(ratio).all(axis=-1)] = np.nan
    return np.asarray(chosen)


def parity_with_catchment(workforce: Workforce) -> Floats:
    """Return 1 - total variation between the workforce and the population, 0 ... 1."""
    people = workforce.people["workforce"]
    if workforce.benchmark is None:
        return np.full(people.shape[:-1], np.nan)
    known = ~np.isnan(workforce.benchmark)
    return parity(people[..., known], workforce.benchmark[known])


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, the parts of the workforce it looks at, and where it is highest."""

    compute: Callable[[Workforce], Floats]
    scopes: tuple[Scope, ...]
    peak: Peak


MEASURES: dict[str, Measure] = {
    "evenness": Measure(evenness, ("management",), "even"),
    "reached_diversity": Measure(reached_diversity, ("management",), "even"),
    "parity_with_rest": Measure(parity_with_rest, ("management", "rest"), "own"),
    "ascent": Measure(ascent, ("upper", "lower", "workforce"), "own"),
    "parity_with_catchment": Measure(parity_with_catchment, ("workforce",), "population"),
}
