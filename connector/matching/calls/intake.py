"""From the results of a call to an intake that can be assigned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError
from connector.matching.calls.call import check_applications
from connector.matching.calls.errors import NotFinishedError
from connector.matching.cohort import Cohort

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import numpy.typing as npt
    from numpy.random import Generator

    from connector.matching.calls.call import Application, Call
    from connector.matching.calls.results import Result
    from connector.matching.columns.types import Flags


def intake_of(
    call: Call,
    applications: Sequence[Application],
    results: Iterable[Result],
    applicant_scores: npt.NDArray[np.floating],
    is_allowed: Flags,
    *,
    leaving_out: Collection[str] = (),
    rng: Generator | None = None,
) -> Cohort:
    """Return an intake for `connector.assign`, in the order that readers found.

    An application that is not finished, that is, has no score or needs a second read, stops the intake:
    places would go to others because nobody had got to it. The organiser has it read, or leaves it out by its
    id. Applications that no connector may take need no read: they come in, and are told that.

    Parameters
    ----------
    call
        What was declared.
    applications
        n of them; all that came.
    results
        Of all of them, in any order, as `results_of` returns them.
    applicant_scores
        How much each applicant wants each connector of the call, shape (n, m).
    is_allowed
        Which applicants a connector may take, shape (n, m).
    leaving_out
        Ids of applications that take no part, withdrawn ones for instance.
    rng
        Draws lots for the order of applications, by which `assign` decides among equal scores; without, they
        stay in the order in which they are given.

    Raises
    ------
    NotFinishedError
        With all applications that are not finished.
    OutsideCallError
        If one came while the call was not open.
    CannotMatchError
        If shapes do not fit, a start-up applied twice, or there is a result or something to leave out of whom
        there is no application.
    """
    check_applications(applications, call)
    ids = [one.startup.id for one in applications]
    result_of = {one.applicant: one for one in results}
    unknown = sorted((set(result_of) | set(leaving_out)) - set(ids))
    if unknown:
        raise CannotMatchError(f"There is no application of '{unknown[0]}' in the call '{call.id}'.")
    shape = (len(ids), len(call.connectors))
    for name, given in (("applicant_scores", applicant_scores), ("is_allowed", is_allowed)):
        if given.shape != shape:
            raise CannotMatchError(f"{name} has the shape {given.shape}, not {shape}.")
    rows = np.array([row for row, one in enumerate(ids) if one not in leaving_out], np.int64)
    is_wanted = np.asarray(is_allowed.any(axis=1))
    unfinished = tuple(
        ids[row] for row in rows if is_wanted[row] and not _is_finished(result_of.get(ids[row]))
    )
    if unfinished:
        raise NotFinishedError(unfinished)
    if rng is not None:
        rows = rng.permutation(rows)
    scores = np.array([_score(call, result_of.get(ids[row])) for row in rows])
    return Cohort(
        applicants=tuple(applications[row].startup for row in rows),
        connectors=call.connectors,
        applicant_scores=applicant_scores[rows],
        connector_scores=np.tile(scores[:, None], (1, shape[1])),
        capacities=np.array([one.capacity for one in call.connectors], np.int64),
        is_allowed=is_allowed[rows],
        bounds=call.mixing,
    )


def _is_finished(result: Result | None) -> bool:
    return result is not None and result.score is not None and not result.needs_second_read


def _score(call: Call, result: Result | None) -> float:
    """Return what connectors order by; nan for whom nobody may take and nobody has read."""
    if result is None or result.score is None:
        return float("nan")
    if call.allows_for_strictness and result.adjusted is not None:
        return result.adjusted
    return result.score
