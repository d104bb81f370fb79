"""A ranker that can be asked, explained, stored and read back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Any, Self

import numpy as np
from pydantic import Field, model_validator
from scipy.special import expit

from connector.matching.learning.card import REPLACED, Calibration, ModelCard
from connector.matching.learning.features import features, refuse_other_than_signals
from connector.matching.learning.ranker.models import Declared, Model
from connector.matching.learning.ranker.rows import design_of
from connector.parties.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from numpy.typing import ArrayLike

    from connector.matching.columns.types import Doubles, Flags

#: Pairs that are looked at at once; has no influence on the result.
_BLOCK = 65_536
#: So many hexadecimal digits tell the rankers of one organisation apart.
_DIGITS = 8


class Learned(Record):
    """Who ranks, after learning: the declared weights or what replaced them.

    Attributes
    ----------
    signals
        Their codes, in the order of the columns.
    model
        Who ranks.
    calibration
        From what a learned model says to the chance that an offer is chosen when it is looked at; None for
        the declared weights, whose scores stay what they were.
    card
        Where it comes from and how good it is.
    """

    signals: tuple[str, ...]
    model: Annotated[Model, Field(discriminator="kind")]
    calibration: Calibration | None
    card: ModelCard

    @model_validator(mode="after")
    def _reads_its_signals_and_no_other(self) -> Self:
        refuse_other_than_signals(self.signals)
        if self.model.signals != len(self.signals) or len(self.card.signals) != len(self.signals):
            raise ValueError("the model and its card have as many signals as are named")
        if (self.calibration is None) != isinstance(self.model, Declared):
            raise ValueError("what is learned is calibrated, and what is declared is not")
        if self.card.in_use != self.model.kind:
            raise ValueError("the card is that of another model")
        if (self.card.decision.code == REPLACED) != self.replaces_declared:
            raise ValueError("the decision of the card is about another model")
        return self

    @property
    def replaces_declared(self) -> bool:
        """Whether something learned ranks."""
        return not isinstance(self.model, Declared)

    @property
    def version(self) -> str:
        """Which ranker this is: the weights that it was judged beside, its kind, and a digest of it all."""
        digest = hashlib.sha256(self.to_json().encode()).hexdigest()[:_DIGITS]
        return f"{self.card.weights_version}+{self.model.kind}-{self.card.version}-{digest}"

    @property
    def base(self) -> float:
        """The score of a pair of which nothing is known."""
        return float(self.score(np.zeros(len(self.signals))))

    def score(self, value: ArrayLike) -> Doubles:
        """Return scores of pairs.

        Parameters
        ----------
        value
            As in `features`, shape (..., signals), in the order of `signals`.

        Returns
        -------
        numpy.ndarray
            Shape (...), 0 to 1. A better value of a signal never lowers it; one that is known and 0 counts as
            one not known. It depends on that pair alone.
        """
        design, shape = self._design(value)
        score: Doubles = np.empty(len(design))
        for start in range(0, len(design), _BLOCK):
            rows = slice(start, start + _BLOCK)
            score[rows] = self._squeezed(self.model.raw(design[rows]))
        return score.reshape(shape)

    def score_of_pairs(self, value: Sequence[npt.NDArray[Any]], is_asked: Flags) -> Doubles:
        """Return scores of n start-ups and m offers, to the last bit those that `score` gives.

        Parameters
        ----------
        value
            Of each signal in the order of `signals`, as in `connector.matching.signals.Values`: from 0 to 1,
            0 where not known, of shapes that broadcast to (n, m).
        is_asked
            Whose scores are wanted, shape (n, m).

        Returns
        -------
        numpy.ndarray
            Shape (n, m); anything where nobody asks.
        """
        return self._squeezed(self.model.raw_of_pairs((*value, *(one > 0 for one in value)), is_asked))

    def contributions(self, value: ArrayLike) -> Doubles:
        """Return what each signal adds to the score of a pair of which nothing is known.

        `base` and all contributions add up to the score. None is below 0, because a better value never lowers
        a score; what is not known, or is 0, adds nothing.

        What a model says is shared out among the signals first (`connector.matching.learning.ranker.models`:
        of linear ones value times weight, of trees Shapley values), in log-odds of a learned one. From there
        to the score each counts in proportion. That is the share of a signal if all become known at the same
        pace (Aumann, R. J. and Shapley, L. S. (1974), Values of non-atomic games): no signal is favoured for
        coming where the curve of chances is steep.

        Parameters
        ----------
        value
            As in `score`.

        Returns
        -------
        numpy.ndarray
            Shape (..., signals).
        """
        design, shape = self._design(value)
        parts: Doubles = np.empty((len(design), len(self.signals)))
        for start in range(0, len(design), _BLOCK):
            rows = slice(start, start + _BLOCK)
            parts[rows] = self.model.parts(design[rows])
        # one column after the other: a row must not be rounded by how many there are
        whole = sum(parts.T, np.zeros(len(design)))
        rise = self.score(value).reshape(-1) - self.base
        parts *= np.divide(rise, whole, out=np.zeros_like(whole), where=whole > 0)[:, None]
        return parts.reshape(*shape, len(self.signals))

    def to_json(self) -> str:
        """Return the ranker with its card as JSON: numbers and names, nothing that runs."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a ranker back.

        Raises
        ------
        pydantic.ValidationError
            If the text is no such ranker, reads something that is no signal, never ends, or lets a better
            signal lower a score.
        """
        return cls.model_validate_json(text)

    def _squeezed(self, raw: Doubles) -> Doubles:
        if self.calibration is None:
            return np.clip(raw, 0.0, 1.0)
        return np.asarray(expit(self.calibration.slope * raw + self.calibration.intercept))

    def _design(self, value: ArrayLike) -> tuple[Doubles, tuple[int, ...]]:
        values = np.asarray(value)
        if values.shape[-1:] != (len(self.signals),):
            raise ValueError(f"the last axis holds these signals: {', '.join(self.signals)}")
        checked = features(self.signals, values.reshape(-1, len(self.signals)))
        return design_of(checked.value), values.shape[:-1]
