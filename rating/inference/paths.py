"""Paths of compositions through what was observed: from the most even to the most uneven one.

To say how high or low an index may be, one asks for which workforces the people seen would be a surprise.
There are too many workforces to ask all; along two paths through the observed shares every value of the
index is met, once with the groups in the proportions seen (tilted) and once with one group that outgrows all
others (straight), which scatters most. What neither path can rule out stays in the interval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.data import Floats

#: Positions on a path: here it begins, meets the observed shares, and ends.
START, OBSERVED, END = 0.0, 1.0, 2.0
#: Shares never vanish on a tilted path: what is never seen could not be told from what cannot be.
_LEAST = 1e-12


def tilted(start: Floats, observed: Floats, at: Floats) -> Floats:
    """Return shares proportional to start^(1 - b) * observed^b, b from 0 over 1 to infinity.

    Parameters
    ----------
    start
        Shares at which the path begins, shape (companies, k).
    observed
        Shares it passes through, all positive, shape (companies, k).
    at
        Positions, `START` ... `END`, shape (companies, G).

    Returns
    -------
    Floats
        Shape (companies, G, k).
    """
    power = np.where(at <= OBSERVED, at, 1.0 / np.maximum(END - at, 1e-3))[..., None]
    logs = (1.0 - power) * np.log(np.maximum(start, _LEAST))[:, None]
    logs += power * np.log(np.maximum(observed, _LEAST))[:, None]
    logs -= logs.max(axis=-1, keepdims=True)
    shares = np.exp(logs)
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def straight(start: Floats, observed: Floats, at: Floats) -> Floats:
    """Return shares on the straight lines from start to observed and on to the group most in excess.

    Parameters and result as `tilted`. The group is the one whose share exceeds that at the start by most.
    """
    largest = (observed / np.maximum(start, _LEAST)).argmax(axis=-1)
    end = np.eye(observed.shape[-1])[largest][:, None]
    before, after = np.minimum(at, OBSERVED)[..., None], np.maximum(at - OBSERVED, 0.0)[..., None]
    first = (1.0 - before) * start[:, None] + before * observed[:, None]
    return np.asarray((1.0 - after) * first + after * end)


PATHS: tuple[Callable[[Floats, Floats, Floats], Floats], ...] = (tilted, straight)


def completion_towards(start: Floats, counts: Floats, unobserved: Floats) -> Floats:
    """Return the shares of the people not seen that bring the whole workforce nearest to some shares.

    Parameters
    ----------
    start
        The shares, positive, shape (k,) or (companies, k).
    counts
        People seen, shape (companies, k).
    unobserved
        How many were not, positive, shape (companies,).

    Returns
    -------
    Floats
        Shape (companies, k): the groups that fall short most are filled up to one level.

    Examples
    --------
    >>> even = np.full(3, 1 / 3)
    >>> completion_towards(even, np.array([[4.0, 1.0, 0.0]]), np.array([3.0])).round(4).tolist()
    [[0.0, 0.3333, 0.6667]]
    """
    level = counts / start
    order = np.argsort(level, axis=1)
    people = np.cumsum(np.take_along_axis(counts, order, axis=1), axis=1) + unobserved[:, None]
    shares = np.take_along_axis(np.broadcast_to(start, counts.shape), order, axis=1)
    reached = people / np.cumsum(shares, axis=1)
    ordered = np.take_along_axis(level, order, axis=1)
    following = np.concatenate([ordered[:, 1:], np.full((len(counts), 1), np.inf)], axis=1)
    filled = np.take_along_axis(reached, (reached <= following).argmax(axis=1)[:, None], axis=1)
    return np.asarray(np.maximum(filled * start - counts, 0.0) / unobserved[:, None])


def whole_people(people: Floats, total: Floats) -> Floats:
    """Round people to whole numbers with a given total, by largest remainders.

    Parameters
    ----------
    people
        Shape (companies, ..., k).
    total
        Shape (companies,).
    """
    floor = np.floor(people + 1e-9)
    missing = np.rint(total.reshape(-1, *([1] * (people.ndim - 2))) - floor.sum(axis=-1))
    order = np.argsort(-(people - floor), axis=-1, kind="stable")
    place = np.argsort(order, axis=-1, kind="stable")
    return np.asarray(floor + (place < missing[..., None]))
