from __future__ import annotations

import pytest

from tests.connector.builders import incubator, startup
from tests.connector.matching.signals.pair import said_of, value_of

CODE = "need_coverage"
EVERY_STAGE: frozenset[str] = frozenset()
NEEDS = {"finance": 5, "coaching": 3, "space": 2}


def test_a_need_counts_by_its_urgency() -> None:
    offer = incubator(needs={"finance": EVERY_STAGE, "space": EVERY_STAGE, "networks": EVERY_STAGE})
    asks = startup(stage="idea", needs=NEEDS)
    assert value_of(CODE, asks, offer) == 0.7
    assert said_of(CODE, asks, offer) == "Meets 2 of the 3 needs stated: Finance and Space and equipment."


def test_an_offer_that_meets_all_is_1_and_one_that_meets_none_is_0() -> None:
    asks = startup(stage="idea", needs={"finance": 3})
    assert value_of(CODE, asks, incubator(needs={"finance": EVERY_STAGE})) == 1.0
    assert value_of(CODE, asks, incubator(needs={"space": EVERY_STAGE})) == 0.0
    assert (
        said_of(CODE, asks, incubator(needs={"finance": EVERY_STAGE}))
        == "Meets the one need stated: Finance."
    )
    assert (
        said_of(CODE, asks, incubator(needs={"space": EVERY_STAGE})) == "Does not meet the one need stated."
    )


def test_a_need_is_met_in_the_stages_of_the_offer_alone() -> None:
    offer = incubator(needs={"finance": frozenset({"growth"}), "coaching": frozenset({"idea", "growth"})})
    assert value_of(CODE, startup(stage="idea", needs=NEEDS), offer) == 0.3
    assert value_of(CODE, startup(stage="growth", needs=NEEDS), offer) == 0.8
    assert value_of(CODE, startup(stage="start_up", needs=NEEDS), offer) == 0.0


def test_without_a_stage_only_what_is_met_in_every_stage_counts() -> None:
    offer = incubator(needs={"finance": frozenset({"growth"}), "coaching": EVERY_STAGE})
    assert value_of(CODE, startup(needs=NEEDS), offer) == 0.3
    assert (
        said_of(CODE, startup(needs=NEEDS), offer) == "Meets 1 of the 3 needs stated: Coaching and mentoring."
    )


def test_without_a_stage_what_is_met_in_some_stages_alone_is_not_known() -> None:
    offer = incubator(needs={"finance": frozenset({"growth"})})
    assert value_of(CODE, startup(needs=NEEDS), offer) is None
    assert (
        said_of(CODE, startup(needs=NEEDS), offer)
        == "Whether needs are met cannot be told. Not stated: the start-up’s stage."
    )


def test_without_a_stage_what_is_met_in_no_stage_is_known_to_be_unmet() -> None:
    assert value_of(CODE, startup(needs=NEEDS), incubator(needs={"networks": frozenset({"growth"})})) == 0.0


@pytest.mark.parametrize(
    ("needs", "met", "missing"),
    [
        ({}, {"finance": EVERY_STAGE}, "the start-up’s needs"),
        ({"finance": 1}, {}, "the needs that the offer meets"),
        ({}, {}, "the start-up’s needs and the needs that the offer meets"),
    ],
)
def test_needs_that_one_side_does_not_state_are_not_known(needs: dict, met: dict, missing: str) -> None:
    asks, offer = startup(stage="idea", needs=needs), incubator(needs=met)
    assert value_of(CODE, asks, offer) is None
    assert said_of(CODE, asks, offer) == f"Whether needs are met cannot be told. Not stated: {missing}."
