from __future__ import annotations

import pytest

from tests.connector.builders import incubator, startup
from tests.connector.matching.signals.pair import said_of, value_of

CODE = "stage_fit"


@pytest.mark.parametrize(
    ("stage", "value", "said"),
    [
        ("idea", 1.0, "Used to start-ups at this stage: Idea."),
        (
            "pre_start",
            0.666667,
            "Used to start-ups at a stage next to this one: Idea, not Before the start.",
        ),
        ("start_up", 0.333333, "Used to start-ups at another stage: Idea, not Start-up."),
        ("growth", 0.0, "Used to start-ups at a far stage: Idea, not Growth."),
    ],
)
def test_every_stage_between_takes_an_equal_step(stage: str, value: float, said: str) -> None:
    offer = incubator(stages=frozenset({"idea"}))
    assert value_of(CODE, startup(stage=stage), offer) == value
    assert said_of(CODE, startup(stage=stage), offer) == said


def test_the_nearest_stage_of_the_offer_counts() -> None:
    assert (
        value_of(CODE, startup(stage="start_up"), incubator(stages=frozenset({"idea", "growth"}))) == 0.666667
    )


@pytest.mark.parametrize(
    ("stage", "stages", "missing"),
    [
        (None, {"idea"}, "the start-up’s stage"),
        ("idea", set(), "the stages that the offer is used to"),
    ],
)
def test_stages_that_are_not_stated_are_not_known(stage: str | None, stages: set[str], missing: str) -> None:
    asks, offer = startup(stage=stage), incubator(stages=frozenset(stages))
    assert value_of(CODE, asks, offer) is None
    assert said_of(CODE, asks, offer) == f"Whether the stage fits cannot be told. Not stated: {missing}."
