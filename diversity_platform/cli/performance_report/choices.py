"""What each single choice does to the answer."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rating.documents.schema.study import SpecificationResult

_SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Choice:
    """One way of making a choice.

    Attributes
    ----------
    kind, name
        Of the choice, and of this way of making it.
    count
        Specifications that make it.
    r
        Median of their correlations.
    share
        Part of them that can be told from chance, 0 ... 1.
    """

    kind: str
    name: str
    count: int
    r: float
    share: float


def _controls(each: SpecificationResult) -> str:
    return "some" if each.controls else "none"


#: Kind -> how a specification makes it.
_KINDS: Final[Mapping[str, Callable[[SpecificationResult], str]]] = {
    "effects": lambda each: each.effects,
    "timing": lambda each: each.timing,
    "exposure": lambda each: each.exposure,
    "outcome": lambda each: each.outcome,
    "controls": _controls,
    "balanced": lambda each: "balanced" if each.balanced else "all",
}


def choices(specifications: list[SpecificationResult]) -> list[Choice]:
    """Return what specifications say by every choice that is made in two ways or more."""
    found = []
    for kind, made in _KINDS.items():
        names = sorted({made(each) for each in specifications})
        for name in names if len(names) > 1 else ():
            some = [each for each in specifications if made(each) == name]
            share = sum(each.p_value < _SIGNIFICANT for each in some) / len(some)
            found.append(Choice(kind, name, len(some), median(each.r for each in some), share))
    return found
