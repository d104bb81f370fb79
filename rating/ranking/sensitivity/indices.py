"""Sobol' indices: which choice moves a result, alone and together with others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats

    Results = Floats | npt.NDArray[np.float32]


class Indices(NamedTuple):
    """Parts of the variance of a result.

    Attributes
    ----------
    first
        What knowing the factor alone would take away, shape (factors, ...), about 0 ... 1.
    total
        What would be left if all others were known, shape (factors, ...): the factor alone and together with
        others. Below 0 or above 1 only by chance. NaN where the result never varies.
    """

    first: Floats
    total: Floats


def sobol_indices(base: Results, other: Results, mixed: Results) -> Indices:
    """Estimate first and total order indices.

    Parameters
    ----------
    base, other
        Results of two independent sets of runs, shape (runs, ...).
    mixed
        Results of the runs of `base` with one factor as in `other`, shape (factors, runs, ...).

    Notes
    -----
    First order: Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), Computer Physics
    Communications 181:259-270, table 2 (b); total order: Jansen (1999), the same table (f). Results are
    centred and scaled before, which takes noise away from the first.
    """
    everything = np.concatenate([base[None], other[None], mixed])
    centre = everything.mean(axis=(0, 1), dtype=np.float64)
    spread = everything.std(axis=(0, 1), dtype=np.float64)
    varies = spread > 1e-9 * np.maximum(np.abs(centre), 1e-300)
    with np.errstate(invalid="ignore", divide="ignore"):
        a, b, ab = ((part - centre) / spread for part in (base, other, mixed))
        variance = np.concatenate([a, b]).var(axis=0)
        first = (b[None] * (ab - a[None])).mean(axis=1) / variance
        total = 0.5 * ((a[None] - ab) ** 2).mean(axis=1) / variance
    return Indices(np.where(varies, first, np.nan), np.where(varies, total, np.nan))
