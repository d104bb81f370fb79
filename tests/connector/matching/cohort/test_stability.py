"""What blocks, what could be given in to, and that nothing within the bounds is more stable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from connector.matching.cohort import Mixing, assign
from connector.matching.cohort.market import market_of
from connector.matching.cohort.programme.model import model_of, total
from connector.matching.cohort.stability import blocked
from tests.connector.matching.cohort.by_trying import (
    all_assignments,
    assigned,
    blocking,
    could_give_in,
    keeps_bounds,
    numbers,
    placed,
)
from tests.connector.matching.cohort.intakes import MAIN, UNDER, cohort, cohorts, either, few, tight

if TYPE_CHECKING:
    from connector.matching.cohort import Cohort
    from tests.connector.matching.cohort.by_trying import Places


@settings(max_examples=100)
@given(cohorts(most=5) | tight())
def test_no_assignment_within_the_bounds_is_more_stable(intake: Cohort) -> None:
    found = assigned(intake)
    within = [places for places in all_assignments(intake) if keeps_bounds(intake, places)]
    assert (found is None) == (not within)
    if found is not None:
        report = found.report
        least = min(report.placed_without_bounds, max(map(placed, within)))
        unrest = [unrest_of(intake, places) for places in within if placed(places) >= least]
        assert unrest_of(intake, numbers(intake, found)) == min(unrest)
        assert (report.fewest_avoidable, report.fewest) == (report.avoidable, report.blocking) == min(unrest)


def unrest_of(intake: Cohort, places: Places) -> tuple[int, int]:
    pairs = blocking(intake, places)
    return sum(could_give_in(intake, places, pair) for pair in pairs), len(pairs)


@few
@given(either(), st.sampled_from([0.0, 3.0]))
def test_the_report_counts_what_blocks_and_why(intake: Cohort, effort: float) -> None:
    found = assigned(intake, effort)
    if found is None:
        return
    places = numbers(intake, found)
    own = {
        (f"s{row}", f"c{column}"): could_give_in(intake, places, (row, column))
        for row, column in blocking(intake, places)
    }
    listed = {(pair.applicant, pair.connector): not pair.is_because_of_bounds for pair in found.report.pairs}
    assert listed == own
    assert found.report.blocking == len(own)
    assert found.report.because_of_bounds == sum(not could for could in own.values())
    assert found.report.fewest_avoidable <= found.report.avoidable
    assert found.report.placed == placed(places)


def any_assignment(data: st.DataObject, intake: Cohort) -> tuple[Places, set[tuple[int, int]]]:
    """Draw an assignment within the bounds, and the blocking pairs that one could give in to."""
    within = [places for places in all_assignments(intake) if keeps_bounds(intake, places)]
    assume(within)
    # those with many places first: there is more to be given in to
    within.sort(key=lambda places: (-placed(places), places))
    places = within[data.draw(st.integers(0, len(within) - 1))]
    return places, {pair for pair in blocking(intake, places) if could_give_in(intake, places, pair)}


@settings(max_examples=100)
@given(tight(), st.data())
def test_of_any_assignment_it_is_told_what_blocks_and_what_could_be_given_in_to(
    intake: Cohort, data: st.DataObject
) -> None:
    places, avoidable = any_assignment(data, intake)
    is_found, is_bound = blocked(market_of(intake), np.array(places))
    assert {(row, column) for row, column in np.argwhere(is_found).tolist()} == blocking(intake, places)
    assert {(row, column) for row, column in np.argwhere(is_found & ~is_bound).tolist()} == avoidable


@settings(max_examples=40)
@given(tight(), st.data())
def test_the_programme_counts_the_same_in_any_assignment(intake: Cohort, data: st.DataObject) -> None:
    places, avoidable = any_assignment(data, intake)
    model = model_of(market_of(intake), placed(places))
    for (row, column), taken in model.taken.items():
        model.programme.add(taken == (places[row] == column))
    model.programme.minimize(total(model.avoidable) + total(model.blocking))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.programme) == cp_model.OPTIMAL
    assert {pair for pair, own in model.blocking.items() if solver.boolean_value(own)} == blocking(
        intake, places
    )
    assert {pair for pair, own in model.avoidable.items() if solver.boolean_value(own)} == avoidable


def test_two_of_a_side_who_could_exchange_places_are_no_matter_of_bounds() -> None:
    """Each connector has one of each side; the least liked is brought where nobody wants to be."""
    wish = [[2, 1]] * 4
    found = assign(
        cohort(wish, [[4, 0], [3, 0], [2, 0], [1, 0]], [2, 2], [UNDER, UNDER, MAIN, MAIN], Mixing(1, 1))
    )
    assert (found.members("c0"), found.members("c1")) == (("s0", "s2"), ("s1", "s3"))
    assert (found.report.avoidable, found.report.blocking) == (0, 1)
