"""The answer to one criterion, as somebody may write it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from connector.label.answers.model import Answer
from connector.label.scheme import HIGHEST
from connector.label.toml_file import nearest, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

_ANCHORS: Final = "Write 0, 1, 2 or 3, or leave it empty."
_DAY: Final = "Write a day such as 2026-03-31, or leave it empty."


class UnreadableError(Exception):
    """A value that is no answer.

    Parameters
    ----------
    part
        Of the answer: ``"anchor"``, ``"planned"`` ...; ``""`` for the answer as a whole.
    message, remedy
        What is wrong, and what to do.
    """

    def __init__(self, part: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.part, self.message, self.remedy = part, message, remedy


def answer_of(value: object) -> tuple[Answer, tuple[UnreadableError, ...]]:
    """Return what can be read of a value, and what is wrong with the rest.

    Parameters
    ----------
    value
        A whole number, the same in quotation marks, nothing in quotation marks (not answered), or a table of
        ``anchor``, ``planned`` and ``note``.
    """
    answer, faults = Answer(), []
    parts = value if isinstance(value, dict) else {"anchor": value}
    for part, written in parts.items():
        try:
            answer = _with(answer, part, written)
        except UnreadableError as fault:
            faults.append(fault)
    return answer, tuple(faults)


def _with(answer: Answer, part: str, written: object) -> Answer:
    if part not in PARTS:
        raise UnreadableError(part, f"'{part}' is no part of an answer.", nearest(part, PARTS))
    return PARTS[part](answer, written)


def _anchor(answer: Answer, written: object) -> Answer:
    number = _number(written)
    if number is not None and 0 < number < HIGHEST and not number.is_integer():
        lower = f"What lies between two anchors counts as the lower: write {math.floor(number)}."
        raise UnreadableError("anchor", f"{told(written)} lies between two anchors.", lower)
    return replace(answer, anchor=whole_number("anchor", written, HIGHEST, _ANCHORS))


def _planned(answer: Answer, written: object) -> Answer:
    if isinstance(written, str) and not written.strip():
        return answer
    try:
        # a moment is a day as well to Python
        day = date.fromisoformat(written.strip()) if isinstance(written, str) else written
    except ValueError:
        day = None
    if not isinstance(day, date) or isinstance(day, datetime):
        raise UnreadableError("planned", f"{told(written)} is no day.", _DAY)
    return replace(answer, planned=day)


def _note(answer: Answer, written: object) -> Answer:
    if not isinstance(written, str):
        raise UnreadableError("note", f"{told(written)} is no text.", "Put it in quotation marks.")
    return replace(answer, note=one_line(written))


#: What may stand in an answer that says more than its anchor.
PARTS: Final[dict[str, Callable[[Answer, object], Answer]]] = {
    "anchor": _anchor,
    "planned": _planned,
    "note": _note,
}


def whole_number(part: str, written: object, most: int, remedy: str) -> int | None:
    """Return a whole number from 0, also one in quotation marks; None for nothing in quotation marks.

    Raises
    ------
    UnreadableError
        If it is no such number, or more than `most`.
    """
    if isinstance(written, str) and not written.strip():
        return None
    number = _number(written)
    if number is None or not 0 <= number <= most or not number.is_integer():
        raise UnreadableError(part, f"{told(written)} is no whole number of 0 to {most}.", remedy)
    return int(number)


def told(written: object) -> str:
    """Return a value as a message quotes it: shortly, and without anything that a terminal would obey."""
    text = repr(written) if isinstance(written, str) else one_line(str(written))
    return f"{text[:60]}…" if len(text) > 60 else text  # noqa: PLR2004 - about a line of a terminal


def _number(written: object) -> float | None:
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        return None
    try:
        number = float(written.strip().replace(",", ".")) if isinstance(written, str) else float(written)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
