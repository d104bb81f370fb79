"""Who may see what: floors that nothing can lower, and the attributes that need the higher one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rating.data import NOT_KNOWN, Movement
from rating.errors import RatingError

if TYPE_CHECKING:
    from collections.abc import Mapping

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


class FloorError(RatingError):
    """A policy asks for less protection than the product gives."""

    def __init__(self, name: str, asked: int, floor: int) -> None:
        self.name, self.asked, self.floor = name, asked, floor
        super().__init__(f"{name} = {asked} is below the floor of {floor}, which nothing lowers.")


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
    k, k_sensitive
        The floors; they may be higher than those in code and never lower.
    sensitive
        Attributes that are sensitive here although they are not elsewhere.
    reference_date
        The day the figures describe, or "" where it is not stated: then releases without a date are taken to
        describe the same people.
    movement
        Joiners and leavers of all companies since the edition before.
    movements
        The same for single companies, by name.
    movement_since
        The reference date since which they are counted, "" for that of the edition before.

    Raises
    ------
    FloorError
        If a floor lies below that in code.
    """

    already_public: bool = False
    source: str = ""
    k: int = FLOOR
    k_sensitive: int = SENSITIVE_FLOOR
    sensitive: frozenset[str] = frozenset()
    reference_date: str = ""
    movement: Movement = NOT_KNOWN
    movements: Mapping[str, Movement] = field(default_factory=dict)
    movement_since: str = ""

    def __post_init__(self) -> None:
        for name, asked, floor in (
            ("k", self.k, FLOOR),
            ("k_sensitive", self.k_sensitive, SENSITIVE_FLOOR),
        ):
            if asked < floor:
                raise FloorError(name, asked, floor)

    def floor_of(self, attribute: str) -> int:
        """Return the smallest number of people of a group that this policy releases for an attribute."""
        if attribute in NOT_SENSITIVE and attribute not in self.sensitive:
            return self.k
        return max(self.k, self.k_sensitive)

    def movement_of(self, company: str) -> Movement:
        """Return the joiners and leavers of a company since the edition before."""
        return self.movements.get(company, self.movement)
