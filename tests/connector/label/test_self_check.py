"""What a self-check tells: level, range, and for each level above what would lead there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from connector.label.assessment import assess
from connector.label.scheme import declared_scheme, derived, scheme_from
from connector.label.self_check import SelfCheck, self_check
from connector.reasons import Named, Reason
from connector.words import languages, say
from tests.connector.label.answer_files import answered, given
from tests.connector.label.builders import table
from tests.connector.label.scheme_files import stricter

REAL = declared_scheme()
SMALL = scheme_from(table())
TODAY = date(2026, 3, 2)


def checked(answers: dict[str, object], **above: object) -> SelfCheck:
    return self_check(given(answers, SMALL, **above), today=TODAY)


def reasons(check: SelfCheck, place: int = 0) -> list[Reason]:
    missing = check.missing[place]
    return [*missing.reasons, *(one for pillar in missing.pillars for one in pillar.reasons)]


def test_everything_at_its_best_lacks_nothing() -> None:
    check = self_check(given(answered(3)))
    assert (check.level, check.possible, check.missing) == (REAL.levels[2], REAL.levels[2], ())
    assert {one.room for one in check.criteria} == {0}
    assert {one.next_anchor for one in check.criteria} == {None}


def test_nothing_answered_reaches_nothing_and_could_reach_everything() -> None:
    check = checked({})
    assert (check.level, check.possible) == (None, SMALL.levels[2])
    assert reasons(check) == [
        Reason("label_check.missing.unanswered", {"criterion": "p.must", "asked": 1}),
        Reason("label_check.missing.unanswered", {"criterion": "q.must", "asked": 1}),
    ]
    assert [one.level.code for one in check.missing] == ["candidate", "holder", "distinction"]


def test_what_is_missing_for_the_next_level_is_grouped_by_pillar() -> None:
    check = checked({"p.must": 1, "q.must": 2, "p.first": 3, "p.second": 1, "q.third": 0, "q.extra": 0})
    assert check.level == SMALL.levels[0]
    (first, second) = check.missing[0].pillars
    assert check.missing[0].reasons == (Reason("label_check.missing.points", {"n": 2, "had": 4, "of": 12}),)
    assert first.reasons == (
        Reason("label_check.missing.criterion", {"criterion": "p.must", "at": 1, "asked": 2}),
    )
    assert first.hints == (Reason("label_check.could", {"criterion": "p.second", "n": 2}),)
    assert (second.reasons, [one.criterion.code for one in second.could]) == ((), ["q.third", "q.extra"])


def test_a_pillar_that_lacks_points_says_so_beside_the_whole() -> None:
    check = checked({"p.must": 2, "q.must": 2, "p.first": 3, "p.second": 3, "q.third": 2, "q.extra": 0})
    assert check.level == SMALL.levels[1]
    q = next(one for one in SMALL.pillars if one.code == "q")
    assert reasons(check) == [
        Reason("label_check.missing.points", {"n": 1, "had": 8, "of": 12}),
        Reason(
            "label_check.missing.pillar",
            {"n": 1, "had": 2, "of": 6, "pillar": Named("pillar", "q", q.names)},
        ),
    ]


def test_where_no_points_lack_no_scored_criterion_is_named() -> None:
    check = checked({"p.must": 1, "q.must": 2, "p.first": 3, "p.second": 3, "q.third": 3, "q.extra": 0})
    assert [(one.pillar.code, one.hints) for one in check.missing[0].pillars] == [("p", ())]
    assert [one.lacks_for for one in check.criteria if one.lacks_for] == [{"holder": 2, "distinction": 2}]


def test_a_small_incubator_is_not_asked_what_its_variant_drops() -> None:
    check = checked({"q.extra": 3, "q.third": 2}, staff=2)
    assert [one.criterion.code for one in check.criteria] == [
        "p.must",
        "p.first",
        "p.second",
        "q.must",
        "q.third",
    ]
    assert (check.set_aside, check.assessment.points.of) == (("q.extra",), 9)
    assert checked({"q.extra": ""}, staff=2).set_aside == ()


def test_what_helps_is_named_once_and_only_for_what_lacks() -> None:
    check = self_check(given(answered(3, p2__outreach=1, p2__criteria=1)))
    (missing, _) = check.missing
    assert missing.training == ("diversity-connector/open-calls", "diversity-connector/fair-selection")
    assert missing.practices == ("criteria-published-before-the-call", "outreach-with-community-partners")


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (1, ["no_day"]),
        ({"anchor": 1, "planned": TODAY}, []),
        ({"anchor": 1, "planned": date(2026, 3, 1)}, ["day_over"]),
        ({"anchor": 2, "planned": date(2026, 3, 1)}, []),  # it is met
        ({"anchor": 0, "planned": date(2026, 3, 1)}, ["day_over"]),
        ({"planned": date(2026, 3, 1)}, ["day_over"]),
        (0, []),
        (2, []),
    ],
)
def test_days_of_what_is_planned_are_looked_at(answer: object, codes: list[str]) -> None:
    (found,) = (one for one in checked({"p.must": answer}).criteria if one.criterion.code == "p.must")
    assert [one.code for one in found.remarks] == [f"label_check.remark.{code}" for code in codes]


def test_of_a_scored_criterion_a_day_is_not_asked_and_nothing_is_over_without_a_today() -> None:
    assert [one.remarks for one in checked({"p.first": 1}).criteria if one.remarks] == []
    past = {"p.must": {"anchor": 1, "planned": date(2000, 1, 1)}}
    assert [one.remarks for one in self_check(given(past, SMALL)).criteria if one.remarks] == []


def test_a_derived_scheme_asks_for_more() -> None:
    own = derived(SMALL, stricter(SMALL, mandatory=["p.first"]))
    answers = {"p.must": 2, "q.must": 2, "p.first": 1, "p.second": 3, "q.third": 3, "q.extra": 3}
    assert self_check(given(answers, SMALL)).level == SMALL.levels[2]
    check = self_check(given(answers, own))
    assert check.level == own.levels[0]
    assert [one.code for one in reasons(check)] == ["label_check.missing.criterion"]


_ANCHORS = st.fixed_dictionaries(
    {}, optional={one.code: st.sampled_from([0, 1, 2, 3, ""]) for one in REAL.criteria}
)


@tried(_ANCHORS, st.sampled_from([{}, {"variant": "small"}]))
def test_whoever_does_all_that_is_named_reaches_the_level(
    anchors: dict[str, object], above: dict[str, object]
) -> None:
    """Mandatory ones as far as is asked, and all that could bring points to its best."""
    check = self_check(given(anchors, **above))
    assert check.assessment == assess(REAL, check.answers.anchors, variant=check.answers.variant)
    for missing in check.missing:
        done = dict(check.answers.anchors)
        for pillar in missing.pillars:
            done |= {one.criterion.code: one.lacks_for[missing.level.code] for one in pillar.mandatory}
            done |= {one.criterion.code: 3 for one in pillar.could}
        reached = assess(REAL, done, variant=check.answers.variant).level
        levels = [one.code for one in REAL.levels]
        assert reached is not None
        assert levels.index(reached) >= levels.index(missing.level.code)


@tried(_ANCHORS)
def test_every_reason_can_be_said_in_every_language(anchors: dict[str, object]) -> None:
    check = self_check(given(anchors), today=TODAY)
    said = [one for place in range(len(check.missing)) for one in reasons(check, place)]
    said += [one for missing in check.missing for pillar in missing.pillars for one in pillar.hints]
    said += [one for criterion in check.criteria for one in criterion.remarks]
    for language in languages():
        assert all(say(one, language) for one in said)
