"""Texts of unknown length into a box, where nobody can measure: the reader's fonts are not known."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import combinations, pairwise

_NARROW, _WIDE = frozenset("fijlrtI.,:;'’|!()[] -"), frozenset("mwMWŒœÆæ@%&—…")
#: In parts of the type size, of a bold face that runs wide; a reader's font is rarely wider.
_WIDTHS = {"narrow": 0.42, "wide": 1.0, "capital": 0.78, "full": 1.0, "usual": 0.68}

#: Of more words not every way to break them is tried.
_MOST_WORDS = 12


@dataclass(frozen=True)
class Fitted:
    """Lines at a type size.

    Attributes
    ----------
    lines
        None for an empty text.
    size
        Of the type.
    is_whole
        Whether nothing was left out and no word was broken.
    """

    lines: tuple[str, ...]
    size: float
    is_whole: bool


def fitted(text: str, *, width: float, size: float, lines: int) -> Fitted:
    """Set a text at a size; what is too long for its lines ends with an ellipsis.

    Parameters
    ----------
    text
        One paragraph.
    width
        Of a line, in the units of the size.
    size
        Of the type.
    lines
        At most so many.

    Examples
    --------
    >>> fitted("Diversity Connector", width=280, size=40, lines=2)
    Fitted(lines=('Diversity', 'Connector'), size=40, is_whole=True)
    """
    room = width / size
    found = _broken(text, room)
    if len(found) > lines:
        found = [*found[: lines - 1], _shortened(" ".join(found[lines - 1 :]), room)]
        return Fitted(tuple(found), size, is_whole=False)
    # a word broken in the middle is a reason to try a smaller size
    is_whole = max(map(_width, text.split()), default=0.0) <= room
    return Fitted(_balanced(text, found, room), size, is_whole=is_whole)


def _width(text: str) -> float:
    return sum(_WIDTHS[_kind(sign)] for sign in text if not unicodedata.combining(sign))


def _kind(sign: str) -> str:
    if unicodedata.east_asian_width(sign) in "WF":
        return "full"
    if sign in _NARROW or sign in _WIDE:
        return "narrow" if sign in _NARROW else "wide"
    return "capital" if sign.isupper() else "usual"


def _broken(text: str, room: float) -> list[str]:
    """Fill lines one after another; a word longer than a line is broken."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer) <= room:
            lines[-1] = longer
            continue
        lines.append("")
        for sign in word:
            if _width(lines[-1] + sign) > room:
                lines.append("")
            lines[-1] += sign
    return [line for line in lines if line]


def _balanced(text: str, greedy: list[str], room: float) -> tuple[str, ...]:
    """Return as many lines as the greedy ones, of lengths as even as can be."""
    words = text.split()
    if len(greedy) < 2 or not len(greedy) <= len(words) <= _MOST_WORDS:  # noqa: PLR2004 - one line is even
        return tuple(greedy)
    ways = [
        tuple(" ".join(words[start:end]) for start, end in pairwise((0, *cuts, len(words))))
        for cuts in combinations(range(1, len(words)), len(greedy) - 1)
    ]
    best = min(ways, key=_widest)
    return best if _widest(best) <= room else tuple(greedy)


def _widest(lines: tuple[str, ...]) -> float:
    return max(map(_width, lines))


def _shortened(text: str, room: float) -> str:
    while text and _width(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"
