"""The command `release`: both files or none, and floors that no file lowers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from diversity_platform.cli.main import main
from rating.disclosure.audit import audit
from rating.intake.publications import read_publication
from tests.builders import figures, read_csv
from tests.diversity_platform.cli.release_command import KEYS, ROWS, counts, policy, run, written

if TYPE_CHECKING:
    from pathlib import Path


def test_it_writes_a_table_and_a_document_that_say_the_same(tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv")
    result = run(tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert written(tmp_path) == ["released.csv", "released.json"]
    table = read_csv(tmp_path / "released.csv")
    assert list(table[0]) == [*KEYS, "value", "status"]
    publication = read_publication(tmp_path / "released.json")
    said = {(row["company"], row["attribute"], row["level"], row["group"]): row["value"] for row in table}
    assert said == {keys: "" if value is None else str(value) for keys, value in figures(publication).items()}
    assert said["Acme", "gender", "board", "women"] == ""
    assert {(row["value"] == "", row["status"]) for row in table} == {(True, "withheld"), (False, "released")}
    assert all(finding.kept for finding in audit([publication]))


def test_it_says_how_much_was_released_and_where_to_look(tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv")
    statuses = (
        [row["status"] for row in read_csv(tmp_path / "released.csv")] if run(tmp_path).exit_code == 0 else []
    )
    released, withheld = statuses.count("released"), statuses.count("withheld")
    assert (released + withheld, withheld >= 4) == (12, True)
    result = run(tmp_path)
    assert result.stdout == (
        f"{released} cells released, {withheld} withheld.\nLook at: {tmp_path / 'released.csv'}\n"
    )
    assert json.loads(run(tmp_path, "--as-json").stdout) == {
        "files": [str(tmp_path / "released.csv"), str(tmp_path / "released.json")],
        "released": released,
        "withheld": withheld,
        "kept_back": [],
    }


def test_the_document_may_be_left_out(tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv")
    arguments = ["release", tmp_path / "counts.csv", "--keys", "company,level , attribute,group"]
    arguments += ["--out", tmp_path / "released.csv"]
    assert CliRunner().invoke(main, [str(argument) for argument in arguments]).exit_code == 0
    assert written(tmp_path) == ["released.csv"]


def test_the_same_counts_give_the_same_bytes(tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv")
    found = []
    for _ in range(2):
        run(tmp_path)
        found.append([(tmp_path / name).read_bytes() for name in written(tmp_path)])
    assert found[0] == found[1]


def test_sites_are_summed_into_companies_and_companies_into_a_city(tmp_path: Path) -> None:
    keys = ("city", "company", "site", *KEYS[1:])
    places = [("X", "Acme", "north", 3), ("X", "Acme", "south", 40), ("X", "Bolt", "main", 41)]
    rows = [
        (city, company, site, "staff", "gender", group, women + extra)
        for city, company, site, women in places
        for group, extra in (("women", 0), ("men", 20))
    ]
    counts(tmp_path / "counts.csv", rows, keys)
    result = run(tmp_path, "--parent", "site=company", "--parent", "company=city", keys=keys)
    assert (result.exit_code, result.stderr) == (0, "")
    women = {
        (row["company"], row["site"]): row["value"]
        for row in read_csv(tmp_path / "released.csv")
        if (row["level"], row["group"]) == ("*", "women")
    }
    assert set(women) == {
        ("*", "*"), ("Acme", "*"), ("Acme", "north"), ("Acme", "south"), ("Bolt", "*"), ("Bolt", "main")
    }  # fmt: skip
    assert women["Acme", "north"] == ""
    assert (women["Acme", "south"], women["Acme", "*"]).count("") >= 1
    assert women["*", "*"] == "84"
    assert all(finding.kept for finding in audit([read_publication(tmp_path / "released.json")]))


def test_names_do_no_harm_in_a_spreadsheet(tmp_path: Path) -> None:
    rows = [("=SUM(A1)", "staff", "gender", group, 40) for group in ("@women", "-men")]
    counts(tmp_path / "counts.csv", [("+1", *row[1:]) for row in rows])
    assert run(tmp_path).exit_code == 0
    table = read_csv(tmp_path / "released.csv")
    assert {row["company"] for row in table} == {"'+1"}
    assert {row["group"] for row in table} == {"'@women", "'-men", "*"}
    document: dict[str, Any] = json.loads((tmp_path / "released.json").read_text(encoding="utf-8"))
    assert document["population"]["company"] == "+1"


# ------------------------------------------------------------------------------------ the policy


def test_a_policy_asks_for_more(tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv")
    movement = 'joiners = 9\n[population.companies."Acme"]\njoiners = 19\nleavers = 14'
    text = f"k = 13\n[population]\nreference_date = 2026-06-30\n{movement}"
    assert run(tmp_path, "--policy", policy(tmp_path, text)).exit_code == 0
    document = json.loads((tmp_path / "released.json").read_text(encoding="utf-8"))
    assert document["rule"]["k"] == 13
    assert document["population"]["reference_date"] == "2026-06-30"
    assert (document["population"]["joiners"], document["population"]["leavers"]) == (19, 14)
    cells = {(cell["level"], cell["group"]): cell["value"] for cell in document["tables"][0]["cells"]}
    assert cells["head", "women"] is None  # twelve


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("k = 4", "policy.toml, k: k = 4 is below the floor of 5, which nothing lowers. Write 5 or more"),
        ("k_sensitive = 5", "policy.toml, k_sensitive: k_sensitive = 5 is below the floor of 10"),
        ("[rule]\nk = 1", "policy.toml, k: k = 1 is below the floor of 5"),
        ("already_public = true", "policy.toml, already_public: Extra inputs are not permitted."),
        ("not_sensitive = ['origin']", "policy.toml, not_sensitive: Extra inputs are not permitted."),
        ("k =", "policy.toml: this is no TOML"),
    ],
)
def test_no_policy_lowers_a_floor(text: str, complaint: str, tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv")
    result = run(tmp_path, "--policy", policy(tmp_path, text))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: {complaint}")
    assert result.stderr.endswith("Nothing was written.\n")
    assert written(tmp_path) == []


def test_renaming_an_attribute_does_not_escape_its_floor(tmp_path: Path) -> None:
    for attribute in ("origin", "race", "Gender", "colour"):
        counts(
            tmp_path / "counts.csv",
            [("Acme", "staff", attribute, "some", 9), ("Acme", "staff", attribute, "others", 60)],
        )
        assert run(tmp_path).exit_code == 0
        values = {
            row["group"]: row["value"]
            for row in read_csv(tmp_path / "released.csv")
            if row["level"] == "staff"
        }
        assert values == {"some": "", "others": "", "*": "69"}, attribute


# ------------------------------------------------------------------------------------ both files or none


def earlier_files(folder: Path) -> dict[str, bytes]:
    """Write what stood there before and return it."""
    for name in ("released.csv", "released.json"):
        (folder / name).write_text("what stood here before", encoding="utf-8")
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("place", ["folder", "missing/released.json", "released.csv"])
def test_both_files_are_written_or_none(place: str, tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv")
    (tmp_path / "folder").mkdir()
    before = earlier_files(tmp_path)
    result = run(tmp_path, "--json", tmp_path / place)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("Nothing was written.\n")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    assert list((tmp_path / "folder").iterdir()) == []


def test_a_refused_input_leaves_the_files_of_an_earlier_run(tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv", [*ROWS, ROWS[0]])
    before = earlier_files(tmp_path)
    assert run(tmp_path).exit_code == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_new_run_replaces_the_files_of_an_earlier_one(tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv")
    earlier_files(tmp_path)
    assert run(tmp_path).exit_code == 0
    assert read_publication(tmp_path / "released.json").population.company == "Acme"
    assert written(tmp_path) == ["released.csv", "released.json"]
