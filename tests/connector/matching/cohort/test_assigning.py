"""Places: stable where bounds allow it, bounds kept where they can be, and what they change is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from connector.matching.cohort import Cohort, Method, Mixing, assign
from connector.words import languages, say
from tests.connector.matching.cohort.by_trying import (
    all_assignments,
    assigned,
    blocking,
    keeps_bounds,
    numbers,
    placed,
)
from tests.connector.matching.cohort.intakes import (
    MAIN,
    ORDER,
    SIDES,
    UNDER,
    WISH,
    cohort,
    cohorts,
    either,
    few,
)


@few
@given(cohorts(bound=0))
def test_without_bounds_nothing_blocks(intake: Cohort) -> None:
    found = assign(intake)
    assert blocking(intake, numbers(intake, found)) == set()
    report = found.report
    assert (report.method, report.blocking, report.pairs, report.displaced) == (Method.STABLE, 0, (), ())


@few
@given(either(), st.sampled_from([0.0, 3.0]))
def test_places_are_allowed_and_capacities_and_bounds_are_kept(intake: Cohort, effort: float) -> None:
    found = assigned(intake, effort)
    if found is not None:
        places = numbers(intake, found)
        assert places in set(all_assignments(intake))
        assert keeps_bounds(intake, places)


@few
@given(either(), st.sampled_from([0.0, 3.0]))
def test_bounds_cost_no_place_unless_they_must(intake: Cohort, effort: float) -> None:
    found = assigned(intake, effort)
    if found is not None:
        most = max(placed(places) for places in all_assignments(intake) if keeps_bounds(intake, places))
        assert found.report.placed >= min(found.report.placed_without_bounds, most)


@few
@given(either())
def test_who_is_displaced_is_elsewhere_without_bounds(intake: Cohort) -> None:
    found = assigned(intake)
    if found is None:
        return
    free = assign(replace(intake, bounds=Mixing()))
    own = {
        before.applicant: (before.connector, after.connector)
        for before, after in zip(free.places, found.places, strict=True)
        if before.connector != after.connector
    }
    said = {one.applicant: (one.without_bounds, one.with_bounds) for one in found.report.displaced}
    assert said == own


@few
@given(either())
def test_equal_input_gives_equal_output(intake: Cohort) -> None:
    assert assigned(intake) == assigned(intake)


@few
@given(either(), st.sampled_from([0.0, 3.0]))
def test_everything_is_said_in_every_language(intake: Cohort, effort: float) -> None:
    found = assigned(intake, effort)
    if found is not None:
        for language in languages():
            said = [say(place.reason, language) for place in found.places]
            assert all(text.endswith(".") for text in [*said, *(say(r, language) for r in found.reasons)])


def test_a_bound_brings_the_best_of_a_side_and_displaces_the_last_of_the_other() -> None:
    found = assign(cohort(WISH, ORDER, [2, 2], SIDES, Mixing(1, 1)))
    assert found.members("c0") == ("s0", "s3")
    assert found.members("c1") == ("s1", "s4")
    report = found.report
    assert [(one.applicant, one.without_bounds, one.with_bounds) for one in report.displaced] == [
        ("s1", "c0", "c1"),
        ("s2", "c1", None),
        ("s3", "c1", "c0"),
        ("s4", None, "c1"),
    ]
    assert [(pair.applicant, pair.connector) for pair in report.pairs] == [
        ("s1", "c0"),
        ("s2", "c0"),
        ("s2", "c1"),
    ]
    assert (report.because_of_bounds, report.fewest, report.rank_loss) == (3, 3, 0)
    assert found.alternates == {"c0": ("s2",), "c1": ("s2",)}
    assert (report.placed, report.placed_without_bounds) == (4, 4)
    assert [say(reason, "en") for reason in found.reasons] == [
        "Of the assignments that keep the bounds for mixing, the most stable one was searched for.",
        "3 pairs of applicant and connector would both rather have each other.",
        "3 of them cannot be given in to without breaking a bound.",
        "It is proven that no assignment with these bounds is more stable.",
        "4 applicants would be elsewhere without the bounds.",
    ]
    assert say(found.places[1].reason, "en") == "Placed at C1, choice number 2."


def test_bounds_that_merit_fills_by_itself_change_nothing() -> None:
    free, bound = (
        assign(cohort(WISH, ORDER, [2, 2], [MAIN, UNDER, UNDER, MAIN, MAIN], bounds))
        for bounds in (Mixing(), Mixing(1, 1))
    )
    assert free == bound
    assert bound.report.method is Method.STABLE


def test_equal_scores_are_one_place_on_a_list() -> None:
    """Who wants two connectors alike has its first choice in either, and nothing blocks."""
    found = assign(cohort([[1, 1], [1, 1], [2, 1]], np.ones((3, 2)), [1, 1], [None] * 3))
    assert sorted(place.choice or 0 for place in found.places) == [0, 1, 1]
    moved = assign(cohort([[1, 1]], [[1, 1]], [1, 1], [UNDER], {"c1": Mixing(0, 1)}))
    assert (moved.members("c1"), moved.report.blocking, moved.report.rank_loss) == (("s0",), 0, 0)


def test_an_intake_without_applicants_or_connectors_is_assigned_as_well() -> None:
    assert assign(cohort([], [], [3], [])).places == ()
    (place,) = assign(cohort([[]], [[]], [], [MAIN])).places
    assert (place.connector, place.choice) == (None, None)
    assert say(place.reason, "en") == "No place in this intake: no connector may take this start-up."
