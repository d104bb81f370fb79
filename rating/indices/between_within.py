"""Mutual information, split into a part between clusters of levels and a part within them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rating.indices.mutual_information import mutual_information
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike

    from rating.data import Floats


@dataclass(frozen=True, slots=True)
class BetweenWithin:
    """The two parts of M, in nats.

    Attributes
    ----------
    between
        M of the table of clusters, shape (...).
    within
        Mean of M in the clusters, weighted by their people, shape (...).
    clusters
        The clusters in the order of their first member, C of them.
    shares
        Share of all people in each cluster, shape (..., C).
    inside
        M in each cluster, shape (..., C); NaN for an empty one.
    """

    between: Floats
    within: Floats
    clusters: tuple[Hashable, ...]
    shares: Floats
    inside: Floats

    @property
    def total(self) -> Floats:
        """M of the whole table: between + within."""
        return np.asarray(self.between + self.within)


def between_within(
    table: ArrayLike, clusters: Sequence[Hashable], *, of: Literal["levels", "groups"] = "levels"
) -> BetweenWithin:
    """Split `mutual_information` by clusters of levels (sites, ladders, companies) or of groups.

    Between: M of the table with the levels of a cluster added up. Within: the sum over clusters of their
    share of people times M in them. Range of either part: 0 ... M, between at most ln C; they sum to M. All
    in one cluster: nothing is between; each by itself: nothing is within. Both parts are shown, since shares
    that are equal between clusters may hide levels that are not (Simpson's paradox). One person, or one
    group, gives 0 and 0; nobody gives NaN. Related: `mutual_information_change` splits M over time.

    Parameters
    ----------
    table
        Non-negative counts or shares, shape (..., L, k).
    clusters
        To which cluster each level (or group) belongs: L (or k) labels.
    of
        What is clustered.

    Returns
    -------
    BetweenWithin
        Both parts, and M in each cluster.

    Raises
    ------
    ValueError
        If there is not one label for each level (or group).

    Notes
    -----
    Mora and Ruiz-Castillo (2011), Sociological Methodology 41:159-194: M is strongly decomposable in both
    directions. It is so because it is symmetric in levels and groups.

    Examples
    --------
    >>> split = between_within([[10, 0], [0, 10], [5, 5]], ["north", "north", "south"])
    >>> round(float(split.within), 4), split.inside.round(4).tolist(), split.shares.round(4).tolist()
    (0.4621, [0.6931, 0.0], [0.6667, 0.3333])
    """
    array = np.asarray(table, dtype=np.float64)
    rows = array if of == "levels" else np.swapaxes(array, -1, -2)
    if rows.shape[-2] != len(clusters):
        raise ValueError(f"{rows.shape[-2]} {of} have {rows.shape[-2]} labels, not {len(clusters)}")
    names = tuple(dict.fromkeys(clusters))
    members = [[row for row, label in enumerate(clusters) if label == name] for name in names]
    merged = np.stack([rows[..., rows_of, :].sum(axis=-2) for rows_of in members], axis=-2)
    inside = np.stack([mutual_information(rows[..., rows_of, :]) for rows_of in members], axis=-1)
    shares = to_shares(merged.sum(axis=-1))
    within = np.where(shares == 0, 0.0, shares * inside).sum(axis=-1)
    return BetweenWithin(mutual_information(merged), within, names, shares, inside)
