"""The exposure audit as a part of the document."""

from __future__ import annotations

from connector.documents.exposure import OTHERS, exposure_part
from connector.documents.saying import Speaker
from connector.matching.exposure import AttributeExposure, Estimate, ExposureReport, GroupExposure, Said

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
