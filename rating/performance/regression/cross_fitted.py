"""A slope after controls whose form nobody knows: learners take them out, each row by what it did not teach.

A straight line for size or age leaves over what bends, and what is left over passes for the exposure's doing.
A learner finds the bends; that it never sees the rows it is asked about keeps its errors out of the slope.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rating.performance.regression.clustered import Uncertainty, cr1
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.partialled import Partialled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt
    from sklearn.base import RegressorMixin

    from rating.data import Floats
    from rating.performance.regression.groups import Groups

#: From so many rows on trees have enough to learn from; with fewer they find less than curves do.
ROWS_FOR_TREES = 1_000
#: A control needs more values than this to be given a curve; others enter as they are.
_FEW_VALUES = 8
#: Penalties that the curves choose from.
_PENALTIES = tuple(10.0**power for power in range(-4, 4))


@dataclass(frozen=True, slots=True)
class CrossFitted:
    """A slope with controls taken out by learners.

    Attributes
    ----------
    slope
        Units of the outcome for one unit of the exposure: the median over the splits.
    uncertainty
        Clustered; with the spread between the splits, as its degrees count clusters.
    rows, splits
        How many rows there were and how often they were split into folds.
    exposure_explained, outcome_explained
        Part of the variation that the controls tell out of fold, at most 1, the median over the splits;
        negative where the learner says less than the mean does.
    """

    slope: float
    uncertainty: Uncertainty
    rows: int
    splits: int
    exposure_explained: float
    outcome_explained: float

    @property
    def standard_error(self) -> float:
        """In units of the slope."""
        return self.uncertainty.standard_error

    def interval(self, level: float) -> tuple[float, float]:
        """Return the interval that covers the slope with the given probability."""
        return self.uncertainty.interval(self.slope, level)


def cross_fitted(
    exposure: Floats,
    outcome: Floats,
    controls: Floats,
    clusters: Groups,
    *,
    learner: Callable[[], RegressorMixin] | None = None,
    folds: int = 5,
    splits: int = 5,
    seed: int,
) -> CrossFitted:
    """Return the slope of a partially linear model.

    Parameters
    ----------
    exposure, outcome
        Shape (rows,), finite.
    controls
        Shape (rows, k), k at least 1, without a constant; finite unless the learner knows better.
    clusters
        Rows whose errors go together; they are in the same fold.
    learner
        Makes a regressor of scikit-learn that has not been fitted. None for boosted trees from
        `ROWS_FOR_TREES` rows on, and below for a penalised curve in every control, without interactions.
    folds, splits
        Into how many parts the clusters are split, from 2, and how often, from 1.
    seed
        From 0; of the splits, and of a learner that has a random state of None.

    Raises
    ------
    ValueError
        If shapes do not agree, values are missing, or there are fewer clusters than folds.
    NoVariationError
        If the exposure or the outcome does not vary.

    Notes
    -----
    Chernozhukov et al. (2018), Econometrics Journal 21:C1: the score that partials out, one slope for all
    folds of a split (DML2), and definition 3.3 for the median over splits, whose variance has the squared
    distance to it added. Scores are summed over clusters. A constant is taken out of what the learners leave.
    """
    _checked(exposure, outcome, controls, clusters, folds, splits, seed)
    whole = Partialled.of(exposure, outcome, Nuisance(len(exposure)), clusters)
    make = learner or (lambda: _default(controls))
    parts = [
        _one_split(whole, controls, make, _folds(clusters, folds, rng), rng)
        for rng in np.random.default_rng(seed).spawn(splits)
    ]
    slopes = np.array([part.slope for part in parts])
    errors = [cr1(part) for part in parts]
    slope = float(np.median(slopes))
    squares = np.array([error.standard_error for error in errors]) ** 2 + (slopes - slope) ** 2
    left = [(part.variation, float(part.outcome @ part.outcome)) for part in parts]
    explained = 1.0 - np.median(left, axis=0) / (whole.variation, float(whole.outcome @ whole.outcome))
    return CrossFitted(
        slope=slope,
        uncertainty=Uncertainty(float(np.sqrt(np.median(squares))), errors[0].degrees, errors[0].kind),
        rows=len(exposure),
        splits=splits,
        exposure_explained=float(explained[0]),
        outcome_explained=float(explained[1]),
    )


def _checked(  # noqa: PLR0917 # all that the caller was given
    exposure: Floats, outcome: Floats, controls: Floats, clusters: Groups, folds: int, splits: int, seed: int
) -> None:
    """Raise a ValueError that says what cannot be used."""
    rows = len(exposure)
    if controls.ndim != 2 or controls.shape[1] == 0:  # noqa: PLR2004 # rows and columns
        raise ValueError(f"Give controls as columns, at least one; their shape is {controls.shape}.")
    if exposure.shape != (rows,) or {len(outcome), len(controls), len(clusters.codes)} != {rows}:
        raise ValueError("Exposure, outcome, controls and clusters are not of the same rows.")
    if not (np.isfinite(exposure).all() and np.isfinite(outcome).all()):
        raise ValueError("Exposure or outcome is missing in some rows; leave these out.")
    if folds < 2 or splits < 1 or seed < 0:  # noqa: PLR2004 # one fold would teach and ask the same rows
        raise ValueError(
            f"Use at least 2 folds, 1 split and a seed from 0; given were {folds=}, {splits=}, {seed=}."
        )
    if clusters.count < folds:
        raise ValueError(f"There are {clusters.count} clusters, too few for {folds} folds.")


def _default(controls: Floats) -> RegressorMixin:
    """Return a learner that suits the number of rows."""
    # only who uses it pays for loading scikit-learn
    from sklearn.compose import make_column_transformer  # noqa: PLC0415
    from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: PLC0415
    from sklearn.linear_model import RidgeCV  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import SplineTransformer, StandardScaler  # noqa: PLC0415

    if len(controls) >= ROWS_FOR_TREES:
        return HistGradientBoostingRegressor(
            learning_rate=0.1, max_iter=80, max_leaf_nodes=8, early_stopping=False
        )
    bends = [number for number, column in enumerate(controls.T) if len(np.unique(column)) > _FEW_VALUES]
    curves = make_column_transformer(
        (SplineTransformer(n_knots=6, extrapolation="linear"), bends), remainder=StandardScaler()
    )
    return make_pipeline(curves, RidgeCV(alphas=_PENALTIES))


def _folds(clusters: Groups, folds: int, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """Return the fold of every row: clusters are dealt out, as equally as their number allows."""
    dealt: npt.NDArray[np.intp] = rng.permutation(clusters.count) % folds
    return dealt[clusters.codes]


def _one_split(
    whole: Partialled,
    controls: Floats,
    make: Callable[[], RegressorMixin],
    fold: npt.NDArray[np.intp],
    rng: np.random.Generator,
) -> Partialled:
    """Return what learners leave of exposure and outcome in rows that they were not taught by."""
    left = np.column_stack((whole.exposure, whole.outcome))
    known = left.copy()
    for taught, asked in _parted(fold):
        for column in (0, 1):
            model = _seeded(make(), rng)
            model.fit(controls[taught], known[taught, column])
            left[asked, column] -= model.predict(controls[asked])
    return Partialled.of(left[:, 0], left[:, 1], whole.nuisance, whole.clusters)


def _parted(fold: npt.NDArray[np.intp]) -> Iterator[tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]]:
    """Yield for every fold the rows that teach and the rows that are asked about."""
    for number in range(int(fold.max()) + 1):
        asked = fold == number
        yield ~asked, asked


def _seeded(model: Any, rng: np.random.Generator) -> Any:  # noqa: ANN401 # scikit-learn ships no types
    """Give a random state to every part of a model that would take one from the machine."""
    seed = int(rng.integers(2**31))
    free = [name for name, value in model.get_params().items() if value is None and "random_state" in name]
    return model.set_params(**dict.fromkeys(free, seed))
