"""Sums beside earlier ones: what readers can work out of those parts of a sum that did not stay as they were.

When the figures of some companies of a city are kept and those of others change, the difference of the city's
two totals is about the others alone. So both halves are protected as if they were published: of the parts
that stay, readers know the sum as far as the earlier total was released, and so were all other parts of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.tables import HiddenSum, with_hidden_sums

if TYPE_CHECKING:
    from rating.disclosure.editions import Linked, Parted
    from rating.disclosure.suppression import Known
    from rating.disclosure.tables import Tables

_STAYED, _CHANGED = "(stayed)", "(changed)"


def part(linked: Linked) -> tuple[Tables, Known]:
    """Return tables in which the two halves of such sums are units, and what is known of all units."""
    tables, known = linked.tables, linked.known
    if not linked.parted:
        return tables, known
    sums: list[HiddenSum] = []
    halved: list[Parted] = []
    for parted in linked.parted:
        others = np.setdiff1d(tables.children[parted.unit], parted.kept)
        if len(parted.kept) and len(others):
            sums += [
                HiddenSum(parted.unit, _STAYED, parted.kept),
                HiddenSum(parted.unit, _CHANGED, others),
            ]
            halved.append(parted)
    wide, places = with_hidden_sums(tables, sums)
    known = known.placed(tables, wide)
    place = {unit: number for number, unit in enumerate(wide.units)}
    stayed = {parted.unit: int(own) for parted, own in zip(halved, places[::2], strict=True)}
    for parted in linked.parted:
        whole = place[tables.units[parted.unit]]
        for attribute, cells in parted.stayed.items():
            told, withheld = known.released[attribute], known.withheld[attribute]
            if len(parted.kept):
                half = stayed.get(parted.unit, whole)
                told[half] |= ~np.isnan(cells)
                # to tell it now would tell of those that changed what they were before
                withheld[half] |= np.isnan(cells)
            # what was withheld of a part that is gone would be the difference
            withheld[whole] |= parted.gone[attribute]
    return wide, known
