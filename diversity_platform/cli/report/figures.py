"""Numbers as words: the formats of the report, which is in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def points(value: float) -> str:
    """Write a number of the rules (a goalpost, a weight) as briefly as it is."""
    return f"{value:g}"


def fixed(decimals: int) -> Callable[[float], str]:
    """Return a format with so many decimals: all figures of a column are as precise as each other."""
    return f"{{:.{decimals}f}}".format


def number(value: float | None, decimals: int | None = None) -> str:
    """Write a number with thousands separated; as many decimals as it has (at most 3), or as asked for."""
    if value is None:
        return "–"
    if decimals is None:
        text = f"{value:,.3f}"
        return text.rstrip("0").rstrip(".")
    return f"{value:,.{decimals}f}"


def sentence(text: str) -> str:
    """Begin a text with a capital letter, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def people(value: float | None) -> str:
    """Write a number of people with thousands separated; halves stay."""
    return "–" if value is None else f"{value:,.1f}".removesuffix(".0")


def percent(value: float | None, decimals: int = 1) -> str:
    """Write a share of 0 to 1 in percent."""
    return "–" if value is None else f"{100 * value:.{decimals}f} %"


def count(number: int, one: str, many: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def split(groups: Mapping[str, float | None], measure: str) -> list[tuple[str, float | None, float | None]]:
    """Return each group with its figure and its share of all groups, 0 to 1.

    Shares of a level come in percent and are their own figure. Where a group has no figure, counts have no
    shares: nobody knows what they are shares of.
    """
    known = [value for value in groups.values() if value is not None]
    total = 100.0 if measure == "shares" else sum(known) * (len(known) == len(groups))
    return [
        (code, value, None if value is None or not total else value / total) for code, value in groups.items()
    ]
