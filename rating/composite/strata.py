"""Strata: the coarsest split of a ladder from which every scope of a framework can be put together.

A framework that asks only about management needs one stratum of all its levels, so that small tiers are not
estimated one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rating.data import Floats, Ladder

#: Parts of a workforce that a measure can ask about.
Scope = Literal["management", "rest", "upper", "lower", "workforce"]


@dataclass(frozen=True)
class Strata:
    """A split of the levels.

    Attributes
    ----------
    members
        Which levels belong to which stratum, shape (strata, levels), every level at most once.
    scopes
        Scope -> which strata it consists of, shape (strata,).
    """

    members: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    scopes: dict[Scope, np.ndarray[tuple[int], np.dtype[np.bool_]]]

    def gather(self, by_level: Floats) -> Floats:
        """Add up levels to strata.

        Parameters
        ----------
        by_level
            Shape (companies, levels) or (companies, levels, k); NaN in a level spoils its stratum only.

        Returns
        -------
        Floats
            Shape (companies, strata) or (companies, strata, k).
        """
        gathered = np.zeros((len(by_level), len(self.members), *by_level.shape[2:]))
        for stratum, member in enumerate(self.members):
            gathered[:, stratum] = by_level[:, member].sum(axis=1)
        return gathered

    def label(self, stratum: int) -> str:
        """Name a stratum by the scopes it serves, for a reader of the numbers behind a rating."""
        return " and ".join(scope for scope, strata in self.scopes.items() if strata[stratum])


def split(ladder: Ladder, scopes: Iterable[Scope]) -> Strata:
    """Split a ladder for these scopes."""
    masks: dict[Scope, np.ndarray[tuple[int], np.dtype[np.bool_]]] = {
        "management": ladder.management,
        "rest": ~ladder.management,
        "upper": ladder.upper,
        "lower": ladder.lower,
        "workforce": np.ones(len(ladder.levels), dtype=bool),
    }
    wanted = {scope: masks[scope] for scope in dict.fromkeys(scopes)}
    patterns = np.array(list(wanted.values()))  # (scopes, levels)
    distinct = [pattern for pattern in dict.fromkeys(map(tuple, patterns.T)) if any(pattern)]
    members = np.array([(np.array(pattern) == patterns.T).all(axis=1) for pattern in distinct])
    return Strata(
        members=members.reshape(len(distinct), len(ladder.levels)),
        scopes={
            scope: np.array([pattern[index] for pattern in distinct], dtype=bool)
            for index, scope in enumerate(wanted)
        },
    )
