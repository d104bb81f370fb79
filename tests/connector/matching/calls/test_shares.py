"""Every application has its readers, and loads are as even as conflicts allow."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.errors import CannotMatchError
from connector.matching.calls import share_out
from connector.words import languages, say
from tests.connector.matching.calls.reading import APPLICANTS, CONFLICTS, READERS, conflict

if TYPE_CHECKING:
    from connector.matching.calls import Conflict

SOME_READERS = st.lists(st.sampled_from(READERS), min_size=1, unique=True)
SOME_APPLICANTS = st.lists(st.sampled_from(APPLICANTS), unique=True)
ASKED = st.integers(1, 3)


def free(readers: list[str], applicant: str, conflicts: list[Conflict]) -> list[str]:
    apart = {(one.reader, one.applicant) for one in conflicts}
    return [who for who in readers if (who, applicant) not in apart]


@given(SOME_APPLICANTS, SOME_READERS, ASKED, CONFLICTS)
def test_each_application_has_as_many_readers_as_can_be_and_none_in_conflict(
    applicants: list[str], readers: list[str], asked: int, conflicts: list[Conflict]
) -> None:
    found = share_out(applicants, readers, asked, conflicts=conflicts)
    assert list(found.readers_of) == sorted(applicants)
    short = {one.applicant for one in found.short}
    for applicant, own in found.readers_of.items():
        may = free(readers, applicant, conflicts)
        assert set(own) <= set(may)
        assert len(own) == len(set(own)) == min(asked, len(may))
        assert (applicant in short) == (len(may) < asked)
    assert found.loads == {who: len(found.of(who)) for who in sorted(readers)}


@settings(max_examples=60)
@given(SOME_APPLICANTS, SOME_READERS, ASKED, CONFLICTS)
def test_no_other_way_has_more_even_loads(
    applicants: list[str], readers: list[str], asked: int, conflicts: list[Conflict]
) -> None:
    """All ways that there are, each looked at by itself; also by the largest load, then the next."""
    ways = []
    for what in applicants:
        may = free(readers, what, conflicts)
        ways.append(list(combinations(may, min(asked, len(may)))))
    every = [
        sorted((sum(who in own for own in way) for who in readers), reverse=True) for way in product(*ways)
    ]
    found = share_out(applicants, readers, asked, conflicts=conflicts)
    loads = sorted(found.loads.values(), reverse=True)
    assert sum(load**2 for load in loads) == min(sum(load**2 for load in one) for one in every)
    assert loads == min(every)


@given(st.integers(0, 40), st.integers(1, 9), st.integers(1, 4))
def test_without_conflicts_loads_differ_by_at_most_one(applications: int, readers: int, asked: int) -> None:
    found = share_out(
        [f"s{number}" for number in range(applications)], [f"r{number}" for number in range(readers)], asked
    )
    assert max(found.loads.values()) - min(found.loads.values()) <= 1
    assert sum(found.loads.values()) == applications * min(asked, readers)


@given(st.permutations(APPLICANTS), st.permutations(READERS), ASKED, CONFLICTS)
def test_the_order_has_no_influence(
    applicants: list[str], readers: list[str], asked: int, conflicts: list[Conflict]
) -> None:
    one = share_out(applicants, readers, asked, conflicts=conflicts)
    assert one == share_out(APPLICANTS, READERS, asked, conflicts=conflicts[::-1])


@pytest.mark.parametrize(
    ("applications", "readers"), [(10, 4), (13, 6), (19, 12), (28, 7), (40, 6), (200, 12)]
)
def test_readers_overlap_in_a_chain(applications: int, readers: int) -> None:
    """From every reader there is a way to every other one over applications that two of them share."""
    found = share_out(
        [f"s{number:03}" for number in range(applications)], [f"r{number}" for number in range(readers)], 2
    )
    reached = {"r0"}
    for _ in range(readers):
        reached |= {who for own in found.readers_of.values() if reached & set(own) for who in own}
    assert len(reached) == readers


def test_an_application_without_enough_readers_is_told_with_the_reason() -> None:
    apart = [conflict("ana", "s1"), conflict("ben", "s1"), conflict("ana", "s2")]
    found = share_out(["s1", "s2"], ["ana", "ben", "cem"], 2, conflicts=apart)
    (short,) = found.short
    assert short.applicant == "s1"
    assert say(short.reason, "en") == "It cannot have 2 readers: 2 are in conflict with it, and 1 is left."
    alone = share_out(["s1"], ["ana"], 2).short[0]
    assert say(alone.reason, "en") == "It cannot have 2 readers, because there is only 1."
    nobody = share_out(["s1"], [], 2)
    assert say(nobody.short[0].reason, "en") == "It cannot have 2 readers, because there are only 0."
    assert (nobody.readers_of, nobody.loads) == ({"s1": ()}, {})
    for one in (short, alone):
        assert all(say(one.reason, language).endswith(".") for language in languages())


@pytest.mark.parametrize(
    ("applicants", "readers", "asked", "what"),
    [
        (["s1"], ["ana"], 0, "0 readers cannot read an application: ask for 1 or more"),
        (["s1", "s1"], ["ana"], 1, "'s1' stands twice"),
        (["s1"], ["ben", "ana", "ben"], 1, "'ben' stands twice"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(
    applicants: list[str], readers: list[str], asked: int, what: str
) -> None:
    with pytest.raises(CannotMatchError, match=what):
        share_out(applicants, readers, asked)
