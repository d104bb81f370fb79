"""A ranker from its file, with words for people where it is none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from connector.errors import ConnectorError
from connector.intake import read_text
from connector.intake.faults import Faults, after_place, refused
from connector.matching.learning.ranker import Learned
from connector.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from connector.errors import PartiesRefusedError

_REMEDY = "Give the file as connector.Learned.to_json() wrote it."
_SHOWN = 60
#: Neither counts nor weights nor seeds come near it.
_LARGEST = 1e15


@dataclass(frozen=True)
class RankerFile:
    """A ranker, read.

    Attributes
    ----------
    file, digest
        Its name, and the SHA-256 of its bytes.
    ranker
        Whose card says whether it ranks.
    """

    file: str
    digest: str
    ranker: Learned


def read_ranker(path: Path) -> RankerFile:
    """Read a ranker that `Learned.to_json` wrote.

    Raises
    ------
    PartiesRefusedError
        If the file is no ranker: it is of another kind, was changed by hand, or its card says something that
        there are no words for.
    """
    found = read_text(path)
    _refuse_other_than_object(found.file, found.text)
    try:
        ranker = Learned.from_json(found.text)
    except ValidationError as error:
        faults = Faults(found.file)
        for fault in error.errors(include_url=False):
            message = _told(fault["type"], fault["msg"], fault["input"])
            faults.add(".".join(str(step) for step in fault["loc"]), message, _REMEDY)
        faults.refuse_if_any()
        raise  # not reached: an error of pydantic has at least one fault
    except ConnectorError as error:
        raise refused(found.file, "signals", after_place(str(error)), _REMEDY) from error
    if tuple(signal.code for signal in ranker.card.signals) != ranker.signals:
        raise refused(found.file, "card.signals", "the card is about other signals.", _REMEDY)
    try:
        for sentence in ranker.card.sentences():
            say(sentence, "en")
    except ConnectorError as error:
        raise refused(found.file, "card", after_place(str(error)), _REMEDY) from error
    return RankerFile(found.file, found.digest, ranker)


def _refuse_other_than_object(file: str, text: str) -> None:
    """Refuse what is no JSON, or JSON of something else, before every field of a ranker is missed in it."""
    try:
        found = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_number)
    except json.JSONDecodeError as error:
        raise _no_ranker(file, f"line {error.lineno}", "it is no readable JSON") from error
    except RecursionError as error:
        raise _no_ranker(file, "", "it is no readable JSON") from error
    except ValueError as error:
        raise _no_ranker(file, "", str(error)) from error
    lacking = [name for name in Learned.model_fields if not isinstance(found, dict) or name not in found]
    if lacking:
        raise _no_ranker(file, "", f"it states no {' and no '.join(lacking)}")


def _number(text: str) -> float:
    """Read a number; one that no ranker can hold and no page can write is refused."""
    number = float(text)
    if not abs(number) <= _LARGEST:
        raise ValueError(f"it holds the number {text[:_SHOWN]}")
    return number


def _no_ranker(file: str, place: str, why: str) -> PartiesRefusedError:
    return refused(file, place, f"this is no ranker: {why}.", _REMEDY)


def _told(kind: str, message: str, value: object) -> str:
    if kind == "missing":
        return "it is missing."
    if kind == "extra_forbidden":
        return "a ranker has no such entry."
    shown = f" Here stands: {str(value)[:_SHOWN]}." if isinstance(value, (str, int, float)) else ""
    return after_place(message) + shown
