"""Answers to the criteria of a scheme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from connector.label.scheme import Scheme

#: What an applicant writes who may use a small variant and wants to be asked everything.
WHOLE: Final = "whole"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one criterion.

    Attributes
    ----------
    anchor
        0 to 3; None where nothing was answered.
    planned
        The day by which the next one is to be reached; None where none was written.
    note
        What the applicant wants to remember or to show; it counts for nothing.
    """

    anchor: int | None = None
    planned: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What an applicant answers.

    Attributes
    ----------
    scheme
        To what.
    variant
        The proportionate form that is used; None for the whole scheme.
    given
        Criterion -> answer, in the order of the scheme. What is not in it was not answered. It may have
        criteria that the variant drops.
    """

    scheme: Scheme
    variant: str | None
    given: Mapping[str, Answer]

    @property
    def anchors(self) -> dict[str, int | None]:
        """Criterion -> anchor, as `assess` reads them."""
        return {code: answer.anchor for code, answer in self.given.items()}
