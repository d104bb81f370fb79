"""Sums beside earlier ones: what readers can work out of those parts of a sum that did not stay as they were.

When the figures of some companies of a city are kept and those of others change, the difference of the city's
two totals is about the others alone. So both halves are protected as if they were published: of the parts
that stay, readers know the sum as far as the earlier total was released.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.tables import HiddenSum, with_hidden_sums

if TYPE_CHECKING:
    from rating.disclosure.editions import Linked, Parted
    from rating.disclosure.suppression import Known
    from rating.disclosure.tables import Flags, Tables

_STAYED, _CHANGED = "(stayed)", "(changed)"


def part(linked: Linked) -> tuple[Tables, Known]:
    """Return tables in which the two halves of such sums are units, and what is known of all units."""
    tables, known = linked.tables, linked.known
    if not linked.parted:
        return tables, known
    sums: list[HiddenSum] = []
    halves: list[Parted] = []
    for parted in linked.parted:
        others = np.setdiff1d(tables.children[parted.unit], parted.kept)
        if len(parted.kept) and len(others):
            sums += [
                HiddenSum(parted.unit, _STAYED, parted.kept),
                HiddenSum(parted.unit, _CHANGED, others),
            ]
            halves.append(parted)
    wide, places = with_hidden_sums(tables, sums)
    known = known.placed(tables, wide)
    for parted, stayed in zip(halves, places[::2], strict=True):
        released = {a: ~np.isnan(values[parted.unit]) for a, values in parted.before.values.items()}
        _learn(known.released, stayed, released)
        _learn(known.withheld, stayed, {a: own[parted.unit] for a, own in parted.before.withheld.items()})
    place = {unit: number for number, unit in enumerate(wide.units)}
    for parted in linked.parted:  # what was withheld of a part that is gone would be the difference
        gone = {a: cells[parted.unit] for a, cells in parted.before.gone.items()}
        _learn(known.withheld, place[tables.units[parted.unit]], gone)
    return wide, known


def _learn(cells: dict[str, Flags], unit: int, told: dict[str, Flags]) -> None:
    for attribute, flags in told.items():
        cells[attribute][unit] |= flags
