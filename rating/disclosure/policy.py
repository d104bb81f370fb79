"""Who may see what: floors that nothing can lower, and the attributes that need the higher one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: No cell of people below this is released; nothing in a file, variable, flag or row lowers it.
FLOOR: Final = 5
#: The floor of sensitive attributes.
SENSITIVE_FLOOR: Final = 10
#: A statistic about fewer people is not released.
STATISTIC_FLOOR: Final = 30
#: "Nobody" and "everybody" are disclosures in a smaller group.
WHOLE_GROUP_FLOOR: Final = 30

#: Every attribute that is not named here is sensitive, also one that nobody has thought of yet.
NOT_SENSITIVE: Final = frozenset({"gender", "age", "seniority", "education"})


def floor_of(attribute: str) -> int:
    """Return the smallest number of people of a group that may be released for an attribute.

    Examples
    --------
    >>> floor_of("gender"), floor_of("origin"), floor_of("race")
    (5, 10, 10)
    """
    return FLOOR if attribute in NOT_SENSITIVE else SENSITIVE_FLOOR


@dataclass(frozen=True, slots=True)
class Policy:
    """What a release may show to the public.

    Attributes
    ----------
    already_public
        The figures are public filings: they are shown as filed, with their source. Anything else passes
        the rules.
    source
        Where the figures come from, shown with them.
    """

    already_public: bool
    source: str
