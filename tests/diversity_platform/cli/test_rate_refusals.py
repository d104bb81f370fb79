"""The command `rate`: a bad input is told and leaves nothing behind."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.builders import canonical_file, canonical_rows
from tests.diversity_platform.cli.rate_command import rate

if TYPE_CHECKING:
    from pathlib import Path

BAD: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "there is no such file"),
    "empty": (b"", "the file is empty"),
    "header only": (b"company,period,level,attribute,group,count\n", "a header and no rows"),
    "random bytes": (bytes(range(1, 256)) * 9, "."),
    "latin": ("company,period\nsociété,2026\n".encode("latin-1"), "is not UTF-8"),
    "negative": (b"company,period,level,attribute,group,count\nA,2026,staff,gender,women,-2\n", "negative"),
    "unknown level": (b"company,period,level,attribute,group,count\nA,2026,boss,gender,women,2\n", "'boss'"),
    "formula": (b"company,period,level,attribute,group,count\nA,2026,staff,gender,women,=2\n", "a formula"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_input_exits_with_two_and_leaves_nothing(case: str, tmp_path: Path) -> None:
    content, complaint = BAD[case]
    path = tmp_path / "in" / "staff.csv"
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    before = sorted(tmp_path.rglob("*"))
    result = rate(path, out=tmp_path / "deep" / "out")
    assert result.exit_code == 2
    assert sorted(tmp_path.rglob("*")) == before
    assert result.stderr.startswith("Error: staff.csv")
    assert re.search(complaint, result.stderr)
    assert result.stderr.endswith("Nothing was written.\n")
    assert result.stdout == ""


def test_a_bad_input_is_told_to_programs_as_json(tmp_path: Path) -> None:
    result = rate(tmp_path / "none.csv", out=tmp_path / "out", more=("--json",))
    assert result.exit_code == 2
    (fault,) = json.loads(result.stdout)["faults"]
    assert (fault["file"], fault["message"]) == ("none.csv", "there is no such file.")


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (("--criteria", "sex"), "no criterion called 'sex'"),
        (("--criteria", "gender,origin"), "city.csv: nothing is counted about origin"),
        (("--draws", 10), "--draws"),
        (("--area", "LS"), "no company lies in the area 'LS'"),
        (("--performance-profile", "fortune500"), "needs --performance"),
        (("--benchmark", "none.csv"), "there is no such file"),
    ],
)
def test_bad_options_exit_with_two_and_leave_nothing(
    more: tuple[object, ...], complaint: str, city: Path, tmp_path: Path
) -> None:
    result = rate(city, out=tmp_path / "out", more=more)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert not (tmp_path / "out").exists()


def test_an_unfilled_template_is_told_that_it_holds_nothing(tmp_path: Path) -> None:
    rows = canonical_rows(counts={"gender": {"women": "", "men": ""}})
    result = rate(canonical_file(tmp_path / "a.csv", rows), out=tmp_path / "out")
    assert (result.exit_code, "They hold no counts at all." in result.stderr) == (2, True)
