"""What start-ups are shown and which introductions are proposed, with what led to each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Doubles, Floats, Integers

    Places = npt.NDArray[np.int32]


class Cause(IntEnum):
    """What led to an introduction."""

    NONE = 0
    POLICY = 1
    SCARCITY = 2
    OVERRIDE = 3


class Override(NamedTuple):
    """An introduction that an organiser wants, whatever the policy says."""

    startup: int
    offer: int
    reason: str


class Logged(NamedTuple):
    """An override as it was applied: what the log has to hold.

    Attributes
    ----------
    startup, offer, reason
        As given.
    passed_over
        Start-ups that have no other choice than this scarce offer and are not introduced to it.
    """

    startup: int
    offer: int
    reason: str
    passed_over: tuple[int, ...]


@dataclass(frozen=True)
class Allocation:
    """What a policy made of scores and capacities.

    Attributes
    ----------
    policy
        Its name.
    lists
        Offers shown to each start-up, shape (n, length), -1 where there are no more. Every introduction is in
        its start-up's list.
    expected
        What can be expected of it, shape (n, length), nan where there are no more: the score, and under
        ``balance`` the score times the odds of the offer where no introduction is proposed.
    introductions
        Offers proposed for introduction now, shape (n, asks), in the order of the list, then -1. An offer
        never stands here more often than it has places.
    causes
        `Cause` of each introduction, shape (n, asks). ``SCARCITY``: it would not have been proposed if all
        who want a scarce offer were alike.
    gave_way
        Pairs of start-up and scarce offer, shape (p, 2), that would have been proposed if all were alike.
    prices
        Shape (m,), at least 0: minus the logarithm of `odds`. 0 everywhere but under ``balance``.
    overrides
        What organisers wanted, in the order given.
    """

    policy: str
    lists: Places
    expected: Floats
    introductions: Places
    causes: npt.NDArray[np.int8]
    gave_way: Integers
    prices: Doubles
    overrides: tuple[Logged, ...]

    @property
    def odds(self) -> Doubles:
        """Return which share of those who ask an offer is expected to be taken, as the policy reckons."""
        return np.asarray(np.exp(-self.prices))

    def served(self) -> int:
        """Return how many start-ups have at least one introduction."""
        return int((self.introductions >= 0).any(axis=1).sum())
