"""Nobody sees the reads of others before handing in one's own, nor that there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from connector.matching.calls import Read, visible_to
from tests.connector.matching.calls.reading import (
    CONFLICTS,
    READERS,
    conflict,
    read,
    second,
    some_reads,
)

if TYPE_CHECKING:
    import random

    from connector.matching.calls import Conflict
    from connector.matching.calls.read import AnyRead

WHO = st.sampled_from(READERS)


def handed_in(reader: str, reads: list[AnyRead]) -> set[str]:
    return {one.applicant for one in reads if isinstance(one, Read) and one.reader == reader}


@given(WHO, some_reads(), CONFLICTS)
def test_what_is_withheld_leaves_no_trace(
    reader: str, reads: list[AnyRead], conflicts: list[Conflict]
) -> None:
    """The answer is the same as if others had read nothing but what the reader has read."""
    own = handed_in(reader, reads)
    known = [one for one in reads if one.reader == reader or one.applicant in own]
    assert visible_to(reader, reads, conflicts=conflicts) == visible_to(reader, known, conflicts=conflicts)


@given(WHO, some_reads(), CONFLICTS)
def test_a_reader_sees_all_reads_of_what_it_has_read_but_for_conflicts(
    reader: str, reads: list[AnyRead], conflicts: list[Conflict]
) -> None:
    apart = {(one.reader, one.applicant) for one in conflicts}
    own = handed_in(reader, reads)
    expected = {
        repr(one)
        for one in reads
        if one.applicant in own
        and (one.reader, one.applicant) not in apart
        and (reader, one.applicant) not in apart
    }
    found = visible_to(reader, reads, conflicts=conflicts)
    assert set(map(repr, found)) == expected
    assert len(found) == len(expected)


@given(WHO, some_reads(), st.randoms(use_true_random=False))
def test_the_order_does_not_tell_who_was_first(
    reader: str, reads: list[AnyRead], chance: random.Random
) -> None:
    mixed = chance.sample(reads, len(reads))
    assert visible_to(reader, mixed) == visible_to(reader, reads)


def test_one_s_own_read_opens_those_of_others_and_only_of_that_application() -> None:
    others = [read("ben", "s1", 1, 1, 1), second("ben", "s1", a=2), read("ben", "s2", 0, 0, 0)]
    assert visible_to("ana", others) == visible_to("ana", []) == ()
    own = read("ana", "s1", 4, 4, 4)
    assert visible_to("ana", [*others, own]) == (own, *others[:2])
    assert visible_to("ben", [*others, own]) == (own, *others)


def test_having_read_it_for_another_call_opens_nothing() -> None:
    before = read("ana", "s1", 4, 4, 4, call="autumn")
    assert visible_to("ana", [before, read("ben", "s1", 1, 1, 1)]) == (before,)


def test_a_second_read_alone_opens_nothing() -> None:
    assert visible_to("ana", [second("ana", "s1"), read("ben", "s1", 1, 1, 1)]) == ()


def test_a_conflict_closes_what_was_open_and_hides_what_was_said_in_it() -> None:
    ana, ben, cem = (read(who, "s1", 1, 1, 1) for who in ("ana", "ben", "cem"))
    late = [conflict("ana", "s1")]
    assert visible_to("ana", [ana, ben, cem], conflicts=late) == ()
    assert visible_to("ben", [ana, ben, cem], conflicts=late) == (ben, cem)
