"""The audit: counts go out to the gate, and only what comes back is spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from connector.errors import CannotMatchError
from connector.matching.exposure import reasons
from connector.matching.exposure.estimates import median_wait, wilson
from connector.matching.exposure.gate import Count
from connector.matching.exposure.groups import groups_of
from connector.matching.exposure.introductions import Reception, receptions_of
from connector.matching.exposure.report import AttributeExposure, ExposureReport, GroupExposure
from connector.matching.exposure.shares import Rules, Spoken, shares_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import numpy.typing as npt

    from connector.matching.exposure.gate import Gate, ReleasedCounts
    from connector.matching.exposure.groups import Grouped
    from connector.matching.exposure.introductions import Introduction, Receptions
    from connector.matching.exposure.lists import Lists
    from connector.matching.exposure.report import Estimate, Said, Wait
    from connector.parties import StartUp
    from connector.reasons import Reason

_RULES = Rules()


class _Shown(NamedTuple):
    """What came back from the gate, and what may be said beside it."""

    released: ReleasedCounts
    floor: int
    receptions: Receptions | None
    rules: Rules


def audit(
    lists: Lists,
    startups: Sequence[StartUp],
    *,
    gate: Gate,
    rng: np.random.Generator,
    today: date,
    introductions: Sequence[Introduction] | None = None,
    attributes: Mapping[str, Sequence[str]] | None = None,
    strata: npt.NDArray[np.integer] | None = None,
    rules: Rules = _RULES,
) -> ExposureReport:
    """Say what attention the groups get that start-ups declared for the audit.

    For each attribute the groups whose counts the gate releases, and that have enough start-ups for a
    statistic, are compared with each other: a group's share of exposure with its share of start-ups, both
    among these groups. The others take no part in any number, so that nothing about them can be worked out.
    Those who did not declare are a group to compare with, and are not tested themselves.

    An alert is raised where a group's exposure is so far below its share that chance gives it at most with
    probability `rules.level` (one-sided permutation test, exact; Holm's adjustment over all groups of the
    report).

    Parameters
    ----------
    lists
        The exposure of each start-up.
    startups
        Who they are, in the same order, n of them.
    gate
        Lets counts through or withholds them.
    rng
        For permutations and bootstrap. The same state gives the same report.
    today
        The day of the audit.
    introductions
        With their answers; None leaves out acceptance and wait.
    attributes
        Attributes of the call and their groups; None: all that was declared.
    strata
        To compare like with like: attention is dealt out by chance within each stratum only (an intake, a
        stage), shape (n,). What a group is expected to get then follows from its strata.
    rules
        How sure to be.

    Raises
    ------
    CannotMatchError
        If the inputs do not belong together.
    """
    n = len(startups)
    if lists.attention.shape != (n,) or (strata is not None and strata.shape != (n,)):
        raise CannotMatchError(f"Exposure and strata of {n} start-ups have the shape ({n},).")
    ids = [startup.id for startup in startups]
    receptions = None if introductions is None else receptions_of(ids, introductions, today)
    grouped = groups_of(startups, attributes)
    released = gate.release(tuple(_counts(grouped, receptions)))
    shown = _Shown(released, gate.statistic_floor, receptions, rules)
    spoken = [Spoken(own, _spoken(own, shown)) for own in grouped]
    like = np.zeros(n, np.int64) if strata is None else strata
    said = shares_of(spoken, lists.attention, like, rng, rules)
    found = tuple(_of_attribute(own, of, shown) for own, of in zip(grouped, said, strict=True))
    return ExposureReport(
        startups=released.of(grouped[0].attribute) if grouped else None,
        attributes=found,
        alerts=tuple(_alerts(found)),
        level=rules.level,
        confidence=rules.confidence,
        as_of=released.as_of,
    )


def _counts(grouped: Sequence[Grouped], receptions: Receptions | None) -> Iterator[Count]:
    """Count start-ups by group and outcome, nobody included: that is a number as well."""
    kinds = [""] if receptions is None else [outcome.value for outcome in Reception]
    for own in grouped:
        place = own.of * len(kinds) + (0 if receptions is None else receptions.outcome)
        many = np.bincount(place, minlength=len(own.groups) * len(kinds)).tolist()
        for number, startups in enumerate(many):
            yield Count(own.attribute, own.groups[number // len(kinds)], kinds[number % len(kinds)], startups)


def _spoken(grouped: Grouped, shown: _Shown) -> tuple[int, ...]:
    """Return the groups that a statistic may be about: enough, both as released and as they are today."""
    if shown.released.as_of is not None:
        return ()
    many = np.bincount(grouped.of, minlength=len(grouped.groups)).tolist()
    return tuple(
        number
        for number, group in enumerate(grouped.groups)
        if _enough(shown.released.of(grouped.attribute, group), many[number], shown.floor)
    )


def _enough(released: int | None, today: int, floor: int) -> bool:
    return released is not None and min(released, today) >= floor


def _of_attribute(grouped: Grouped, said: Mapping[str, Said], shown: _Shown) -> AttributeExposure:
    groups = []
    for number, group in enumerate(grouped.groups):
        startups = shown.released.of(grouped.attribute, group)
        accepted, refused = (
            shown.released.of(grouped.attribute, group, outcome)
            for outcome in (Reception.ACCEPTED, Reception.NOT_ACCEPTED)
        )
        introduced = None if accepted is None or refused is None else accepted + refused
        acceptance, wait = _answers(grouped.of == number, accepted, introduced, shown)
        groups.append(
            GroupExposure(
                group=group,
                startups=startups,
                exposure=said.get(group),
                introduced=introduced,
                accepted=accepted,
                acceptance=acceptance,
                wait=wait,
                reason=None if group in said else _why_not(startups, shown),
            )
        )
    return AttributeExposure(grouped.attribute, tuple(groups))


def _answers(
    is_member: npt.NDArray[np.bool_], accepted: int | None, introduced: int | None, shown: _Shown
) -> tuple[Estimate | None, Wait | None]:
    """Return the share that was accepted and the wait, where the counts behind them are released."""
    receptions, rules = shown.receptions, shown.rules
    if receptions is None or accepted is None or introduced is None or shown.released.as_of is not None:
        return None, None
    waiting = is_member & ~np.isnan(receptions.waited)
    if not _enough(introduced, int(waiting.sum()), shown.floor):
        return None, None
    return (
        wilson(accepted, introduced, rules.confidence),
        median_wait(receptions.waited[waiting], receptions.is_answered[waiting], rules.confidence),
    )


def _why_not(startups: int | None, shown: _Shown) -> Reason:
    if startups is None:
        return reasons.withheld()
    if shown.released.as_of is not None:
        return reasons.kept()
    return reasons.too_few(shown.floor) if startups < shown.floor else reasons.nothing_to_compare()


def _alerts(found: Sequence[AttributeExposure]) -> Iterator[Reason]:
    for entry in found:
        for own in entry.groups:
            if own.exposure is not None and own.exposure.is_alert:
                yield reasons.alert(entry.attribute, own.group, own.exposure)
