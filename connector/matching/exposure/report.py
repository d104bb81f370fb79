"""What the audit says. Whatever a gate withheld has no number here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from connector.reasons import Reason


class Estimate(NamedTuple):
    """A number with its interval."""

    value: float
    low: float
    high: float


class Wait(NamedTuple):
    """Median days with their interval; None where the answers so far do not reach that far."""

    median: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a group's exposure.

    Attributes
    ----------
    share_of_startups
        Part of the start-ups of all groups that are compared, 0 to 1.
    expected
        The share of exposure it would have if attention fell on groups by chance: that of start-ups, or where
        there are strata, the mean over these.
    share_of_exposure
        Part of the exposure of all groups that are compared, 0 to 1.
    ratio
        Share of exposure over what is expected, with the bootstrap interval.
    p_value
        How often chance alone gives so little exposure or less, adjusted for the number of groups looked at
        (Holm); None for those who did not declare, who are looked at beside the others and not tested.
    is_alert
        Whether that is rarer than the level of the audit.
    """

    share_of_startups: float
    expected: float
    share_of_exposure: float
    ratio: Estimate
    p_value: float | None
    is_alert: bool


@dataclass(frozen=True, slots=True)
class GroupExposure:
    """One group of one attribute.

    Attributes
    ----------
    group
        Its code; `connector.matching.exposure.NOT_DECLARED` for those who did not declare.
    startups
        How many; None where withheld.
    exposure
        None where the count is withheld, there are too few for a statistic, or there is no other group to
        compare with.
    introduced, accepted
        Start-ups that were introduced, and those of them with at least one yes so far; None where withheld or
        no introductions were given.
    acceptance
        Part of the introduced that were accepted, with Wilson's interval; None where withheld or about too
        few.
    wait
        Days until the first answer, those without one included (Kaplan and Meier); None likewise.
    reason
        Why nothing is said of its exposure; None where something is.
    """

    group: str
    startups: int | None
    exposure: Said | None
    introduced: int | None
    accepted: int | None
    acceptance: Estimate | None
    wait: Wait | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class AttributeExposure:
    """All groups of an attribute, in the order of the call or alphabetically; never by size.

    Attributes
    ----------
    attribute
        Its code.
    groups
        What is said of each.
    others
        What is said of all groups together of which nothing is said alone: those that are withheld and those
        that are small. None where there are none, too few of them, or nothing to compare.
    """

    attribute: str
    groups: tuple[GroupExposure, ...]
    others: Said | None


@dataclass(frozen=True, slots=True)
class ExposureReport:
    """The fairness mirror, ready for the public.

    Attributes
    ----------
    startups
        How many there are; None where withheld.
    attributes
        What is said of each.
    alerts
        Groups, or all others together, whose exposure falls below their share by more than chance.
    level
        How often, at most, a report on a fair allocation has an alert.
    confidence
        Of each interval.
    as_of
        The day of the counts ("" if not stated) where earlier ones had to be kept; then there are no
        statistics. None otherwise.
    knows_answers
        Whether introductions were given.
    """

    startups: int | None
    attributes: tuple[AttributeExposure, ...]
    alerts: tuple[Reason, ...]
    level: float
    confidence: float
    as_of: str | None
    knows_answers: bool

    def group(self, attribute: str, group: str) -> GroupExposure:
        """Return what is said of a group.

        Raises
        ------
        KeyError
            If the report has no such group.
        """
        for entry in self.attributes:
            for own in entry.groups:
                if (entry.attribute, own.group) == (attribute, group):
                    return own
        raise KeyError(f"{attribute}, {group}")
