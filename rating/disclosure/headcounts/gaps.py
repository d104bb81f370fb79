"""What the source of a release leaves out: it is missing in what is shown and computed, and not nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.disclosure.headcounts.counted import levels_left_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rating.data import Headcount
    from rating.disclosure.released import Released
    from rating.disclosure.tables import Flags


class Gaps(NamedTuple):
    """Levels that lack something.

    Attributes
    ----------
    unsized
        Whose size is not known, shape (companies, levels).
    silent
        Attribute -> where nothing is known of the groups, the same shape.
    """

    unsized: Flags
    silent: Mapping[str, Flags]

    def any(self) -> bool:
        """Tell whether there are any."""
        return bool(self.unsized.any()) or any(own.any() for own in self.silent.values())


def gaps_of(released: Released, headcount: Headcount) -> Gaps:
    """Return what the source leaves out of the figures that are released.

    Companies whose earlier figures are kept have the gaps of then: where everybody's group was "not known".
    An attribute of theirs that is new is not released at all.
    """
    kept = np.array([(company.key,) in released.frame.as_of for company in headcount.companies], np.bool_)
    unsized = np.isnan(headcount.sizes) & ~kept[:, None]
    silent = {}
    for code, cube in headcount.cubes.items():
        table = released.tables[code]
        cells = table.cells[1:, : unsized.shape[1]]
        nobody_known = (cells[:, :, -2] == cells[:, :, -1]) & (cells[:, :, -1] > 0)
        then = nobody_known | ~table.stated[1:, None]
        silent[code] = np.where(kept[:, None], then, levels_left_out(cube))
    return Gaps(unsized, silent)
