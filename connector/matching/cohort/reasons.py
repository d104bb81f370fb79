"""What applicants and the organiser are told about an intake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.matching.cohort.assigned import Method
from connector.reasons import Reason

if TYPE_CHECKING:
    from connector.matching.cohort.assigned import StabilityReport
    from connector.matching.cohort.errors import BoundsNotReachableError


def of_place(connector: str, choice: int) -> Reason:
    """Tell an applicant where it is; nothing about sides and bounds."""
    if choice == 1:
        return Reason("cohorts.first_choice", {"connector": connector})
    return Reason("cohorts.later_choice", {"connector": connector, "choice": choice})


def of_no_place(*, is_allowed_anywhere: bool) -> Reason:
    """Tell an applicant that it has no place."""
    return Reason("cohorts.no_place" if is_allowed_anywhere else "cohorts.not_allowed")


def of_report(report: StabilityReport) -> tuple[Reason, ...]:
    """Tell the organiser how stable the assignment is, and what the bounds cost."""
    if report.method is Method.STABLE:
        return (Reason("cohorts.stable"),)
    said = [Reason(f"cohorts.{report.method.value}"), Reason("cohorts.blocking", {"n": report.blocking})]
    if report.blocking:
        said.append(Reason("cohorts.because_of_bounds", {"n": report.because_of_bounds}))
    if report.is_proven:
        said.append(Reason("cohorts.none_fewer"))
    elif report.fewest:
        said.append(Reason("cohorts.at_least", {"n": report.fewest}))
    said.append(Reason("cohorts.displaced", {"n": len(report.displaced)}))
    fewer = report.placed_without_bounds - report.placed
    if fewer > 0:
        said.append(Reason("cohorts.fewer_placed", {"n": fewer}))
    return tuple(said)


def of_lacks(error: BoundsNotReachableError) -> tuple[Reason, ...]:
    """Tell the organiser what is missing to the bounds, and which could be kept."""
    lacks = (
        Reason(
            f"cohorts.lacks_{lack.side.value}",
            {"connector": lack.connector, "asked": lack.asked, "n": lack.missing},
        )
        for lack in error.lacks
    )
    return (*lacks, Reason("cohorts.reachable", {"n": error.reachable}))
