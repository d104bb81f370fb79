"""From reads to one score: nothing guessed, no read of anybody in conflict, and who has to talk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from connector.errors import CannotMatchError, UnknownCodeError
from connector.matching.calls import Read, ReadsRefusedError, Result, results_of
from connector.words import languages, say
from tests.connector.matching.calls.reading import (
    APPLICANTS,
    CONFLICTS,
    LEVELS,
    READERS,
    RUBRIC,
    call,
    conflict,
    read,
    second,
    some_reads,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.calls import Conflict
    from connector.matching.calls.read import AnyRead

SPRING = call()


def results(
    reads: Sequence[AnyRead], conflicts: Sequence[Conflict] = (), **declared: object
) -> tuple[Result, ...]:
    return results_of(call(**declared), APPLICANTS, reads, conflicts=conflicts, rubric=RUBRIC)


def of_one(*reads: AnyRead, conflicts: Sequence[Conflict] = (), **declared: object) -> Result:
    return results(reads, conflicts, **declared)[0]


def told(result: Result, language: str = "en") -> list[str]:
    return [say(reason, language).replace("\u202f", " ").replace("\u00a0", " ") for reason in result.reasons]


@given(some_reads(), CONFLICTS, st.data())
def test_the_order_of_reads_has_no_influence(
    reads: list[AnyRead], conflicts: list[Conflict], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(reads))
    assert results(mixed, conflicts[::-1]) == results(reads, conflicts)


@given(some_reads(), CONFLICTS)
def test_scores_are_means_of_what_readers_say_last_in_0_to_1(
    reads: list[AnyRead], conflicts: list[Conflict]
) -> None:
    apart = {(one.reader, one.applicant) for one in conflicts}
    for result in results(reads, conflicts):
        said: dict[str, dict[str, int]] = {}
        for one in sorted(reads, key=lambda one: one.day):
            if one.applicant == result.applicant and (one.reader, one.applicant) not in apart:
                marks = one.marks if isinstance(one, Read) else one.changes
                own = said.setdefault(one.reader, {})
                own |= {code: mark.level for code, mark in marks.items()}
        totals = [
            sum(w * own[code] for code, w in (("a", 3), ("b", 1), ("c", 2))) / 24 for own in said.values()
        ]
        assert list(result.totals) == sorted(said)
        assert (result.score is None) == (not said)
        if totals and result.score is not None:
            assert result.score == pytest.approx(sum(totals) / len(totals))
            assert 0 <= result.score <= 1
            assert result.spread == pytest.approx(max(totals) - min(totals))
            for code, spread in result.spread_by.items():
                levels = [own[code] for own in said.values()]
                assert spread == max(levels) - min(levels)


@given(some_reads(), st.data())
def test_a_score_never_falls_where_a_level_rises(reads: list[AnyRead], data: st.DataObject) -> None:
    firsts = [one for one in reads if isinstance(one, Read)]
    assume(firsts)
    chosen = data.draw(st.sampled_from(firsts))
    levels = [mark.level for mark in chosen.marks.values()]
    higher = read(chosen.reader, chosen.applicant, *[data.draw(st.integers(level, 4)) for level in levels])
    before, after = results(firsts), results([higher if one is chosen else one for one in firsts])
    for one, other in zip(before, after, strict=True):
        if one.applicant == chosen.applicant:
            assert other.score >= one.score
            assert other.totals[chosen.reader] >= one.totals[chosen.reader]
        else:
            assert (other.score, other.totals) == (one.score, one.totals)


@given(some_reads(), CONFLICTS)
def test_a_read_of_somebody_in_conflict_never_counts(reads: list[AnyRead], conflicts: list[Conflict]) -> None:
    apart = {(one.reader, one.applicant) for one in conflicts}
    kept = [one for one in reads if (one.reader, one.applicant) not in apart]
    found = results(reads, conflicts)
    without = results(kept)
    assert [replace(one, set_aside=(), reasons=()) for one in found] == [
        replace(one, reasons=()) for one in without
    ]
    dropped = {(one.reader, one.applicant) for one in reads} & apart
    assert {(who, one.applicant) for one in found for who in one.set_aside} == dropped


@given(some_reads(), CONFLICTS, st.booleans())
def test_everything_is_said_in_every_language(
    reads: list[AnyRead], conflicts: list[Conflict], allows: object
) -> None:
    for result in results(reads, conflicts, allows_for_strictness=allows):
        for language in languages():
            assert all(line.endswith(".") for line in told(result, language))


def test_nothing_is_guessed_of_what_nobody_has_read() -> None:
    found = of_one()
    assert (found.score, found.first_score, found.adjusted) == (None, None, None)
    assert found.needs_second_read
    assert told(found) == ["Cannot tell, because nobody has read it."]
    assert told(found, "fr") == ["On ne peut pas le dire, car personne ne l’a lue."]


def test_an_application_that_is_read_is_told_with_its_strongest_and_weakest_criterion() -> None:
    found = of_one(read("ana", "s1", 4, 2, 3), read("ben", "s1", 4, 1, 3))
    assert (found.strongest, found.weakest) == (("a",), ("b",))
    assert not found.needs_second_read
    assert found.totals == {"ana": pytest.approx(20 / 24), "ben": pytest.approx(19 / 24)}
    assert told(found) == [
        "81% of all points, the mean of 2 readers.",
        "Strongest: a (en).",
        "Weakest: b (en).",
    ]
    assert told(found, "fr") == [
        "81 % des points, en moyenne sur 2 lectures.",
        "Points forts : a (fr).",
        "Points faibles : b (fr).",
    ]


def test_criteria_that_stand_alike_are_named_together_or_not_at_all() -> None:
    both = of_one(read("ana", "s1", 3, 1, 2), read("ben", "s1", 2, 1, 3))
    assert (both.strongest, both.weakest) == (("a", "c"), ("b",))
    alike = of_one(read("ana", "s1", 3, 1, 2), read("ben", "s1", 1, 3, 2))
    assert (alike.strongest, alike.weakest) == ((), ())
    assert told(alike)[1] == "All criteria stand alike."


def test_fewer_reads_than_the_call_asks_for_need_another() -> None:
    found = of_one(read("ana", "s1", 2, 2, 2))
    assert (found.score, found.needs_second_read) == (0.5, True)
    assert told(found)[-1] == "It has 1 read, and 2 are asked for: somebody else should read it."
    assert not of_one(read("ana", "s1", 2, 2, 2), reads_per_application=1).needs_second_read


def test_readers_who_differ_by_more_than_is_tolerated_have_to_talk() -> None:
    reads = [read("ana", "s1", 4, 2, 2), read("ben", "s1", 1, 2, 3)]
    found = of_one(*reads)
    assert found.spread == pytest.approx((3 * 3 - 2) / 24)
    assert found.spread_by == {"a": 3, "b": 0, "c": 1}
    assert found.needs_second_read
    differ, apart = told(found)[-2:]
    assert differ.startswith(
        "Its readers differ by 29% of all points, and 25% are tolerated: they should talk"
    )
    assert apart == "Furthest apart, by 3 levels: a (en)."
    assert not of_one(*reads, tolerance=0.3).needs_second_read


def test_a_difference_of_just_what_is_tolerated_is_tolerated() -> None:
    """One level in every criterion is a quarter of all points, however the weights are written."""
    for low in range(4):
        reads = [read("ana", "s1", *[low] * 3), read("ben", "s1", *[low + 1] * 3)]
        assert not of_one(*reads).needs_second_read
        assert of_one(*reads, tolerance=0.2499).needs_second_read
    # written as binary numbers, this quarter is a little more than a quarter
    rounded = of_one(read("ana", "s1", 0, 3, 3), read("ben", "s1", 1, 0, 0))
    assert rounded.spread > 0.25
    assert not rounded.needs_second_read


def test_readers_who_have_talked_decide_and_the_first_score_stays_beside() -> None:
    reads = [read("ana", "s1", 4, 2, 2), read("ben", "s1", 1, 2, 3)]
    half = of_one(*reads, second("ana", "s1"))
    assert half.needs_second_read
    agreed = of_one(*reads, second("ana", "s1", a=3), second("ben", "s1", a=3))
    assert not agreed.needs_second_read
    assert agreed.first_score == pytest.approx((18 + 11) / 48)
    assert agreed.score == pytest.approx((15 + 17) / 48)
    assert told(agreed)[-1] == "2 readers changed something after they had talked; before, the score was 60%."
    stays = of_one(*reads, second("ana", "s1"), second("ben", "s1"))
    assert (stays.needs_second_read, stays.score) == (False, stays.first_score)
    assert told(stays)[-2] == (
        "Its readers have talked and still differ by 29% of all points, where 25% are tolerated."
    )


def test_a_conflict_that_comes_out_late_sets_the_read_aside() -> None:
    reads = [read("ana", "s1", 4, 4, 4), read("ben", "s1", 0, 0, 0), second("ana", "s1", a=3)]
    found = of_one(*reads, conflicts=[conflict("ana", "s1")])
    assert (found.score, found.set_aside, found.needs_second_read) == (0, ("ana",), True)
    assert told(found)[-1] == "1 reader is in conflict with it and does not count."
    nobody = of_one(reads[0], conflicts=[conflict("ana", "s1")])
    assert nobody.score is None
    assert told(nobody) == [
        "Cannot tell, because nobody has read it.",
        "1 reader is in conflict with it and does not count.",
    ]


@given(st.lists(LEVELS, min_size=10, max_size=10))
def test_scores_allow_for_strict_readers_where_their_reads_can_be_compared(
    levels: list[tuple[int, ...]],
) -> None:
    names = [f"s{number}" for number in range(5)]
    reads = [
        read(who, what, *own)
        for (who, what), own in zip([(w, n) for w in ("ana", "ben") for n in names], levels, strict=True)
    ]
    found = results_of(SPRING, names, reads, rubric=RUBRIC)
    # both read everything, so that there is nothing to tell apart
    assert [one.adjusted for one in found] == pytest.approx([one.score for one in found])
    assert [say(one.reasons[-1], "en")[:42] for one in found] == [
        "With allowance made for strict and mild re"
    ] * 5
    fewer = results_of(SPRING, names, reads[:-1], rubric=RUBRIC)
    assert [one.adjusted for one in fewer] == [None] * 5


def test_that_nothing_could_be_allowed_for_is_said_where_the_call_declared_it() -> None:
    reads = [read("ana", "s1", 2, 2, 2), read("ben", "s1", 2, 2, 2)]
    assert told(of_one(*reads, allows_for_strictness=True))[-1] == (
        "No allowance can be made for strict and mild readers: too few of their reads can be compared."
    )
    assert told(of_one(*reads))[-1] == "All criteria stand alike."


def test_the_rubric_of_the_product_is_read_by_where_the_call_names_it() -> None:
    spring = call(rubric="incubator_intake", rubric_version="2026-1")
    assert [one.score for one in results_of(spring, ["s1"], [])] == [None]
    with pytest.raises(
        ReadsRefusedError, match="'a': The rubric incubator_intake 2026-1 does not ask for it"
    ):
        results_of(spring, ["s1"], [read("ana", "s1", 1, 1, 1)])


def test_what_does_not_belong_together_is_refused() -> None:
    one = read("ana", "s1", 1, 1, 1)
    with pytest.raises(UnknownCodeError, match="no rubric called 'small 1'"):
        results_of(SPRING, ["s1"], [one])
    with pytest.raises(CannotMatchError, match="is read by the rubric small 1, not small 2"):
        results_of(SPRING, ["s1"], [one], rubric=replace(RUBRIC, version="2"))
    with pytest.raises(CannotMatchError, match="An applicant stands twice"):
        results_of(SPRING, ["s1", "s1"], [one], rubric=RUBRIC)
    with pytest.raises(CannotMatchError, match="of 's1' by 'ana' is of the call 'autumn', not 'spring'"):
        results_of(SPRING, ["s1"], [read("ana", "s1", 1, 1, 1, call="autumn")], rubric=RUBRIC)
    with pytest.raises(CannotMatchError, match="'ana' read 's1', which is no applicant"):
        results_of(SPRING, ["s2"], [one], rubric=RUBRIC)
    with pytest.raises(ReadsRefusedError, match="handed in twice"):
        results_of(SPRING, ["s1"], [one, one], rubric=RUBRIC)


def test_all_readers_and_applicants_that_are_drawn_are_counted() -> None:
    """Show that the laws above see something: a full table of reads."""
    found = results([read(who, what, 1, 2, 3) for who in READERS for what in APPLICANTS])
    assert [len(one.totals) for one in found] == [4, 4, 4, 4]
