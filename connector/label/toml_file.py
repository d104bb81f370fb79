"""A TOML file that somebody wrote by hand, as a table; or what is wrong with it, and where."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from connector.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: So many faults are kept; the rest is counted.
KEPT = 20
#: More than this is no file that somebody wrote by hand.
_MOST_BYTES = 4_000_000
_AT = re.compile(r"^(.*) \(at (line \d+, column \d+|end of document)\)$", re.DOTALL)
_HOW = "A line is a name, =, and a value: a number, a text in quotation marks, or a day such as 2026-03-31."

#: Marks that end a line, or that a terminal obeys: controls, separators, directions of writing.
_MARKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def toml_of(path: Path) -> dict[str, Any] | Fault:
    """Return the table of a file, or the one fault for which nothing in it can be read."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        told = error.strerror or str(error)
        return Fault(path.name, "", f"it cannot be read ({told}).", "Name a file that exists.")
    if len(content) > _MOST_BYTES:
        return Fault(path.name, "", f"it has more than {_MOST_BYTES:,} bytes.", "Name a file of text.")
    try:
        # editors on Windows put a mark at the start, and end lines their own way
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        return Fault(path.name, "", "it is not text in UTF-8.", "Save it as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        found = _AT.match(str(error))
        told, place = (found[1], found[2]) if found else (str(error), "")
        return Fault(path.name, place, f"{told[:1].lower()}{told[1:]}.", _HOW)
    except RecursionError:
        return Fault(path.name, "", "it is nested too deeply.", _HOW)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return what somebody may have meant, as a sentence, or what there is."""
    known = list(known)
    near = get_close_matches(word.strip().casefold(), known, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known)}."


def one_line(text: str) -> str:
    """Return a text as one line that can stand in a comment or on a terminal."""
    return _MARKS.sub(" ", text).strip()
