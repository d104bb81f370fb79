"""Explanations as the document writes them down."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rating.documents import schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.composite import Scope
    from rating.documents.explanations.measured import Measured, Reached

#: Four decimals, so that what is put into a formula gives what stands behind it.
DECIMALS = 4
#: Parts of the score, which add up to 1.
WEIGHT_DECIMALS = 8


def number(value: float, decimals: int = DECIMALS) -> float | None:
    """Return a rounded plain number, whole where it is whole; None for NaN."""
    if math.isnan(value):
        return None
    rounded = round(float(value), decimals)
    return int(rounded) if rounded.is_integer() else rounded


def people_of(measured: Measured, row: int) -> list[schema.PartPeople]:
    """Return the people that an indicator is measured on."""
    if measured.inputs is None:
        return []
    inputs = measured.inputs
    return [
        schema.PartPeople.model_construct(
            part=part,
            groups=dict(zip(inputs.groups, map(number, counts[row].tolist()), strict=True)),
            unknown=number(inputs.unknown[part][row]),
        )
        for part, counts in inputs.people.items()
    ]


def need_of(measured: Measured, reached: Reached, row: int) -> schema.Need | None:
    """Return whom it takes to reach so many points; None where they are out of reach."""
    points = number(reached.points[row])
    if points is None or measured.inputs is None:
        return None
    moved = list(_pairs(measured.inputs.groups, reached.leaving[row].tolist(), reached.joining[row].tolist()))
    part: Scope = measured.raised_in
    return schema.Need.model_construct(
        part=part,
        people=sum(replacement.people for replacement in moved),
        replacements=moved,
        points=points,
    )


def _pairs(groups: Sequence[str], leaving: list[float], joining: list[float]) -> list[schema.Replacement]:
    """Pair those who leave with those who join, group by group in their order."""
    found = []
    left, joined = dict(zip(groups, leaving, strict=True)), dict(zip(groups, joining, strict=True))
    for to_group, wanted in joined.items():
        open_ones = int(wanted)
        for from_group in groups:
            people = min(open_ones, int(left[from_group]))
            if people:
                left[from_group] -= people
                open_ones -= people
                found.append(
                    schema.Replacement.model_construct(
                        from_group=from_group, to_group=to_group, people=people
                    )
                )
    return found
