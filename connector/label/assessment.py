"""From anchors to a level: what is reached, what could be, and what is missing for the next one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from connector.errors import ConnectorError
from connector.label.scheme import HIGHEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from connector.label.scheme import Criterion, Level, Scheme


class CannotAssessError(ConnectorError):
    """Anchors were given that a scheme does not ask for."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points of scored criteria: those that were had, and those that there are."""

    had: int
    of: int

    @property
    def share(self) -> Fraction | None:
        """Their share, 0 to 1; None where there are none to be had."""
        return Fraction(self.had, self.of) if self.of else None

    def lacking(self, least: Fraction) -> int:
        """Return how many points more make that share."""
        return max(-((-least * self.of) // 1) - self.had, 0)


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing for a level.

    Attributes
    ----------
    level
        Which level.
    criteria
        Mandatory criteria below what it asks -> the anchor that they have to reach.
    points
        Points that are missing over all pillars.
    pillars
        Pillar -> points that are missing in it.
    """

    level: str
    criteria: Mapping[str, int]
    points: int
    pillars: Mapping[str, int]

    @property
    def is_nothing(self) -> bool:
        """Whether the level is reached."""
        return not (self.criteria or self.points or self.pillars)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What anchors come to.

    Attributes
    ----------
    scheme, variant
        By what.
    level
        The highest level that is reached; None below the lowest. What was not answered counts as 0.
    possible
        The highest level that could be reached if everything not answered were at its best.
    points, pillars
        Of scored criteria, over all and by pillar.
    unanswered
        Codes of criteria without an anchor, in the order of the scheme.
    lacks
        What is missing for each level above the one reached, the next one first.
    """

    scheme: str
    variant: str | None
    level: str | None
    possible: str | None
    points: Points
    pillars: Mapping[str, Points]
    unanswered: tuple[str, ...]
    lacks: tuple[Lack, ...]


def assess(scheme: Scheme, anchors: Mapping[str, int | None], *, variant: str | None = None) -> Assessment:
    """Return what anchors come to.

    A level is reached if every mandatory criterion is at the anchor that it asks for, and the points of
    scored criteria are at its share, over all and in each pillar. Shares are compared exactly.

    Parameters
    ----------
    scheme
        What is asked.
    anchors
        Criterion -> 0 to 3; None or left out where nothing was answered. What a variant drops may be
        answered, and does not count.
    variant
        The proportionate form that is used; None for the whole scheme.

    Raises
    ------
    CannotAssessError
        If there is no such variant or criterion, or an anchor is none of 0 to 3.
    """
    if variant is not None and variant not in scheme.variants:
        known = ", ".join(scheme.variants) or "none"
        raise CannotAssessError(f"The scheme {scheme.label} has no variant '{variant}': {known}.")
    codes = {one.code for one in scheme.criteria}
    for code, anchor in anchors.items():
        if code not in codes:
            raise CannotAssessError(f"The scheme {scheme.label} does not ask for '{code}'.")
        if anchor is not None and (isinstance(anchor, bool) or anchor not in range(HIGHEST + 1)):
            raise CannotAssessError(f"'{code}' is answered by 0 to {HIGHEST}, not {anchor}.")
    asked = scheme.asked(variant)
    given = {one.code: anchors.get(one.code) for one in asked}
    at_least = {code: anchor or 0 for code, anchor in given.items()}
    at_most = {code: HIGHEST if anchor is None else anchor for code, anchor in given.items()}
    lacks = tuple(_lack(scheme, asked, level, at_least) for level in scheme.levels)
    above = next((place for place, lack in enumerate(lacks) if not lack.is_nothing), len(lacks))
    could = [_lack(scheme, asked, level, at_most).is_nothing for level in scheme.levels]
    return Assessment(
        scheme=scheme.label,
        variant=variant,
        level=scheme.levels[above - 1].code if above else None,
        possible=scheme.levels[sum(could) - 1].code if any(could) else None,
        points=_points(asked, at_least),
        pillars=dict(_by_pillar(scheme, asked, at_least)),
        unanswered=tuple(code for code, anchor in given.items() if anchor is None),
        lacks=lacks[above:],
    )


def variant_for(scheme: Scheme, staff: int) -> str | None:
    """Return the variant that an applicant of so many staff may use: the one for the smallest, or none."""
    fitting = [
        (one.fewer_than_staff, code) for code, one in scheme.variants.items() if staff < one.fewer_than_staff
    ]
    return min(fitting)[1] if fitting else None


def _lack(scheme: Scheme, asked: Iterable[Criterion], level: Level, anchors: Mapping[str, int]) -> Lack:
    least = _exactly(level.pillar_share)
    pillars = {code: points.lacking(least) for code, points in _by_pillar(scheme, asked, anchors)}
    return Lack(
        level=level.code,
        criteria={
            one.code: level.mandatory_at_least
            for one in asked
            if one.is_mandatory and anchors[one.code] < level.mandatory_at_least
        },
        points=_points(asked, anchors).lacking(_exactly(level.points_share)),
        pillars={code: points for code, points in pillars.items() if points},
    )


def _exactly(share: float) -> Fraction:
    """Return the share that is written: 0.6 is three fifths."""
    return Fraction(str(share))


def _by_pillar(
    scheme: Scheme, asked: Iterable[Criterion], anchors: Mapping[str, int]
) -> Iterator[tuple[str, Points]]:
    for pillar in scheme.pillars:
        own = _points([one for one in asked if one.pillar == pillar.code], anchors)
        if own.of:
            yield pillar.code, own


def _points(asked: Iterable[Criterion], anchors: Mapping[str, int]) -> Points:
    own = [anchors[one.code] for one in asked if one.is_scored]
    return Points(sum(own), HIGHEST * len(own))
