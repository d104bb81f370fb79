"""Which declared groups an audit may name, where no call says which there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.exposure import NOT_DECLARED
from connector.matching.exposure.groups import groups_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connector.parties import StartUp


def nameable_groups(startups: Sequence[StartUp], fewest: int) -> Mapping[str, Sequence[str]]:
    """Return attribute -> groups that at least so many start-ups declared for the audit, alphabetically.

    Where groups come from the declarations themselves, the name of a group tells that somebody is of it. One
    that few are of is not named, and its start-ups count as not declared: nobody can tell that there are any.

    Parameters
    ----------
    startups
        Who declared something, or did not.
    fewest
        Start-ups of a group that may be named.
    """
    found = {}
    for grouped in groups_of(startups, None):
        many = np.bincount(grouped.of, minlength=len(grouped.groups)).tolist()
        named = [
            group
            for group, number in zip(grouped.groups, many, strict=True)
            if group != NOT_DECLARED and number >= fewest
        ]
        if named:
            found[grouped.attribute] = named
    return found
