"""The command `release`: faults are told, and leave nothing behind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.diversity_platform.cli.release_command import KEYS, ROWS, counts, run, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BAD_ROWS: dict[str, tuple[Sequence[object], str]] = {
    "negative": (("Acme", "x", "gender", "women", -2), "counts.csv, row 8, column n: '-2' is negative."),
    "no number": (
        ("Acme", "x", "gender", "women", "few"),
        "counts.csv, row 8, column n: 'few' is not a number.",
    ),
    "a total": (
        ("Acme", "*", "gender", "women", 74),
        "counts.csv, row 8, column level: '*' stands for a total.",
    ),
    "twice": (ROWS[0], "counts.csv, row 8: the cell Acme, staff, gender, women stands twice."),
    "other people": (
        ("Acme", "staff", "age", "old", 129),
        "counts.csv, Acme, level staff: the attributes count different numbers of people: age 129, gender",
    ),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_input_exits_with_two_and_leaves_nothing(case: str, tmp_path: Path) -> None:
    row, complaint = BAD_ROWS[case]
    counts(tmp_path / "counts.csv", [*ROWS, row])
    result = run(tmp_path)
    assert (result.exit_code, result.stdout, written(tmp_path)) == (2, "", [])
    assert result.stderr.startswith(f"Error: {complaint}")
    assert result.stderr.endswith("Nothing was written.\n")


@pytest.mark.parametrize(
    ("more", "keys", "complaint"),
    [
        (("--value", "people"), KEYS, "counts.csv, header: there is no column 'people'."),
        ((), ("company", "group", "site"), "counts.csv, header: there is no column 'site'."),
        ((), ("company", "level"), "counts.csv, header: The keys need 'group'"),
        (("--parent", "site=company"), KEYS, "counts.csv, header: 'site' of the parent site=company"),
        (("--earlier", "none.json"), KEYS, "none.json: the file cannot be read"),
        (("--policy", "none.toml"), KEYS, "none.toml: the file cannot be read"),
    ],
)
def test_options_that_do_not_fit_exit_with_two_and_leave_nothing(
    more: tuple[str, ...], keys: tuple[str, ...], complaint: str, tmp_path: Path
) -> None:
    counts(tmp_path / "counts.csv")
    result = run(tmp_path, *more, keys=keys)
    assert (result.exit_code, written(tmp_path)) == (2, [])
    assert result.stderr.startswith(f"Error: {complaint}")


@pytest.mark.parametrize("text", ["site", "site=", "=company", "site=company --parent site=city"])
def test_a_parent_is_one_child_and_its_parent(text: str, tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv")
    result = run(tmp_path, *f"--parent {text}".split())
    assert (result.exit_code, written(tmp_path)) == (2, [])
    assert "is not one child=parent for each child, such as site=company." in result.stderr


def test_a_fault_is_told_to_programs_as_json(tmp_path: Path) -> None:
    result = run(tmp_path, "--as-json")
    assert result.exit_code == 2
    (fault,) = json.loads(result.stdout)["faults"]
    assert (fault["file"], fault["message"]) == ("counts.csv", "there is no such file.")


def test_an_earlier_file_that_is_none_is_told(tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv")
    (tmp_path / "other.json").write_text('{"schema": "ratings/1"}', encoding="utf-8")
    result = run(tmp_path, "--earlier", tmp_path / "other.json")
    assert (result.exit_code, written(tmp_path)) == (2, [])
    assert result.stderr.startswith("Error: other.json, schema: this is no 'released/1' document.")
