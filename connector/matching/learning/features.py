"""What a ranker may see of a pair: the values of its signals and which of them are known. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError, UnknownCodeError
from connector.matching.signals import shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from connector.matching.columns.types import Doubles, Flags, Integers

#: The signal that is learned from outcomes and not on the shelf.
LEARNED_SIGNALS = frozenset({"co_engagement"})


@dataclass(frozen=True)
class Features:
    """What a ranker may see of n pairs.

    Attributes
    ----------
    codes
        The signals.
    value
        At the time when the pair was shown, shape (n, signals), in [0, 1]; 0 where not known.
    is_known
        Shape (n, signals).
    """

    codes: tuple[str, ...]
    value: Doubles
    is_known: Flags

    def __len__(self) -> int:
        return len(self.value)

    def take(self, rows: Integers) -> Features:
        """Return some pairs, in the order of `rows`."""
        return Features(self.codes, self.value[rows], self.is_known[rows])


def features(codes: Sequence[str], value: ArrayLike, is_known: ArrayLike) -> Features:
    """Check what a ranker is to see.

    Parameters
    ----------
    codes
        Codes of signals, in the order of the columns.
    value, is_known
        Shape (n, signals). Values that are not known are taken for 0, whatever stands there.

    Raises
    ------
    UnknownCodeError
        If a code is not that of a signal: no other column may enter, least of all what owners declared of
        themselves.
    CannotMatchError
        If a code stands twice, or a known value is not in [0, 1].
    ValueError
        If the shapes differ.
    """
    refuse_other_than_signals(codes)
    if len(set(codes)) != len(codes):
        raise CannotMatchError("A signal stands twice among the features.")
    known = np.asarray(is_known, np.bool_)
    values = np.where(known, np.asarray(value, np.float64), 0.0)
    if values.shape != known.shape or values.shape[1:] != (len(codes),):
        raise ValueError("values and flags have a row for each pair and a column for each signal")
    if not ((values >= 0) & (values <= 1)).all():
        raise CannotMatchError("A known value of a signal lies outside 0 to 1.")
    return Features(tuple(codes), values, known)


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
