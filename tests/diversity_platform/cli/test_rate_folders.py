"""The command `rate` into folders where something stands already, or nothing may."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import canonical_file, city_rows, read_csv
from tests.diversity_platform.cli.rate_command import ANCESTOR, everything_in, rate


def test_a_second_run_replaces_the_first_and_leaves_other_files_alone(city: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rate(city, out=out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    smaller = canonical_file(tmp_path / "small.csv", city_rows(5))
    assert rate(smaller, out=out).exit_code == 0
    assert len(read_csv(out / "ratings.csv")) == 5
    assert not (out / "report" / "companies" / "company-5.html").exists()
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_swap_that_fails_half_way_is_put_back(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    rate(city, out=out)
    before = everything_in(out)
    rename = Path.rename

    def fails_late(self: Path, target: Path) -> Path:
        if self.name == "report" and self.parent != out and "earlier" not in self.parts:
            raise PermissionError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_late)
    result = rate(city, out=out, more=("--seed", 9))
    assert (result.exit_code, "cannot be written" in result.stderr) == (2, True)
    assert everything_in(out) == before


def test_files_of_others_are_not_overwritten(city: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("my homepage", encoding="utf-8")
    result = rate(city, out=out)
    assert result.exit_code == 2
    assert "index.html: it exists and no earlier run wrote it" in result.stderr
    assert everything_in(out) == {"index.html": b"my homepage"}


def test_two_runs_at_once_into_one_folder_leave_one_whole_result(city: Path, tmp_path: Path) -> None:
    smaller = canonical_file(tmp_path / "small.csv", city_rows(5))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "diversity_platform", "rate", "--profile", "canonical",
               "--framework", ANCESTOR, "--draws", "100", "--out", str(out)]  # fmt: skip
    for _ in range(3):
        runs = [
            subprocess.Popen(
                [*command, str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            )
            for file in (city, smaller)
        ]
        assert [(run.wait(), run.stderr.read() if run.stderr else "") for run in runs] == [(0, "")] * 2
        for run in runs:
            if run.stderr:
                run.stderr.close()
        rows = read_csv(out / "ratings.csv")
        pages = list((out / "report" / "companies").iterdir())
        assert len(rows) == len(pages)
        assert len(rows) in {5, 6}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["city.csv", "out", "small.csv"]


def test_a_failing_run_keeps_the_results_of_the_earlier_one(city: Path, tmp_path: Path) -> None:
    rate(city, out=tmp_path / "out")
    before = everything_in(tmp_path / "out")
    assert rate(tmp_path / "none.csv", out=tmp_path / "out").exit_code == 2
    assert everything_in(tmp_path / "out") == before


def test_an_output_folder_that_is_a_file_is_refused(city: Path) -> None:
    result = rate(city, out=city)
    assert (result.exit_code, "is a file" in result.stderr) == (2, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(city: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    result = rate(city, out=locked / "out")
    assert (result.exit_code, "cannot be written" in result.stderr) == (2, True)
