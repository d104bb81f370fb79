"""Assignments with lower bounds as flows of least cost; whole numbers throughout, so every flow is one.

A person flows from the source to one connector, through the side it counts for, and on to the sink. The first
arcs out of a side carry its bound and are paid so much that no other gain outweighs leaving one empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from connector.errors import CannotMatchError
from connector.matching.cohort.cohort import Side

if TYPE_CHECKING:
    from connector.matching.cohort.market import Market, Places
    from connector.matching.columns.types import Integers


class Flow(NamedTuple):
    """What was found.

    Attributes
    ----------
    places
        The connector of each applicant, shape (n,), -1 for none.
    missing
        How many are missing to the bounds, shape (m, 2): the least there can be, all together.
    """

    places: Places
    missing: Integers


def most_placed(market: Market, at_most: int | None = None) -> Flow:
    """Return an assignment that misses the bounds by as little as possible, and then places the most.

    Parameters
    ----------
    market
        Orders, places and bounds.
    at_most
        Bounds above this are taken for this.
    """
    lower = market.lower if at_most is None else np.minimum(market.lower, at_most)
    return _flow(market, lower, np.full(market.shape, -1, np.int64), nobody(market), 0)


def fewest_moved(market: Market, places: Places, pinned: Places, placed: int) -> Places:
    """Return the assignment that keeps the bounds and moves the fewest applicants out of their places.

    Among those the one in which applicants lose the fewest steps on their lists.

    Parameters
    ----------
    market
        Orders, places and bounds, which can be kept.
    places
        Where the applicants are, shape (n,).
    pinned
        Who has to be where, shape (n,); -1 for all others.
    placed
        So many have to get a place.
    """
    n, m = market.shape
    has_place = (places >= 0)[:, None]
    # one who moves outweighs all steps; to lose a place is to move
    move = n * (m + 1)
    moved = np.where(places[:, None] == np.arange(m), -move, np.where(has_place, 0, move))
    unplaced = market.is_allowed.sum(axis=1)[:, None]
    return _flow(market, market.lower, moved + market.wish - unplaced, pinned, placed).places


def nobody(market: Market) -> Places:
    """Return that nobody has a place."""
    return np.full(market.shape[0], -1, np.int64)


def _flow(market: Market, lower: Integers, cost: Integers, pinned: Places, placed: int) -> Flow:
    """Return the flow of least cost; `cost` is that of a place, no place costs nothing."""
    n, m = market.shape
    is_pinned = (pinned >= 0)[:, None]
    row, column = np.nonzero(np.where(is_pinned, pinned[:, None] == np.arange(m), market.is_allowed))
    # a filled bound, and somebody who is pinned, outweigh everything else
    worth = n * (int(np.abs(cost).max(initial=0)) + 1)
    paid = cost[row, column] - worth * is_pinned[row, 0]
    # nodes: applicants, connectors, their sides, source, sink
    source, sink = n + 3 * m, n + 3 * m + 1
    side = market.sides[row]
    into = np.where(side >= 0, n + m + len(Side) * column + side, n + column)
    sides, connectors = n + m + np.arange(len(Side) * m), n + np.arange(m)
    owner = n + np.repeat(np.arange(m), len(Side))
    arcs = (
        (np.full(n, source), np.arange(n), np.ones(n), np.zeros(n)),
        (row, into, np.ones(len(row)), paid),
        (sides, owner, lower.ravel(), np.full(len(sides), -worth)),
        (sides, owner, np.full(len(sides), n), np.zeros(len(sides))),
        (connectors, np.full(m, sink), market.capacities, np.zeros(m)),
        ([source], [sink], [n - placed], [0]),
    )
    network = SimpleMinCostFlow()
    handles = network.add_arcs_with_capacity_and_unit_cost(
        *(np.concatenate([np.asarray(part[column], np.int64) for part in arcs]) for column in range(4))
    )
    network.set_nodes_supplies(np.array([source, sink]), np.array([n, -n]))
    status = network.solve()
    if status != network.OPTIMAL:
        raise CannotMatchError(f"{placed} applicants cannot all be placed within bounds and capacities.")
    flows = network.flows(handles)
    is_used = flows[n : n + len(row)] > 0
    places = nobody(market)
    places[row[is_used]] = column[is_used]
    filled = flows[n + len(row) : n + len(row) + len(sides)]
    return Flow(places, lower - filled.reshape(lower.shape))
