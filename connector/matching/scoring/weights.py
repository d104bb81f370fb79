"""How much each signal counts: data with a version."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import fsum, isfinite
from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError, DefinitionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connector.matching.columns.types import Floats
    from connector.matching.signals import Signal


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of signals.

    Attributes
    ----------
    version
        Which weights these are; kept with what was made with them.
    of
        Signal -> weight, not negative. A signal of weight 0 is not asked.

    Raises
    ------
    DefinitionError
        If a weight is negative or no number.
    """

    version: str
    of: Mapping[str, float]

    def __post_init__(self) -> None:
        wrong = [code for code, weight in self.of.items() if not isfinite(weight) or weight < 0]
        if wrong:
            raise DefinitionError(f"Weights {self.version}: '{wrong[0]}' weighs {self.of[wrong[0]]}.")

    def counted(self, signals: Sequence[Signal]) -> tuple[tuple[Signal, ...], Floats]:
        """Return the signals that count, and the share of each in a score, shape (signals,), sum 1.

        Raises
        ------
        CannotMatchError
            If a signal has no weight, or none counts.
        """
        nameless = [signal.code for signal in signals if signal.code not in self.of]
        if nameless:
            raise CannotMatchError(f"Weights {self.version} say nothing of '{nameless[0]}'.")
        counted = tuple(signal for signal in signals if self.of[signal.code] > 0)
        if not counted:
            raise CannotMatchError(f"Weights {self.version} let no signal count.")
        weights = [self.of[signal.code] for signal in counted]
        total = fsum(weights)
        return counted, np.array([weight / total for weight in weights], np.float32)


@cache
def declared_weights() -> Weights:
    """Return the weights of this version of the method."""
    found = tomllib.loads(files("connector.matching").joinpath("weights.toml").read_text("utf-8"))
    return Weights(found["version"], found["weights"])
