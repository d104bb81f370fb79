"""A company's counts, and the command `release` over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from diversity_platform.cli.main import main
from tests.builders import csv_text

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
