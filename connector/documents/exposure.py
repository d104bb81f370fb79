"""The exposure audit as a part of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.documents.schema.exposure import AttributePart, Exposure, GroupPart, Ratio

if TYPE_CHECKING:
    from connector.documents.saying import Speaker
    from connector.matching.exposure import ExposureReport, GroupExposure


def exposure_part(report: ExposureReport, speaker: Speaker) -> Exposure:
    """Return what the gate let through, in the language of the document."""
    return Exposure(
        attributes=[
            AttributePart(attribute=entry.attribute, groups=[_group(own, speaker) for own in entry.groups])
            for entry in report.attributes
        ],
        alerts=[speaker.say(alert) for alert in report.alerts],
        level=report.level,
        confidence=report.confidence,
    )


def _group(own: GroupExposure, speaker: Speaker) -> GroupPart:
    said = own.exposure
    return GroupPart(
        group=own.group,
        startups=own.startups,
        share_of_startups=said.share_of_startups if said else None,
        expected=said.expected if said else None,
        share_of_exposure=said.share_of_exposure if said else None,
        ratio=Ratio(**said.ratio._asdict()) if said else None,
        p_value=said.p_value if said else None,
        is_alert=said.is_alert if said else False,
        reason=None if own.reason is None else speaker.say(own.reason),
    )
