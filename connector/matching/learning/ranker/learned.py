"""A ranker that can be asked, explained, stored and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

import numpy as np
from pydantic import Field, model_validator
from scipy.special import expit

from connector.matching.learning.card import Calibration, ModelCard
from connector.matching.learning.features import features, refuse_other_than_signals
from connector.matching.learning.ranker.models import Declared, Model
from connector.matching.learning.ranker.rows import design_of
from connector.parties.record import Record

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from connector.matching.columns.types import Doubles

#: Pairs that are looked at at once; has no influence on the result.
_BLOCK = 65_536


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
        return self

    @property
    def replaces_declared(self) -> bool:
        """Whether something learned ranks."""
        return not isinstance(self.model, Declared)

    def score(self, value: ArrayLike, is_known: ArrayLike) -> Doubles:
        """Return scores of pairs.

        Parameters
        ----------
        value, is_known
            As in `features`, shape (..., signals), in the order of `signals`.

        Returns
        -------
        numpy.ndarray
            Shape (...), 0 to 1. A better value of a signal, or knowing one, never lowers it; it depends on
            that pair alone.
        """
        design, shape = self._design(value, is_known)
        score: Doubles = np.empty(len(design))
        for start in range(0, len(design), _BLOCK):
            rows = slice(start, start + _BLOCK)
            score[rows] = self._squeezed(self.model.raw(design[rows]))
        return score.reshape(shape)

    def contributions(self, value: ArrayLike, is_known: ArrayLike) -> Doubles:
        """Return what each score would lose if a signal were not known, the others as they are.

        Parameters
        ----------
        value, is_known
            As in `score`.

        Returns
        -------
        numpy.ndarray
            Shape (..., signals), not negative: parts of the score where the declared weights rank, else
            log-odds. Of linear rankers they add up to the whole; of trees they need not, because what two
            signals do together is lost with either.
        """
        design, shape = self._design(value, is_known)
        count = len(self.signals)
        whole = self.model.raw(design)
        lost: Doubles = np.zeros((len(design), count))
        for signal in range(count):
            without = design.copy()
            without[:, [signal, count + signal]] = 0.0
            lost[:, signal] = np.maximum(whole - self.model.raw(without), 0.0)
        return lost.reshape(*shape, count)

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

    def _design(self, value: ArrayLike, is_known: ArrayLike) -> tuple[Doubles, tuple[int, ...]]:
        values, known = np.asarray(value), np.asarray(is_known)
        if values.shape[-1:] != (len(self.signals),) or values.shape != known.shape:
            raise ValueError(f"the last axis holds these signals: {', '.join(self.signals)}")
        rows = (-1, len(self.signals))
        checked = features(self.signals, values.reshape(rows), known.reshape(rows))
        return design_of(checked.value, checked.is_known), values.shape[:-1]
