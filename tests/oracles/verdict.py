"""What a verifier that is not ours says of a credential."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Whether a credential is to be relied on, and the verifier's own words where it is not."""

    is_verified: bool
    reasons: tuple[str, ...] = ()

    def mentions(self, words: str) -> bool:
        """Tell whether one of the reasons holds these words."""
        return any(words in reason for reason in self.reasons)


class CannotDoError(Exception):
    """An oracle could not do what it was asked; its own words are the arguments."""
