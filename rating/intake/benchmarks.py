"""Population data to a benchmark: the canonical table, or a census area in JSON as its profile maps it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from rating.data import Benchmark
from rating.errors import InputRefusedError
from rating.intake.faults import Faults
from rating.intake.header import Header
from rating.intake.labels import plain
from rating.intake.numbers import NotANumberError, read_number
from rating.intake.tables import LARGEST_BYTES, open_table

if TYPE_CHECKING:
    from pathlib import Path

    from rating.data import Floats
    from rating.intake.profiles import Profile
    from rating.intake.tables import Table

#: More people than live on Earth.
_LARGEST = 1e11
_COLUMNS = ("attribute", "group", "count")


def read_benchmark(path: Path, profile: Profile) -> Benchmark:
    """Read the population that workforces are compared with.

    Parameters
    ----------
    path
        A table with the columns attribute, group and count, or a JSON file with ``name`` and
        ``data.<attribute>.<group>`` for profiles that map such names.
    profile
        The profile of the headcounts: it decides the groups.

    Raises
    ------
    InputRefusedError
        If the file is faulty or holds no attribute of the profile.
    """
    if path.suffix.casefold() == ".json":
        return _benchmark(path.name, *_from_json(path, profile), profile)
    return benchmark_of(open_table(path), path.name, profile)


def benchmark_of(table: Table, name: str, profile: Profile) -> Benchmark:
    """Read the population of one table with the columns attribute, group and count.

    Parameters
    ----------
    table
        The rows.
    name
        What is compared with, for a reader.
    profile
        As in `read_benchmark`.

    Raises
    ------
    InputRefusedError
        For every faulty row at once.
    """
    return _benchmark(table.file, name, _from_table(table, profile), profile)


def _benchmark(file: str, name: str, counts: dict[str, Floats], profile: Profile) -> Benchmark:
    # in the order of the register, whatever the order of the rows
    shares = {
        code: counts[code] / np.nansum(counts[code])
        for code in profile.attribute_list()
        if code in counts and np.nansum(counts[code]) > 0
    }
    if not shares:
        raise InputRefusedError.because(
            file,
            "",
            f"none of the attributes of the profile '{profile.name}' has a population here.",
            f"Give counts for at least one of: {', '.join(profile.attribute_list())}.",
        )
    return Benchmark(name, shares, profile.benchmark_note)


def _from_table(table: Table, profile: Profile) -> dict[str, Floats]:
    header = Header(table, "benchmark")
    at_attribute, at_group, at_count = (header.require([name]) for name in _COLUMNS)
    header.refuse_unknown(["note", "source"])
    attributes = profile.attribute_list()
    faults = Faults(table.file)
    counts: dict[str, Floats] = {}
    for row, cells in table.rows:
        code = plain(cells[at_attribute]).replace(" ", "_")
        if code not in attributes:
            faults.add(
                f"row {row}, column attribute",
                f"the attribute '{cells[at_attribute]}' is not known.",
                f"Known: {', '.join(attributes)}.",
            )
            continue
        codes = attributes[code].group_codes
        group = profile.group_names[code].get(plain(cells[at_group]))
        if group is None:
            faults.add(
                f"row {row}, column group",
                f"the group '{cells[at_group]}' of '{code}' is not known.",
                f"Known: {', '.join(codes)}.",
            )
            continue
        values = counts.setdefault(code, np.full(len(codes), np.nan))
        position = codes.index(group)
        if not np.isnan(values[position]):
            faults.add(f"row {row}", f"a second row for '{group}' of '{code}'.", "Keep one of the two.")
            continue
        try:
            value = read_number(cells[at_count])
        except NotANumberError as error:
            faults.add(f"row {row}, column count", error.message, error.remedy)
            continue
        if value < 0:
            faults.add(f"row {row}, column count", f"'{cells[at_count]}' is negative.", "Correct it.")
            continue
        values[position] = value
    faults.refuse_if_any()
    return counts


def _from_json(path: Path, profile: Profile) -> tuple[str, dict[str, Floats]]:
    try:
        size = path.stat().st_size
        document = json.loads(path.read_bytes()) if size <= LARGEST_BYTES else None
    except FileNotFoundError:
        raise InputRefusedError.because(
            path.name, "", "there is no such file.", f"Check the path: {path}"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise InputRefusedError.because(
            path.name, "", f"the file is no readable JSON ({error}).", "Send the file as its source gives it."
        ) from error
    data = document.get("data") if isinstance(document, dict) else None
    if not isinstance(data, dict) or not isinstance(document, dict):
        raise InputRefusedError.because(
            path.name,
            "",
            "the JSON has no object 'data' with counts by attribute and group.",
            "Send a census area file, or a table with the columns attribute, group and count.",
        )
    counts: dict[str, Floats] = {}
    for entry in profile.attributes:
        block = data.get(entry.benchmark) if entry.benchmark else None
        if isinstance(block, dict):
            counts[entry.code] = np.array(
                [
                    sum(_count(path.name, entry.benchmark, name, block) for name in group.benchmark)
                    if group.benchmark
                    else np.nan
                    for group in entry.groups
                ],
                dtype=np.float64,
            )
    return str(document.get("name") or path.name), counts


def _count(file: str, attribute: str, group: str, block: dict[str, Any]) -> float:
    value = block.get(group)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _LARGEST:
        raise InputRefusedError.because(
            file, f"data.{attribute}.{group}", "a count of people is expected here.", "Correct the file."
        )
    return float(value)
