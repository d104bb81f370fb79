"""Parts of explanations that are equal are one object, and others are not."""

from __future__ import annotations

from connector.documents.explaining import Explainer
from connector.documents.saying import Speaker
from connector.matching.scoring.explanation import Contribution, Gap
from connector.matching.signals.missing import Missing
from connector.reasons import Reason


def distance(km: float, value: float = 0.5, added: float = 0.05) -> Contribution:
    return Contribution("distance", value, added, Reason("distance.strong", {"km": km}))


def test_equal_contributions_are_one_object() -> None:
    explainer = Explainer(Speaker("en"))
    one = explainer.contribution(distance(3.0))
    assert explainer.contribution(distance(3.0, value=0.50001)) is one
    assert (one.value, one.added, one.reason.facts) == (0.5, 0.05, {"km": 3.0})


def test_contributions_that_read_alike_and_are_not_equal_are_apart() -> None:
    explainer = Explainer(Speaker("en"))
    first, *others = (
        explainer.contribution(one)
        # two decimals of a distance are written
        for one in (
            distance(3.001),
            distance(3.002),
            distance(3.001, value=0.6),
            distance(3.001, added=-0.01),
        )
    )
    assert [other.reason.text == first.reason.text for other in others] == [True] * 3
    assert [(part.reason.facts["km"], part.value, part.added) for part in others] == [
        (3.002, 0.5, 0.05),
        (3.001, 0.6, 0.05),
        (3.001, 0.5, -0.01),
    ]


def test_gaps_name_the_fields_by_side_whatever_the_reason() -> None:
    explainer = Explainer(Speaker("en"))
    missing = (Missing("startup", "languages"), Missing("offer", "languages"), Missing("offer", "stages"))
    gaps = [
        explainer.gap(Gap("language", up_to, missing[:many], Reason(code)))
        for up_to, many, code in ((0.1, 3, "language.unknown"), (0.1, 3, "language.none"), (0.1, 1, "x"))
    ]
    assert gaps[0] is gaps[1]
    assert [(gap.startup, gap.offer) for gap in gaps[1:]] == [
        (("languages",), ("languages", "stages")),
        (("languages",), ()),
    ]
