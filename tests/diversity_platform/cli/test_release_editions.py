"""The command `release` beside earlier releases: what changed too little is kept back, and told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from rating.intake.publications import read_publication
from tests.builders import read_csv
from tests.diversity_platform.cli.release_command import ROWS, counts, policy, run, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from click.testing import Result


def changed(women: int, rows: Sequence[Sequence[object]] = ROWS) -> list[Sequence[object]]:
    """Return the rows with another number of women among the staff."""
    return [(*rows[0][:-1], women), *rows[1:]]


def two_editions(folder: Path, second: Sequence[Sequence[object]], text: str = "") -> Result:
    """Release a company of 2026, and another year's counts beside it."""
    rows = [row for row in ROWS if row[1] != "board"]
    counts(folder / "counts.csv", rows)
    first = run(folder, "--policy", policy(folder, "[population]\nreference_date = 2026-06-30"))
    assert first.exit_code == 0
    (folder / "released.json").rename(folder / "earlier.json")
    (folder / "released.csv").unlink()
    counts(folder / "counts.csv", second)
    again = policy(folder, f"[population]\nreference_date = 2027-06-30\n{text}")
    return run(folder, "--policy", again, "--earlier", folder / "earlier.json")


def staff_women(folder: Path) -> str:
    (value,) = [
        row["value"]
        for row in read_csv(folder / "released.csv")
        if (row["level"], row["group"]) == ("staff", "women")
    ]
    return value


def test_one_joiner_is_kept_back_and_the_publisher_is_told_why(tmp_path: Path) -> None:
    second = changed(61, [row for row in ROWS if row[1] != "board"])
    result = two_editions(tmp_path, second)
    assert (result.exit_code, result.stderr) == (0, "")
    assert staff_women(tmp_path) == "60"
    said = result.stdout.splitlines()
    assert "Kept back: Acme: shown are still the figures of 2026-06-30." in said
    assert "    Too few people joined or left since then, or it is not known how many." in said
    assert "    staff, gender, women changed by +1" in said
    assert any("would do" in line for line in said)


def test_a_cell_that_holds_figures_back_is_named_by_the_keys_there_are(tmp_path: Path) -> None:
    for name, women in (("earlier", 60), ("released", 61)):
        counts(tmp_path / "counts.csv", [("staff", "women", women), ("staff", "men", 70)], ("level", "group"))
        more = ["--earlier", tmp_path / "earlier.json"] if name == "released" else []
        result = run(tmp_path, "--json", tmp_path / f"{name}.json", *more, keys=("level", "group"))
    assert "    staff, women changed by +1" in result.stdout.splitlines()


def test_what_is_kept_back_is_in_neither_file(tmp_path: Path) -> None:
    second = changed(64, [row for row in ROWS if row[1] != "board"])
    result = two_editions(tmp_path, second)
    assert "changed by +4" in result.stdout
    text = "".join(
        (tmp_path / name).read_text(encoding="utf-8") for name in ("released.csv", "released.json")
    )
    for number in ("64", "134", "177", "+4", "change", "cure", "kept_back"):
        assert number not in text.replace('"editions":"small changes are kept back"', ""), number


def test_what_is_kept_back_is_told_to_programs(tmp_path: Path) -> None:
    rows = [row for row in ROWS if row[1] != "board"]
    two_editions(tmp_path, changed(57, rows))
    again = policy(tmp_path, "[population]\nreference_date = 2027-06-30\n")
    told = json.loads(
        run(tmp_path, "--policy", again, "--earlier", tmp_path / "earlier.json", "--as-json").stdout
    )
    (entry,) = told["kept_back"]
    assert (entry["unit"], entry["reason"], entry["since"]) == (["Acme"], "few_moved", "2026-06-30")
    place = {"company": "Acme", "level": "staff", "attribute": "gender"}
    assert {**place, "group": "women", "change": -3} in entry["cells"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("joiners = 12\nleavers = 9", "64"),
        ('[population.companies."Acme"]\njoiners = 12\nleavers = 9', "64"),
        ("joiners = 12\nleavers = 4", "60"),
        ("joiners = 12", "60"),
        ('[population.companies."Other"]\njoiners = 12\nleavers = 9', "60"),
    ],
)
def test_figures_move_where_enough_people_joined_and_left(text: str, value: str, tmp_path: Path) -> None:
    result = two_editions(tmp_path, changed(64, [row for row in ROWS if row[1] != "board"]), text)
    assert result.exit_code == 0
    assert staff_women(tmp_path) == value
    assert ("Kept back" in result.stdout) == (value == "60")


def test_every_company_that_is_kept_back_is_told(tmp_path: Path) -> None:
    """Also where enough people joined and left, but a number that is withheld now would be known."""
    rows = [
        *changed(90, ROWS[:4]),
        ("Acme", "board", "gender", "women", 3),
        ("Acme", "board", "gender", "men", 20),
    ]
    result = two_editions(tmp_path, rows, "joiners = 30\nleavers = 30")
    assert result.exit_code == 0
    assert read_publication(tmp_path / "released.json").population.kept == {"Acme": "2026-06-30"}
    assert "Kept back: Acme" in result.stdout


def test_an_edition_behind_a_later_one_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    two_editions(tmp_path, changed(90, ROWS[:4]))
    (tmp_path / "released.csv").unlink()
    early = policy(tmp_path, "[population]\nreference_date = 2020-06-30\n")
    result = run(tmp_path, "--policy", early, "--earlier", tmp_path / "earlier.json")
    assert result.exit_code == 2
    assert "Figures of 2026-06-30 are published already, and these are of 2020-06-30" in result.stderr
    assert not (tmp_path / "released.csv").exists()


def test_joiners_and_leavers_that_do_not_fit_are_told_as_such(tmp_path: Path) -> None:
    rows = [*changed(90, ROWS[:4]), ("Acme", "board", "gender", "women", 3)]
    rows.append(("Acme", "board", "gender", "men", 20))
    result = two_editions(tmp_path, rows, "joiners = 11\nleavers = 11")
    assert "    The numbers of people who joined and left do not fit the counts of both dates." in (
        result.stdout.splitlines()
    )
    assert "check joiners and leavers" in result.stdout


def test_files_of_one_day_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    rows = [row for row in ROWS if row[1] != "board"]
    for name, women in (("one", 60), ("two", 61)):
        counts(tmp_path / "counts.csv", changed(women, rows))
        assert run(tmp_path).exit_code == 0
        (tmp_path / "released.json").rename(tmp_path / f"{name}.json")
    (tmp_path / "released.csv").unlink()
    result = run(tmp_path, "--earlier", tmp_path / "one.json", "--earlier", tmp_path / "two.json")
    assert (result.exit_code, written(tmp_path)) == (2, [])
    assert result.stderr.startswith(
        "Error: counts.csv, one.json, two.json: Two different numbers are published for"
    )
    assert "Give counts and earlier files of the same companies." in result.stderr
