"""What comes out: pairs with what each side gives, and who is left over, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connector.reasons import Reason


@dataclass(frozen=True, slots=True)
class Help:
    """What one start-up of a pair can do for the other.

    Attributes
    ----------
    giver, taker
        Ids.
    needs
        Needs of the taker that the giver can help with, in the order of the taxonomy.
    markets
        Countries that the taker seeks as a market and the giver knows, alphabetically.
    share
        Part of all that the taker asks for, 0 to 1: needs count by their urgency, markets, for which no
        urgency is asked, by 1, the least there is.
    """

    giver: str
    taker: str
    needs: tuple[str, ...]
    markets: tuple[str, ...]
    share: float

    @property
    def count(self) -> int:
        """How many of the taker's needs and markets are covered."""
        return len(self.needs) + len(self.markets)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two start-ups that can help each other.

    Attributes
    ----------
    first, second
        Ids, alphabetically.
    round
        1 for the first partner of both, 2 for the next one ...
    to_first, to_second
        What each gets.
    languages
        Working languages (BCP 47, without script and region) that both use at B1 or better.
    stages
        Of both.
    is_across
        Whether both agreed to be paired across backgrounds and declared different ones; False also where
        nothing is known of it, as the declaration of one who did not agree is not read.
    reasons
        The same for both.
    """

    first: str
    second: str
    round: int
    to_first: Help
    to_second: Help
    languages: tuple[str, ...]
    stages: tuple[str, str]
    is_across: bool
    reasons: tuple[Reason, ...]

    @property
    def count(self) -> int:
        """The mutual gain: the smaller of both counts."""
        return min(self.to_first.count, self.to_second.count)

    @property
    def share(self) -> float:
        """The smaller of both shares."""
        return min(self.to_first.share, self.to_second.share)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A start-up without a partner, and why. For itself and the organiser: names nobody else."""

    startup: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who is paired with whom.

    Attributes
    ----------
    pairs
        By round, the largest gain first.
    left_over
        Those without any partner, by id.
    possible
        How many pairs meet all conditions.
    weighed
        How many of them the first round chose from.
    of_best
        The first round gains at least this part of what any pairing of these start-ups could gain, 0 to 1;
        1 where all possible pairs were weighed. Shown by a bound, so mostly it gains more.
    """

    pairs: tuple[Pair, ...]
    left_over: tuple[LeftOver, ...]
    possible: int
    weighed: int
    of_best: float
