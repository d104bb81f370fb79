"""What a ranker may see of a pair: the values of its signals. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError, UnknownCodeError
from connector.matching.signals import shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from connector.matching.columns.types import Doubles, Integers

#: The signal that is learned from outcomes and not on the shelf.
LEARNED_SIGNALS = frozenset({"co_engagement"})
_AXES = 2


@dataclass(frozen=True)
class Features:
    """What a ranker may see of n pairs.

    Attributes
    ----------
    codes
        The signals.
    value
        At the time when the pair was shown, shape (n, signals), in [0, 1]; 0 where not known.
    """

    codes: tuple[str, ...]
    value: Doubles

    def __len__(self) -> int:
        return len(self.value)

    def take(self, rows: Integers) -> Features:
        """Return some pairs, in the order of `rows`."""
        return Features(self.codes, self.value[rows])


def features(codes: Sequence[str], value: ArrayLike) -> Features:
    """Check what a ranker is to see.

    Parameters
    ----------
    codes
        Codes of signals, in the order of the columns.
    value
        Shape (n, signals), 0 where not known.

    Raises
    ------
    UnknownCodeError
        If a code is not that of a signal: no other column may enter, least of all what owners declared of
        themselves.
    CannotMatchError
        If a code stands twice, or a value is not in [0, 1].
    ValueError
        If there is not a column for each signal.
    """
    refuse_other_than_signals(codes)
    if len(set(codes)) != len(codes):
        raise CannotMatchError("A signal stands twice among the features.")
    values = np.asarray(value, np.float64)
    if values.ndim != _AXES or values.shape[1] != len(codes):
        raise ValueError("values have a row for each pair and a column for each signal")
    if not ((values >= 0) & (values <= 1)).all():
        raise CannotMatchError("A value of a signal lies outside 0 to 1.")
    return Features(tuple(codes), values)


def refuse_other_than_signals(codes: Sequence[str]) -> None:
    """Raise unless every code is that of a signal.

    Raises
    ------
    UnknownCodeError
        With the first one that is not.
    """
    signals = LEARNED_SIGNALS | shelf().keys()
    for code in codes:
        if code not in signals:
            raise UnknownCodeError("signal", code, tuple(sorted(signals)))
