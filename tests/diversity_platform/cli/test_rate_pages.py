"""The pages of `rate` are valid and closed, and no name does harm in them or in a spreadsheet."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import html5lib

from tests.builders import canonical_file, canonical_rows, read_csv
from tests.diversity_platform.cli.rate_command import rate

if TYPE_CHECKING:
    from pathlib import Path


def test_names_with_markup_and_formulas_do_no_harm(tmp_path: Path) -> None:
    names = ["<script>alert(1)</script>", "@SUM(A1)", 'Quote " & Sons', "../../etc", "Ünïcode 株式会社"]
    rows = [row for name in names for row in canonical_rows(name)]
    assert rate(canonical_file(tmp_path / "city.csv", rows), out=tmp_path / "out").exit_code == 0
    written = [row["company"] for row in read_csv(tmp_path / "out" / "ratings.csv")]
    assert sorted(written) == sorted(name if name[0] != "@" else f"'{name}" for name in names)
    pages = list((tmp_path / "out").rglob("*.html"))
    assert len(pages) == 1 + 2 + len(names)
    assert all("<script>alert" not in page.read_text(encoding="utf-8") for page in pages)


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        for name, value in attrs:
            if name in {"href", "src"} and value:
                self.targets.append(value)
            if name == "id" and value:
                self.ids.append(value)


def test_pages_are_valid_complete_and_ask_nothing_of_the_network(city: Path, tmp_path: Path) -> None:
    rate(city, out=tmp_path / "out")
    parser = html5lib.HTMLParser(strict=True)
    for page in (tmp_path / "out").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        parser.parse(text)
        assert text.count("<h1>") == 1, page
        links = Links()
        links.feed(text)
        assert len(links.ids) == len(set(links.ids)), page
        for target in links.targets:
            assert "//" not in target, page
            file, _, place = target.partition("#")
            reached = page if not file else (page.parent / file).resolve()
            assert reached.exists(), (page, target)
            assert not place or f'id="{place}"' in reached.read_text(encoding="utf-8"), (page, target)
        for sheet in ("tokens.css", "site.css"):
            text = (tmp_path / "out" / "report" / sheet).read_text(encoding="utf-8")
            named = re.findall(r'url\("([^"]+)"\)', text)
            assert [name for name in named if not (tmp_path / "out" / "report" / name).is_file()] == []


def test_numbers_and_periods_do_no_harm_in_a_spreadsheet(tmp_path: Path) -> None:
    header = ("company", "company_number", "period", "area", "level", "attribute", "group", "count")
    rows = [("A", "@SUM(1)", "+2026", "-X", "executive", "gender", group, 20) for group in ("women", "men")]
    assert rate(canonical_file(tmp_path / "a.csv", rows, header), out=tmp_path / "out").exit_code == 0
    (row,) = read_csv(tmp_path / "out" / "ratings.csv")
    assert [row[name] for name in ("company_number", "period", "area")] == ["'@SUM(1)", "'+2026", "'-X"]
