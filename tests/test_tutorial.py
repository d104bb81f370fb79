"""The tutorial is run, block after block, and prints what it says."""

from __future__ import annotations

import contextlib
import io
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(root: Path) -> list[tuple[str, str | None]]:
    """Return code and what it is said to print, None where nothing is said."""
    found = BLOCK.findall((root / "docs" / "tutorial.md").read_text(encoding="utf-8"))
    return [
        (text, found[place + 1][1] if found[place + 1 :] and found[place + 1][0] == "text" else None)
        for place, (kind, text) in enumerate(found)
        if kind == "python"
    ]


def test_the_tutorial_prints_what_it_says(root: Path) -> None:
    pytest.importorskip("pandas", reason="the tutorial uses data frames")
    namespace: dict[str, Any] = {}
    parts = blocks(root)
    assert len(parts) >= 8
    for code, said in parts:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "tutorial", "exec"), namespace)  # noqa: S102 - our own document
        if said is not None:
            assert printed.getvalue() == said
