"""A hierarchy as compiled loops read it: which units belong together, and their tables of one attribute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.suppression import graph_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.disclosure.kernels.hierarchy import Hierarchy
    from rating.disclosure.lattice import Integers
    from rating.disclosure.tables import Flags, Tables


@dataclass(frozen=True)
class Kin:
    """The units of one hierarchy, numbered from 0.

    Attributes
    ----------
    units
        Their numbers in the tables.
    parent, depth
        Of each the one it is summed into, -1 at the top, and the steps to the top; shape (units,).
    leaves
        Those that are no sums.
    attributes
        What is known of them.
    """

    units: npt.NDArray[np.intp]
    parent: Integers
    depth: Integers
    leaves: Integers
    attributes: tuple[str, ...]

    @classmethod
    def of(cls, tables: Tables, units: npt.NDArray[np.intp]) -> Kin:
        """Return the units of a hierarchy, sums before what they sum over."""
        place = {int(unit): number for number, unit in enumerate(units)}
        parent = np.array([place.get(int(tables.parents[unit]), -1) for unit in units])
        depth = np.zeros(len(units), dtype=np.int64)
        for number, above in enumerate(parent):
            if above >= 0:
                depth[number] = depth[above] + 1
        leaves = np.flatnonzero(tables.leaves[units])
        return cls(
            units, parent, depth, leaves, tuple(a for a in tables.counts if tables.stated[a][units].any())
        )

    def hierarchy(self, tables: Tables, attribute: str, withheld: Flags) -> Hierarchy:
        """Return the tables of one attribute; what is withheld of them has the shape (units, edges)."""
        from rating.disclosure.kernels.hierarchy import Hierarchy  # noqa: PLC0415 - loads numba

        values = tables.lattice.extended(tables.counts[attribute][self.units])
        flat = values.reshape(len(self.units), -1)
        return Hierarchy(
            parent=self.parent,
            depth=self.depth,
            leaves=self.leaves,
            value=flat,
            withheld=withheld,
            others=self._others(tables, attribute),
            ordered=np.argsort(-flat[self.leaves], axis=0, kind="stable").T.copy(),
            above=tables.lattice.parents,
            columns=values.shape[2],
            graph=graph_of(tables.lattice, values.shape[2] - 1),
        )

    def _others(self, tables: Tables, attribute: str) -> Integers:
        """Return people by attribute, unit, level and group of the other attributes."""
        rest = [tables.counts[a][self.units] for a in self.attributes if a != attribute]
        widest = max((own.shape[2] for own in rest), default=1)
        shape = (len(rest), len(self.units), len(tables.lattice.levels), widest)
        others = np.zeros(shape, dtype=np.int64)
        for number, own in enumerate(rest):
            others[number, :, :, : own.shape[2]] = own
        return others
