"""Ranks under other choices: one object with all that is to be said about them."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.ranking.places import places
from rating.ranking.sensitivity.choices import FACTORS, Choices, Runs, draw_runs
from rating.ranking.sensitivity.indices import Indices, sobol_indices
from rating.ranking.sensitivity.model import ScoreModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from rating.data import Floats
    from rating.ranking.sensitivity.model import Matrix

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
    models: ScoreModel | Sequence[ScoreModel],
    rng: np.random.Generator,
    *,
    choices: Choices | None = None,
    runs: int = 512,
    threads: int = 1,
) -> Sensitivity:
    """Try other choices and say how far ranks move, and which choice moves them.

    Parameters
    ----------
    models
        Points, weights and means as stated, of the same units and indicators. With several (the points are
        not known for sure) each is looked at under the same choices: ranges are those of all of them
        together, everything else is the mean. Every unit needs an indicator.
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
    models = [models] if isinstance(models, ScoreModel) else list(models)
    model = models[0]
    choices = (choices or Choices()).without_repeats(model.aggregation)
    first, second = draw_runs(model, choices, runs, rng)
    mixed = [first.with_factor(factor, second) for factor in FACTORS]
    singles = Runs.stated(model, len(model.pillar) + 1)
    singles.left_out[:] = np.arange(-1, len(model.pillar))
    everything = Runs.joined([first, second, *mixed, singles])
    parts = [_Part.of(ranks_of(own, everything, choices, threads=threads), runs, own) for own in models]
    low, median, high = summarised(np.concatenate([part.free for part in parts]))
    shift = np.stack([part.shift for part in parts])  # (models, sets, runs)
    of_shift = [sobol_indices(part.shift[0], part.shift[1], part.shift[2:]) for part in parts]
    of_rank = [sobol_indices(part.sets[0], part.sets[1], part.sets[2:]) for part in parts]
    return Sensitivity(
        stated=np.mean([part.stated for part in parts], axis=0),
        median=median,
        low=low,
        high=high,
        shift=(float(shift[:, :2].mean()), float(np.quantile(shift[:, :2], 1.0 - _TAIL))),
        factors=FACTORS,
        of_shift=_mean_of(of_shift),
        of_rank=_mean_of(of_rank),
        left_out=tuple(
            LeftOut(code, np.mean([part.alone[place] for part in parts], axis=0))
            for place, code in enumerate(model.codes)
        ),
        runs=2 * runs,
    )


class _Part(NamedTuple):
    """Ranks under one model: as stated, under all runs by set, without one indicator; and the mean shifts."""

    stated: Floats
    sets: npt.NDArray[np.float32]
    alone: Floats
    shift: Floats

    @property
    def free(self) -> npt.NDArray[np.float32]:
        return self.sets[:2].reshape(-1, self.sets.shape[-1])

    @classmethod
    def of(cls, ranks: Matrix, runs: int, model: ScoreModel) -> _Part:
        count = 2 + len(FACTORS)
        sets = ranks[: count * runs].reshape(count, runs, -1)
        stated, alone = ranks[count * runs], ranks[count * runs + 1 :].astype(np.float64)
        known = ~np.isnan(model.points)
        alone[(known.sum(axis=1)[None, :] - known.T) == 0] = np.nan
        shift = np.abs(sets - stated).mean(axis=2, dtype=np.float64)
        return cls(stated.astype(np.float64), sets, alone, shift)


def _mean_of(parts: list[Indices]) -> Indices:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where no part varies, the mean is NaN too
        return Indices(
            *(np.nanmean([getattr(part, name) for part in parts], axis=0) for name in Indices._fields)
        )


def ranks_of(model: ScoreModel, runs: Runs, choices: Choices, *, threads: int = 1) -> Matrix:
    """Return ranks in all runs, shape (runs, units); a unit without any indicator is last."""
    found = np.empty((len(runs), len(model.points)), dtype=np.float32)
    group = runs.normalisation * len(choices.aggregations) + runs.aggregation

    def fill(work: tuple[Callable[[Runs], Matrix], npt.NDArray[np.intp]]) -> None:
        score, some = work
        scores = score(runs.only(some))
        gaps = np.isnan(scores)
        if gaps.any():
            scores[gaps] = -np.inf
        found[some] = places(scores)

    blocks = [
        (score, some[start : start + _AT_ONCE])
        for number, score in enumerate(model.prepared(choices))
        for some in [np.flatnonzero(group == number)]
        for start in range(0, len(some), _AT_ONCE)
    ]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fill, blocks))
    return found


def summarised(ranks: npt.NDArray[np.float32]) -> tuple[Floats, Floats, Floats]:
    """Return a low end, the median and a high end over runs, shape (runs, units), each of shape (units,)."""
    runs = len(ranks)
    cut = int(_TAIL * runs)
    ordered = np.sort(np.ascontiguousarray(ranks.T), axis=1)  # faster than a partition at four places
    kept = (cut, (runs - 1) // 2, runs // 2, runs - 1 - cut)
    low, lower, upper, high = (ordered[:, place].astype(np.float64) for place in kept)
    return low, (lower + upper) / 2.0, high
