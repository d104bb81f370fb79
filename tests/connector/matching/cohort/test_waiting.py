"""Who waits, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from tests.connector.matching.cohort.by_trying import assigned
from tests.connector.matching.cohort.intakes import either, few

if TYPE_CHECKING:
    from connector.matching.cohort import Cohort


@few
@given(either())
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
