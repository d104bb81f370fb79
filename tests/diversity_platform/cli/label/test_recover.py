"""`label recover`: a lost folder, made anew of what was on the web site."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.diversity_platform.cli.label.label_folder import issue, label, opened

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_published_is_enough_to_go_on(tmp_path: Path) -> None:
    folder = opened(tmp_path / "lost")
    assert issue(folder).exit_code == 0
    site = shutil.copytree(folder / "public", tmp_path / "site")
    shutil.rmtree(folder)
    found = tmp_path / "found"
    done = label("recover", site, found, phrase="another four words it is")
    assert done.exit_code == 0
    assert "Gone: the private keys: new ones are in use" in done.stdout
    shown = {file.relative_to(found).as_posix() for file in (found / "public").rglob("*") if file.is_file()}
    assert {"public/index.html", "public/credentials/2026-0001.html", "public/shown/2026-0001.svg"} <= shown
    listed = label("list", found)
    assert (listed.exit_code, listed.stdout.split()[:2]) == (0, ["2026-0001", "valid"])


def test_a_damaged_copy_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    folder = opened(tmp_path / "lost")
    (folder / "public" / "log" / "checkpoint").write_text("nothing", encoding="utf-8")
    done = label("recover", folder / "public", tmp_path / "found")
    assert (done.exit_code, (tmp_path / "found").exists()) == (2, False)
    assert done.stderr.endswith("Nothing was changed.\n")


@pytest.mark.parametrize("name", ["none", "site"])
def test_wrong_usage_ends_with_2(tmp_path: Path, name: str) -> None:
    folder = opened(tmp_path / "site")
    site = tmp_path / name if name == "none" else folder / "public"
    assert label("recover", site, folder).exit_code == 2
