"""Reserved places, by themselves and where they are not enough."""

from __future__ import annotations

import numpy as np

from connector.matching.cohort import Method, Mixing, assign
from tests.connector.matching.cohort.by_trying import keeps_bounds, numbers
from tests.connector.matching.cohort.intakes import MAIN, ORDER, SIDES, UNDER, WISH, cohort


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
