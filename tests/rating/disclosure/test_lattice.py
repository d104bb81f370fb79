"""Cells as edges of a graph: what people do in a table, flows do in it, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.disclosure.lattice import Lattice
from rating.errors import DefinitionError

LATTICES = (
    Lattice(("a",)),
    Lattice(("a", "b")),
    Lattice(("a", "b", "c")),
    Lattice(("a", "b", "c"), {"leading": (1, 2)}),
    Lattice(("a", "b", "c", "d"), {"outer": (0, 3), "inner": (2,)}),
    Lattice(("a", "b"), {"all": (0, 1)}),
)


def test_rows_are_levels_then_subtotals_then_the_total() -> None:
    lattice = Lattice(("staff", "head", "board"), {"management": (1, 2)})
    assert lattice.rows == ("staff", "head", "board", "management", "*")
    assert lattice.parents.tolist() == [4, 3, 3, 4, -1]


def test_totals_stand_behind_what_they_sum_over() -> None:
    lattice = Lattice(("staff", "head", "board"), {"management": (1, 2)})
    counts = np.array([[10, 20], [3, 4], [1, 0]])
    assert lattice.extended(counts).tolist() == [
        [10, 20, 30], [3, 4, 7], [1, 0, 1], [4, 4, 8], [14, 24, 38]
    ]  # fmt: skip
    assert lattice.extended(counts[None].repeat(2, axis=0)).shape == (2, 5, 3)


@pytest.mark.parametrize(
    ("levels", "subtotals", "fault"),
    [
        ((), {}, "there must be one"),
        (("a", "a"), {}, "different names"),
        (("a", "*"), {}, "different names"),
        (("a", "b"), {"a": (1,)}, "different names"),
        (("a", "b"), {"*": (1,)}, "different names"),
        (("a", "b"), {"x": (0, 1), "y": (1,)}, "one subtotal only"),
        (("a", "b"), {"x": (1, 1)}, "one subtotal only"),
    ],
)
def test_a_lattice_that_contradicts_itself_is_an_error(
    levels: tuple[str, ...], subtotals: dict[str, tuple[int, ...]], fault: str
) -> None:
    with pytest.raises(DefinitionError, match=fault):
        Lattice(levels, subtotals)


def incidence(lattice: Lattice, groups: int) -> np.ndarray:
    """Return what each edge takes from (-1) and brings to (+1) each node, shape (nodes, edges)."""
    graph = lattice.graph(groups)
    matrix = np.zeros((len(graph.first) - 1, len(graph.tail)), dtype=np.int64)
    edges = np.arange(len(graph.tail))
    np.add.at(matrix, (graph.tail, edges), -1)
    np.add.at(matrix, (graph.head, edges), 1)
    return matrix


@given(st.data())
def test_people_of_a_table_flow_round_and_none_is_left_over(data: st.DataObject) -> None:
    lattice = data.draw(st.sampled_from(LATTICES))
    groups = data.draw(st.integers(1, 4))
    counts = data.draw(arrays(np.int64, (len(lattice.levels), groups), elements=st.integers(0, 99)))
    flows = incidence(lattice, groups) @ lattice.extended(counts).ravel()
    assert flows.tolist() == [0] * len(flows)


@pytest.mark.parametrize("lattice", LATTICES, ids=lambda lattice: ",".join(lattice.rows))
@pytest.mark.parametrize("groups", [1, 2, 4])
def test_a_flow_has_as_much_freedom_as_the_base_cells(lattice: Lattice, groups: int) -> None:
    """So that every flow is a table, and the range of an edge that of its cell."""
    matrix = incidence(lattice, groups)
    rank = int(np.linalg.matrix_rank(matrix))
    assert matrix.shape[1] - rank == len(lattice.levels) * groups


@pytest.mark.parametrize("lattice", LATTICES, ids=lambda lattice: ",".join(lattice.rows))
def test_each_node_knows_the_edges_that_touch_it(lattice: Lattice) -> None:
    graph = lattice.graph(3)
    for node in range(len(graph.first) - 1):
        touching = graph.touching[graph.first[node] : graph.first[node + 1]]
        expected = [edge for edge in range(len(graph.tail)) if node in (graph.tail[edge], graph.head[edge])]
        assert sorted(touching.tolist()) == expected
