"""What the organiser is told about the reads of an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector.matching.calls.call import Call
    from connector.matching.calls.results import Result
    from connector.matching.calls.rubric import Rubric
    from connector.reasons import Named


def of_result(
    result: Result, rubric: Rubric, call: Call, *, differs: bool, has_talked: bool, changed: int
) -> tuple[Reason, ...]:
    """Return what is said of an application, the score first.

    Parameters
    ----------
    result
        All but its reasons.
    rubric, call
        What was read for, and what was declared.
    differs
        Whether readers differ by more than the call tolerates.
    has_talked
        Whether all of them handed in a second read.
    changed
        How many of them changed something in it.
    """
    if result.score is None or result.first_score is None:
        return (Reason("calls.unread"), *_of_reads(result, call))
    said = [Reason("calls.score", {"n": len(result.totals), "score": result.score})]
    if result.strongest:
        said += [
            Reason("calls.strongest", {"criteria": _named(result.strongest, rubric)}),
            Reason("calls.weakest", {"criteria": _named(result.weakest, rubric)}),
        ]
    else:
        said.append(Reason("calls.alike"))
    if changed:
        said.append(Reason("calls.changed", {"n": changed, "first": result.first_score}))
    if differs:
        said += _of_difference(result, rubric, call, has_talked=has_talked)
    said += _of_reads(result, call)
    if result.adjusted is not None:
        said.append(Reason("calls.adjusted", {"adjusted": result.adjusted}))
    elif call.allows_for_strictness:
        said.append(Reason("calls.not_adjusted"))
    return tuple(said)


def _of_difference(result: Result, rubric: Rubric, call: Call, *, has_talked: bool) -> Iterator[Reason]:
    code = "calls.differ_still" if has_talked else "calls.differ"
    yield Reason(code, {"spread": result.spread, "tolerance": call.tolerance})
    # totals can only differ where levels do
    most = max(result.spread_by.values())
    apart = tuple(code for code, spread in result.spread_by.items() if spread == most)
    yield Reason("calls.apart", {"n": most, "criteria": _named(apart, rubric)})


def _of_reads(result: Result, call: Call) -> Iterator[Reason]:
    if 0 < len(result.totals) < call.reads_per_application:
        yield Reason("calls.few_reads", {"n": len(result.totals), "asked": call.reads_per_application})
    if result.set_aside:
        yield Reason("calls.set_aside", {"n": len(result.set_aside)})


def _named(codes: tuple[str, ...], rubric: Rubric) -> tuple[Named, ...]:
    return tuple(one.named for one in rubric.criteria if one.code in codes)
