"""Measures: what an indicator computes from a workforce. A table from name to function and scopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rating.indices import hill, iqv, parity, representation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

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

    @classmethod
    def as_counted(
        cls, people: Mapping[Scope, Floats], *, even_groups: int, benchmark: Floats | None, whole: bool = True
    ) -> Workforce:
        """Return workforces as they were counted, as one draw.

        Parameters
        ----------
        people
            Scope -> people, shape (companies, k).
        even_groups, benchmark, whole
            As the attributes.
        """
        one = {scope: counts[:, None, :] for scope, counts in people.items()}
        return cls(one, people, even_groups, benchmark, whole)


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
    group = least_represented(workforce)
    drawn = representation(workforce.people["upper"], workforce.people["lower"])
    chosen = np.take_along_axis(drawn, group[:, None, None], axis=-1)[..., 0]
    chosen[group < 0] = np.nan
    return np.asarray(chosen)


def least_represented(workforce: Workforce) -> npt.NDArray[np.intp]:
    """Return the group that is judged by its ascent, shape (companies,); -1 where none is."""
    ratio = judged_representation(workforce)
    return np.where(np.isinf(ratio).all(axis=-1), -1, ratio.argmin(axis=-1))


def judged_representation(workforce: Workforce) -> Floats:
    """Return the share of each group seen in the upper half over that in the lower, shape (companies, k).

    Infinite for groups that are not judged: those below 5 % of the workforce or without anybody in the lower
    half.
    """
    everybody = workforce.seen["workforce"]
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = representation(workforce.seen["upper"], workforce.seen["lower"])
        large = everybody / everybody.sum(axis=-1, keepdims=True) >= SMALLEST_GROUP
    return np.where(large & ~np.isnan(ratio), ratio, np.inf)


def parity_with_catchment(workforce: Workforce) -> Floats:
    """Return 1 - total variation between the workforce and the population, 0 ... 1."""
    people = workforce.people["workforce"]
    if workforce.benchmark is None:
        return np.full(people.shape[:-1], np.nan)
    known = ~np.isnan(workforce.benchmark)
    return parity(people[..., known], workforce.benchmark[known])


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, what it looks at, and where other people would change it.

    Attributes
    ----------
    compute
        Workforce -> values, shape (companies, draws).
    scopes
        The parts of the workforce that it looks at.
    peak
        Where it is highest.
    raised_in
        The part of the workforce in which other people would raise it.
    population
        Whether it compares with the population.
    instead
        The measure that takes its place where there is no population; empty where it is missing then.
    judged
        Workforce -> the one group that it judges, shape (companies,), -1 where none; None where it is about
        all groups.
    """

    compute: Callable[[Workforce], Floats]
    scopes: tuple[Scope, ...]
    peak: Peak
    raised_in: Scope = "management"
    population: bool = False
    instead: str = ""
    judged: Callable[[Workforce], npt.NDArray[np.intp]] | None = None


MEASURES: dict[str, Measure] = {
    "evenness": Measure(evenness, ("management",), "even"),
    "reached_diversity": Measure(
        reached_diversity, ("management",), "even", population=True, instead="evenness"
    ),
    "parity_with_rest": Measure(parity_with_rest, ("management", "rest"), "own"),
    "ascent": Measure(
        ascent, ("upper", "lower", "workforce"), "own", raised_in="upper", judged=least_represented
    ),
    "parity_with_catchment": Measure(
        parity_with_catchment, ("workforce",), "population", raised_in="workforce", population=True
    ),
}
