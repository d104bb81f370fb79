"""The exposure audit as a part of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.documents.schema.exposure import AttributePart, Exposure, GroupPart, Ratio

if TYPE_CHECKING:
    from connector.documents.saying import Speaker
    from connector.matching.exposure import ExposureReport, Said
    from connector.reasons import Reason

#: All groups of an attribute together of which nothing is said alone.
OTHERS = "*"


def exposure_part(report: ExposureReport, speaker: Speaker) -> Exposure:
    """Return what the gate let through, in the language of the document."""
    return Exposure(
        attributes=[
            AttributePart(
                attribute=entry.attribute,
                groups=[
                    *(
                        _group(own.group, own.startups, own.exposure, own.reason, speaker)
                        for own in entry.groups
                    ),
                    # no count of them was released, and none is written
                    *([_group(OTHERS, None, entry.others, None, speaker)] if entry.others else []),
                ],
            )
            for entry in report.attributes
        ],
        alerts=[speaker.say(alert) for alert in report.alerts],
        level=report.level,
        confidence=report.confidence,
    )


def _group(
    group: str, startups: int | None, said: Said | None, reason: Reason | None, speaker: Speaker
) -> GroupPart:
    return GroupPart(
        group=group,
        startups=startups,
        share_of_startups=said.share_of_startups if said else None,
        expected=said.expected if said else None,
        share_of_exposure=said.share_of_exposure if said else None,
        ratio=Ratio(**said.ratio._asdict()) if said else None,
        p_value=said.p_value if said else None,
        is_alert=said.is_alert if said else False,
        reason=None if reason is None else speaker.say(reason),
    )
