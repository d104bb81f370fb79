"""What owners say of themselves: optional, sensitive, and apart from the profile.

The profile is turned into columns for the engine without this record (`connector.matching.columns`), so that
no rule and no signal can read it. It acts in three places, each with a consent of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from connector.parties.record import Code, Record


class Use(StrEnum):
    """What a declaration may be used for."""

    PAIRS = "pairs"
    COHORTS = "cohorts"
    AUDIT = "audit"


class Declaration(Record):
    """What the owners of a start-up declared of themselves.

    Attributes
    ----------
    under_represented
        Whether they call themselves under-represented among founders; None where they did not say.
    backgrounds
        Backgrounds they named, in the codes of the call; empty where they did not say. Two start-ups that
        both consented to `Use.PAIRS` may be paired because their sets differ.
    groups
        Attribute -> group, for the exposure audit.
    uses
        What they consented to. A use that is not named here does not see the declaration.
    """

    under_represented: bool | None = None
    backgrounds: frozenset[Code] = frozenset()
    groups: Mapping[Code, Code] = Field(default_factory=dict)
    uses: frozenset[Use] = frozenset()

    def allows(self, use: Use) -> bool:
        """Say whether the owners consented to a use."""
        return use in self.uses
