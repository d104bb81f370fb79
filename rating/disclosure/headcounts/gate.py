"""Headcounts of a period through the gate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.headcounts.counted import tables_of_headcount
from rating.disclosure.headcounts.filed import as_filed
from rating.disclosure.lattice import TOTAL
from rating.disclosure.publication import publication_of
from rating.disclosure.release import release_and_explain
from rating.disclosure.released import _RELEASE_ONLY, Released
from rating.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.data import Headcount
    from rating.disclosure.blocked import Blocked
    from rating.disclosure.policy import Policy
    from rating.disclosure.publication import Publication


@dataclass(frozen=True)
class PassedHeadcount:
    """Headcounts that have passed the gate.

    Attributes
    ----------
    released
        Each company, and before them all of them together.
    publication
        What readers have of it, for the gate of later editions; None for public filings.
    blocked
        The companies whose earlier figures are shown, for the publisher alone.
    """

    released: Released
    publication: Publication | None
    blocked: tuple[Blocked, ...]


def pass_headcount(
    headcount: Headcount, policy: Policy, earlier: Sequence[Publication] = ()
) -> PassedHeadcount:
    """Release the headcounts of one period, with what a publisher has to know about it.

    Public filings are released as filed, whatever was released before.

    Parameters
    ----------
    headcount
        The cubes, C companies.
    policy
        Where the figures come from, whether they are public already, and what is known of the population.
    earlier
        What was released before about the same companies.

    Raises
    ------
    DefinitionError
        If an earlier release knows levels or groups that this source does not have.
    LaterEditionError, ContradictionError, NothingFitsError
        If the earlier releases are of a later date, or contradict each other.
    """
    if policy.already_public:
        return PassedHeadcount(as_filed(headcount, policy), None, ())
    tables = tables_of_headcount(headcount)
    released, blocked = release_and_explain(tables, policy, earlier)
    groups = {code: table.groups for code, table in released.tables.items()}
    if released.frame.rows != tables.lattice.rows or groups != dict(tables.groups):
        raise DefinitionError("They have levels or groups that this source does not know.")
    return PassedHeadcount(_with_everybody(released), publication_of(released), blocked)


def release_headcount(headcount: Headcount, policy: Policy, earlier: Sequence[Publication] = ()) -> Released:
    """Release the headcounts of one period; see `pass_headcount`."""
    return pass_headcount(headcount, policy, earlier).released


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
