"""The pages about method and formats say what the code does."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from connector.label.answers import answers_from
from connector.label.scheme import declared_scheme, derived
from connector.label.validity import APPEAL_DAYS, REMINDERS
from tests.connector.label.method_tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path


def page(root: Path) -> str:
    return (root / "docs" / "method" / "label.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_the_page_is_the_one_of_the_code(name: str, root: Path) -> None:
    """Else: python -m tests.connector.label.method_tables draws it anew."""
    assert f"\n{TABLES[name]()}\n\n" in page(root)


def test_days_of_the_page_are_those_of_the_code(root: Path) -> None:
    text = " ".join(page(root).split())
    last, middle, first = sorted(REMINDERS)
    years = declared_scheme().validity.years
    assert f"holds for {years} years" in text
    assert f"{first}, {middle} and {last} days before the last one" in text
    assert f"within {APPEAL_DAYS} days" in text


def test_examples_of_the_formats_are_read(root: Path) -> None:
    text = (root / "docs" / "formats" / "answers.md").read_text(encoding="utf-8")
    answers, scheme = re.findall(r"^```toml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    found = answers_from(tomllib.loads(answers), "answers.toml")
    assert (found.variant, list(found.anchors.values())) == ("small", [2, 1, 0, None])
    assert derived(declared_scheme(), tomllib.loads(scheme)).label == "port-city-2026"
