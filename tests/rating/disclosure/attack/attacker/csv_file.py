"""A CSV file: whether it says what its document says, and what it tells."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from tests.rating.disclosure.attack.attacker.breach import Breach
from tests.rating.disclosure.attack.attacker.cell import STAR
from tests.rating.disclosure.attack.attacker.document import Document, entries
from tests.rating.disclosure.attack.attacker.publications import attack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def normal(place: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Return coordinates without what is summed over: a missing key and a star are the same."""
    return frozenset((key, name) for key, name in place.items() if name not in {STAR, ""})


def read_csv(rows: str | Iterable[Mapping[str, str]], publication: Document) -> Document:
    """Bring the rows of a CSV file into the shape of the document that they are an export of."""
    if isinstance(rows, str):
        rows = csv.DictReader(io.StringIO(rows, newline=""))
    tables: dict[tuple[tuple[str, str], ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        place: dict[str, str] = {
            key: name for key, name in row.items() if key not in {"value", "status"} and name
        }
        cell: dict[str, Any] = {key: place.pop(key) for key in ("level", "group") if key in place}
        value = int(row["value"]) if row["value"] else None
        tables[tuple(place.items())].append({**cell, "value": value, "status": row["status"]})
    found = []
    for fixed, cells in tables.items():
        # a column with one name only is a filter, as long as it is no star
        names = {key: {cell[key] for cell in cells} for key in ("level", "group") if key in cells[0]}
        held: dict[str, str] = {
            key: min(some) for key, some in names.items() if len(some) == 1 and some != {STAR}
        }
        keys = [key for key in names if key not in held]
        found.append({"keys": keys, "fixed": {**dict(fixed), **held}, "cells": cells})
    return {**publication, "tables": found}


def attack_csv(rows: str | Iterable[Mapping[str, str]], publication: Document) -> list[Breach]:
    """Check that a CSV file says exactly what its document says, and attack what it says.

    Parameters
    ----------
    rows
        The file's text, or its rows as `csv.DictReader` yields them.
    publication
        The document of the same release, which has the rule that a CSV file does not carry.
    """
    document = read_csv(rows, publication)
    breaches = []
    for table in document["tables"]:
        for cell in table["cells"]:
            if cell["status"] != ("withheld" if cell["value"] is None else "released"):
                why = f"the CSV says {cell['status']} and {cell['value']}"
                place = {key: cell[key] for key in table["keys"]}
                breaches.append(Breach(0, dict(table["fixed"]), place, (), 1, why))
    first = {normal(place): value for place, value, _ in entries(publication)}
    second = {normal(place): value for place, value, _ in entries(document)}
    for key in sorted(first.keys() | second.keys(), key=sorted):
        one, other = first.get(key, "nothing"), second.get(key, "nothing")
        if one != other:
            breaches.append(Breach(0, {}, dict(key), (), 1, f"the document says {one}, the CSV {other}"))
    return breaches + attack([document])
