"""The pairing of the largest weight on a general graph (Edmonds 1965; Galil 1986)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rustworkx

if TYPE_CHECKING:
    from connector.matching.pairs.edges import Edges


def best_pairing(edges: Edges) -> list[tuple[int, int]]:
    """Return the pairs of the largest total weight, nobody in two, first < second, in ascending order.

    Exact: weights are whole numbers. The same edges give the same pairs.
    """
    graph: rustworkx.PyGraph[None, int] = rustworkx.PyGraph(
        multigraph=False, node_count_hint=edges.startups, edge_count_hint=len(edges)
    )
    graph.add_nodes_from([None] * edges.startups)
    listed = zip(edges.first.tolist(), edges.second.tolist(), edges.weight.tolist(), strict=True)
    graph.add_edges_from(list(listed))
    found = rustworkx.max_weight_matching(graph, weight_fn=int)
    return sorted((min(pair), max(pair)) for pair in found)
