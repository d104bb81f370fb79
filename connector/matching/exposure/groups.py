"""Who declared what for the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.parties import Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connector.matching.columns.types import Integers
    from connector.parties import StartUp

#: Start-ups that declared nothing of an attribute, or did not agree to its use for the audit.
NOT_DECLARED = "unknown"
#: The attribute that says whether owners call themselves under-represented.
UNDER_REPRESENTED = "under_represented"
_ANSWERS = {True: "yes", False: "no"}


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


def groups_of(startups: Sequence[StartUp], attributes: Mapping[str, Sequence[str]] | None) -> list[Grouped]:
    """Return the groups of each attribute, in an order that says nothing about their size.

    Parameters
    ----------
    startups
        n of them. Consent is asked for before a declaration is looked at.
    attributes
        The attributes and groups of the call, in its order; declared groups that it does not have count as
        not declared. None: whatever was declared, alphabetically.
    """
    declared = [_declared(startup) for startup in startups]
    if attributes is None:
        found: dict[str, set[str]] = {}
        for own in declared:
            for attribute, group in own.items():
                found.setdefault(attribute, set()).add(group)
        attributes = {attribute: sorted(found[attribute]) for attribute in sorted(found)}
    grouped = []
    for attribute, given in attributes.items():
        groups = (*(group for group in given if group != NOT_DECLARED), NOT_DECLARED)
        number = {group: place for place, group in enumerate(groups)}
        last = len(groups) - 1
        of = [number.get(own.get(attribute, NOT_DECLARED), last) for own in declared]
        grouped.append(Grouped(attribute, groups, np.array(of, np.int64)))
    return grouped


def _declared(startup: StartUp) -> dict[str, str]:
    declared = startup.declared
    if declared is None or not declared.allows(Use.AUDIT):
        return {}
    found = dict(declared.groups)
    if declared.under_represented is not None:
        found.setdefault(UNDER_REPRESENTED, _ANSWERS[declared.under_represented])
    return found
