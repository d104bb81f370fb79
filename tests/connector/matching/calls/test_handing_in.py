"""Reads are complete, by who may read, and final."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connector.errors import CannotMatchError
from connector.matching.calls import Mark, Read, ReadsRefusedError, hand_in
from connector.matching.calls.handing_in import check_together
from tests.connector.matching.calls.reading import (
    CONFLICTS,
    DAY,
    LATER,
    LEVELS,
    PAIRS,
    RUBRIC,
    conflict,
    read,
    second,
    some_reads,
)

if TYPE_CHECKING:
    from connector.matching.calls import Conflict
    from connector.matching.calls.read import AnyRead

OWN = "Read of 's1' by 'ana'"
FIRST = read("ana", "s1", 1, 2, 3)
MARK = Mark(level=2, reason="so")


def refusal(one: AnyRead, *before: AnyRead, conflicts: tuple[Conflict, ...] = ()) -> tuple[str, ...]:
    """Return the faults of a read, or nothing."""
    try:
        hand_in(one, before, RUBRIC, conflicts=conflicts)
    except ReadsRefusedError as error:
        return tuple(str(fault) for fault in error.faults)
    return ()


def test_a_read_that_is_handed_in_stands_after_the_others() -> None:
    other = read("ben", "s1", 0, 0, 0)
    assert hand_in(FIRST, [other], RUBRIC) == (other, FIRST)


def test_every_fault_is_told_with_its_place_and_the_way_out() -> None:
    marks = {"a": Mark(level=5, reason="so"), "b": Mark(level=-1, reason="so"), "d": MARK}
    assert refusal(FIRST.model_copy(update={"marks": marks})) == (
        f"{OWN}, criterion 'a': There is no level 5. Give it a level from 0 to 4.",
        f"{OWN}, criterion 'b': There is no level -1. Give it a level from 0 to 4.",
        f"{OWN}, criterion 'd': The rubric small 1 does not ask for it. Its criteria are a, b, c.",
        f"{OWN}, criterion 'c': It is left out. Give it a level from 0 to 4, and say why.",
    )


def test_the_error_says_the_first_fault_and_how_many_more() -> None:
    with pytest.raises(CannotMatchError, match=r"criterion 'a': It is left out.* \(2 more faults.\)"):
        hand_in(FIRST.model_copy(update={"marks": {}}), (), RUBRIC)
    with pytest.raises(ValueError, match="at least one fault"):
        ReadsRefusedError(())


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_level_without_a_reason_is_none(reason: str) -> None:
    with pytest.raises(ValidationError, match="reason"):
        Read.model_validate({**FIRST.model_dump(), "marks": {"a": {"level": 1, "reason": reason}}})
    with pytest.raises(ValidationError, match="level"):
        Mark.model_validate({"level": True, "reason": "so"})


def test_who_is_in_conflict_may_hand_in_neither_read() -> None:
    of_ana = (conflict("ana", "s1"),)
    told = (f"{OWN}: The reader is in conflict with it. Give the application to another reader.",)
    assert refusal(FIRST, conflicts=of_ana) == told
    assert refusal(second("ana", "s1"), FIRST, conflicts=of_ana) == told
    assert refusal(FIRST, conflicts=(conflict("ana", "s2"), conflict("ben", "s1"))) == ()


def test_a_first_read_is_final() -> None:
    final = "It was handed in on 2026-04-10 and is final."
    instead = "After readers have talked, hand in a second read with what changed."
    assert refusal(FIRST, FIRST) == (f"{OWN}: {final} {instead}",)
    assert refusal(FIRST.model_copy(update={"call": "autumn"}), FIRST) == ()
    assert refusal(read("ana", "s2", 1, 2, 3), FIRST) == ()


def test_a_second_read_names_what_changed_and_the_first_one_stays() -> None:
    changed = second("ana", "s1", b=4)
    assert hand_in(changed, [FIRST], RUBRIC) == (FIRST, changed)
    now = changed.after(FIRST)
    assert {code: mark.level for code, mark in now.marks.items()} == {"a": 1, "b": 4, "c": 3}
    assert now.marks["b"].reason == "we talked"
    assert (FIRST.marks["b"].level, FIRST.day, now.day) == (2, DAY, LATER)
    assert refusal(second("ana", "s1"), FIRST) == ()


def test_what_a_second_read_cannot_say_is_refused() -> None:
    assert refusal(second("ana", "s1"), read("ben", "s1", 1, 1, 1)) == (
        f"{OWN}: There is no first read for it to change. Hand in a first read.",
    )
    final = "It was handed in on 2026-04-17 and is final."
    assert refusal(second("ana", "s1"), FIRST, second("ana", "s1")) == (
        f"{OWN}: {final} What is said after that is for the organiser to decide.",
    )
    late = read("ana", "s1", 1, 2, 3, day=LATER)
    stays = "It is named as changed, and stays at level 1."
    early = "It is of 2026-04-10, before the first read of 2026-04-17."
    assert refusal(second("ana", "s1", day=DAY, a=1, d=2), late) == (
        f"{OWN}, criterion 'd': The rubric small 1 does not ask for it. Its criteria are a, b, c.",
        f"{OWN}: {early} Hand it in after the first read.",
        f"{OWN}, criterion 'a': {stays} Leave it out, or give it another level.",
    )


@given(some_reads(), CONFLICTS, PAIRS, LEVELS, st.sampled_from(["first", "second"]))
def test_whether_a_read_is_taken_tells_nothing_of_the_reads_of_others(
    reads: list[AnyRead],
    conflicts: list[Conflict],
    pair: tuple[str, str],
    levels: tuple[int, ...],
    kind: str,
) -> None:
    one = second(*pair, a=levels[0]) if kind == "second" else read(*pair, *levels)
    own = [other for other in reads if other.reader == one.reader]
    assert refusal(one, *reads, conflicts=tuple(conflicts)) == refusal(one, *own, conflicts=tuple(conflicts))


@given(some_reads())
def test_reads_that_can_be_handed_in_one_by_one_can_stand_together(reads: list[AnyRead]) -> None:
    check_together(reads, RUBRIC)
    found: tuple[AnyRead, ...] = ()
    for one in sorted(reads, key=lambda one: one.day):
        found = hand_in(one, found, RUBRIC)
    assert set(map(repr, found)) == set(map(repr, reads))


def test_reads_that_cannot_stand_together_are_refused_with_all_faults() -> None:
    with pytest.raises(ReadsRefusedError) as caught:
        check_together([second("ben", "s1"), FIRST, read("ana", "s2", 9, 0, 0), FIRST], RUBRIC)
    assert [(fault.reader, fault.applicant, fault.message) for fault in caught.value.faults] == [
        ("ana", "s1", "It was handed in twice."),
        ("ana", "s2", "There is no level 9."),
        ("ben", "s1", "There is no first read for it to change."),
    ]
