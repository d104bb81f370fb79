"""What comes out of an intake: places, waiting lists, and how stable all that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connector.reasons import Reason


class Method(StrEnum):
    """How an assignment was found.

    ``stable``: deferred acceptance; no pair blocks it. ``reserved``: deferred acceptance with reserved
    places. ``most_placed``: as ``reserved``, then the fewest applicants were moved so that more get a place.
    ``fewest``: an integer programme started from there and looked for the fewest blocking pairs, first of
    those that one could give in to.
    """

    STABLE = "stable"
    RESERVED = "reserved"
    FEWEST = "fewest"
    MOST_PLACED = "most_placed"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an applicant is.

    Attributes
    ----------
    applicant, connector
        Ids; the connector is None where no place was left.
    choice
        1 for the connector it wants most among those that may take it, 2 for the next; None without a place.
    reason
        For the applicant; says nothing about anybody's side.
    """

    applicant: str
    connector: str | None
    choice: int | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Blocking:
    """An applicant and a connector that would both rather have each other.

    Attributes
    ----------
    applicant, connector
        Ids.
    is_because_of_bounds
        Whether giving in to them would break a bound: that of the connector which the applicant leaves, or
        that of the one it goes to, whomever of those it likes less it sends away. Who is sent away may take
        the place that becomes free: two of one side who could exchange their places are no matter of bounds.
    """

    applicant: str
    connector: str
    is_because_of_bounds: bool


@dataclass(frozen=True, slots=True)
class Displaced:
    """An applicant who would be elsewhere without bounds; None is no place."""

    applicant: str
    without_bounds: str | None
    with_bounds: str | None


@dataclass(frozen=True, slots=True)
class StabilityReport:
    """How far an assignment is from a stable one. For the organiser alone: sides can be guessed from it.

    Attributes
    ----------
    method
        How it was found.
    blocking
        Number of blocking pairs.
    because_of_bounds
        How many of them one cannot give in to, each alone, without breaking a bound: see `Blocking`. All of
        them exist because there are bounds: without, there is none.
    pairs
        The blocking pairs, by applicant and connector in the order of the cohort; the first ones only if
        there are many.
    fewest_avoidable
        Proven: no assignment that keeps the bounds and places as many has fewer blocking pairs that one could
        give in to.
    fewest
        Proven: no such assignment with as few of these has fewer blocking pairs.
    displaced
        Who is elsewhere because of the bounds.
    rank_loss
        By how many steps on their own lists the applicants lose through the bounds, all together; no place is
        one step below the last connector that may take them.
    placed, placed_without_bounds
        Applicants with a place.
    """

    method: Method
    blocking: int
    because_of_bounds: int
    pairs: tuple[Blocking, ...]
    fewest: int
    fewest_avoidable: int
    displaced: tuple[Displaced, ...]
    rank_loss: int
    placed: int
    placed_without_bounds: int

    @property
    def avoidable(self) -> int:
        """Blocking pairs that one could give in to, each alone, without breaking a bound."""
        return self.blocking - self.because_of_bounds

    @property
    def is_proven(self) -> bool:
        """Whether there is nothing more stable within the bounds."""
        return self.blocking == self.fewest and self.avoidable == self.fewest_avoidable


@dataclass(frozen=True, slots=True)
class Assigned:
    """An intake, assigned.

    Attributes
    ----------
    places
        One for each applicant, in the order of the cohort.
    alternates
        Connector -> applicants without a place whom it would take next, in its order.
    report
        How stable it is.
    reasons
        What the organiser is told.
    """

    places: tuple[Placed, ...]
    alternates: Mapping[str, tuple[str, ...]]
    report: StabilityReport
    reasons: tuple[Reason, ...]

    def members(self, connector: str) -> tuple[str, ...]:
        """Return the applicants that a connector takes, in the order of the cohort."""
        return tuple(place.applicant for place in self.places if place.connector == connector)
