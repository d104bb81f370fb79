"""Confidence distributions: how high and how low a figure may be, calibrated in repeated samples.

For positions along a path of supposed workforces the figure is computed, and samples tell how often it would
look lower in them than it looked in the people seen. Where that is hardly ever, or nearly always so, the
supposition is ruled out (inversion of a test; hybrid resampling of Chuang and Lai 2000, Statistica Sinica
10:1-50). Read as a distribution over the figure it gives draws with intervals of the stated coverage, also
where the figure is at the end of its range and every posterior draw would fall short of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from rating.inference.paths import END, OBSERVED, PATHS, START

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rating.data import Floats
    from rating.inference.supposed import Path, Supposition

    #: People by group in each composition, shape (companies, S, k) -> figures, shape (companies, S).
    Statistic = Callable[[Sequence[Floats]], Mapping[str, Floats]]

#: Samples at each of the positions of a path; each sample also speaks for the neighbouring positions.
SAMPLES = 64
#: Positions between what was observed and either end of what needs to be looked at: before, as parts of the
#: way; after, as signed roots of the surprise, beyond which little is left to rule out.
_BEFORE = (1.0, 0.8, 0.64, 0.5, 0.4, 0.3, 0.22, 0.14, 0.07)
_AFTER = (0.0, 0.4, 0.8, 1.2, 1.7, 2.2, 2.8, 3.4, 4.0, 5.5, 8.0)
_TRIED = 81
_TIE = 1e-9


@dataclass(frozen=True)
class Confidence:
    """The confidence distribution of a figure of some companies.

    Attributes
    ----------
    values
        The figure at the positions of each path, falling, shape (companies, paths, G).
    below
        How often it would look lower than it did at the best such position with this value or a lower one,
        shape (companies, paths, G), not falling.
    not_above
        How often it would not look higher at the best position with this value or a higher one, likewise.
    """

    values: Floats
    below: Floats
    not_above: Floats

    def quantiles(self, levels: Floats) -> Floats:
        """Return quantiles, rising, shape (companies, levels); NaN where the figure cannot be given.

        Below the middle the lower of the two paths counts and a tie speaks for lower values, above it the
        higher path and a tie for higher ones: what any reading cannot rule out stays in.
        """
        middle = int(np.searchsorted(levels, 0.5))
        low = self._read(self.below, levels[:middle]).min(axis=1)
        high = self._read(self.not_above, levels[middle:]).max(axis=1)
        return np.sort(np.concatenate([low, high], axis=1), axis=1)

    def _read(self, chances: Floats, levels: Floats) -> Floats:
        """Return where the chances reach 1 - levels, shape (companies, paths, levels)."""
        companies, paths, _ = chances.shape
        found = np.empty((companies, paths, len(levels)))
        for company, path in np.ndindex(companies, paths):
            found[company, path] = np.interp(1.0 - levels, chances[company, path], self.values[company, path])
        return found


def confidence(
    compositions: Sequence[Supposition],
    figures: Statistic,
    rng: np.random.Generator,
    samples: int = SAMPLES,
) -> dict[str, Confidence]:
    """Return the confidence distribution of every figure.

    Parameters
    ----------
    compositions
        All that the figures depend on, each for the same companies and with as many starts.
    figures
        From people by group (shares times any size serve as well) to figures that rise with diversity. A
        company whose figure is NaN keeps NaN.
    rng
        Source of randomness.
    samples
        At each position of a path.

    Returns
    -------
    dict[str, Confidence]
        Figure -> its distribution.
    """
    observed = {code: value[:, 0] for code, value in figures([c.seen[:, None] for c in compositions]).items()}
    parts: dict[str, list[tuple[Floats, Floats, Floats]]] = {code: [] for code in observed}
    for path, start in product(PATHS, range(len(compositions[0].starts))):
        at = _positions(compositions, path, start)
        supposed = [composition.along(path, start, at) for composition in compositions]
        values = figures(supposed)
        drawn = [c.sample(people, samples, rng) for c, people in zip(compositions, supposed, strict=True)]
        flat = [counts.reshape(len(counts), -1, counts.shape[-1]) for counts in drawn]
        weights = _weights(compositions, supposed, flat)
        looks = figures(flat)
        for code, value in observed.items():
            apart = looks[code] - value[:, None]
            below = np.einsum("cgs,cs->cg", weights, apart < -_TIE)
            not_above = np.einsum("cgs,cs->cg", weights, apart <= _TIE)
            where = np.where(np.isnan(value)[:, None], np.nan, values[code])
            parts[code].append(_from_above(where, below, not_above))
    return {
        code: Confidence(*(np.stack(arrays, axis=1) for arrays in zip(*part, strict=True)))
        for code, part in parts.items()
    }


def _positions(compositions: Sequence[Supposition], path: Path, start: int) -> Floats:
    """Return where to look on a path, shape (companies, G): dense where the surprise is small."""
    companies = len(compositions[0].seen)
    tried = np.linspace(START, END, _TRIED)
    at = np.broadcast_to(tried, (companies, _TRIED))
    surprise = sum(c.surprise(c.along(path, start, at)) for c in compositions)
    root = np.sqrt(np.maximum(surprise, 0.0))
    free = float(sum(c.seen.shape[1] - 1 for c in compositions))
    farthest = np.sqrt(free + 4.0 * np.sqrt(2.0 * free)) + 1.0
    middle = int(np.searchsorted(tried, OBSERVED))
    positions = np.full((companies, len(_BEFORE) + len(_AFTER) + 1), END)
    before, after = np.array(_BEFORE), np.array(_AFTER)
    for company in range(companies):
        back, on = _length(root[company, middle::-1]), _length(root[company, middle:])
        reach = min(farthest, back[-1])
        positions[company, : len(_BEFORE)] = np.interp(reach * before, back, tried[middle::-1])
        if reach == back[-1]:
            positions[company, 0] = START
        positions[company, len(_BEFORE) : -1] = np.interp(after, on, tried[middle:])
    return positions


def _length(root: Floats) -> Floats:
    """Return how much the surprise has changed on the way, rising even where it falls at first."""
    return np.concatenate([[0.0], np.cumsum(np.abs(np.diff(root)))])


def _weights(
    compositions: Sequence[Supposition], supposed: Sequence[Floats], drawn: Sequence[Floats]
) -> Floats:
    """Return how much each sample speaks for each position, shape (companies, G, S), rows summing to 1.

    The samples of all positions are one sample of their mixture (the balance heuristic of Veach and Guibas
    1995).
    """
    logs: Floats = np.asarray(
        sum(c.log_likelihood(p, d) for c, p, d in zip(compositions, supposed, drawn, strict=True))
    )
    logs -= logs.max(axis=1, keepdims=True)
    likelihood = np.exp(logs)
    likelihood /= likelihood.sum(axis=1, keepdims=True)
    return np.asarray(likelihood / likelihood.sum(axis=2, keepdims=True))


def _from_above(values: Floats, below: Floats, not_above: Floats) -> tuple[Floats, Floats, Floats]:
    """Order positions by their figure, which may go up and down on a path, and keep what speaks for each.

    A value is ruled out from above only if all positions with this or a higher value are, and likewise
    from below.
    """
    order = np.argsort(-values, axis=1, kind="stable")
    values, below, not_above = (np.take_along_axis(a, order, axis=1) for a in (values, below, not_above))
    lowest = np.minimum.accumulate(below[:, ::-1], axis=1)[:, ::-1]
    return values, lowest, np.maximum.accumulate(not_above, axis=1)
