"""How far workforces are from a value of a measure, group by group: what replacements have to make up for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.composite.measures import judged_representation
from rating.indices import attainable_blau, hill
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from rating.composite import Workforce
    from rating.data import Floats

    Flags = npt.NDArray[np.bool_]
    #: People, size and goal, broadcast to (companies, k, P) -> losses of that shape.
    Loss = Callable[[Floats, Floats, Floats], Floats]

#: So little of a person is missing for want of digits only.
_LAST_DIGITS = 1e-9


@dataclass(frozen=True)
class Shortfall:
    """What keeps workforces from a value: losses that add up over the groups of one part of them.

    The value is reached where the losses of the groups that are looked at come to what is allowed, or less.
    The loss of a group is convex in its people: no person who joins takes more off it than the one before.

    Attributes
    ----------
    loss
        What people of a group cost.
    size, allowed
        Shape (companies,).
    goal
        What the loss of a group is measured from, shape (companies, k).
    looked_at
        Which groups count; the others keep their people. Shape (k,).
    named_first
        Which of them are rather named than others, where it takes as many people. Shape (k,).
    """

    loss: Loss
    size: Floats
    allowed: Floats
    goal: Floats
    looked_at: Flags
    named_first: Flags

    def take(self, companies: npt.NDArray[np.intp]) -> Shortfall:
        """Return the shortfall of some of the companies."""
        return Shortfall(
            self.loss,
            self.size[companies],
            self.allowed[companies],
            self.goal[companies],
            self.looked_at,
            self.named_first,
        )

    def losses(self, people: Floats) -> Floats:
        """Return the losses of so many people, both of shape (companies, k, P); 0 for groups left out."""
        loss = self.loss(people, self.size[:, None, None], self.goal[:, :, None])
        return np.asarray(np.where(self.looked_at[:, None], loss, 0.0))


def _square(people: Floats, size: Floats, _goal: Floats) -> Floats:
    return np.asarray(np.square(people / size))


def _distance(people: Floats, size: Floats, goal: Floats) -> Floats:
    return np.asarray(np.abs(people / size - goal))


def _people_missing(people: Floats, _size: Floats, goal: Floats) -> Floats:
    return np.asarray(np.ceil(np.maximum(goal - people, 0.0) - _LAST_DIGITS))


def _of_evenness(workforce: Workforce, value: Floats) -> Shortfall:
    """Blau's index is one minus the sum of squared shares, and as many people share it out afterwards."""
    people = workforce.seen["management"]
    size, groups = people.sum(axis=1), workforce.even_groups
    largest = attainable_blau(np.rint(size), groups) if workforce.whole else 1.0 - 1.0 / groups
    everybody = np.ones(people.shape[1], np.bool_)
    judged = np.arange(people.shape[1]) < groups
    return Shortfall(_square, size, 1.0 - value * largest, np.zeros_like(people), everybody, judged)


def _of_reached_diversity(workforce: Workforce, value: Floats) -> Shortfall:
    people, known = workforce.seen["management"], _known(workforce)
    population = float(hill(_population(workforce)[known], 2.0))
    allowed = 1.0 / (1.0 + value * (population - 1.0))
    size = people[:, known].sum(axis=1)
    return Shortfall(_square, size, np.asarray(allowed), np.zeros_like(people), known, known)


def _of_parity_with_rest(workforce: Workforce, value: Floats) -> Shortfall:
    people, rest = workforce.seen["management"], workforce.seen["rest"]
    everybody = np.ones(people.shape[1], np.bool_)
    allowed = 2.0 * (1.0 - value)
    return Shortfall(_distance, people.sum(axis=1), allowed, to_shares(rest), everybody, everybody)


def _of_parity_with_catchment(workforce: Workforce, value: Floats) -> Shortfall:
    people, known = workforce.seen["workforce"], _known(workforce)
    shares = _population(workforce)
    goal = np.broadcast_to(shares / shares[known].sum(), people.shape)
    return Shortfall(_distance, people[:, known].sum(axis=1), 2.0 * (1.0 - value), goal, known, known)


def _of_ascent(workforce: Workforce, value: Floats) -> Shortfall:
    """No group that is judged may lack anybody, or it would be the least represented one.

    The groups that are judged are those that are now: to fall below 5 % is no way up.
    """
    upper, lower = workforce.seen["upper"], workforce.seen["lower"]
    size = upper.sum(axis=1)
    judged = ~np.isinf(judged_representation(workforce))
    goal = np.where(judged, value[:, None] * to_shares(lower) * size[:, None], 0.0)
    everybody = np.ones(upper.shape[1], np.bool_)
    return Shortfall(_people_missing, size, np.zeros_like(size), goal, everybody, everybody)


def _population(workforce: Workforce) -> Floats:
    """Return the shares of the population, NaN where it knows none."""
    k = next(iter(workforce.seen.values())).shape[1]
    return np.full(k, np.nan) if workforce.benchmark is None else workforce.benchmark


def _known(workforce: Workforce) -> Flags:
    return np.asarray(~np.isnan(_population(workforce)))


#: Measure -> workforces as counted and a value for each, shape (companies,) -> what keeps them from it in the
#: part of the workforce in which the measure is raised.
SHORTFALLS: dict[str, Callable[[Workforce, Floats], Shortfall]] = {
    "evenness": _of_evenness,
    "reached_diversity": _of_reached_diversity,
    "parity_with_rest": _of_parity_with_rest,
    "ascent": _of_ascent,
    "parity_with_catchment": _of_parity_with_catchment,
}
