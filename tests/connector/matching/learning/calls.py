"""Simulated calls: start-ups that see lists in the order of the declared weights and choose as we say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from connector.matching.learning.features import features
from connector.matching.learning.shown import Shown
from connector.matching.scoring import declared_weights
from connector.matching.signals import shelf

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles
    from connector.matching.learning.features import Features

CODES = tuple(shelf())
SHARES = np.array([declared_weights().of[code] for code in CODES])
SHARES = SHARES / SHARES.sum()
FIRST_DAY = 738_000


class Call(NamedTuple):
    """A simulated call.

    Attributes
    ----------
    shown, seen
        For `learn`.
    relevance
        The chance that each row is chosen when it is looked at.
    """

    shown: Shown
    seen: Features
    relevance: Doubles


def call(
    seed: int,
    lists: int,
    *,
    weights: Doubles = SHARES,
    together: float = 0.0,
    exponent: float = 1.0,
    items: int = 10,
    level: float = -1.0,
    lists_a_startup: int = 1,
) -> Call:
    """Simulate a call.

    Parameters
    ----------
    seed
        Of everything drawn.
    lists, items
        How many lists, and rows in each; ten lists a day.
    weights
        What start-ups go by, by signal; the declared shares unless stated. All 0 is pure luck.
    together
        How much two signals count that are only good together.
    exponent
        Rows at position k are looked at with the chance k^-exponent.
    level
        The higher, the more is chosen.
    lists_a_startup
        How many lists each start-up sees.
    """
    rng = np.random.default_rng(seed)
    rows = lists * items
    value = (rng.random((rows, len(CODES))) > 0.15) * rng.random((rows, len(CODES)))
    declared = value @ SHARES
    # capacity and scarcity move some rows away from their place by score
    moved = declared + rng.normal(0.0, declared.std(), rows)
    position = np.argsort(np.argsort(-moved.reshape(lists, items), axis=1), axis=1).ravel() + 1.0
    fit = 8.0 * value @ weights + together * ((value[:, 0] > 0.5) & (value[:, 1] > 0.5))
    relevance = 1.0 / (1.0 + np.exp(fit.mean() - fit - level))
    is_chosen = rng.random(rows) < relevance * position**-exponent
    in_list = np.repeat(np.arange(lists), items)
    shown = Shown(
        startup=in_list // lists_a_startup,
        offer=np.tile(np.arange(items), lists),
        in_list=in_list,
        day=FIRST_DAY + in_list // 10,
        position=position,
        grade=(is_chosen * rng.integers(1, 4, rows)).astype(np.int8),
        counts=np.ones(rows, np.bool_),
    )
    return Call(shown, features(CODES, value), relevance)
