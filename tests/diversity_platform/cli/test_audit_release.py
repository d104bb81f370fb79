"""The command `audit-release`: an exit status that can be relied on, from published files alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from diversity_platform.cli.main import main
from tests.builders import base_cells, published

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from click.testing import Result

LEVELS = {"staff": (60, 70), "head": (30, 31), "board": (2, 24)}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["audit-release", *map(str, arguments)])


def released(path: Path, levels: dict[str, tuple[int, int]] | None = None) -> Path:
    """Write what the gate publishes of a company."""
    publication = published(base_cells(levels or LEVELS))
    path.write_text(publication.model_dump_json(by_alias=True), encoding="utf-8")
    return path


def by_hand(path: Path, rows: dict[str, Sequence[int | None]], **change: Any) -> Path:  # noqa: ANN401 - any part
    """Write a publication by hand: women, men and all at each level, None where withheld."""
    document = {
        "schema": "released/1",
        "rule": {"k": 5, "k_sensitive": 10},
        "population": {"company": "A"},
        "tables": [
            {
                "keys": ["level", "group"],
                "fixed": {"company": "A", "attribute": "gender"},
                "cells": [
                    {"level": level, "group": group, "value": value}
                    for level, row in rows.items()
                    for group, value in zip(("women", "men", "*"), row, strict=True)
                ],
            }
        ],
        "guarantee": {"values_at_least": 5, "reaches_at_least": 5},
    }
    path.write_text(json.dumps(document | change), encoding="utf-8")
    return path


def test_what_the_gate_wrote_passes_with_zero(tmp_path: Path) -> None:
    result = run(released(tmp_path / "released.json"))
    assert (result.exit_code, result.stderr) == (0, "")
    first, last = result.stdout.splitlines()
    assert first.startswith("4 cells are withheld; each has at least ")
    assert last == "All promises are kept."


def test_where_nothing_is_withheld_there_is_no_promise_to_keep(tmp_path: Path) -> None:
    result = run(released(tmp_path / "released.json", {"staff": (60, 70)}))
    assert (result.exit_code, result.stdout) == (0, "Nothing is withheld: there is no promise to keep.\n")


def test_a_broken_promise_exits_with_one_and_is_named_with_its_values(tmp_path: Path) -> None:
    rows = {"staff": (60, 70, 130), "board": (None, 24, 26), "head": (None, None, 9), "*": (None, None, 165)}
    result = run(by_hand(tmp_path / "released.json", rows))
    assert (result.exit_code, result.stderr) == (1, "")
    first, broken, last = result.stdout.splitlines()
    assert first == "5 cells are withheld; each has at least 1 possible value."
    assert broken.startswith("  broken: A, board, gender, women: 1 possible value, the largest 2; ")
    assert broken.endswith("promised are 5, one of them at least 5")
    assert last == "1 promise is broken."


def test_every_withheld_cell_is_reported_to_programs(tmp_path: Path) -> None:
    rows = {"board": (None, 24, 26), "head": (None, None, 9), "*": (None, None, 35)}
    result = run(by_hand(tmp_path / "released.json", rows), "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["kept"], report["withheld"], report["broken"]) == (False, 5, 1)
    assert report["cells"][0] == {
        "company": "A",
        "level": "board",
        "attribute": "gender",
        "group": "women",
        "possible": 1,
        "exact": True,
        "reaches": 2,
        "needed": 5,
        "kept": False,
    }
    kept = json.loads(run(released(tmp_path / "kept.json"), "--json").stdout)
    assert (kept["kept"], kept["broken"], len(kept["cells"])) == (True, 0, kept["withheld"])


def test_two_files_that_are_safe_alone_are_audited_together(tmp_path: Path) -> None:
    everything = by_hand(
        tmp_path / "all.json", {"staff": (None, None, 130), "board": (None, None, 26), "*": (62, 94, 156)}
    )
    staff = by_hand(tmp_path / "staff.json", {"staff": (60, 70, 130)})
    assert (run(everything).exit_code, run(staff).exit_code) == (0, 0)
    together = run(everything, "--earlier", staff)
    assert together.exit_code == 1
    # what one file withholds the other one tells, and with it the rest
    assert "4 promises are broken." in together.stdout


def test_of_very_many_broken_promises_some_are_listed_and_all_counted(tmp_path: Path) -> None:
    rows = {f"level {number}": (None, 24, 26) for number in range(30)}
    result = run(by_hand(tmp_path / "released.json", rows))
    lines = result.stdout.splitlines()
    assert len(lines) == 1 + 20 + 1 + 1
    assert lines[-2:] == ["  ... and 10 more", "30 promises are broken."]


def test_a_file_that_lowers_the_floor_is_held_to_that_in_code(tmp_path: Path) -> None:
    rows = {"board": (None, None, 3), "*": (None, None, 3)}
    lowered = by_hand(tmp_path / "released.json", rows, rule={"k": 1, "k_sensitive": 1})
    result = run(lowered)
    assert result.exit_code == 1
    assert "promised are 5" in result.stdout


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "released.json: the file cannot be read"),
        ("", "released.json: this is no JSON"),
        ("{}", "released.json, schema: this is no 'released/1' document."),
        ('{"schema": "released/1"}', "released.json, rule: Field required."),
    ],
)
def test_a_file_that_cannot_be_read_exits_with_two(
    content: str | None, complaint: str, tmp_path: Path
) -> None:
    path = tmp_path / "released.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    result = run(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: {complaint}")


def test_files_that_contradict_each_other_exit_with_two(tmp_path: Path) -> None:
    one = by_hand(tmp_path / "one.json", {"staff": (60, 70, 130)})
    two = by_hand(tmp_path / "two.json", {"staff": (61, 70, 131)})
    result = run(one, "--earlier", two)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: one.json, two.json: Two different numbers are published for")
    assert "Check that the files are about the same people and unchanged." in result.stderr
    impossible = by_hand(tmp_path / "three.json", {"staff": (60, 70, 131)})
    assert run(impossible).exit_code == 2


def test_a_fault_is_told_to_programs_as_json(tmp_path: Path) -> None:
    result = run(tmp_path / "none.json", "--json")
    assert result.exit_code == 2
    (fault,) = json.loads(result.stdout)["faults"]
    assert fault["file"] == "none.json"


def test_nonsense_in_a_cell_is_not_reported_as_a_broken_promise(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "released.json", {"staff": (60, 70, 130)})
    path.write_text(path.read_text(encoding="utf-8").replace("60", '"sixty"'), encoding="utf-8")
    assert run(path).exit_code == 2
