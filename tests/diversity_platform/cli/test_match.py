"""The command `match`: what it leaves in a folder, in which language, and what it refuses."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from diversity_platform.cli.main import main
from tests.builders import read_csv
from tests.connector.intake_files import DECLARED, OFFERS, STARTUPS, write_files

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = {"recommendations.csv", "unmet_needs.csv", "exposure.csv", "match.json", "index.html", "report"}
DAY = ("--today", "2026-03-02")


def match(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["match", *(str(argument) for argument in arguments)])


@pytest.fixture(scope="module", params=["en", "fr"])
def result(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("match")
    out = folder / "out"
    done = match(*write_files(folder), "--out", out, "--language", request.param, *DAY)
    assert done.exit_code == 0, done.output
    return request.param, out


def test_it_writes_tables_the_document_and_pages(result: tuple[str, Path]) -> None:
    _, out = result
    assert {path.name for path in out.iterdir()} == WRITTEN
    rows = read_csv(out / "recommendations.csv")
    assert {row["startup"] for row in rows} == {"s1", "s2", "s3"}
    assert [row["need"] for row in read_csv(out / "unmet_needs.csv")] == ["procurement"]
    document = json.loads((out / "match.json").read_text(encoding="utf-8"))
    assert (document["schema"], document["today"]) == ("match/1", "2026-03-02")
    pages = {path.stem for path in (out / "report" / "startups").iterdir()}
    assert pages == {"baobab", "cedar-ltd", "delta"}


def test_pages_and_tables_say_the_same(result: tuple[str, Path]) -> None:
    _, out = result
    names = {"s1": "baobab", "s2": "cedar-ltd", "s3": "delta"}
    for row in read_csv(out / "recommendations.csv"):
        page = text_of(out / "report" / "startups" / f"{names[row['startup']]}.html")
        # what many pages say alike is drawn once: each says what belongs there
        own = page[page.rindex(f"{row['position']}. {row['offer_name']}") :]
        assert f"{100 * float(row['score']):.0f}" in own[:200]
        assert [row[f"reason_{number}"] in own for number in range(1, 6)] == [True] * 5


def test_nothing_that_owners_declared_leaves(result: tuple[str, Path]) -> None:
    _, out = result
    for path in out.rglob("*"):
        if path.suffix in {".html", ".csv", ".json"}:
            text = path.read_text(encoding="utf-8")
            assert [word for word in DECLARED if word in text] == [], path.name


def test_pages_speak_one_language(result: tuple[str, Path]) -> None:
    language, out = result
    for path in out.rglob("*.html"):
        assert f'<html lang="{language}" dir="ltr">' in path.read_text(encoding="utf-8")
    index = text_of(out / "index.html")
    marks = {"en": "Who should meet whom", "fr": "Qui devrait rencontrer qui"}
    assert marks.pop(language) in index
    assert marks.popitem()[1] not in index


def test_pages_ask_for_nothing_from_elsewhere_and_lead_somewhere(result: tuple[str, Path]) -> None:
    _, out = result
    for path in out.rglob("*.html"):
        for address in re.findall(r'(?:href|src)="([^"]+)"', path.read_text(encoding="utf-8")):
            file, _, anchor = address.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.exists(), (path.name, address)
            if anchor:
                assert f'id="{anchor}"' in target.read_text(encoding="utf-8")


def text_of(path: Path) -> str:
    """Return a page as it is read."""
    text = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))
    return text.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")


def test_it_says_as_json_what_was_done(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = match(
        *write_files(tmp_path), "--out", out, "--json", "--no-report", "--policy", "serve_most", *DAY
    )
    told = json.loads(done.stdout)
    assert (told["policy"], told["startups"], told["closed"], told["full"]) == ("serve_most", 3, 2, 1)
    assert told["needs_unmet"] == {"procurement": 1}
    assert set(told["files"]) == {path.name for path in out.iterdir()} == WRITTEN - {"index.html", "report"}


def test_it_says_in_words_what_was_done(tmp_path: Path) -> None:
    done = match(*write_files(tmp_path), "--out", tmp_path / "out", *DAY)
    assert done.stdout.splitlines()[0] == "3 start-ups and 3 offers, policy balance, 2026-03-02"
    assert "Offers that take nobody today: 2 closed, 1 full" in done.stdout
    assert done.stdout.splitlines()[-1] == f"Look at: {tmp_path / 'out' / 'index.html'}"


def test_faults_are_told_with_their_place_and_nothing_is_written(tmp_path: Path) -> None:
    files = write_files(tmp_path, STARTUPS.replace("growth", "grown"), OFFERS.replace("EUR", "EURO"))
    done = match(*files, "--out", tmp_path / "out", "--json", *DAY)
    assert done.exit_code == 2
    faults = json.loads(done.stdout)["faults"]
    assert [(fault["file"], fault["place"]) for fault in faults] == [
        ("startups.csv", "row 3, column stage"),
        ("offers.csv", "row 3, column currency"),
    ]
    assert "Error: startups.csv, row 3, column stage: there is no stage called 'grown'." in done.stderr
    assert done.stderr.endswith("Nothing was written.\n")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_the_files_of_others_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("mine")
    done = match(tmp_path / "absent.csv", tmp_path / "absent.csv", "--out", out)
    assert done.exit_code == 2
    assert "index.html: it exists and no earlier run wrote it" in done.stderr
    assert (out / "index.html").read_text() == "mine"


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    out = tmp_path / "out"
    match(*write_files(tmp_path), "--out", out, *DAY)
    (out / "notes.txt").write_text("mine")
    fewer = "\n".join(STARTUPS.splitlines()[:2]) + "\n"
    assert match(*write_files(tmp_path, fewer), "--out", out, *DAY).exit_code == 0
    assert [path.stem for path in (out / "report" / "startups").iterdir()] == ["baobab"]
    assert (out / "notes.txt").read_text() == "mine"


def test_the_results_of_rating_are_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "ratings.json").write_text('{"schema":"ratings/1"}')
    (out / "index.html").write_text("a ranking")
    done = match(*write_files(tmp_path), "--out", out, *DAY)
    assert (done.exit_code, (out / "index.html").read_text()) == (2, "a ranking")


def test_more_cannot_be_asked_than_is_shown(tmp_path: Path) -> None:
    done = match(*write_files(tmp_path), "--out", tmp_path / "out", "--asks", "5", "--length", "4", *DAY)
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: --asks: of 4 offers that are shown, 5 cannot be asked. ")
    assert "Write --asks 4 or less, or --length 5 or more.\nNothing was written.\n" in done.stderr


def test_names_that_a_spreadsheet_would_run_are_written_as_text(tmp_path: Path) -> None:
    files = write_files(tmp_path, 'id,name\n1,"=cmd|x"\n')
    match(*files, "--out", tmp_path / "out", *DAY)
    assert {row["startup_name"] for row in read_csv(tmp_path / "out" / "recommendations.csv")} == {"'=cmd|x"}
    page = next((tmp_path / "out" / "report" / "startups").iterdir()).read_text(encoding="utf-8")
    assert "<h1>=cmd|x</h1>" in page


def test_names_are_text_on_pages(tmp_path: Path) -> None:
    files = write_files(
        tmp_path,
        "id,name\n1,<script>alert(1)</script>\n",
        'kind,id,name\nservice,a,"<b onclick=""x"">"\n',
    )
    match(*files, "--out", tmp_path / "out", *DAY)
    for path in (tmp_path / "out").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert "<b onclick" not in text


@pytest.mark.parametrize("side", ["startups", "offers"])
def test_a_filled_in_template_is_matched(side: str, tmp_path: Path) -> None:
    files = dict(zip(("startups", "offers"), write_files(tmp_path), strict=True))
    files[side] = tmp_path / "template.csv"
    made = CliRunner().invoke(main, ["template", side, "--out", str(files[side])])
    assert made.exit_code == 0, made.output
    assert "legal_status" in made.stdout
    with files[side].open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.reader(stream))[0] in {"id", "kind"}
    done = match(files["startups"], files["offers"], "--out", tmp_path / "out", "--no-report", *DAY)
    assert done.exit_code == 0, done.output
    assert CliRunner().invoke(main, ["template", side, "--out", str(files[side])]).exit_code == 2
    assert CliRunner().invoke(main, ["template", side, "--out", str(tmp_path / "t.xlsx")]).exit_code == 2


@pytest.mark.data
def test_real_startups_and_closed_accelerators(data: Path, tmp_path: Path) -> None:
    done = match(
        data / "yc_2005_2014" / "Startups.csv",
        data / "corporate_accelerators_2015" / "Accelerators.json",
        "--startups-profile", "yc", "--offers-profile", "corporate-accelerators",
        "--policy", "balance", "--out", tmp_path / "out", "--json", "--no-report", *DAY,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert (told["startups"], told["offers"], told["closed"]) == (523, 57, 7)
    assert [one["records"] for one in told["inputs"]] == [688, 64]
    assert told["inputs"][0]["ended"] == {"Dead": 85, "Exited": 80}
    assert len(read_csv(tmp_path / "out" / "recommendations.csv")) == 523 * 10
