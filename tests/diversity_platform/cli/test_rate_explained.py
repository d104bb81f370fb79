"""How each number comes about, in the static report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import canonical_file, eeo1_file
from tests.diversity_platform.cli.rate_command import rate, run
from tests.diversity_platform.site import XHTML, Html, said

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

POPULATION = [
    ("gender", "women", 50), ("gender", "men", 51), ("origin", "white", 60), ("origin", "asian", 20),
    ("origin", "hispanic_or_latino", 20),
]  # fmt: skip


def explained(page: Html) -> list[Element]:
    return [part for part in page.all("div") if part.get("class") == "frame explained"]


def page_of(out: Path, rating: dict[str, Any]) -> Html:
    text = (out / "report" / "companies" / f"{rating['page']}.html").read_text(encoding="utf-8")
    return Html.parse(text)


@pytest.mark.parametrize("framework", ["management-diversity-2016", "diversity-advantage-2026"])
def test_every_number_of_every_company_can_be_opened(tmp_path: Path, framework: str) -> None:
    benchmark = canonical_file(tmp_path / "city.csv", POPULATION, ("attribute", "group", "count"))
    out = tmp_path / "out"
    file, rules = eeo1_file(tmp_path / "eeo1.csv"), ("--framework", framework, "--benchmark", benchmark)
    assert run("rate", file, "--profile", "eeo1", *rules, "--draws", 100, "--out", out).exit_code == 0
    document = json.loads((out / "ratings.json").read_text(encoding="utf-8"))
    for rating in document["periods"][0]["ratings"]:
        told = [*rating["aggregates"], *rating["explanations"]]
        (frame,) = explained(page_of(out, rating))
        parts = list(frame.iter(f"{XHTML}details"))
        shown = [said(part[0]) for part in parts]
        points = [entry["points"] for entry in told[: len(rating["aggregates"])]]
        for code in document["framework"]["criteria"]:
            points += [entry["points"] for entry in rating["explanations"] if entry["attribute"] == code]
        assert len(shown) == len(points) == len(told)
        for summary, own in zip(shown, points, strict=True):
            assert summary.endswith(f"{own:.1f} points as counted")
        assert [part for part in parts if part.get("open") is not None] == []
        headings = [said(heading) for heading in frame.iter(f"{XHTML}h4")]
        several = framework == "diversity-advantage-2026"
        assert headings == (["Gender", "Origin (race and ethnicity)"] if several else [])


def test_what_is_withheld_is_said_to_be_and_periods_are_told_apart(city: Path, tmp_path: Path) -> None:
    assert rate(city, out=tmp_path / "out").exit_code == 0
    document = json.loads((tmp_path / "out" / "ratings.json").read_text(encoding="utf-8"))
    rating = document["periods"][0]["ratings"][0]
    (frame,) = explained(page_of(tmp_path / "out", rating))
    labels = [table.get("aria-label") for table in frame.iter(f"{XHTML}div") if table.get("aria-label")]
    assert labels == ["People behind it: Evenness (IQV) of the leaders, Gender, 2026"]
