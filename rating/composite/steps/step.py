"""What all steps share: they learn from some units and may then be applied to any."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from rating.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike
    from sklearn.utils import Tags

    from rating.data import Floats


Method = TypeVar("Method")


class Step(TransformerMixin, BaseEstimator):  # type: ignore[misc] # scikit-learn ships no types
    """One step; a transformer of scikit-learn.

    Subclasses say in `LEARNS` which arrays `fit` learns: they and the parameters are all there is to a
    step, so that it can be written down (`rating.composite.steps.record`).
    """

    LEARNS: ClassVar[tuple[str, ...]] = ()

    def fit(self, X: ArrayLike, y: object = None) -> Self:
        """Learn from values of shape (units, columns); NaN is missing, `y` is not looked at."""
        self._learn(self._checked(X, first=True))
        return self

    def transform(self, X: ArrayLike) -> Floats:
        """Return values of shape (units, columns) as this step makes them."""
        check_is_fitted(self)
        return self._apply(self._checked(X, first=False))

    def _learn(self, values: Floats) -> None:
        raise NotImplementedError

    def _apply(self, values: Floats) -> Floats:
        raise NotImplementedError

    def _checked(self, values: ArrayLike, *, first: bool) -> Floats:
        checked = np.asarray(
            validate_data(self, values, reset=first, dtype=np.float64, ensure_all_finite=False)
        )
        wrong = np.isinf(checked) if self.__sklearn_tags__().input_tags.allow_nan else ~np.isfinite(checked)
        if wrong.any():
            row, column = np.argwhere(wrong)[0]
            what = "missing (NaN)" if np.isnan(checked[row, column]) else "infinite (inf)"
            raise CellError(f"A value is {what}, which this method cannot use.", row=row, column=column)
        return checked

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "n_features_in_")


def chosen(table: Mapping[str, Method], name: str, what: str) -> Method:
    """Return the method of a name.

    Raises
    ------
    ValueError
        If there is none, with all that there are.
    """
    if name not in table:
        raise ValueError(f"There is no {what} called {name!r}. Known: {', '.join(table)}.")
    return table[name]
