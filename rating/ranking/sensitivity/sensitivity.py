"""Ranks under other choices: one object with all that is to be said about them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.ranking.places import places
from rating.ranking.sensitivity.choices import FACTORS, Choices, Runs, draw_runs
from rating.ranking.sensitivity.indices import Indices, sobol_indices

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from rating.data import Floats
    from rating.ranking.sensitivity.model import Matrix, ScoreModel

#: Parts of the runs left out at either end of a range.
_TAIL = 0.05
_AT_ONCE = 32


@dataclass(frozen=True)
class LeftOut:
    """Ranks without one indicator, everything else as stated.

    Attributes
    ----------
    indicator
        Its code.
    ranks
        Shape (units,); NaN for a unit that has no other one.
    """

    indicator: str
    ranks: Floats


@dataclass(frozen=True)
class Sensitivity:
    """How far ranks depend on choices. The data are taken as they are; they are uncertain besides.

    Attributes
    ----------
    stated
        Ranks as the framework states its choices, 1 for the highest, equal ones the mean, shape (units,).
    median, low, high
        Of the ranks over all runs: the middle, and the range without a twentieth at either end, each of
        shape (units,).
    shift
        By how many places ranks move on average over units, of each run against the stated ones: mean and
        the 95 % point over the runs.
    factors
        Names of what was varied.
    of_shift
        Sobol' indices of the mean shift, each of shape (factors,).
    of_rank
        Sobol' indices of the ranks, each of shape (factors, units).
    left_out
        One entry an indicator, in order.
    runs
        How many specifications the ranges rest on.
    """

    stated: Floats
    median: Floats
    low: Floats
    high: Floats
    shift: tuple[float, float]
    factors: tuple[str, ...]
    of_shift: Indices
    of_rank: Indices
    left_out: tuple[LeftOut, ...]
    runs: int


def analyse(
    model: ScoreModel,
    rng: np.random.Generator,
    *,
    choices: Choices | None = None,
    runs: int = 512,
    threads: int = 1,
) -> Sensitivity:
    """Try other choices and say how far ranks move, and which choice moves them.

    Parameters
    ----------
    model
        Points, weights and means as stated. Every unit needs an indicator.
    rng
        Source of randomness.
    choices
        The alternatives; None for the usual ones.
    runs
        Of each of the two independent sets, best a power of two: (2 + factors) times as many specifications
        are computed.
    threads
        How many to work on; nothing depends on it.
    """
    choices = choices or Choices()
    first, second = draw_runs(model, choices, runs, rng)
    mixed = [first.with_factor(factor, second) for factor in FACTORS]
    singles = Runs.stated(model, len(model.pillar) + 1)
    singles.left_out[:] = np.arange(-1, len(model.pillar))
    everything = Runs.joined([first, second, *mixed, singles])
    ranks = ranks_of(model, everything, choices, threads=threads)
    sets = ranks[: (2 + len(FACTORS)) * runs].reshape(2 + len(FACTORS), runs, -1)
    alone = ranks[(2 + len(FACTORS)) * runs :]
    stated = alone[0]
    free = sets[:2].reshape(2 * runs, -1)
    shift = np.abs(sets - stated).mean(axis=2, dtype=np.float64)
    low, median, high = summarised(free)
    return Sensitivity(
        stated=stated.astype(np.float64),
        median=median,
        low=low,
        high=high,
        shift=(float(shift[:2].mean()), float(np.quantile(shift[:2], 1.0 - _TAIL))),
        factors=FACTORS,
        of_shift=sobol_indices(shift[0], shift[1], shift[2:]),
        of_rank=sobol_indices(sets[0], sets[1], sets[2:]),
        left_out=tuple(
            LeftOut(code, alone[place].astype(np.float64)) for place, code in enumerate(model.codes, start=1)
        ),
        runs=2 * runs,
    )


def ranks_of(model: ScoreModel, runs: Runs, choices: Choices, *, threads: int = 1) -> Matrix:
    """Return ranks in all runs, shape (runs, units); a unit without any indicator is last."""
    found = np.empty((len(runs), len(model.points)), dtype=np.float32)
    group = runs.normalisation * len(choices.aggregations) + runs.aggregation

    def fill(work: tuple[Callable[[Runs], Matrix], npt.NDArray[np.intp]]) -> None:
        score, some = work
        scores = score(runs.only(some))
        found[some] = places(np.where(np.isnan(scores), np.float32(-np.inf), scores))

    blocks = [
        (score, some[start : start + _AT_ONCE])
        for number, score in enumerate(model.prepared(choices))
        for some in [np.flatnonzero(group == number)]
        for start in range(0, len(some), _AT_ONCE)
    ]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fill, blocks))
    return found


def summarised(ranks: Matrix) -> tuple[Floats, Floats, Floats]:
    """Return a low end, the median and a high end over runs, shape (runs, units), each of shape (units,)."""
    runs = len(ranks)
    cut = int(_TAIL * runs)
    ordered = np.sort(np.ascontiguousarray(ranks.T), axis=1)  # faster than a partition at four places
    kept = (cut, (runs - 1) // 2, runs // 2, runs - 1 - cut)
    low, lower, upper, high = (ordered[:, place].astype(np.float64) for place in kept)
    return low, (lower + upper) / 2.0, high
