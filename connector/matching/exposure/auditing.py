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
from connector.matching.exposure.shares import OTHERS, Rules, Spoken, shares_of
from connector.matching.exposure.worth import worth_of

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
    statistic, are compared with each other and with all others together, if these are enough as well: a
    group's share of exposure with its share of start-ups. Who of the others is of which group changes no
    number, so that nothing about one of them can be worked out; where they are too few together, they take
    no part in any. Those who did not declare are a group to compare with, and are not tested themselves.

    A small group thus cannot silence an alert: where the gate withholds another count with its own, it is
    asked for one that matters little (`connector.matching.exposure.worth`); and a group whose count is
    withheld is still tested, together with the others.

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
        With their answers; None leaves out acceptance and wait. With them, groups are those of `attributes`,
        or else whether owners call themselves under-represented, and no other.
    attributes
        Attributes of the call and their groups, where that these exist is public. None: all that was
        declared, without the names of groups that fewer are of than the gate asks for; these count as not
        declared.
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
    floor = gate.statistic_floor
    grouped = groups_of(startups, attributes, gate.naming_floor, floor, by_outcome=receptions is not None)
    released = gate.release(tuple(_counts(grouped, receptions, floor)))
    shown = _Shown(released, floor, receptions, rules)
    spoken = [_spoken(own, shown) for own in grouped]
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
        knows_answers=receptions is not None,
    )


def _counts(grouped: Sequence[Grouped], receptions: Receptions | None, floor: int) -> Iterator[Count]:
    """Count start-ups by group and outcome, nobody included: that is a number as well."""
    kinds = [""] if receptions is None else [outcome.value for outcome in Reception]
    for own in grouped:
        place = own.of * len(kinds) + (0 if receptions is None else receptions.outcome)
        many = np.bincount(place, minlength=len(own.groups) * len(kinds)).reshape(-1, len(kinds))
        for group, row in zip(own.groups, many.tolist(), strict=True):
            worth = worth_of(group, sum(row), floor)
            for outcome, startups in zip(kinds, row, strict=True):
                yield Count(own.attribute, group, outcome, startups, worth)


def _spoken(grouped: Grouped, shown: _Shown) -> Spoken:
    """Return the groups that a statistic may be about: enough, both as released and as they are today."""
    released = shown.released
    if released.as_of is not None:
        return Spoken(grouped, (), are_others_spoken_of=False)
    many = np.bincount(grouped.of, minlength=len(grouped.groups)).tolist()
    counts = {
        number: startups
        for number, group in enumerate(grouped.groups)
        if (startups := released.of(grouped.attribute, group)) is not None
        and _enough(startups, many[number], shown.floor)
    }
    # how many the others are follows from what is released
    total = released.of(grouped.attribute)
    others = None if total is None else total - sum(counts.values())
    today = len(grouped.of) - sum(many[number] for number in counts)
    return Spoken(grouped, tuple(counts), _enough(others, today, shown.floor))


def _enough(released: int | None, today: int, floor: int) -> bool:
    return released is not None and min(released, today) >= floor


def _of_attribute(grouped: Grouped, said: Mapping[str, Said], shown: _Shown) -> AttributeExposure:
    groups = []
    for number, group in enumerate(grouped.groups):
        startups = shown.released.of(grouped.attribute, group)
        # counts that had to be kept may know of answers that this audit was not told of
        accepted, refused = (
            None if shown.receptions is None else shown.released.of(grouped.attribute, group, outcome)
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
    return AttributeExposure(grouped.attribute, tuple(groups), said.get(OTHERS))


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
        if entry.others is not None and entry.others.is_alert:
            yield reasons.alert_of_others(entry.attribute, entry.others)
