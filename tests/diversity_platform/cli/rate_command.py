"""The command `rate`, and what it leaves in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from diversity_platform.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

ANCESTOR = "management-diversity-2016"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def rate(*files: Path, out: Path, profile: str = "canonical", more: tuple[object, ...] = ()) -> Result:
    return run(
        "rate", *files, "--profile", profile, "--framework", ANCESTOR, "--draws", 200, "--out", out, *more
    )


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
