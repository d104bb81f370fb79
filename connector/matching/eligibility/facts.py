"""Facts that several rules write into their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.matching.columns.codes import LEVELS
from connector.reasons import Named, Reason
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from connector.reasons import Fact, One


def terms(kind: str, codes: Iterable[str]) -> tuple[Named, ...]:
    """Return terms of a taxonomy in its order."""
    return tuple(Named(kind, code) for code in sorted(codes, key=taxonomy(kind).number_of.__getitem__))


def countries(codes: Iterable[str]) -> tuple[Named, ...]:
    """Return countries in the order of their codes."""
    return tuple(Named("countries", code) for code in sorted(codes))


def languages(levels: Mapping[str, str], phrase: str, *, highest: str) -> tuple[Reason, ...]:
    """Return languages with their levels, in the order of their tags.

    `phrase` says how they are put, and `highest` how the level is put above which there is none.
    """
    return tuple(
        Reason(
            highest if LEVELS[level] == 1.0 else phrase, {"language": Named("languages", tag), "level": level}
        )
        for tag, level in sorted(levels.items())
    )


def span(rule: str, least: One | None, most: One | None) -> Reason:
    """Return what lies between two bounds as a phrase of a rule. One of them may be missing, not both."""
    bounds: dict[str, Fact] = {}
    if least is not None:
        bounds["least"] = least
    if most is not None:
        bounds["most"] = most
    if least == most:
        return Reason(f"{rule}.exactly", {"exact": bounds["most"]})
    return Reason(f"{rule}.{_SPANS[tuple(bounds)]}", bounds)


_SPANS = {("least",): "at_least", ("most",): "at_most", ("least", "most"): "between"}
