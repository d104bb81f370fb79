"""The command `release`: both files or none, told faults, and floors that no file lowers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from diversity_platform.cli.main import main
from rating.disclosure.audit import audit
from rating.intake.publications import read_publication
from tests.builders import csv_text, figures, read_csv

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from click.testing import Result

KEYS = ("company", "level", "attribute", "group")
ROWS: list[tuple[object, ...]] = [
    ("Acme", "staff", "gender", "women", 60),
    ("Acme", "staff", "gender", "men", 70),
    ("Acme", "head", "gender", "women", 12),
    ("Acme", "head", "gender", "men", 31),
    ("Acme", "board", "gender", "women", 2),
    ("Acme", "board", "gender", "men", 24),
]


def counts(path: Path, rows: Sequence[Sequence[object]] = ROWS, keys: Sequence[str] = KEYS) -> Path:
    path.write_text(csv_text(rows, (*keys, "n")), encoding="utf-8")
    return path


def changed(women: int, rows: Sequence[Sequence[object]] = ROWS) -> list[Sequence[object]]:
    """Return the rows with another number of women among the staff."""
    return [(*rows[0][:-1], women), *rows[1:]]


def run(folder: Path, *more: object, keys: Sequence[str] = KEYS, name: str = "counts.csv") -> Result:
    """Release a file of a folder into it."""
    arguments = [
        "release", folder / name, "--keys", ",".join(keys), "--out", folder / "released.csv", "--json",
        folder / "released.json", *more,
    ]  # fmt: skip
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def policy(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def written(folder: Path) -> list[str]:
    """Return the files that a run wrote, hidden ones too."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith((".", "released")))


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


# ------------------------------------------------------------------------------------ the policy


def test_a_policy_asks_for_more(tmp_path: Path) -> None:
    counts(tmp_path / "counts.csv")
    movement = 'joiners = 9\n[population.companies."Acme"]\nleavers = 4'
    text = f"k = 13\n[population]\nreference_date = 2026-06-30\n{movement}"
    assert run(tmp_path, "--policy", policy(tmp_path, text)).exit_code == 0
    document = json.loads((tmp_path / "released.json").read_text(encoding="utf-8"))
    assert document["rule"]["k"] == 13
    assert document["population"]["reference_date"] == "2026-06-30"
    assert (document["population"]["joiners"], document["population"]["leavers"]) == (None, 4)
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


# ------------------------------------------------------------------------------------ earlier releases


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
    assert "Kept back: Acme: shown are still the figures of 2026-06-30, because" in said
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
    assert (entry["unit"], entry["since"]) == (["Acme"], "2026-06-30")
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


# ------------------------------------------------------------------------------------ what is refused

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


def test_names_do_no_harm_in_a_spreadsheet(tmp_path: Path) -> None:
    rows = [("=SUM(A1)", "staff", "gender", group, 40) for group in ("@women", "-men")]
    counts(tmp_path / "counts.csv", [("+1", *row[1:]) for row in rows])
    assert run(tmp_path).exit_code == 0
    table = read_csv(tmp_path / "released.csv")
    assert {row["company"] for row in table} == {"'+1"}
    assert {row["group"] for row in table} == {"'@women", "'-men", "*"}
    document: dict[str, Any] = json.loads((tmp_path / "released.json").read_text(encoding="utf-8"))
    assert document["population"]["company"] == "+1"
