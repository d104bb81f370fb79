"""Only what owners declared for cohorts is read, and only where there are bounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.matching.cohort import BoundsNotReachableError, Mixing, Side, assign
from connector.parties import Declaration, Use
from tests.connector.matching.cohort.by_trying import assigned
from tests.connector.matching.cohort.intakes import (
    MAIN,
    ORDER,
    SILENT,
    UNDER,
    WISH,
    cohort,
    cohorts,
    either,
    few,
)

if TYPE_CHECKING:
    from connector.matching.cohort import Cohort


@few
@given(either(), st.data())
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
    assert assigned(replace(intake, applicants=flipped)) == assigned(intake)


@few
@given(cohorts(bound=0))
def test_without_bounds_no_declaration_is_read(intake: Cohort) -> None:
    flipped = tuple(one.model_copy(update={"declared": UNDER}) for one in intake.applicants)
    assert assign(replace(intake, applicants=flipped)) == assign(intake)


def test_who_did_not_agree_counts_for_no_side() -> None:
    with pytest.raises(BoundsNotReachableError) as caught:
        assign(cohort(WISH, ORDER, [3, 2], [MAIN, MAIN, MAIN, SILENT, UNDER], Mixing(1, 1)))
    (lack,) = caught.value.lacks
    assert (lack.side, lack.asked, lack.missing) == (Side.UNDER_REPRESENTED, 1, 1)
    assert caught.value.reachable == 0
