"""`open-data` from end to end: real processes, the real library, and a budget that is never spent twice."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from diversity_platform.cli.main import main
from tests.builders import csv_text, read_csv

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

KEYS = ("company", "site", "level", "attribute", "group")
GROUPS = {"gender": {"women": 12, "men": 9}, "origin": {"native": 20, "other": 1}}
PLACES = [("Acme", "north", "staff"), ("Acme", "north", "executive"), ("Acme", "south", "staff")]
ROWS = [
    (*place, attribute, group, people)
    for place in PLACES
    for attribute, groups in GROUPS.items()
    for group, people in groups.items()
]


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(csv_text(ROWS, (*KEYS, "n")), encoding="utf-8")
    return path


def arguments(counts: Path, name: str = "open", *more: str, epsilon: float = 1) -> list[str]:
    """Return the arguments of one release of the counts into the folder where they are."""
    files = {"--ledger": "ledger.json", "--out": f"{name}.csv", "--json": f"{name}.json"}
    paths = [part for option, file in files.items() for part in (option, str(counts.parent / file))]
    keys = ["--keys", ",".join(KEYS), "--value", "n", "--parent", "site=company"]
    return ["open-data", str(counts), *keys, "--epsilon", str(epsilon), *paths, *more]


def process(
    counts: Path, name: str = "open", *more: str, epsilon: float = 1, first: str = ""
) -> subprocess.Popen[str]:
    """Start a release as a process of its own, which does something first."""
    line = arguments(counts, name, *more, epsilon=epsilon)
    code = f"{first}\nfrom diversity_platform.cli.main import main\nmain({line!r})"
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def run(counts: Path, name: str = "open", *more: str, epsilon: float = 1) -> Result:
    """Release within this process."""
    return CliRunner().invoke(main, arguments(counts, name, *more, epsilon=epsilon))


def ledger_of(counts: Path) -> dict[str, Any]:
    document = json.loads((counts.parent / "ledger.json").read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


def files_beside(counts: Path) -> list[str]:
    """Return the names of all files, hidden ones too."""
    return sorted(path.name for path in counts.parent.iterdir() if path != counts)


def test_counts_become_noisy_tables_that_add_up(counts: Path) -> None:
    done = process(counts, "open", "--budget", "3")
    told, errors = done.communicate(timeout=120)
    assert (done.returncode, errors) == (0, "")
    assert "1 of 3 spent, 2 left" in told
    assert "Nine of ten base cells are off by at most 5" in told
    assert files_beside(counts) == ["ledger.json", "open.csv", "open.json"]
    table = {
        tuple(row[key] for key in KEYS): int(row["value"]) for row in read_csv(counts.parent / "open.csv")
    }
    assert (
        len(table) == 2 * (2 + 3 + 3) * 3 + 2 * 3 - 2 * 3
    )  # attributes, rows of each unit, groups and total
    base = {key: people for key, people in table.items() if "*" not in key}
    assert len(base) == len(ROWS)
    for total, people in table.items():
        assert people == sum(
            own for key, own in base.items() if all(t in ("*", k) for t, k in zip(total, key, strict=True))
        )


def test_the_document_beside_the_table_tells_noise_and_budget(counts: Path) -> None:
    run(counts, "first", "--budget", "3")
    assert run(counts, "second", epsilon=0.5).exit_code == 0
    document = json.loads((counts.parent / "second.json").read_text(encoding="utf-8"))
    assert document["schema"] == "released/1"
    assert document["noise"] == {
        "mechanism": "discrete Laplace",
        "epsilon": 0.5,
        "scale": {"gender": 4.0, "origin": 4.0},
        "spent": 1.5,
        "budget": 3.0,
    }
    assert document["rule"]["rounding"] == "integer Laplace noise"


def test_the_ledger_is_shown_with_every_release(counts: Path) -> None:
    run(counts, "first", "--budget", "3")
    told = json.loads(run(counts, "second", "--as-json", epsilon=0.5).stdout)
    assert told["files"] == [str(counts.parent / name) for name in ("second.csv", "second.json")]
    assert (told["epsilon"], told["scale"], told["nine_of_ten_within"]) == (0.5, 4.0, 9)
    shown = told["ledger"]
    assert (shown["budget"], shown["spent"], shown["left"]) == (3.0, 1.5, 1.5)
    assert [entry["epsilon"] for entry in shown["releases"]] == [1.0, 0.5]
    assert [entry["attributes"] for entry in shown["releases"]] == [["gender", "origin"]] * 2
    assert shown["people"] == {"reference_date": "", "key": "company", "units": ["Acme"]}


def test_a_release_beyond_the_budget_is_refused_and_nothing_is_written(counts: Path) -> None:
    run(counts, "first", "--budget", "1.5")
    before = ledger_of(counts)
    refused = run(counts, "second", "--as-json")
    assert refused.exit_code == 2
    (fault,) = json.loads(refused.stdout)["faults"]
    assert fault["place"] == "budget"
    assert fault["message"] == "the release needs epsilon 1; 0.5 of 1.5 is left."
    assert fault["remedy"] == "Ask for an epsilon of 0.5 or less."
    assert "Nothing was written." in refused.stderr
    assert ledger_of(counts) == before
    assert files_beside(counts) == ["first.csv", "first.json", "ledger.json"]


def test_runs_at_the_same_time_spend_at_most_the_budget(counts: Path) -> None:
    run(counts, "first", "--budget", "1.5", epsilon=0.5)
    # with the lock held here, a run that did not wait for it would be done before the others have begun
    handle = os.open(counts.parent, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    running = [process(counts, f"run{number}", epsilon=0.5) for number in range(4)]
    time.sleep(4)
    waiting = [one.poll() is None for one in running]
    os.close(handle)
    told = [one.communicate(timeout=120) for one in running]
    assert waiting == [True] * 4
    assert sorted(one.returncode for one in running) == [0, 0, 2, 2]
    assert sum("0 of 1.5 is left" in errors for _, errors in told) == 2
    assert [entry["epsilon"] for entry in ledger_of(counts)["releases"]] == [0.5] * 3
    written = [name for name in files_beside(counts) if name.startswith("run")]
    assert len(written) == 4  # a table and a document of each of the two that were paid for


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"budget": 3}, "digest: it does not fit"),
        ({"releases": []}, "digest: it does not fit"),
        ({"schema": "budget/9"}, "schema: this is no 'budget/1' document"),
        ({"releases": "none"}, "releases: Input should be a valid array"),
    ],
    ids=["budget raised", "release removed", "another format", "nonsense"],
)
def test_a_ledger_that_was_changed_is_refused(counts: Path, change: dict[str, Any], said: str) -> None:
    run(counts, "first", "--budget", "1")
    ledger = counts.parent / "ledger.json"
    ledger.write_text(json.dumps(ledger_of(counts) | change), encoding="utf-8")
    refused = run(counts, "second", epsilon=0.1)
    assert refused.exit_code == 2
    assert f"{ledger}, {said}" in refused.stderr
    assert files_beside(counts) == ["first.csv", "first.json", "ledger.json"]


def test_a_ledger_of_other_people_is_refused(counts: Path) -> None:
    run(counts, "first", "--budget", "3")
    other = counts.with_name("other.csv")
    other.write_text(csv_text([("Bolt", *row[1:]) for row in ROWS], (*KEYS, "n")), encoding="utf-8")
    refused = run(other, "second")
    assert refused.exit_code == 2
    assert "people.units: the ledger does not count the people of 'Bolt'" in refused.stderr
    policy = counts.with_name("policy.toml")
    policy.write_text("[population]\nreference_date = 2027-06-30\n", encoding="utf-8")
    refused = run(counts, "second", "--policy", str(policy))
    assert refused.exit_code == 2
    assert "a day that is not stated, the counts about 2027-06-30" in refused.stderr
    assert len(ledger_of(counts)["releases"]) == 1


def test_a_budget_is_opened_once_and_stays(counts: Path) -> None:
    refused = run(counts)
    assert (refused.exit_code, files_beside(counts)) == (2, [])
    assert "there is no such ledger. Check the name, or open one with --budget." in refused.stderr
    assert "between 0.001 and 3" in run(counts, "open", "--budget", "5").stderr
    assert files_beside(counts) == []
    assert run(counts, "first", "--budget", "2").exit_code == 0
    assert "it is 2, and --budget says 3" in run(counts, "second", "--budget", "3").stderr
    assert run(counts, "second", "--budget", "2").exit_code == 0


def test_what_was_published_is_not_written_over(counts: Path) -> None:
    run(counts, "open", "--budget", "3")
    before = {name: (counts.parent / name).read_bytes() for name in files_beside(counts)}
    assert "open.csv: it exists and is not overwritten" in run(counts).stderr
    folder = counts.parent / "missing"
    assert run(counts, str(folder / "open")).exit_code == 2
    same = str(counts.parent / "ledger.json")
    assert "this is the ledger" in run(counts, "more", "--out", same).stderr
    assert {name: (counts.parent / name).read_bytes() for name in files_beside(counts)} == before


def test_when_writing_fails_after_the_charge_it_says_so_and_leaves_nothing(counts: Path) -> None:
    """A full disk, as a limit on the size of a file: the ledger fits, the table does not."""
    rows = [("Acme", f"site {number}", *row[2:]) for number in range(40) for row in ROWS[:4]]
    counts.write_text(csv_text(rows, (*KEYS, "n")), encoding="utf-8")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"
    failed = process(counts, "open", "--budget", "3", "--as-json", first=limit)
    told, errors = failed.communicate(timeout=120)
    assert failed.returncode == 1
    assert "ledger.json was charged epsilon 1; 2 is left. Running again draws new noise" in errors
    assert json.loads(told)["ledger"]["left"] == 2.0
    assert files_beside(counts) == ["ledger.json"]
    assert len(ledger_of(counts)["releases"]) == 1


def test_without_the_extra_it_says_what_to_install_and_spends_nothing(counts: Path) -> None:
    refused = process(counts, "open", "--budget", "3", first="import sys; sys.modules['opendp'] = None")
    _, errors = refused.communicate(timeout=120)
    assert refused.returncode == 2
    assert "pip install 'diversity-platform[privacy]'" in errors
    assert files_beside(counts) == []
