"""Assignment as a flow of minimum cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Flags, Integers

#: The solver reckons in whole numbers: scores in parts of the largest, finer than single precision.
PARTS = 2.0**30


def cheapest_flow(
    rows: npt.NDArray[np.integer],
    offers: npt.NDArray[np.integer],
    costs: npt.NDArray[np.int64],
    applicants: int,
    places: Integers,
) -> Flags:
    """Return which pairs carry one unit from the applicants through the offers, so that most arrive.

    Parameters
    ----------
    rows, offers, costs
        Of the pairs, shape (pairs,).
    applicants
        How many there are.
    places
        Of the offers, shape (m,).

    Returns
    -------
    ndarray
        Shape (pairs,). No other flow carries more, and none that carries as many costs less.
    """
    from ortools.graph.python.min_cost_flow import (  # noqa: PLC0415 - loaded by who needs it
        SimpleMinCostFlow,
    )

    sink = applicants + len(places)
    nodes = np.arange(sink + 1, dtype=np.int32)
    network = SimpleMinCostFlow()
    pairs = network.add_arcs_with_capacity_and_unit_cost(
        rows.astype(np.int32), (applicants + offers).astype(np.int32), np.ones(len(rows), np.int64), costs
    )
    to_sink = nodes[applicants:sink]
    network.add_arcs_with_capacity_and_unit_cost(
        to_sink, np.full_like(to_sink, sink), places, np.zeros(len(places), np.int64)
    )
    supplies = np.zeros(sink + 1, np.int64)
    supplies[:applicants], supplies[sink] = 1, -applicants
    network.set_nodes_supplies(nodes, supplies)
    status = network.solve_max_flow_with_min_cost()
    if status != network.OPTIMAL:
        raise RuntimeError(f"the flow that always exists was not found: {status}")
    return np.asarray(network.flows(pairs) > 0)
