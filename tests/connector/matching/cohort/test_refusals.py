"""Bounds that cannot be kept are refused with what is missing, and intakes that contradict themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from connector.errors import CannotMatchError
from connector.matching.cohort import BoundsNotReachableError, Cohort, Mixing, Side, assign
from connector.matching.cohort.reasons import of_lacks
from connector.words import languages, say
from tests.connector.builders import incubator
from tests.connector.matching.cohort.by_trying import all_assignments, bound_of, keeps_bounds, side
from tests.connector.matching.cohort.intakes import MAIN, ORDER, SIDES, UNDER, WISH, cohort, either, few


@few
@given(either())
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


def test_bounds_beyond_the_places_name_the_connector_and_the_largest_that_could_be_kept() -> None:
    with pytest.raises(BoundsNotReachableError) as caught:
        assign(cohort(WISH, ORDER, [4, 2], [MAIN, MAIN, MAIN, UNDER, UNDER], {"c1": Mixing(2, 2)}))
    assert {lack.connector for lack in caught.value.lacks} == {"c1"}
    assert sum(lack.missing for lack in caught.value.lacks) == 2
    assert caught.value.reachable == 1
    assert "c1 lacks" in str(caught.value)


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
