"""Why something is said of a group, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.reasons import Reason

if TYPE_CHECKING:
    from connector.matching.exposure.report import Said
    from connector.reasons import Fact


def alert(attribute: str, group: str, said: Said) -> Reason:
    """Say that a group gets less attention than its share by more than chance."""
    return Reason("exposure.alert", {"attribute": attribute, "group": group} | _figures(said))


def alert_of_others(attribute: str, said: Said) -> Reason:
    """Say the same of all groups together of which nothing is said alone."""
    return Reason("exposure.alert_of_others", {"attribute": attribute} | _figures(said))


def _figures(said: Said) -> dict[str, Fact]:
    return {
        "share": said.share_of_exposure,
        "expected": said.expected,
        "ratio": said.ratio.value,
        "low": said.ratio.low,
        "high": said.ratio.high,
    }


def withheld() -> Reason:
    """Say that a count is withheld; never which rule did it."""
    return Reason("exposure.withheld")


def too_few(least: int) -> Reason:
    """Say that there are too few start-ups for statistics."""
    return Reason("exposure.too_few", {"least": least})


def nothing_to_compare() -> Reason:
    """Say that no other group of the attribute can be compared, or that nobody got any attention."""
    return Reason("exposure.nothing_to_compare")


def kept() -> Reason:
    """Say that the counts are earlier ones, beside which nothing of today is said."""
    return Reason("exposure.kept")
