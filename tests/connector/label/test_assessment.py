"""Every boundary of a level, and what is missing below it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.label.assessment import Assessment, CannotAssessError, Points, assess, variant_for
from connector.label.scheme import HIGHEST, declared_scheme, derived, scheme_from
from tests.connector.label.builders import criterion, level, table

SMALL = scheme_from(table())
REAL = declared_scheme()
LEVELS = [None, *(one.code for one in REAL.levels)]


def assessed(must: tuple[int, int], points: tuple[int, int, int, int], **stated: object) -> Assessment:
    codes = ("p.must", "q.must", "p.first", "p.second", "q.third", "q.extra")
    return assess(SMALL, dict(zip(codes, (*must, *points), strict=True)), **stated)


@pytest.mark.parametrize(
    ("must", "points", "reached"),
    [
        ((0, 3), (3, 3, 3, 3), None),  # one mandatory criterion is not even planned
        ((1, 1), (0, 0, 0, 0), "candidate"),  # planned is enough, no points asked
        ((1, 2), (3, 3, 3, 3), "candidate"),  # points do not make up for what is only planned
        ((2, 2), (3, 2, 0, 0), "candidate"),  # 5 of 12 points
        ((2, 2), (3, 3, 0, 0), "holder"),  # 6 of 12: the half, all of it in one pillar
        ((2, 2), (3, 3, 2, 0), "holder"),  # 8 of 12
        ((2, 2), (3, 3, 3, 0), "distinction"),  # 9 of 12: three quarters, and half of the second pillar
        ((2, 2), (3, 2, 3, 1), "distinction"),
        ((2, 2), (1, 1, 3, 3), "holder"),
        ((3, 3), (3, 3, 2, 0), "holder"),  # met and shown to work makes up for no point
        ((2, 2), (3, 3, 2, 1), "distinction"),
    ],
)
def test_levels_at_their_boundaries(
    must: tuple[int, int], points: tuple[int, int, int, int], reached: str | None
) -> None:
    assert assessed(must, points).level == reached


def test_no_pillar_makes_up_for_another() -> None:
    scheme = scheme_from(
        table(criteria=[criterion(f"p.c{n}") for n in range(7)] + [criterion("q.only")], variants={})
    )
    best = {f"p.c{n}": 3 for n in range(7)}
    assert (
        assess(scheme, {**best, "q.only": 1}).level == "holder"
    )  # 22 of 24, and a third of the second pillar
    (lack,) = assess(scheme, {**best, "q.only": 1}).lacks
    assert (lack.level, lack.criteria, lack.points, lack.pillars) == ("distinction", {}, 0, {"q": 1})
    assert assess(scheme, {**best, "q.only": 2}).level == "distinction"


def test_a_share_is_the_one_that_is_written() -> None:
    scheme = scheme_from(
        table(
            levels=[level("only", 0, 0.6, 0.0)],
            criteria=[*(criterion(f"p.c{n}") for n in range(4)), criterion("q.c")],
            variants={},
        )
    )
    nine = {"p.c0": 3, "p.c1": 3, "p.c2": 3}
    assert assess(scheme, nine).level == "only"  # 9 of 15 are three fifths, though 0.6 is no binary number
    assert assess(scheme, {**nine, "p.c2": 2}).level is None


def test_what_is_missing_is_told_for_each_level_above() -> None:
    found = assessed((2, 0), (1, 0, 3, 0))
    assert (found.level, found.possible) == (None, None)
    assert [one.level for one in found.lacks] == ["candidate", "holder", "distinction"]
    candidate, holder, distinction = found.lacks
    assert (candidate.criteria, candidate.points, candidate.pillars) == ({"q.must": 1}, 0, {})
    assert (holder.criteria, holder.points, holder.pillars) == ({"q.must": 2}, 2, {})
    assert (distinction.criteria, distinction.points, distinction.pillars) == ({"q.must": 2}, 5, {"p": 2})


def test_what_is_not_answered_counts_as_nothing_and_tells_how_far_it_could_lead() -> None:
    found = assess(SMALL, {"p.must": 2, "q.must": 2, "p.first": 3, "q.third": None})
    assert (found.level, found.possible) == ("candidate", "distinction")
    assert found.unanswered == ("p.second", "q.third", "q.extra")
    assert (found.points.had, found.points.of, found.points.share) == (3, 12, Fraction(1, 4))


def test_a_small_connector_is_asked_less_of_what_is_scored() -> None:
    whole = assessed((2, 2), (3, 3, 1, 0))
    small = assessed((2, 2), (3, 3, 1, 0), variant="small")
    assert (whole.level, small.level) == ("holder", "holder")
    assert (whole.points.of, small.points.of) == (12, 9)
    assert small.pillars["q"] == Points(1, 3)
    assert assessed((2, 2), (3, 3, 2, 0), variant="small").level == "distinction"
    # what is dropped may be answered, and counts for nothing
    assert assessed((2, 2), (3, 3, 1, 3), variant="small").points == small.points


@pytest.mark.parametrize(("staff", "variant"), [(0, "small"), (4, "small"), (5, None), (100, None)])
def test_who_may_use_the_small_form(staff: int, variant: str | None) -> None:
    assert variant_for(SMALL, staff) == variant
    assert variant_for(REAL, staff) == variant


@pytest.mark.parametrize(
    ("anchors", "variant", "message"),
    [
        ({"p.nothing": 1}, None, "does not ask for 'p.nothing'"),
        ({"p.must": 4}, None, "answered by 0 to 3, not 4"),
        ({"p.must": -1}, None, "not -1"),
        ({"p.must": True}, None, "not True"),
        ({}, "tiny", "has no variant 'tiny': small"),
    ],
)
def test_what_is_not_asked_is_refused(anchors: dict[str, int], variant: str | None, message: str) -> None:
    with pytest.raises(CannotAssessError, match=message):
        assess(SMALL, anchors, variant=variant)


ANCHORS = st.fixed_dictionaries({one.code: st.none() | st.integers(0, HIGHEST) for one in REAL.criteria})
VARIANT = st.sampled_from([None, *REAL.variants])


@given(ANCHORS, VARIANT, st.sampled_from([one.code for one in REAL.criteria]))
def test_more_never_leads_lower(anchors: dict[str, int | None], variant: str | None, code: str) -> None:
    before = assess(REAL, anchors, variant=variant)
    more = {**anchors, code: HIGHEST if anchors[code] is None else min(anchors[code] + 1, HIGHEST)}
    after = assess(REAL, more, variant=variant)
    assert LEVELS.index(before.level) <= LEVELS.index(after.level) <= LEVELS.index(after.possible)
    assert after.points.had >= before.points.had


@given(ANCHORS, VARIANT)
def test_what_is_missing_is_enough_and_a_point_less_is_not(
    anchors: dict[str, int | None], variant: str | None
) -> None:
    for lack in assess(REAL, anchors, variant=variant).lacks:
        with_pillars = {**anchors, **lack.criteria}
        for pillar, points in lack.pillars.items():
            with_pillars = filled(with_pillars, variant, points, pillar)
        left = max(lack.points - sum(lack.pillars.values()), 0)
        reached = assess(REAL, filled(with_pillars, variant, left), variant=variant)
        assert LEVELS.index(reached.level) >= LEVELS.index(lack.level)
        if left:
            less = assess(REAL, filled(with_pillars, variant, left - 1), variant=variant)
            assert LEVELS.index(less.level) < LEVELS.index(lack.level)


def filled(
    anchors: dict[str, int | None], variant: str | None, points: int, pillar: str | None = None
) -> dict[str, int | None]:
    """Return anchors with so many points more, wherever there is room."""
    found = dict(anchors)
    for one in REAL.asked(variant):
        if one.is_scored and pillar in (None, one.pillar):
            more = min(points, HIGHEST - (found[one.code] or 0))
            found[one.code] = (found[one.code] or 0) + more
            points -= more
    assert points == 0
    return found


@given(
    ANCHORS,
    st.sets(st.sampled_from([one.code for one in REAL.criteria if one.is_scored])),
    st.sampled_from([0.75, 0.9]),
)
def test_who_reaches_a_level_of_a_stricter_scheme_reaches_it_in_the_other(
    anchors: dict[str, int | None], mandatory: set[str], points_share: float
) -> None:
    table_ = {
        "code": "city-label",
        "version": "2026",
        "derived_from": REAL.label,
        "mandatory": sorted(mandatory),
        "levels": {"distinction": {"points_share": points_share}},
        "criteria": [criterion("p1.own", "mandatory")],
    }
    stricter = derived(REAL, table_)
    here = assess(stricter, {**anchors, "p1.own": 2})
    assert LEVELS.index(here.level) <= LEVELS.index(assess(REAL, anchors).level)
