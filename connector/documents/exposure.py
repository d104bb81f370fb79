"""The exposure audit as a part of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connector.documents.schema.exposure import AttributePart, Exposure, GroupPart, Ratio, WaitPart

if TYPE_CHECKING:
    from connector.documents.saying import Speaker
    from connector.matching.exposure import Estimate, ExposureReport, GroupExposure, Said

#: All groups of an attribute together of which nothing is said alone.
OTHERS = "*"
#: Decimals of shares.
_SHARE = 3


def exposure_part(report: ExposureReport, speaker: Speaker) -> Exposure:
    """Return what the gate let through, in the language of the document."""
    return Exposure(
        attributes=[
            AttributePart(
                attribute=entry.attribute,
                groups=[
                    *(_group(own, speaker) for own in entry.groups),
                    # no count of them was released, and none is written
                    *([_others(entry.others)] if entry.others else []),
                ],
            )
            for entry in report.attributes
        ],
        alerts=[speaker.say(alert) for alert in report.alerts],
        level=report.level,
        confidence=report.confidence,
        knows_answers=report.knows_answers,
    )


def _group(own: GroupExposure, speaker: Speaker) -> GroupPart:
    return GroupPart(
        group=own.group,
        startups=own.startups,
        **_said(own.exposure),
        introduced=own.introduced,
        accepted=own.accepted,
        acceptance=None if own.acceptance is None else _rounded(own.acceptance),
        wait=None if own.wait is None else WaitPart(**own.wait._asdict()),
        reason=None if own.reason is None else speaker.say(own.reason),
    )


def _others(said: Said) -> GroupPart:
    return GroupPart(
        group=OTHERS,
        startups=None,
        **_said(said),
        introduced=None,
        accepted=None,
        acceptance=None,
        wait=None,
        reason=None,
    )


def _said(said: Said | None) -> dict[str, Any]:
    """Return what is said of exposure, nothing where nothing is."""
    return {
        "share_of_startups": said.share_of_startups if said else None,
        "expected": said.expected if said else None,
        "share_of_exposure": said.share_of_exposure if said else None,
        "ratio": Ratio(**said.ratio._asdict()) if said else None,
        "p_value": said.p_value if said else None,
        "is_alert": said.is_alert if said else False,
    }


def _rounded(share: Estimate) -> Ratio:
    return Ratio(**{name: round(number, _SHARE) for name, number in share._asdict().items()})
