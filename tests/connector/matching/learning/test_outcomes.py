"""Outcomes as they are told and as columns."""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

from connector.matching.learning.errors import ContradictoryOutcomesError
from connector.matching.learning.outcomes import GRADES, SAYS_NOTHING_OF_FIT, Declined, Outcome, Result
from connector.matching.learning.shown import shown_columns

DAY = date(2026, 3, 2)


def outcome(startup: str = "s1", offer: str = "c1", shown_in: str = "l1", **stated: object) -> Outcome:
    return Outcome(startup=startup, offer=offer, shown_in=shown_in, **{"day": DAY, **stated})


def test_every_result_has_a_grade_and_what_came_of_it_counts_most() -> None:
    assert set(GRADES) == set(Result)
    grades = [GRADES[result] for result in (Result.SHOWN, Result.ACCEPTED, Result.MET, Result.OUTCOME)]
    assert grades == [0, 1, 2, 3]


def test_a_declined_offer_has_a_reason() -> None:
    with pytest.raises(ValidationError, match="has a reason"):
        outcome(result=Result.DECLINED)


def test_an_accepted_offer_has_no_reason_for_declining() -> None:
    with pytest.raises(ValidationError, match="nothing else has"):
        outcome(result=Result.ACCEPTED, declined_because=Declined.FULL)


@pytest.mark.parametrize("reason", Declined)
def test_declined_for_want_of_place_or_time_says_nothing_of_fit(reason: Declined) -> None:
    said = outcome(result=Result.DECLINED, declined_because=reason)
    assert said.grade == 0
    assert said.counts == (reason not in SAYS_NOTHING_OF_FIT)
    assert shown_columns([said]).in_order().tolist() == ([0] if said.counts else [])


def test_an_outcome_takes_no_field_it_does_not_know() -> None:
    with pytest.raises(ValidationError, match="extra"):
        outcome(gender="women")


def test_columns_keep_the_order_of_outcomes_and_number_ids_alphabetically() -> None:
    columns = shown_columns(
        [
            outcome("s2", "c9", "l7", position=1, result=Result.MET),
            outcome("s2", "c1", "l7", position=2),
            outcome("s1", "c9", "l3"),
        ]
    )
    assert columns.startup.tolist() == [1, 1, 0]
    assert columns.offer.tolist() == [1, 0, 1]
    assert columns.in_list.tolist() == [1, 1, 0]
    assert columns.grade.tolist() == [2, 0, 0]
    assert columns.day.tolist() == [DAY.toordinal()] * 3
    assert np.array_equal(columns.position, [1.0, 2.0, np.nan], equal_nan=True)


@pytest.mark.parametrize(
    ("second", "what"),
    [
        ({"startup": "s2", "offer": "c2"}, "two start-ups"),
        ({"offer": "c2", "day": date(2026, 3, 3)}, "two days"),
        ({"offer": "c2", "position": 1}, "a position twice"),
        ({"offer": "c1", "position": 2}, "an offer twice"),
        ({"offer": "c2"}, "some rows alone"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(second: dict[str, object], what: str) -> None:
    with pytest.raises(ContradictoryOutcomesError, match=what):
        shown_columns([outcome(position=1), outcome(**{"position": None, **second})])


def test_no_position_lies_before_the_first() -> None:
    columns = shown_columns([outcome(position=1)])
    with pytest.raises(ContradictoryOutcomesError, match="before the first"):
        dataclasses.replace(columns, position=np.array([0.0]))


def test_two_lists_may_say_what_one_may_not() -> None:
    columns = shown_columns([outcome(position=1), outcome("s2", shown_in="l2", position=1)])
    assert columns.in_order().tolist() == [0, 1]


def test_rows_stand_by_day_list_and_position() -> None:
    later = date(2026, 3, 3)
    columns = shown_columns(
        [
            outcome("s1", "c1", "a", day=later, position=1),
            outcome("s2", "c1", "b", position=2),
            outcome("s2", "c2", "b", position=1),
        ]
    )
    assert columns.in_order().tolist() == [2, 1, 0]
