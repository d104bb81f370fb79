"""The exposure audit as a part of the document."""

from __future__ import annotations

from connector.documents.exposure import OTHERS, exposure_part
from connector.documents.saying import Speaker
from connector.documents.schema import Ratio, WaitPart
from connector.matching.exposure import AttributeExposure, Estimate, ExposureReport, GroupExposure, Said, Wait

SAID = Said(0.4, 0.4, 0.3, Estimate(0.75, 0.6, 0.9), 0.01, is_alert=True)


def report(others: Said | None) -> ExposureReport:
    group = GroupExposure("women", 120, SAID, None, None, None, None, None)
    return ExposureReport(
        300, (AttributeExposure("gender", (group,), others),), (), 0.05, 0.95, None, knows_answers=False
    )


def test_groups_of_which_nothing_is_said_alone_are_a_row_without_a_count() -> None:
    (attribute,) = exposure_part(report(SAID), Speaker("en")).attributes
    assert [(one.group, one.startups) for one in attribute.groups] == [("women", 120), (OTHERS, None)]
    others = attribute.groups[-1]
    assert (others.share_of_exposure, others.p_value, others.is_alert) == (0.3, 0.01, True)


def test_without_them_there_is_no_such_row() -> None:
    (attribute,) = exposure_part(report(None), Speaker("en")).attributes
    assert [one.group for one in attribute.groups] == ["women"]


def test_answers_are_told_as_they_were_let_out() -> None:
    acceptance, wait = Estimate(2 / 3, 0.5432, 0.7654), Wait(12, 9, None)
    told = GroupExposure("women", 120, SAID, 90, 60, acceptance, wait, None)
    withheld = GroupExposure("men", 130, None, None, 20, None, None, None)
    groups = AttributeExposure("gender", (told, withheld), SAID)
    part = exposure_part(
        ExposureReport(300, (groups,), (), 0.05, 0.95, None, knows_answers=True), Speaker("en")
    )
    women, men, others = part.attributes[0].groups
    assert part.knows_answers
    assert (women.introduced, women.accepted) == (90, 60)
    assert women.acceptance == Ratio(value=0.667, low=0.543, high=0.765)
    assert women.wait == WaitPart(median=12, low=9, high=None)
    assert (men.introduced, men.accepted, men.acceptance, men.wait) == (None, 20, None, None)
    assert (others.introduced, others.accepted, others.acceptance, others.wait) == (None, None, None, None)
