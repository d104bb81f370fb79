"""An intake: who applies, who takes how many, and how mixed the cohorts shall be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError
from connector.parties import Use

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Flags, Integers
    from connector.parties import Offer, StartUp


class Side(StrEnum):
    """What a bound counts; in this order in arrays."""

    MAINSTREAM = "mainstream"
    UNDER_REPRESENTED = "under_represented"


#: Applicants who declared nothing, or did not agree to its use for cohorts.
NEITHER = -1


@dataclass(frozen=True, slots=True)
class Mixing:
    """At least so many of each side in a cohort. Who is of neither side counts for none."""

    mainstream: int = 0
    under_represented: int = 0

    def __post_init__(self) -> None:
        if min(self.mainstream, self.under_represented) < 0:
            raise CannotMatchError("A bound for mixing is at least 0.")

    def at_most(self, number: int) -> Mixing:
        """Return these bounds, none above a number."""
        return Mixing(min(self.mainstream, number), min(self.under_represented, number))


@dataclass(frozen=True, eq=False)
class Cohort:
    """An intake of n applicants and m connectors.

    Attributes
    ----------
    applicants, connectors
        Each with an id of its own.
    applicant_scores, connector_scores
        How much each applicant wants each connector, and each connector each applicant, shape (n, m), any
        scale. Only their order counts: along rows for applicants, along columns for connectors.
    capacities
        Places of each connector, shape (m,).
    is_allowed
        Which applicants a connector may take, shape (n, m).
    bounds
        For all connectors, or by their id; connectors that are not named have none.

    Raises
    ------
    CannotMatchError
        If shapes do not fit, two parties have one id, a score of an allowed pair is no number, a capacity is
        negative, or bounds name a connector that is not there.
    """

    applicants: tuple[StartUp, ...]
    connectors: tuple[Offer, ...]
    applicant_scores: npt.NDArray[np.floating]
    connector_scores: npt.NDArray[np.floating]
    capacities: npt.NDArray[np.integer]
    is_allowed: Flags
    bounds: Mixing | Mapping[str, Mixing] = field(default_factory=Mixing)

    def __post_init__(self) -> None:
        shape = (len(self.applicants), len(self.connectors))
        for name in ("applicant_scores", "connector_scores", "is_allowed"):
            found = getattr(self, name).shape
            if found != shape:
                raise CannotMatchError(f"{name} has the shape {found}, not {shape}.")
        if self.capacities.shape != shape[1:] or (self.capacities < 0).any():
            raise CannotMatchError("Every connector needs a number of places of at least 0.")
        for scores in (self.applicant_scores, self.connector_scores):
            if np.isnan(scores[self.is_allowed]).any():
                raise CannotMatchError("A score of an allowed pair is no number.")
        for parties in (self.applicants, self.connectors):
            if len({party.id for party in parties}) < len(parties):
                raise CannotMatchError("An id names one party.")
        if isinstance(self.bounds, Mapping):
            unknown = set(self.bounds) - {party.id for party in self.connectors}
            if unknown:
                raise CannotMatchError(f"There is no connector called '{min(unknown)}' to bound.")

    def lower(self, at_most: int | None = None) -> Integers:
        """Return the bounds by connector and side, shape (m, 2); none above a number, if one is given."""
        given = (
            [self.bounds.get(party.id, Mixing()) for party in self.connectors]
            if isinstance(self.bounds, Mapping)
            else [self.bounds] * len(self.connectors)
        )
        if at_most is not None:
            given = [own.at_most(at_most) for own in given]
        return np.array([[getattr(own, side) for side in Side] for own in given], np.int64).reshape(-1, 2)

    def sides(self) -> Integers:
        """Return the side of each applicant, shape (n,): its place in `Side`, or `NEITHER`.

        Consent is asked for before a declaration is looked at.
        """
        found = np.full(len(self.applicants), NEITHER, np.int64)
        for row, applicant in enumerate(self.applicants):
            declared = applicant.declared
            if (
                declared is not None
                and declared.allows(Use.COHORTS)
                and declared.under_represented is not None
            ):
                found[row] = int(declared.under_represented)
        return found
