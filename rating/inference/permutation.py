"""What chance alone makes of an index: its value among people who were permuted, and the excess over that."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rating.indices.team_members import Team

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from rating.data import Floats

#: The axes of a table: levels and groups.
_TABLE = 2
#: Values this close to the observed one count as equal to it: sums in another order differ by rounding.
_ROUNDING = 1e-10


@dataclass(frozen=True, slots=True)
class PermutationNull:
    """An index beside what it would be by chance; NaN throughout where the index is not defined.

    Attributes
    ----------
    observed
        The index of the table or team.
    expected
        Its mean over the permutations.
    p
        The share of permutations that reach the observed value, the observed one counted among them:
        (1 + reached) / (1 + permutations). Never 0, and right on average for any number of permutations.
    permutations
        How many were drawn.
    """

    observed: float
    expected: float
    p: float
    permutations: int

    @property
    def excess(self) -> float:
        """What the index shows beyond chance: observed - expected, in its own units. May be below 0."""
        return self.observed - self.expected


def permutation_null(
    statistic: Callable[..., Any], sample: Team | ArrayLike, *, permutations: int, rng: np.random.Generator
) -> PermutationNull:
    """Compare an index with its distribution when people are permuted.

    A table levels x groups: people are permuted across levels, so that level and group are independent
    and all row and column totals stay (`tables_with_margins`). A team: each attribute is permuted among the
    members by itself, so that the attributes are independent and each keeps its values (`permuted_team`).
    Large values are the surprising ones: p is one-sided.

    Parameters
    ----------
    statistic
        For a table a function of tables, shape (..., L, k) to (...), as `rating.indices.theil_h`; for a team
        a function of a `Team` that gives a number or what has one, as `rating.indices.fau.fau`.
    sample
        The table of whole counts, shape (L, k), or the team.
    permutations
        How many, at least 1.
    rng
        Source of randomness. The same seed gives the same result.

    Returns
    -------
    PermutationNull
        Observed and expected value, excess, p.

    Raises
    ------
    ValueError
        If a table is not two-dimensional or does not hold whole counts, or no permutation is asked for.

    Notes
    -----
    p: Phipson and Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9, article 39.

    Examples
    --------
    >>> from rating.indices import theil_h
    >>> mixed = permutation_null(theil_h, [[3, 4], [4, 3]], permutations=999, rng=np.random.default_rng(1))
    >>> mixed.excess < 0.0 and mixed.p > 0.5
    True
    """
    if permutations < 1:
        raise ValueError(f"{permutations} permutations show nothing: ask for 1 or more")
    if isinstance(sample, Team):
        observed = float(statistic(sample))
        values = np.array([float(statistic(permuted_team(sample, rng))) for _ in range(permutations)])
    else:
        observed = float(statistic(np.asarray(sample, dtype=np.float64)))
        values = np.asarray(statistic(tables_with_margins(sample, permutations, rng)))
    if math.isnan(observed):
        return PermutationNull(math.nan, math.nan, math.nan, permutations)
    reached = int((values >= observed - _ROUNDING).sum())
    return PermutationNull(observed, float(values.mean()), (1 + reached) / (1 + permutations), permutations)


def tables_with_margins(table: ArrayLike, draws: int, rng: np.random.Generator) -> Floats:
    """Draw tables with the row and column totals of this one, as permuting its people across levels does.

    Exact: every table comes as often as some permutation of the people makes it.

    Parameters
    ----------
    table
        Whole counts, shape (L, k).
    draws
        How many tables, D.
    rng
        Source of randomness.

    Returns
    -------
    Floats
        Shape (D, L, k).

    Raises
    ------
    ValueError
        If the table is not two-dimensional, or holds anything else than whole numbers of people.

    Notes
    -----
    Patefield (1981), Applied Statistics 30:91-97, for many people; shuffling them for few.

    Examples
    --------
    >>> tables_with_margins([[2, 0], [0, 0]], 1, np.random.default_rng(1)).tolist()
    [[[2.0, 0.0], [0.0, 0.0]]]
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != _TABLE or not counts.size:
        raise ValueError(f"a table has levels and groups: this one has the shape {counts.shape}")
    if not (np.isfinite(counts) & (counts >= 0) & (counts == np.rint(counts))).all():
        raise ValueError("people are permuted: the table must hold whole numbers of them, at least 0")
    if (
        1 in counts.shape
    ):  # the totals leave one table, and scipy (1.17) returns unset memory for some of these
        return np.tile(counts, (draws, 1, 1))
    from scipy.stats import random_table  # noqa: PLC0415 - scipy.stats takes its time to load

    totals = counts.sum(axis=1).astype(np.int64), counts.sum(axis=0).astype(np.int64)
    drawn = random_table(*totals).rvs(draws, random_state=rng)
    return np.asarray(drawn, dtype=np.float64).reshape(draws, *counts.shape)


def permuted_team(team: Team, rng: np.random.Generator) -> Team:
    """Permute each attribute by itself among the members.

    Parameters
    ----------
    team
        The members.
    rng
        Source of randomness.

    Returns
    -------
    Team
        As many members, with the same values of each attribute in another order.

    Examples
    --------
    >>> team = Team(((30, 40, 50), ("f", "m", "m")), ("numeric", "category"), (0.1, 1))
    >>> [sorted(column) for column in permuted_team(team, np.random.default_rng(1)).values]
    [[30, 40, 50], ['f', 'm', 'm']]
    """
    columns = tuple(tuple(column[place] for place in rng.permutation(team.size)) for column in team.values)
    return Team(columns, team.kinds, team.weights)
