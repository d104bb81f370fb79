"""Assignments within bounds, and what makes a pair block, as a programme of whole numbers.

Where a variable is a claim ("there is room"), only that side of it is asked for which the search would like
to deny: minimising settles the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from connector.matching.cohort.cohort import NEITHER, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connector.matching.cohort.market import Market
    from connector.matching.columns.types import Integers

    Pair = tuple[int, int]
    Variables = Mapping[Pair, cp_model.IntVar]
    Sum = cp_model.LinearExpr


@dataclass(frozen=True, eq=False)
class Model:
    """A programme and its variables.

    Attributes
    ----------
    programme
        What is solved.
    taken
        Allowed pair -> whether the applicant is there.
    blocking
        Allowed pair -> 1 if the pair blocks.
    avoidable
        Allowed pair -> 1 if it blocks and one could give in to it without breaking a bound.
    variables
        All there are.
    """

    programme: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    taken: dict[Pair, cp_model.IntVar] = field(default_factory=dict)
    blocking: dict[Pair, cp_model.IntVar] = field(default_factory=dict)
    avoidable: dict[Pair, cp_model.IntVar] = field(default_factory=dict)
    variables: list[cp_model.IntVar] = field(default_factory=list)

    def flag(self) -> cp_model.IntVar:
        """Return a new variable, 0 or 1."""
        self.variables.append(self.programme.new_bool_var(""))
        return self.variables[-1]

    def flags(self, pairs: list[Pair]) -> dict[Pair, cp_model.IntVar]:
        """Return a new variable for each pair, 0 or 1."""
        return {pair: self.flag() for pair in pairs}


def model_of(market: Market, placed: int) -> Model:
    """Return the programme of an intake in which at least so many get a place."""
    model = Model()
    pairs = [(int(row), int(column)) for row, column in np.argwhere(market.is_allowed)]
    for own in (model.taken, model.blocking, model.avoidable):
        own.update(model.flags(pairs))
    _keep_within(model, market, placed)
    wants = {pair: 1 - _sum(model.taken, _as_good(market, pair)) for pair in pairs}
    _block(model, market, wants)
    _could_be_given_in_to(model, market, wants)
    return model


def _sum(variables: Variables, pairs: list[Pair]) -> Sum:
    # the sum of nothing is a plain 0, which serves as well
    return cp_model.LinearExpr.sum([variables[pair] for pair in pairs])


def _as_good(market: Market, pair: Pair) -> list[Pair]:
    """Return where an applicant could be that it wants at least as much."""
    row, column = pair
    own = market.is_allowed[row] & (market.wish[row] <= market.wish[row, column])
    return [(row, int(other)) for other in np.flatnonzero(own)]


def _members(market: Market, column: int, side: int | None = None) -> list[Pair]:
    """Return who may be at a connector, of one side if one is given."""
    own = market.is_allowed[:, column] & (True if side is None else market.sides == side)
    return [(int(row), column) for row in np.flatnonzero(own)]


def _keep_within(model: Model, market: Market, placed: int) -> None:
    """Ask for one place at most, capacities, bounds, and so many with a place."""
    programme = model.programme
    for row in range(market.shape[0]):
        programme.add_at_most_one(
            model.taken[row, int(other)] for other in np.flatnonzero(market.is_allowed[row])
        )
    for column in range(market.shape[1]):
        programme.add(_sum(model.taken, _members(market, column)) <= int(market.capacities[column]))
        for side, least in enumerate(market.lower[column].tolist()):
            if least:
                programme.add(_sum(model.taken, _members(market, column, side)) >= least)
    programme.add(total(model.taken) >= placed)


def _block(model: Model, market: Market, wants: Mapping[Pair, Sum]) -> None:
    """Count a pair unless the applicant has as good a place, or the connector is full of as good ones.

    With capacity c: c times the one and the number of the other reach c.
    """
    for (row, column), blocks in model.blocking.items():
        capacity = int(market.capacities[column])
        liked = market.is_allowed[:, column] & (market.order[:, column] <= market.order[row, column])
        is_full_of = _sum(model.taken, [(int(other), column) for other in np.flatnonzero(liked)])
        model.programme.add(is_full_of + capacity * blocks >= capacity * wants[row, column])


def _could_be_given_in_to(model: Model, market: Market, wants: Mapping[Pair, Sum]) -> None:
    """Count a pair that breaks no bound: the applicant may leave, and there is room or somebody to spare.

    Or somebody of its side, liked less, may take its place.
    """
    programme = model.programme
    spare = _spares(model, market)
    stuck = _stuck(model, market, spare)
    room = {column: model.flag() for column in range(market.shape[1])}
    for column, has_room in room.items():
        capacity = int(market.capacities[column])
        programme.add(capacity - _sum(model.taken, _members(market, column)) <= capacity * has_room)
    for (row, column), counts in model.avoidable.items():
        # 0 where nothing keeps the pair from being counted
        kept = counts + (1 - wants[row, column]) + stuck.get(row, 0)
        if market.capacities[column]:
            programme.add(kept >= room[column])
        is_worse = market.order[:, column] > market.order[row, column]
        for side in (*range(len(Side)), NEITHER):
            worse = [pair for pair in _members(market, column, side) if is_worse[pair[0]]]
            if worse:
                is_bound = side not in {NEITHER, int(market.sides[row])} and (column, side) in spare
                held = 1 - spare[column, side] if is_bound else 0
                programme.add(_sum(model.taken, worse) <= len(worse) * (kept + held))
        like = [pair for pair in _members(market, column, int(market.sides[row])) if is_worse[pair[0]]]
        if row in stuck:
            _could_exchange(model, market, (row, column), wants[row, column], like)


def _could_exchange(model: Model, market: Market, pair: Pair, wants: Sum, like: list[Pair]) -> None:
    """Count a pair if one of those whom the connector likes less may take the place of the applicant."""
    row = pair[0]
    groups: dict[tuple[Pair, ...], list[Pair]] = {}
    for own in np.flatnonzero(market.is_allowed[row]):
        may = tuple(other for other in like if market.is_allowed[other[0], own])
        groups.setdefault(may, []).append((row, int(own)))
    for may, places in groups.items():
        if may:
            is_there = _sum(model.taken, places)
            held = model.avoidable[pair] + (1 - wants) + (1 - is_there)
            model.programme.add(_sum(model.taken, list(may)) <= len(may) * held)


def _spares(model: Model, market: Market) -> Variables:
    """Return for each bound whether the connector has more of the side than it asks for."""
    spare = model.flags([(int(column), int(side)) for column, side in np.argwhere(market.lower)])
    for (column, side), has_more in spare.items():
        most, least = int(market.capacities[column]), int(market.lower[column, side])
        model.programme.add(_sum(model.taken, _members(market, column, side)) - least <= most * has_more)
    return spare


def _stuck(model: Model, market: Market, spare: Variables) -> dict[int, Sum]:
    """Return whether the connector of an applicant needs it for a bound; nothing for those who never are."""
    parts: dict[int, list[cp_model.IntVar]] = {}
    for (row, column), taken in model.taken.items():
        bound = (column, int(market.sides[row]))
        if bound in spare:
            is_stuck = model.flag()
            model.programme.add_implication(is_stuck, taken)
            model.programme.add_implication(is_stuck, ~spare[bound])
            parts.setdefault(row, []).append(is_stuck)
    return {row: cp_model.LinearExpr.sum(own) for row, own in parts.items()}


def total(variables: Variables) -> Sum:
    """Return how many are 1."""
    return _sum(variables, list(variables))


def steps(model: Model, market: Market) -> Sum:
    """Return how far down their lists the applicants are; no place is one step below all that are allowed."""
    down: Integers = market.wish - market.is_allowed.sum(axis=1)[:, None]
    taken, by = list(model.taken.values()), [int(down[pair]) for pair in model.taken]
    return cp_model.LinearExpr.weighted_sum(taken, by)
