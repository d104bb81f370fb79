"""The units between two units of a hierarchy."""

from __future__ import annotations

import numpy as np

from rating.disclosure.kernels.hierarchy import path


def test_the_way_between_two_units_leaves_out_what_stays_as_it_is() -> None:
    #            0
    #          /   \
    #         1     4
    #        / \     \
    #       2   3     5
    parent = np.array([-1, 0, 1, 1, 0, 4])
    depth = np.array([0, 1, 2, 2, 1, 2])
    nodes = np.empty(6, dtype=np.int64)

    def between(one: int, other: int) -> set[int]:
        return set(nodes[: path(one, other, parent, depth, nodes)].tolist())

    assert between(2, 3) == {2, 3}
    assert between(2, 5) == {2, 1, 5, 4}
    assert between(2, -1) == {2, 1, 0}
