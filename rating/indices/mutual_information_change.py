"""The change of mutual information from one year to another, and what made it: Shapley's decomposition."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from rating.indices.mutual_information import mutual_information
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from rating.data import Floats

#: A cell that is empty in one year and not in the other cannot be scaled: it gets this part of a person.
EMPTY = 1e-4


@dataclass(frozen=True, slots=True)
class Change:
    """The parts of a change of M, in nats, shape (...) each. They sum to `total`.

    Attributes
    ----------
    additions
        What levels and groups that are new did.
    removals
        What levels and groups that are gone did.
    groups
        What the shares of the groups in the whole did.
    levels
        What the shares of the levels in the whole did.
    structure
        What remains with both margins held: people of a group stand on other levels than before.
    """

    additions: Floats
    removals: Floats
    groups: Floats
    levels: Floats
    structure: Floats

    @property
    def total(self) -> Floats:
        """M after - M before."""
        return np.asarray(self.additions + self.removals + self.groups + self.levels + self.structure)


def mutual_information_change(
    before: ArrayLike, after: ArrayLike, *, precision: float = 1e-9, rounds: int = 2_000
) -> Change:
    """Split the change of `mutual_information` between two years.

    Additions and removals are what M loses when only levels and groups with people in both years are kept. On
    these, each table is scaled to the margins of the other (iterative proportional fitting), which leaves its
    odds ratios as they are. The part of structure is the mean of what structure changes under the old and
    under the new margins; what is left, the part of the margins, is split likewise into levels and groups.

    Range of a part: either sign, at most the smaller of ln L and ln k. Two equal tables give 0 throughout;
    the years exchanged change all signs and turn additions into removals. NaN where one year has nobody, or
    the two have no level or no group in common; where a few people on mostly empty cells leave nothing that
    can be scaled, additions and removals are known and the rest is NaN. One level or one group in common, as
    with one person in a year, leaves the last three parts 0. Small tables change by chance: with n people M
    alone carries about (L - 1)(k - 1) / 2n. Related: `between_within` splits M of one year.

    Parameters
    ----------
    before, after
        Non-negative counts of people, shape (..., L, k): the same levels and groups in the same order, with
        zeros where one does not exist. Not shares: a cell that is empty in one year only stands for `EMPTY`
        people in the tables that are scaled.
    precision
        The fitting ends when every share of a margin is met to this.
    rounds
        The most rounds it may take; a table that has not got there then has no three last parts (NaN).

    Returns
    -------
    Change
        The five parts.

    Raises
    ------
    ValueError
        If the tables differ in shape.

    Notes
    -----
    Deutsch, Flückiger and Silber (2009), Research on Economic Inequality 17:171-202; with additions and
    removals Elbers (2023), Sociological Methods & Research 52:5-42. Fitting: Deming and Stephan (1940),
    Annals of Mathematical Statistics 11:427-444.

    Examples
    --------
    >>> twice_the_women = mutual_information_change([[30, 10], [10, 30]], [[60, 10], [20, 30]])
    >>> round(abs(float(twice_the_women.structure)), 6), round(float(twice_the_women.groups), 6)
    (0.0, -0.014621)
    """
    old, new = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if old.shape != new.shape:
        raise ValueError(f"the tables have the same levels and groups, not {old.shape} and {new.shape}")
    common = common_cells(old, new)
    kept = [np.where(common, year, 0.0) for year in (old, new)]
    filled = [np.where((year == 0) & (kept[0] + kept[1] > 0), EMPTY, year) for year in kept]
    shape = (2, 2, 2, *old.shape[:-2])
    # m[structure, levels, groups]: M with the structure and the two margins, each of either year
    m = np.stack(
        [
            mutual_information(kept[structure])
            if structure == levels == groups
            else mutual_information(fit(filled[structure], filled[levels], filled[groups], precision, rounds))
            for structure, levels, groups in product((0, 1), repeat=3)
        ]
    ).reshape(shape)
    return Change(
        additions=np.asarray(mutual_information(new) - m[1, 1, 1]),
        removals=np.asarray(m[0, 0, 0] - mutual_information(old)),
        groups=np.asarray((m[:, :, 1] - m[:, :, 0]).mean(axis=(0, 1))),
        levels=np.asarray((m[:, 1] - m[:, 0]).mean(axis=(0, 1))),
        structure=np.asarray((m[1, 0, 0] - m[0, 0, 0] + m[1, 1, 1] - m[0, 1, 1]) / 2.0),
    )


def common_cells(old: Floats, new: Floats) -> NDArray[np.bool_]:
    """Tell which cells belong to a level and a group that have people in both years."""
    levels = (old.sum(axis=-1) > 0) & (new.sum(axis=-1) > 0)
    groups = (old.sum(axis=-2) > 0) & (new.sum(axis=-2) > 0)
    return np.asarray(levels[..., None] & groups[..., None, :])


def fit(source: Floats, levels_of: Floats, groups_of: Floats, precision: float, rounds: int) -> Floats:
    """Scale a table to the shares of the levels in one table and to those of the groups in another.

    NaN where the rounds do not suffice: a few people on mostly empty cells.
    """
    levels, groups = to_shares(levels_of.sum(axis=-1)), to_shares(groups_of.sum(axis=-2))
    scaled = to_shares(source, axes=2)
    met = np.zeros(scaled.shape[:-2], dtype=np.bool_)
    for _ in range(rounds):
        scaled = scaled * quotient(levels, scaled.sum(axis=-1))[..., None]
        scaled = scaled * quotient(groups, scaled.sum(axis=-2))[..., None, :]
        met = np.abs(scaled.sum(axis=-1) - levels).max(axis=-1, initial=0.0) <= precision
        if (met | np.isnan(levels).any(axis=-1)).all():
            break
    return np.asarray(np.where(met[..., None, None], scaled, np.nan))


def quotient(wanted: Floats, found: Floats) -> Floats:
    """Return by what to multiply; what nobody is in stays empty."""
    return np.asarray(wanted / np.where(found == 0, 1.0, found))
