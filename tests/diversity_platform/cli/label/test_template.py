"""The command `label template`: a file to fill in, which `label check` reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from diversity_platform.cli.main import main
from tests.connector.label.builders import table
from tests.connector.label.scheme_files import write_toml

if TYPE_CHECKING:
    from pathlib import Path


def label(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["label", *(str(one) for one in arguments)])


@pytest.mark.parametrize(
    ("language", "unfilled", "filled"),
    [
        ("en", "Criteria answered: 0 of 26", "Criteria answered: 26 of 26"),
        ("fr", "Critères avec réponse\u00a0: 0 sur 26", "Critères avec réponse\u00a0: 26 sur 26"),
    ],
)
def test_it_is_checked_unfilled_and_filled_in(
    language: str, unfilled: str, filled: str, tmp_path: Path
) -> None:
    path = tmp_path / "answers.toml"
    made = label("template", "--out", path, "--language", language)
    assert (made.exit_code, made.output) == (
        0,
        f"Fill in: {path}\nThen: diversity-platform label check {path}\n",
    )
    before = label("check", path, "--language", language)
    assert (before.exit_code, unfilled in before.output.splitlines()) == (0, True)
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'^(p\d\.\w+) = ""$', r"\1 = 2", text, flags=re.MULTILINE), encoding="utf-8")
    after = label("check", path, "--language", language)
    assert (after.exit_code, filled in after.output.splitlines()) == (0, True)


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text("mine", encoding="utf-8")
    made = label("template", "--out", path)
    assert (made.exit_code, path.read_text(encoding="utf-8")) == (2, "mine")
    assert "it exists and is not overwritten. Name another file with --out." in made.stderr
    assert label("template", "--out", tmp_path / "none" / "a.toml").exit_code == 2
    assert label("template").exit_code == 2


def test_of_a_scheme_of_another_network(tmp_path: Path) -> None:
    scheme, path = write_toml(tmp_path / "small.toml", table()), tmp_path / "answers.toml"
    made = label("template", "--out", path, "--scheme", scheme)
    assert made.output.splitlines()[1].endswith(f"label check {path} --scheme {scheme}")
    assert 'scheme = "small-label-2026"' in path.read_text(encoding="utf-8")
    assert label("check", path, "--scheme", scheme).exit_code == 0
    named = label("template", "--out", tmp_path / "b.toml", "--scheme", "diversity-connector-2026")
    assert named.exit_code == 0
