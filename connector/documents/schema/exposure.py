"""What attention the groups get that start-ups declared, as it passed the disclosure gate."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from connector.documents.schema.said import Said


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ratio(_Part):
    """A share, or one share over another, with its interval."""

    value: float
    low: float
    high: float


class WaitPart(_Part):
    """Median days until the first answer, with their interval; null where answers do not reach that far."""

    median: int | None
    low: int | None
    high: int | None


class GroupPart(_Part):
    """A group of an attribute.

    Attributes
    ----------
    group
        Its code; ``unknown`` for those who did not declare, ``*`` for all groups together of which nothing is
        said alone.
    startups
        How many; null where withheld, and for ``*``.
    share_of_startups, expected, share_of_exposure
        Among the groups that are compared, 0 to 1; null where nothing is said.
    ratio
        Below 1: less attention than its share.
    p_value
        How often chance alone gives so little or less; null where it is not tested.
    is_alert
        Whether that is rarer than the level of the audit.
    introduced, accepted
        Start-ups that were introduced earlier, and those of them with at least one yes; null where withheld,
        where no introductions were handed in, and for ``*``.
    acceptance
        Share of the introduced that were accepted, 0 to 1; null likewise, or where they are too few.
    wait
        Days until the first answer; null likewise.
    reason
        Why nothing is said, or less; null where everything is.
    """

    group: str
    startups: int | None
    share_of_startups: float | None
    expected: float | None
    share_of_exposure: float | None
    ratio: Ratio | None
    p_value: float | None
    is_alert: bool
    introduced: int | None
    accepted: int | None
    acceptance: Ratio | None
    wait: WaitPart | None
    reason: Said | None


class AttributePart(_Part):
    """All groups of an attribute; never in the order of their size."""

    attribute: str
    groups: list[GroupPart]


class Exposure(_Part):
    """The exposure audit of a matching.

    Attributes
    ----------
    attributes
        Empty where nobody declared anything for the audit.
    alerts
        Groups whose exposure falls below their share by more than chance.
    level, confidence
        How often, at most, a report on a fair allocation has an alert; of each interval.
    knows_answers
        Whether earlier introductions were handed in. Where not, nothing is said of acceptance and wait.
    """

    attributes: list[AttributePart]
    alerts: list[Said]
    level: float
    confidence: float
    knows_answers: bool
