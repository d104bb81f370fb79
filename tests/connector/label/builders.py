"""Small schemes with honest defaults."""

from __future__ import annotations

from typing import Any


def said(text: str) -> dict[str, str]:
    """Say something in two languages."""
    return {"en": f"{text}.", "fr": f"{text} (fr)."}


def criterion(code: str, kind: str = "scored", **stated: object) -> dict[str, Any]:
    return {
        "code": code,
        "kind": kind,
        "text": said(f"Text of {code}"),
        "why": said("Why"),
        "indicator": said("Indicator"),
        "evidence": [said("Evidence")],
        "anchors": [said(f"Anchor {number}") for number in range(4)],
        **stated,
    }


def level(code: str, mandatory: int, points: float, pillar: float) -> dict[str, Any]:
    return {
        "code": code,
        "names": said(code),
        "says": said(f"Holds {code}"),
        "mandatory_at_least": mandatory,
        "points_share": points,
        "pillar_share": pillar,
    }


def table(**stated: object) -> dict[str, Any]:
    """Return the parsed file of a scheme: two pillars, two mandatory criteria and four scored ones."""
    return {
        "code": "small-label",
        "version": "2026",
        "names": said("Small label"),
        "purpose": said("To be tested"),
        "validity": {
            "years": 2,
            "figures_every_months": 12,
            "desk_check_after_months": 12,
            "visits": ["entry", "renewal"],
        },
        "variants": {"small": {"names": said("Small"), "fewer_than_staff": 5, "drops": {"q.extra"}}},
        "levels": [
            level("candidate", 1, 0.0, 0.0),
            level("holder", 2, 0.5, 0.0),
            level("distinction", 2, 0.75, 0.5),
        ],
        "pillars": [{"code": one, "names": said(one), "about": said(f"About {one}")} for one in "pq"],
        "criteria": [
            criterion("p.must", "mandatory"),
            criterion("p.first"),
            criterion("p.second"),
            criterion("q.must", "mandatory"),
            criterion("q.third"),
            criterion("q.extra"),
        ],
        **stated,
    }
