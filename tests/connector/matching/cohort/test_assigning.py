"""Cohorts: stable where bounds allow it, bounds kept where they can be, and a report that tells the truth."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from connector.errors import CannotMatchError
from connector.matching.cohort import (
    Assigned,
    BoundsNotReachableError,
    Cohort,
    Method,
    Mixing,
    Side,
    assign,
)
from connector.matching.cohort.market import market_of
from connector.matching.cohort.programme.model import model_of, total
from connector.matching.cohort.reasons import of_lacks
from connector.matching.cohort.stability import blocked
from connector.parties import Declaration, Use
from connector.words import languages, say
from tests.connector.builders import incubator, startup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connector.parties import StartUp

Places = tuple[int, ...]

UNDER = Declaration(under_represented=True, uses=frozenset({Use.COHORTS}))
MAIN = Declaration(under_represented=False, uses=frozenset({Use.COHORTS}))
SILENT = Declaration(under_represented=True, uses=frozenset({Use.PAIRS, Use.AUDIT}))


def cohort(  # noqa: PLR0917 - a table: one column of an intake after the other
    wish: Sequence[Sequence[float]],
    order: Sequence[Sequence[float]],
    capacities: Sequence[int],
    sides: Sequence[Declaration | None],
    bounds: Mixing | dict[str, Mixing] | None = None,
    is_allowed: Sequence[Sequence[bool]] | None = None,
) -> Cohort:
    """Build an intake from scores, applicants in rows."""
    wanted = np.array(wish, np.float64).reshape(len(sides), len(capacities))
    return Cohort(
        applicants=tuple(startup(f"s{row}", declared=side) for row, side in enumerate(sides)),
        connectors=tuple(incubator(f"c{column}") for column in range(len(capacities))),
        applicant_scores=wanted,
        connector_scores=np.array(order, np.float64).reshape(wanted.shape),
        capacities=np.array(capacities, np.int64),
        is_allowed=np.ones(wanted.shape, np.bool_)
        if is_allowed is None
        else np.array(is_allowed, np.bool_).reshape(wanted.shape),
        bounds=bounds or Mixing(),
    )


#: small intakes take some hundredths of a second each, more for finding examples than for assigning them
few = settings(max_examples=25)


@st.composite
def cohorts(
    draw: st.DrawFn,
    *,
    most: int = 6,
    bound: int = 2,
) -> Cohort:
    """Draw a small intake; scores have ties."""
    n, m = draw(st.integers(1, most)), draw(st.integers(1, 3))
    scores, may = (
        st.lists(st.lists(cell, min_size=m, max_size=m), min_size=n, max_size=n)
        for cell in (st.integers(0, 4), st.sampled_from([True, True, True, False]))
    )
    mixing = st.builds(Mixing, st.integers(0, bound), st.integers(0, bound))
    names = [f"c{column}" for column in range(m)]
    return cohort(
        draw(scores),
        draw(scores),
        draw(st.lists(st.integers(0, 4), min_size=m, max_size=m)),
        draw(st.lists(st.sampled_from([UNDER, MAIN, SILENT, None]), min_size=n, max_size=n)),
        draw(mixing | st.dictionaries(st.sampled_from(names), mixing)),
        draw(may),
    )


@st.composite
def tight(draw: st.DrawFn) -> Cohort:
    """Draw an intake of two connectors whose bounds mostly matter and mostly can be kept."""
    n = draw(st.integers(3, 5))
    scores = st.lists(st.permutations([1, 2]), min_size=n, max_size=n)
    order = [draw(st.permutations(range(n))) for _ in range(2)]
    allowed = st.lists(st.sampled_from([True] * 6 + [False]), min_size=n, max_size=n)
    others = st.lists(st.sampled_from([UNDER, MAIN, MAIN, None]), min_size=n - 2, max_size=n - 2)
    few_or_none = st.integers(0, 1)
    return cohort(
        draw(scores),
        np.array(order).T.tolist(),
        draw(st.lists(st.integers(1, 3), min_size=2, max_size=2)),
        [UNDER, MAIN, *draw(others)],
        {"c0": Mixing(draw(few_or_none), 1), "c1": Mixing(draw(few_or_none), draw(few_or_none))},
        np.array([draw(allowed), draw(allowed)]).T.tolist(),
    )


# -------------------------------------------------------- a second implementation: all assignments there are


def side(applicant: StartUp) -> str | None:
    said = applicant.declared
    if said is None or Use.COHORTS not in said.uses or said.under_represented is None:
        return None
    return "under_represented" if said.under_represented else "mainstream"


def bound_of(intake: Cohort, column: int) -> Mixing:
    if isinstance(intake.bounds, Mixing):
        return intake.bounds
    return intake.bounds.get(intake.connectors[column].id, Mixing())


def keeps_bounds(intake: Cohort, places: Places, *, at_most: int = 99) -> bool:
    for column in range(len(intake.connectors)):
        members = [side(intake.applicants[row]) for row, place in enumerate(places) if place == column]
        for name in Side:
            if members.count(name.value) < min(getattr(bound_of(intake, column), name), at_most):
                return False
    return True


def all_assignments(intake: Cohort) -> Iterator[Places]:
    choices = [[-1, *np.flatnonzero(row).tolist()] for row in intake.is_allowed]
    for places in product(*choices):
        if all(places.count(column) <= most for column, most in enumerate(intake.capacities.tolist())):
            yield places


def blocking(intake: Cohort, places: Places) -> set[tuple[int, int]]:
    found = set()
    for row, column in np.argwhere(intake.is_allowed).tolist():
        own = places[row]
        wants = own < 0 or intake.applicant_scores[row, column] > intake.applicant_scores[row, own]
        members = [other for other, place in enumerate(places) if place == column]
        likes = len(members) < intake.capacities[column] or any(
            intake.connector_scores[other, column] < intake.connector_scores[row, column] for other in members
        )
        if own != column and wants and likes and intake.capacities[column]:
            found.add((row, column))
    return found


def could_give_in(intake: Cohort, places: Places, pair: tuple[int, int]) -> bool:
    """Try everything that giving in to one pair can mean."""
    row, column = pair
    moved = [*places]
    moved[row] = column
    members = [other for other, place in enumerate(places) if place == column]
    sent_away: list[int | None] = [
        other
        for other in members
        if intake.connector_scores[other, column] < intake.connector_scores[row, column]
    ]
    if len(members) < intake.capacities[column]:
        sent_away.append(None)
    for other in sent_away:
        exchange = other is not None and places[row] >= 0 and intake.is_allowed[other, places[row]]
        for place in (-1, places[row]) if exchange else (-1,):
            after = [place if number == other else at for number, at in enumerate(moved)]
            if keeps_bounds(intake, tuple(after)):
                return True
    return False


def numbers(intake: Cohort, found: Assigned) -> Places:
    names = {connector.id: column for column, connector in enumerate(intake.connectors)}
    return tuple(-1 if place.connector is None else names[place.connector] for place in found.places)


def placed(places: Places) -> int:
    return sum(place >= 0 for place in places)


def assigned(intake: Cohort, effort: float = 3.0) -> Assigned | None:
    try:
        return assign(intake, effort=effort)
    except BoundsNotReachableError:
        return None


# ------------------------------------------------------------------------------------------------------ laws


@few
@given(cohorts(bound=0))
def test_without_bounds_nothing_blocks(intake: Cohort) -> None:
    found = assign(intake)
    assert blocking(intake, numbers(intake, found)) == set()
    report = found.report
    assert (report.method, report.blocking, report.pairs, report.displaced) == (Method.STABLE, 0, (), ())


@few
@given(cohorts() | tight(), st.sampled_from([0.0, 3.0]))
def test_places_are_allowed_and_capacities_and_bounds_are_kept(intake: Cohort, effort: float) -> None:
    found = assigned(intake, effort)
    if found is not None:
        places = numbers(intake, found)
        assert places in set(all_assignments(intake))
        assert keeps_bounds(intake, places)


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
@given(cohorts() | tight(), st.sampled_from([0.0, 3.0]))
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


@few
@given(cohorts() | tight(), st.sampled_from([0.0, 3.0]))
def test_bounds_cost_no_place_unless_they_must(intake: Cohort, effort: float) -> None:
    found = assigned(intake, effort)
    if found is not None:
        most = max(placed(places) for places in all_assignments(intake) if keeps_bounds(intake, places))
        assert found.report.placed >= min(found.report.placed_without_bounds, most)


@few
@given(cohorts() | tight())
def test_who_is_displaced_is_elsewhere_without_bounds(intake: Cohort) -> None:
    found = assigned(intake)
    if found is None:
        return
    free = assign(
        Cohort(
            intake.applicants,
            intake.connectors,
            intake.applicant_scores,
            intake.connector_scores,
            intake.capacities,
            intake.is_allowed,
        )
    )
    own = {
        before.applicant: (before.connector, after.connector)
        for before, after in zip(free.places, found.places, strict=True)
        if before.connector != after.connector
    }
    said = {one.applicant: (one.without_bounds, one.with_bounds) for one in found.report.displaced}
    assert said == own


@few
@given(cohorts() | tight())
def test_bounds_that_cannot_be_kept_are_refused_with_what_could_be(intake: Cohort) -> None:
    within = list(all_assignments(intake))
    try:
        assign(intake)
    except BoundsNotReachableError as error:
        assert error.lacks
        missing = min(
            sum(
                max(
                    0,
                    getattr(bound_of(intake, column), name)
                    - sum(
                        side(intake.applicants[row]) == name.value
                        for row, at in enumerate(places)
                        if at == column
                    ),
                )
                for column in range(len(intake.connectors))
                for name in Side
            )
            for places in within
        )
        assert sum(lack.missing for lack in error.lacks) == missing
        could = [q for q in range(3) if any(keeps_bounds(intake, places, at_most=q) for places in within)]
        assert error.reachable == max(could)
        for language in languages():
            assert all(say(reason, language).endswith(".") for reason in of_lacks(error))
    else:
        assert any(keeps_bounds(intake, places) for places in within)


@few
@given(cohorts() | tight(), st.data())
def test_what_those_declared_who_did_not_agree_changes_nothing(intake: Cohort, data: st.DataObject) -> None:
    hidden = st.builds(
        Declaration,
        under_represented=st.sampled_from([None, False, True]),
        uses=st.frozensets(st.sampled_from([Use.PAIRS, Use.AUDIT])),
    )
    flipped = tuple(
        one
        if one.declared and one.declared.allows(Use.COHORTS)
        else one.model_copy(update={"declared": data.draw(st.none() | hidden)})
        for one in intake.applicants
    )
    assert assigned(with_applicants(intake, flipped)) == assigned(intake)


@few
@given(cohorts(bound=0))
def test_without_bounds_no_declaration_is_read(intake: Cohort) -> None:
    flipped = tuple(one.model_copy(update={"declared": UNDER}) for one in intake.applicants)
    assert assign(with_applicants(intake, flipped)) == assign(intake)


def with_applicants(intake: Cohort, applicants: tuple[StartUp, ...]) -> Cohort:
    return Cohort(
        applicants,
        intake.connectors,
        intake.applicant_scores,
        intake.connector_scores,
        intake.capacities,
        intake.is_allowed,
        intake.bounds,
    )


@few
@given(cohorts() | tight())
def test_equal_input_gives_equal_output(intake: Cohort) -> None:
    assert assigned(intake) == assigned(intake)


@few
@given(cohorts() | tight())
def test_waiting_lists_hold_who_has_no_place_in_the_order_of_the_connector(intake: Cohort) -> None:
    found = assigned(intake)
    if found is None:
        return
    alone = {place.applicant for place in found.places if place.connector is None}
    for column, connector in enumerate(intake.connectors):
        own = {applicant.id: row for row, applicant in enumerate(intake.applicants)}
        rows = [own[one] for one in found.alternates[connector.id]]
        assert {f"s{row}" for row in rows} == {one for one in alone if intake.is_allowed[own[one], column]}
        scores = [intake.connector_scores[row, column] for row in rows]
        assert scores == sorted(scores, reverse=True)


@few
@given(cohorts() | tight(), st.sampled_from([0.0, 3.0]))
def test_everything_is_said_in_every_language(intake: Cohort, effort: float) -> None:
    found = assigned(intake, effort)
    if found is not None:
        for language in languages():
            said = [say(place.reason, language) for place in found.places]
            assert all(text.endswith(".") for text in [*said, *(say(r, language) for r in found.reasons)])


# ---------------------------------------------------------------------------------------------- single cases

#: everybody wants c0 more, and both prefer the mainstream applicants s0, s1, s2 to s3 and s4
WISH = [[2, 1]] * 5
ORDER = [[5, 5], [4, 4], [3, 3], [2, 2], [1, 1]]
SIDES = [MAIN, MAIN, MAIN, UNDER, UNDER]


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


def test_reserved_places_alone_find_the_same_in_this_case() -> None:
    by_both = [assign(cohort(WISH, ORDER, [2, 2], SIDES, Mixing(1, 1)), effort=effort) for effort in (0, 5)]
    assert by_both[0].places == by_both[1].places
    assert [found.report.method for found in by_both] == [Method.RESERVED, Method.FEWEST]


def test_somebody_is_brought_where_reserved_places_stay_empty() -> None:
    """Nobody of the under-represented wants c1, and c1 has to have one."""
    wish = [[2, 1], [2, 1], [2, 1], [2, 1]]
    found = assign(
        cohort(wish, np.ones((4, 2)), [4, 4], [UNDER, UNDER, MAIN, None], {"c1": Mixing(0, 1)}), effort=0
    )
    (brought,) = found.members("c1")
    assert brought in {"s0", "s1"}
    assert found.report.method is Method.RESERVED
    assert [(pair.applicant, pair.is_because_of_bounds) for pair in found.report.pairs] == [(brought, True)]


def test_applicants_are_moved_where_reserved_places_alone_would_leave_one_more_without() -> None:
    """The mainstream applicant whom c0 likes most is the one who could be anywhere."""
    found = assign(
        cohort(
            [[2, 3], [3, 1], [1, 0], [3, 2]],
            [[4, 0], [3, 0], [0, 1], [4, 0]],
            [1, 2],
            [UNDER, MAIN, MAIN, MAIN],
            {"c0": Mixing(1, 0)},
            [[True, False], [True, True], [True, False], [True, True]],
        ),
        effort=0,
    )
    assert (found.report.method, found.report.placed, found.report.placed_without_bounds) == (
        Method.MOST_PLACED,
        3,
        3,
    )
    assert found.members("c0") == ("s2",)


def test_two_of_a_side_who_could_exchange_places_are_no_matter_of_bounds() -> None:
    """Each connector has one of each side; the least liked is brought where nobody wants to be."""
    wish = [[2, 1]] * 4
    found = assign(
        cohort(wish, [[4, 0], [3, 0], [2, 0], [1, 0]], [2, 2], [UNDER, UNDER, MAIN, MAIN], Mixing(1, 1))
    )
    assert (found.members("c0"), found.members("c1")) == (("s0", "s2"), ("s1", "s3"))
    assert (found.report.avoidable, found.report.blocking) == (0, 1)


def test_equal_scores_are_one_place_on_a_list() -> None:
    """Who wants two connectors alike has its first choice in either, and nothing blocks."""
    found = assign(cohort([[1, 1], [1, 1], [2, 1]], np.ones((3, 2)), [1, 1], [None] * 3))
    assert sorted(place.choice or 0 for place in found.places) == [0, 1, 1]
    moved = assign(cohort([[1, 1]], [[1, 1]], [1, 1], [UNDER], {"c1": Mixing(0, 1)}))
    assert (moved.members("c1"), moved.report.blocking, moved.report.rank_loss) == (("s0",), 0, 0)


def test_who_did_not_agree_counts_for_no_side() -> None:
    with pytest.raises(BoundsNotReachableError) as caught:
        assign(cohort(WISH, ORDER, [3, 2], [MAIN, MAIN, MAIN, SILENT, UNDER], Mixing(1, 1)))
    (lack,) = caught.value.lacks
    assert (lack.side, lack.asked, lack.missing) == (Side.UNDER_REPRESENTED, 1, 1)
    assert caught.value.reachable == 0


def test_bounds_beyond_the_places_name_the_connector_and_the_largest_that_could_be_kept() -> None:
    with pytest.raises(BoundsNotReachableError) as caught:
        assign(cohort(WISH, ORDER, [4, 2], [MAIN, MAIN, MAIN, UNDER, UNDER], {"c1": Mixing(2, 2)}))
    assert {lack.connector for lack in caught.value.lacks} == {"c1"}
    assert sum(lack.missing for lack in caught.value.lacks) == 2
    assert caught.value.reachable == 1
    assert "c1 lacks" in str(caught.value)


def test_a_larger_intake_is_assigned_by_reserved_places_alone() -> None:
    random = np.random.default_rng(3)
    n, m = 300, 10
    sides = [[UNDER, MAIN, None][kind] for kind in random.choice(3, n, p=[0.2, 0.5, 0.3])]
    popular = random.normal(size=m)
    intake = cohort(
        popular + random.normal(size=(n, m)),
        random.normal(size=(n, 1)) + random.normal(size=(n, m)),
        [20] * m,
        sides,
        Mixing(5, 5),
    )
    found = assign(intake)
    assert found.report.method is Method.RESERVED
    assert keeps_bounds(intake, numbers(intake, found))
    assert found.report.placed == found.report.placed_without_bounds == 200
    assert found.report.because_of_bounds == found.report.blocking


def test_an_intake_without_applicants_or_connectors_is_assigned_as_well() -> None:
    assert assign(cohort([], [], [3], [])).places == ()
    (place,) = assign(cohort([[]], [[]], [], [MAIN])).places
    assert (place.connector, place.choice) == (None, None)
    assert say(place.reason, "en") == "No place in this intake: no connector may take this start-up."


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacities": np.array([1])},
        {"capacities": np.array([1, -1])},
        {"applicant_scores": np.zeros((5, 3))},
        {"connector_scores": np.full((5, 2), np.nan)},
        {"is_allowed": np.ones((4, 2), np.bool_)},
        {"bounds": {"c9": Mixing(1, 1)}},
        {"connectors": (incubator("c0"), incubator("c0"))},
    ],
)
def test_an_intake_that_contradicts_itself_is_refused(wrong: dict[str, object]) -> None:
    true = cohort(WISH, ORDER, [2, 2], SIDES)
    parts = {name: getattr(true, name) for name in Cohort.__dataclass_fields__}
    with pytest.raises(CannotMatchError):
        Cohort(**(parts | wrong))


def test_a_bound_below_nobody_is_refused() -> None:
    with pytest.raises(CannotMatchError):
        Mixing(-1, 0)
