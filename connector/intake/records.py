"""JSON to records: a list of objects."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NoReturn

from connector.intake.faults import Faults, refused
from connector.intake.record import Cell, Record, Records

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_records(text: str, file: str) -> Records:
    """Read a list of objects, as `connector.intake.tables.read_table` reads a table.

    A key that stands twice in an object is kept under its name and, the second time, under its name with a
    number: ``NAICS``, ``NAICS (2)``. Most readers of JSON keep the last and say nothing.

    Raises
    ------
    PartiesRefusedError
        If it is no list of objects.
    """
    try:
        found = json.loads(text, object_pairs_hook=_keep_all, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        place = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        told = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise refused(
            file, place, f"this is no readable JSON ({told}).", "Send a list of objects, or CSV."
        ) from error
    if not isinstance(found, list) or not found:
        raise refused(
            file, "", "this is no list of objects.", "Send one JSON list with one object for each row."
        )
    faults = Faults(file)
    columns = tuple(dict.fromkeys(key for entry in found if isinstance(entry, dict) for key in entry))
    return Records(columns, _records(found, faults), faults)


def _keep_all(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    times: Counter[str] = Counter()
    for key, value in pairs:
        times[key] += 1
        found[key if times[key] == 1 else f"{key} ({times[key]})"] = value
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _records(found: list[Any], faults: Faults) -> Iterator[Record]:
    for number, entry in enumerate(found, start=1):
        place = f"record {number}"
        if not isinstance(entry, dict):
            faults.add(place, "this is no object.", 'Write each row as {"column": value, ...}.')
        elif (strange := _control(entry)) is not None:
            faults.add(place, f"'{strange}' holds control characters.", "Remove them.")
        else:
            yield Record(place, {key: _cell(value) for key, value in entry.items()}, entry)


def _control(entry: object) -> str | None:
    """Return a printable form of a text, however deep, that holds control characters, or None."""
    left = [entry]
    while left:
        value = left.pop()
        if isinstance(value, str) and _CONTROL.search(value):
            return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value[:40])
        if isinstance(value, dict):
            left += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            left += value
    return None


def _cell(value: object) -> Cell:
    if isinstance(value, list):
        return tuple(_text(entry) for entry in value if _text(entry))
    return _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip()
