"""From bytes that anybody may have sent to a document of the form that is signed, or the reason why not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from connector.label.credential.errors import NotACredentialError

if TYPE_CHECKING:
    from pydantic import BaseModel

#: Bytes of whatever is read: a status list of a million entries packed badly is smaller.
LARGEST: Final = 4_000_000
#: Of a badge: ten endorsements are a fifth of it. Bringing it into one order may take half a second, and each
#: that vouches for its issuer as long again.
LARGEST_BADGE: Final = 100_000
#: Levels of nesting. A credential with a chain of four endorsements inside one another has some 20.
DEEPEST: Final = 60
_MOST_FAULTS: Final = 5


def parsed(data: bytes, most: int = LARGEST) -> dict[str, Any]:
    """Return a JSON object.

    Parameters
    ----------
    data
        What was sent or read.
    most
        How many bytes there may be.

    Raises
    ------
    NotACredentialError
        If it is too large, no JSON, says a thing twice, nests too deep, or is no object.
    """
    if len(data) > most:
        raise NotACredentialError((f"larger than {most:,} bytes",))
    try:
        told = json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_no_number
        )
        if b"\\u" in data:
            _check_letters(told)
    except (ValueError, RecursionError) as error:
        raise NotACredentialError((f"no readable JSON: {error}",)) from error
    if not isinstance(told, dict):
        raise NotACredentialError(("no JSON object",))
    if _is_deeper(told, DEEPEST):
        raise NotACredentialError((f"nested deeper than {DEEPEST} levels",))
    return told


def check_form(document: dict[str, Any], form: type[BaseModel]) -> None:
    """Refuse a document that is not of a form.

    Raises
    ------
    NotACredentialError
        With the place of each fault.
    """
    try:
        form.model_validate(document)
    except ValidationError as error:
        told = dict.fromkeys(_place_and_message(fault) for fault in error.errors(include_url=False))
        raise NotACredentialError(tuple(told)[:_MOST_FAULTS]) from error
    except RecursionError as error:
        raise NotACredentialError(("nested too deep",)) from error


def _is_deeper(told: dict[str, Any], levels: int) -> bool:
    """Tell whether anything is nested deeper than so many levels, without calling itself."""
    row: list[Any] = [told]
    for _ in range(levels):
        row = [
            value
            for part in row
            for value in (part.values() if isinstance(part, dict) else part)
            if isinstance(value, dict | list)
        ]
        if not row:
            return False
    return True


def _check_letters(told: object) -> None:
    """Refuse half of a letter: it can be escaped in JSON, and written nowhere."""
    json.dumps(told, ensure_ascii=False).encode()  # UnicodeEncodeError is a ValueError


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return told


def _no_number(text: str) -> object:
    raise ValueError(f"{text} is no number that a credential has")


def _place_and_message(fault: Any) -> str:  # noqa: ANN401  # pydantic's own dictionary
    # steps such as "list[Literal[…]]" tell pydantic's way of reading, not a place
    place = ".".join(str(step) for step in fault["loc"] if "[" not in str(step))
    message = "is not a term of such a credential" if fault["type"] == "extra_forbidden" else fault["msg"]
    return f"{place}: {message}" if place else message
