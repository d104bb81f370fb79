"""Headcounts of a period through the gate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.headcounts.counted import tables_of_headcount
from rating.disclosure.headcounts.filed import as_filed
from rating.disclosure.lattice import TOTAL
from rating.disclosure.release import release
from rating.disclosure.released import _RELEASE_ONLY, Released

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.data import Headcount
    from rating.disclosure.policy import Policy
    from rating.disclosure.publication import Publication


def release_headcount(headcount: Headcount, policy: Policy, earlier: Sequence[Publication] = ()) -> Released:
    """Release the headcounts of one period: each company, and all of them together.

    Public filings are released as filed. The first unit of the result stands for all companies, the others
    are the companies in their order.

    Parameters
    ----------
    headcount
        The cubes, C companies.
    policy
        Where the figures come from and whether they are public already.
    earlier
        What was released before about the same companies.
    """
    if policy.already_public:
        return as_filed(headcount, policy)
    return _with_everybody(release(tables_of_headcount(headcount), policy, earlier))


def _with_everybody(released: Released) -> Released:
    """Put the sum over all companies first, as far as readers could add it up themselves.

    Totals that readers could not add up would cost companies their own figures: small ones would have to be
    withheld altogether, with others beside them.
    """
    frame = released.frame
    return Released(
        _RELEASE_ONLY,
        policy=released.policy,
        frame=replace(
            frame,
            units=((TOTAL,), *frame.units),
            parents=np.array([-1] + [0] * len(frame.units), dtype=np.int64),
            present=np.concatenate([np.any(frame.present, axis=0, keepdims=True), frame.present]),
        ),
        tables={
            code: replace(
                table,
                cells=np.concatenate([table.cells.sum(axis=0)[None], table.cells]),
                stated=np.concatenate([[True], table.stated]),
            )
            for code, table in released.tables.items()
        },
        statistics={},
    )
