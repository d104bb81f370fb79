"""Who declared what for the audit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.parties import Use

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from connector.matching.columns.types import Integers
    from connector.parties import StartUp

#: Start-ups that declared nothing of an attribute, or did not agree to its use for the audit.
NOT_DECLARED = "unknown"
#: The attribute that says whether owners call themselves under-represented.
UNDER_REPRESENTED = "under_represented"
_ANSWERS = {True: "yes", False: "no"}
#: Groups of which everybody knows that they exist: to leave one out would tell that few are of it.
_KNOWN_TO_ALL = {UNDER_REPRESENTED: tuple(sorted(_ANSWERS.values()))}


@dataclass(frozen=True, eq=False)
class Grouped:
    """Start-ups by their group of one attribute.

    Attributes
    ----------
    attribute
        Its code.
    groups
        Codes, `NOT_DECLARED` last.
    of
        Number of the group of each start-up, shape (n,).
    """

    attribute: str
    groups: tuple[str, ...]
    of: Integers


def groups_of(
    startups: Sequence[StartUp],
    attributes: Mapping[str, Sequence[str]] | None,
    fewest: int,
    floor: int,
    *,
    by_outcome: bool = False,
) -> list[Grouped]:
    """Return the groups of each attribute, in an order that says nothing about their size.

    Parameters
    ----------
    startups
        n of them. Consent is asked for before a declaration is looked at.
    attributes
        The attributes and groups of the call, in its order, whatever their size: that there are such groups
        is public. None: what may be named of all that was declared, alphabetically. Declared groups that are
        not named count as not declared.
    fewest
        Start-ups of a group that may be named where no call names it.
    floor
        Fewest start-ups that a statistic may be about.
    by_outcome
        Whether groups are counted by what became of introductions. Then none is named that no call names:
        that it has at least so many start-ups would narrow what is withheld of its outcomes.
    """
    declared = [_declared(startup) for startup in startups]
    if attributes is None:
        attributes = _KNOWN_TO_ALL if by_outcome else _nameable(declared, fewest, floor)
    grouped = []
    for attribute, given in attributes.items():
        groups = (*(group for group in given if group != NOT_DECLARED), NOT_DECLARED)
        number = {group: place for place, group in enumerate(groups)}
        last = len(groups) - 1
        of = [number.get(own.get(attribute, NOT_DECLARED), last) for own in declared]
        grouped.append(Grouped(attribute, groups, np.array(of, np.int64)))
    return grouped


def _nameable(declared: Iterable[Mapping[str, str]], fewest: int, floor: int) -> dict[str, Sequence[str]]:
    """Return the attributes and groups that may be named although nothing but declarations tells of them."""
    many: dict[str, Counter[str]] = {}
    startups = 0
    for own in declared:
        startups += 1
        for attribute, group in own.items():
            many.setdefault(attribute, Counter())[group] += 1
    found: dict[str, Sequence[str]] = {}
    for attribute in sorted(many):
        own_groups = many[attribute]
        del own_groups[NOT_DECLARED]
        if attribute in _KNOWN_TO_ALL:
            groups = _KNOWN_TO_ALL[attribute] if max(own_groups.values(), default=0) >= fewest else ()
        else:
            groups = tuple(sorted(_named(own_groups, startups, fewest, floor)))
        if groups:
            found[attribute] = groups
    return found


def _named(many: Mapping[str, int], startups: int, fewest: int, floor: int) -> set[str]:
    """Return the groups of an attribute that enough start-ups are of.

    The name of a group tells that it has at least so many. Where few are left who are of none of these, a
    gate withholds their count, and that of a group with it; of a small group most is known by its name, and
    so would be most of those who are left. It is not named then: too few for a statistic, it loses little.
    Nor is any group where all start-ups are too few for one.
    """
    if startups < floor:
        return set()
    named = {group: own for group, own in many.items() if own >= fewest}
    left = startups - sum(named.values())
    if named and 0 < left < fewest:
        least = min(named, key=lambda group: (named[group], group))
        if named[least] + left < floor:
            del named[least]
    return set(named)


def _declared(startup: StartUp) -> dict[str, str]:
    declared = startup.declared
    if declared is None or not declared.allows(Use.AUDIT):
        return {}
    found = dict(declared.groups)
    if declared.under_represented is not None:
        found.setdefault(UNDER_REPRESENTED, _ANSWERS[declared.under_represented])
    return found
