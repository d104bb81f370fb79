"""Confidence distributions: how high and how low a figure may be, calibrated in repeated samples.

For positions along a path of supposed workforces the figure is computed, and samples tell how often it would
look lower in them than it looked in the people seen. Where that is hardly ever, or nearly always so, the
supposition is ruled out (inversion of a test; hybrid resampling of Chuang and Lai 2000, Statistica Sinica
10:1-50). Read as a distribution over the figure it gives draws with intervals of the stated coverage, also
where the figure is at the end of its range and every posterior draw would fall short of it.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from rating.inference.distribution import Confidence
from rating.inference.paths import END, OBSERVED, PATHS, START, straight

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from rating.data import Floats
    from rating.inference.supposed import Path, Supposition

    #: People by group in each composition, shape (companies, S, k) -> figures, shape (companies, S).
    Statistic = Callable[[Sequence[Floats]], Mapping[str, Floats]]

#: Samples at each of the positions of a path; each sample also speaks for the neighbouring positions.
SAMPLES = 32
#: Positions between what was observed and either end of what needs to be looked at: before, as parts of the
#: way; after, as signed roots of the surprise, beyond which little is left to rule out.
_BEFORE = (1.0, 0.8, 0.64, 0.5, 0.4, 0.3, 0.22, 0.14, 0.07)
_AFTER = (0.0, 0.4, 0.8, 1.2, 1.7, 2.2, 2.8, 3.4, 4.0, 5.5, 8.0)
_TRIED = 81
_TIE = 1e-9
_PAIR = 2
#: Shares that differ by less are the same to a figure that is flat at its peak.
_DIFFERENT = 1e-4


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
    peaked = {code: np.ones(len(value), dtype=bool) for code, value in observed.items()}
    # one composition of two groups meets all shares on the straight path
    is_line = len(compositions) == 1 and compositions[0].seen.shape[1] == _PAIR
    paths = (straight,) if is_line else PATHS
    for path, start in product(paths, range(len(compositions[0].starts))):
        at = _positions(compositions, path, start)
        supposed = [composition.along(path, start, at) for composition in compositions]
        values = figures(supposed)
        elsewhere = _elsewhere(supposed)
        drawn = [c.sample(people, samples, rng) for c, people in zip(compositions, supposed, strict=True)]
        flat = [counts.reshape(len(counts), -1, counts.shape[-1]) for counts in drawn]
        apart = np.stack([look - observed[code][:, None] for code, look in figures(flat).items()], axis=-1)
        readings = np.concatenate([apart < -_TIE, apart <= _TIE], axis=-1).astype(np.float32)
        chances = (_weights(compositions, supposed, flat) @ readings).astype(np.float64)
        for place, (code, value) in enumerate(observed.items()):
            where = np.where(np.isnan(value)[:, None], np.nan, values[code])
            below, not_above = chances[..., place], chances[..., place + len(observed)]
            parts[code].append(_from_above(where, below, not_above))
            peaked[code] &= ~(elsewhere & (where > where[:, :1] - _TIE)).any(axis=1)
            peaked[code] &= where[:, 0] > parts[code][0][0][:, 0] - _TIE
    found = {}
    for code, part in parts.items():
        falling, below, not_above = (np.stack(arrays, axis=1) for arrays in zip(*part, strict=True))
        found[code] = Confidence(falling, below, not_above, peaked[code])
    return found


def _elsewhere(supposed: Sequence[Floats]) -> npt.NDArray[np.bool_]:
    """Return which positions of a path differ from its beginning, shape (companies, G)."""
    shares = [people / np.maximum(people.sum(axis=-1, keepdims=True), _TIE) for people in supposed]
    apart = [(np.abs(part - part[:, :1]) > _DIFFERENT).any(axis=-1) for part in shares]
    return np.asarray(np.any(apart, axis=0))


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
) -> npt.NDArray[np.float32]:
    """Return how much each sample speaks for each position, shape (companies, G, S), rows summing to 1.

    The samples of all positions are one sample of their mixture (the balance heuristic of Veach and Guibas
    1995).
    """
    logs: Floats = np.asarray(
        sum(c.log_likelihood(p, d) for c, p, d in zip(compositions, supposed, drawn, strict=True))
    )
    logs -= logs.max(axis=1, keepdims=True)
    likelihood = np.exp(logs.astype(np.float32))
    likelihood /= likelihood.sum(axis=1, keepdims=True)
    likelihood /= likelihood.sum(axis=2, keepdims=True)
    return np.asarray(likelihood)


def _from_above(values: Floats, below: Floats, not_above: Floats) -> tuple[Floats, Floats, Floats]:
    """Order positions by their figure, which may go up and down on a path, and keep what speaks for each.

    A value is ruled out from above only if all positions with this or a higher value are, and likewise
    from below.
    """
    order = np.argsort(-values, axis=1, kind="stable")
    values, below, not_above = (np.take_along_axis(a, order, axis=1) for a in (values, below, not_above))
    lowest = np.minimum.accumulate(below[:, ::-1], axis=1)[:, ::-1]
    return values, lowest, np.maximum.accumulate(not_above, axis=1)
