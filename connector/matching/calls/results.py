"""From reads to one score for each application, and where its readers have to talk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING

from connector.errors import CannotMatchError
from connector.matching.calls import reasons
from connector.matching.calls.conflicts import barred
from connector.matching.calls.handing_in import check_together, of_kind
from connector.matching.calls.read import Read, SecondRead
from connector.matching.calls.rubric import declared_rubric
from connector.matching.calls.strictness import adjusted_scores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from connector.matching.calls.call import Call
    from connector.matching.calls.conflicts import Conflict
    from connector.matching.calls.read import AnyRead
    from connector.matching.calls.rubric import Rubric
    from connector.reasons import Reason

#: Differences that come from writing shares as binary numbers.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Result:
    """What the reads of one application come to. For the organiser: readers get it when all is decided.

    Attributes
    ----------
    applicant
        Id.
    score
        Mean of the totals of its readers after they have talked, in [0, 1]; None where nobody has read it.
    first_score
        The same of their first reads.
    adjusted
        The score adjusted for strict and mild readers; None where nobody has read it, or it cannot be told
        how strict some reader of the call is.
    totals
        Reader -> weighted mean of its levels as a share of the highest, in [0, 1].
    spread
        The largest of the totals less the smallest; 0 where fewer than two have read.
    spread_by
        Criterion -> the highest level less the lowest.
    strongest, weakest
        The criteria with the highest and the lowest mean level, all of them where several are equal; none
        where all are equal.
    needs_second_read
        Whether it has fewer reads than the call asks for, or its readers differ by more than the call
        tolerates and not all of them have said what they think after they have talked.
    set_aside
        Readers whose reads do not count, because they are in conflict with the application.
    reasons
        All that in words.
    """

    applicant: str
    score: float | None
    first_score: float | None
    adjusted: float | None
    totals: Mapping[str, float]
    spread: float
    spread_by: Mapping[str, int]
    strongest: tuple[str, ...]
    weakest: tuple[str, ...]
    needs_second_read: bool
    set_aside: tuple[str, ...]
    reasons: tuple[Reason, ...]


def results_of(
    call: Call,
    applicants: Sequence[str],
    reads: Iterable[AnyRead],
    *,
    conflicts: Iterable[Conflict] = (),
    rubric: Rubric | None = None,
) -> tuple[Result, ...]:
    """Return what the reads of a call come to.

    Nothing is guessed: what nobody has read has no score. The order of reads has no influence, and what
    owners declared of themselves is not at hand.

    Parameters
    ----------
    call
        What was declared.
    applicants
        Ids of all who applied.
    reads
        First and second ones.
    conflicts
        Who may not read what. A read by somebody in conflict does not count, also where the conflict came out
        after it was handed in.
    rubric
        An organiser's own; the one of the product that the call names, if there is none.

    Returns
    -------
    tuple
        A result for each applicant, in their order.

    Raises
    ------
    ReadsRefusedError
        With every fault of reads: see `hand_in`.
    CannotMatchError
        If an applicant stands twice, a read is of another call or of no applicant, or the rubric is not that
        of the call.
    UnknownCodeError
        If the call names a rubric that the product does not have, and none is handed over.
    """
    rubric = rubric or declared_rubric(call.rubric, call.rubric_version)
    if (rubric.code, rubric.version) != (call.rubric, call.rubric_version):
        raise CannotMatchError(
            f"The call '{call.id}' is read by the rubric {call.rubric} {call.rubric_version}, "
            f"not {rubric.label}."
        )
    every = tuple(reads)
    _check_whose(call, applicants, every)
    apart = barred(conflicts)
    counted = [one for one in every if (one.reader, one.applicant) not in apart]
    check_together(counted, rubric)
    seconds = of_kind(counted, SecondRead)
    own: dict[str, list[_Own]] = {applicant: [] for applicant in applicants}
    for key, first in sorted(of_kind(counted, Read).items()):
        own[first.applicant].append(_Own(first, seconds.get(key), rubric))
    adjusted = adjusted_scores({(who, one.first.reader): one.total for who, of in own.items() for one in of})
    set_aside: dict[str, set[str]] = {applicant: set() for applicant in applicants}
    for one in every:
        if (one.reader, one.applicant) in apart:
            set_aside[one.applicant].add(one.reader)
    return tuple(
        _result(
            call,
            rubric,
            applicant,
            own[applicant],
            adjusted=None if adjusted is None else adjusted.get(applicant),
            set_aside=tuple(sorted(set_aside[applicant])),
        )
        for applicant in applicants
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """What one reader says of one application: at first, and after readers have talked."""

    first: Read
    second: SecondRead | None
    rubric: Rubric

    @property
    def levels(self) -> Mapping[str, int]:
        final = self.first if self.second is None else self.second.after(self.first)
        return _levels(final)

    @property
    def total(self) -> float:
        return self.rubric.total(self.levels)

    @property
    def first_total(self) -> float:
        return self.rubric.total(_levels(self.first))


def _levels(read: Read) -> Mapping[str, int]:
    return {code: mark.level for code, mark in read.marks.items()}


def _check_whose(call: Call, applicants: Sequence[str], reads: Iterable[AnyRead]) -> None:
    known = set(applicants)
    if len(known) < len(applicants):
        raise CannotMatchError("An applicant stands twice: an id names one.")
    for one in reads:
        if one.call != call.id:
            raise CannotMatchError(
                f"The read of '{one.applicant}' by '{one.reader}' is of the call '{one.call}', "
                f"not '{call.id}'."
            )
        if one.applicant not in known:
            raise CannotMatchError(
                f"'{one.reader}' read '{one.applicant}', which is no applicant of the call."
            )


def _result(
    call: Call,
    rubric: Rubric,
    applicant: str,
    own: Sequence[_Own],
    *,
    adjusted: float | None,
    set_aside: tuple[str, ...],
) -> Result:
    totals = {one.first.reader: one.total for one in own}
    spread = max(totals.values(), default=0.0) - min(totals.values(), default=0.0)
    levels = {code: [one.levels[code] for one in own] for code in rubric.codes}
    has_talked = all(one.second is not None for one in own)
    differs = spread > call.tolerance + _ROUNDING
    lacks = call.reads_per_application - len(own)
    spread_by = {code: max(of, default=0) - min(of, default=0) for code, of in levels.items()}
    found = Result(
        applicant=applicant,
        score=_mean(list(totals.values())),
        first_score=_mean([one.first_total for one in own]),
        adjusted=adjusted,
        totals=totals,
        spread=spread,
        spread_by=spread_by,
        # the same readers gave every level, so that sums stand in the order of means
        strongest=_at(max, levels),
        weakest=_at(min, levels),
        needs_second_read=lacks > 0 or (differs and not has_talked),
        set_aside=set_aside,
        reasons=(),
    )
    changed = sum(one.second is not None and bool(one.second.changes) for one in own)
    said = reasons.of_result(found, rubric, call, differs=differs, has_talked=has_talked, changed=changed)
    return replace(found, reasons=said)


def _mean(totals: Sequence[float]) -> float | None:
    return fsum(totals) / len(totals) if totals else None


def _at(best: Callable[[Iterable[int]], int], levels: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    """Return the criteria with the best sum of levels; none where all are equal."""
    sums = {code: sum(of) for code, of in levels.items()}
    if len(set(sums.values())) < 2:  # noqa: PLR2004 - two make a difference
        return ()
    return tuple(code for code, one in sums.items() if one == best(sums.values()))
