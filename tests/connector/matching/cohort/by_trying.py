"""A second implementation: all assignments there are, each looked at by itself."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.cohort import Assigned, BoundsNotReachableError, Cohort, Mixing, Side, assign
from connector.parties import Use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector.parties import StartUp

Places = tuple[int, ...]


def side(applicant: StartUp) -> str | None:
    said = applicant.declared
    if said is None or Use.COHORTS not in said.uses or said.under_represented is None:
        return None
    return "under_represented" if said.under_represented else "mainstream"


def bound_of(intake: Cohort, column: int) -> Mixing:
    if isinstance(intake.bounds, Mixing):
        return intake.bounds
    return intake.bounds.get(intake.connectors[column].id, Mixing())


def keeps_bounds(intake: Cohort, places: Places, *, at_most: int = 99) -> bool:
    for column in range(len(intake.connectors)):
        members = [side(intake.applicants[row]) for row, place in enumerate(places) if place == column]
        for name in Side:
            if members.count(name.value) < min(getattr(bound_of(intake, column), name), at_most):
                return False
    return True


def all_assignments(intake: Cohort) -> Iterator[Places]:
    choices = [[-1, *np.flatnonzero(row).tolist()] for row in intake.is_allowed]
    for places in product(*choices):
        if all(places.count(column) <= most for column, most in enumerate(intake.capacities.tolist())):
            yield places


def blocking(intake: Cohort, places: Places) -> set[tuple[int, int]]:
    found = set()
    for row, column in np.argwhere(intake.is_allowed).tolist():
        own = places[row]
        wants = own < 0 or intake.applicant_scores[row, column] > intake.applicant_scores[row, own]
        members = [other for other, place in enumerate(places) if place == column]
        likes = len(members) < intake.capacities[column] or any(
            intake.connector_scores[other, column] < intake.connector_scores[row, column] for other in members
        )
        if own != column and wants and likes and intake.capacities[column]:
            found.add((row, column))
    return found


def could_give_in(intake: Cohort, places: Places, pair: tuple[int, int]) -> bool:
    """Try everything that giving in to one pair can mean."""
    row, column = pair
    moved = [*places]
    moved[row] = column
    members = [other for other, place in enumerate(places) if place == column]
    sent_away: list[int | None] = [
        other
        for other in members
        if intake.connector_scores[other, column] < intake.connector_scores[row, column]
    ]
    if len(members) < intake.capacities[column]:
        sent_away.append(None)
    for other in sent_away:
        exchange = other is not None and places[row] >= 0 and intake.is_allowed[other, places[row]]
        for place in (-1, places[row]) if exchange else (-1,):
            after = [place if number == other else at for number, at in enumerate(moved)]
            if keeps_bounds(intake, tuple(after)):
                return True
    return False


def numbers(intake: Cohort, found: Assigned) -> Places:
    names = {connector.id: column for column, connector in enumerate(intake.connectors)}
    return tuple(-1 if place.connector is None else names[place.connector] for place in found.places)


def placed(places: Places) -> int:
    return sum(place >= 0 for place in places)


def assigned(intake: Cohort, effort: float = 3.0) -> Assigned | None:
    try:
        return assign(intake, effort=effort)
    except BoundsNotReachableError:
        return None
