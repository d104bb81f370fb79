"""Whether the people of a group speak with one voice, and whether groups differ: ICC and r_wg from sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.indices.icc import icc_of_groups
from rating.indices.r_wg import r_wg, uniform_variance

if TYPE_CHECKING:
    from rating.climate.scale import Scale
    from rating.climate.sums import ScaleSums
    from rating.indices.icc import GroupIcc
    from rating.indices.r_wg import Agreement


@dataclass(frozen=True, slots=True)
class ScaleAgreement:
    """Agreement on one scale.

    Attributes
    ----------
    icc
        ICC(1) and ICC(2) of the groups' mean scores, of everybody with a score.
    within
        r_wg(J) of each group, of those who answered every item, shape (G,); NaN below two of them.
    """

    icc: GroupIcc
    within: Agreement


def agreement_of(sums: ScaleSums, scale: Scale, *, null_variance: float | None = None) -> ScaleAgreement:
    """Return ICC(1), ICC(2) and r_wg(J) of the groups of a scale.

    Ranges and edge cases are those of `icc_of_groups` and `r_wg`.

    Parameters
    ----------
    sums
        Sums by group.
    scale
        The scale they belong to.
    null_variance
        Variance of an answer without agreement (`answer_variance`); by default all options alike.

    Returns
    -------
    ScaleAgreement
        For the groups of `sums`, in their order.

    Examples
    --------
    >>> from rating.climate import Item, Scale, sums_of
    >>> import numpy as np
    >>> belonging = Scale("belonging", (Item("home"), Item("valued")))
    >>> found = agreement_of(
    ...     sums_of([[4, 5], [5, 5], [1, 5], [5, 1]], belonging, group=np.array([0, 0, 1, 1]), groups=2),
    ...     belonging,
    ... )
    >>> found.within.value.round(4).tolist(), found.within.is_truncated.tolist()
    ([0.9333, 0.0], [False, True])
    """
    null = uniform_variance(scale.options) if null_variance is None else null_variance
    return ScaleAgreement(
        icc=icc_of_groups(sums.scored, sums.score_sums, sums.score_squares),
        within=r_wg(np.diagonal(sums.covariances(), axis1=1, axis2=2), null),
    )
