"""The command `rate`: what it writes, and that a bad input leaves nothing behind."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import jsonschema
import pytest
from click.testing import CliRunner, Result

from diversity_platform.cli.main import main
from rating.documents.rows import REJECTED_COLUMNS
from tests.builders import canonical_file, canonical_rows, city_rows, read_csv

SCHEMA = Path(__file__).parents[3] / "docs" / "formats" / "ratings.schema.json"
FIRST_COLUMNS = [
    "company", "period", "score", "score_low", "score_high", "band", "rank_low", "rank_high", "n_leaders",
    "status", "reason",
]  # fmt: skip
ANCESTOR = "management-diversity-2016"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def rate(*files: Path, out: Path, profile: str = "canonical", more: tuple[object, ...] = ()) -> Result:
    return run(
        "rate", *files, "--profile", profile, "--framework", ANCESTOR, "--draws", 200, "--out", out, *more
    )


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return canonical_file(tmp_path / "city.csv", city_rows())


def test_it_writes_tables_document_and_pages(city: Path, tmp_path: Path) -> None:
    result = rate(city, out=tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "ratings.csv", "ratings.json", "rejected.csv", "index.html", "report"
    }  # fmt: skip
    rows = read_csv(tmp_path / "out" / "ratings.csv")
    assert list(rows[0])[: len(FIRST_COLUMNS)] == FIRST_COLUMNS
    assert [row["status"] for row in rows] == ["ranked"] * 6
    assert {row["framework"] for row in rows} == {f"{ANCESTOR}[gender]"}
    assert f"Look at: {tmp_path / 'out' / 'index.html'}" in result.output


def test_without_a_report_it_writes_tables_only(city: Path, tmp_path: Path) -> None:
    assert rate(city, out=tmp_path / "out", more=("--no-report",)).exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "ratings.csv", "ratings.json", "rejected.csv"
    }  # fmt: skip


def test_the_document_keeps_to_its_schema(city: Path, tmp_path: Path) -> None:
    rate(city, out=tmp_path / "out")
    document = json.loads((tmp_path / "out" / "ratings.json").read_text(encoding="utf-8"))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    assert document["schema"] == "ratings/1"


def test_table_document_and_pages_carry_the_same_numbers(city: Path, tmp_path: Path) -> None:
    rate(city, out=tmp_path / "out")
    out = tmp_path / "out"
    document = json.loads((out / "ratings.json").read_text(encoding="utf-8"))
    index = (out / "index.html").read_text(encoding="utf-8")
    ratings = document["periods"][0]["ratings"]
    for row, rating in zip(read_csv(out / "ratings.csv"), ratings, strict=True):
        assert row["company"] == rating["company"]
        assert [float(row[name]) for name in ("score", "score_low", "score_high")] == [
            rating["score"][end] for end in ("value", "low", "high")
        ]
        assert (int(row["rank_low"]), int(row["rank_high"])) == (
            rating["rank"]["low"],
            rating["rank"]["high"],
        )
        low, value, high = (f"{rating['score'][end]:.0f}" for end in ("low", "value", "high"))
        shown = f'{value} <span class="quiet">({low} to {high})</span>'
        page = (out / "report" / "companies" / f"{rating['page']}.html").read_text(encoding="utf-8")
        line = next(part for part in index.split("<tr>") if f">{rating['company']}</a>" in part)
        assert shown in line
        assert f"<dd>{value}<small>90 % interval {low} to {high}</small></dd>" in page


def test_the_same_seed_gives_the_same_bytes_whatever_the_order_of_rows(city: Path, tmp_path: Path) -> None:
    header, *lines = city.read_text(encoding="utf-8").splitlines()
    rate(city, out=tmp_path / "one")
    city.write_text("\n".join([header, *lines[::-1]]), encoding="utf-8")
    rate(city, out=tmp_path / "two")
    one, two = everything_in(tmp_path / "one"), everything_in(tmp_path / "two")
    assert one["ratings.csv"] == two["ratings.csv"]
    rate(city, out=tmp_path / "three")
    assert everything_in(tmp_path / "three") == two


def test_several_periods_get_a_ranking_each(tmp_path: Path) -> None:
    files = [
        canonical_file(tmp_path / f"{year}.csv", city_rows(companies, period=year))
        for year, companies in (("2025", 5), ("2026", 6))
    ]
    assert rate(*files, out=tmp_path / "out").exit_code == 0
    rows = read_csv(tmp_path / "out" / "ratings.csv")
    assert Counter((row["period"], row["ranked_companies"]) for row in rows) == {
        ("2025", "5"): 5, ("2026", "6"): 6
    }  # fmt: skip
    assert (tmp_path / "out" / "report" / "ranking-1.html").exists()


def test_json_says_what_was_done(city: Path, tmp_path: Path) -> None:
    result = rate(city, out=tmp_path / "out", more=("--json",))
    said = json.loads(result.stdout)
    assert said["periods"] == [
        {"period": "2026", "companies": 6, "rated": 6, "ranked": 6, "performance": None}
    ]
    assert (said["framework"], said["rejected"]) == (f"{ANCESTOR}[gender]", 0)


def test_what_a_rule_excludes_is_listed_and_exits_with_zero(tmp_path: Path) -> None:
    rows = city_rows() + canonical_rows("Tiny", counts={"gender": {"women": 1, "men": 2}})
    rows += canonical_rows("Shy", counts={"gender": {"women": "", "men": 30}})
    rows += canonical_rows("Slim", counts={"gender": {"women": 3, "men": 4}})
    rows += canonical_rows("Slim", level="staff", counts={"gender": {"women": 60, "men": 60}})
    result = rate(canonical_file(tmp_path / "city.csv", rows), out=tmp_path / "out")
    assert result.exit_code == 0, result.output
    rejected = read_csv(tmp_path / "out" / "rejected.csv")
    assert tuple(rejected[0]) == REJECTED_COLUMNS
    assert [(row["row"], row["column"], row["code"]) for row in rejected] == [
        ("28", "count", "suppressed"), ("30", "", "too_few_leaders"), ("26", "", "leaders_withheld")
    ]  # fmt: skip
    listed = {row["company"]: row for row in read_csv(tmp_path / "out" / "ratings.csv")}
    assert (listed["Slim"]["status"], listed["Slim"]["reason"]) == ("listed", "fewer than nine leaders")
    assert listed["Slim"]["n_leaders"] == "7"
    assert (listed["Tiny"]["status"], listed["Tiny"]["reason_code"]) == ("listed", "leaders_withheld")
    assert listed["Tiny"]["reason"] == "too few leaders for anything about them to be shown"
    assert listed["Tiny"]["n_leaders"] == ""  # one to four people are not counted in public
    assert listed["Shy"]["reason_code"] == "suppressed"
    assert listed["Shy"]["score"] == ""


def test_no_small_count_leaves_in_any_file(tmp_path: Path) -> None:
    """One woman among 31 leaders: her number is in no table, document, page, drawing or label."""
    rows = city_rows() + canonical_rows("Lonely", counts={"gender": {"women": 1, "men": 30}})
    rows += canonical_rows("Lonely", level="staff", counts={"gender": {"women": 60, "men": 60}})
    rate(canonical_file(tmp_path / "city.csv", rows), out=tmp_path / "out")
    document = json.loads((tmp_path / "out" / "ratings.json").read_text(encoding="utf-8"))
    (period,) = document["periods"]
    (lonely,) = [r for r in period["ratings"] if r["company"] == "Lonely"]
    assert (lonely["score"], lonely["score_withheld"], lonely["as_counted"]) == (None, True, None)
    withheld = {"women": None, "men": None, "non_binary": 0}  # nobody, among thirty and more, is shown
    assert lonely["management"]["gender"] == withheld
    levels = {level["level"]: level for level in lonely["levels"]}
    assert (levels["executive"]["people"], levels["executive"]["groups"]["gender"]) == (31, withheld)
    # the sum over staff and leaders is not shown, so that those of the staff give nobody away
    staff = {"women": 60, "men": 60, "non_binary": 0}
    assert (levels["staff"]["people"], levels["staff"]["groups"]["gender"]) == (120, staff)
    assert all(component["process"] is None for component in lonely["components"])
    # nor is she the difference between the city and its other companies
    pooled = {level["level"]: level["groups"]["gender"] for level in period["pooled"]}
    assert pooled["executive"] == withheld
    assert period["peers"] == []  # a prior fitted to few companies gives one away
    assert document["source"]["files"] == [{"name": "city.csv", "sha256": None}]  # so does a digest
    page = (tmp_path / "out" / "report" / "companies" / "lonely.html").read_text(encoding="utf-8")
    assert "3.2" not in page  # her share, in percent
    assert "96.8" not in page


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


def test_a_second_run_replaces_the_first_and_leaves_other_files_alone(city: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rate(city, out=out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    smaller = canonical_file(tmp_path / "small.csv", city_rows(5))
    assert rate(smaller, out=out).exit_code == 0
    assert len(read_csv(out / "ratings.csv")) == 5
    assert not (out / "report" / "companies" / "company-5.html").exists()
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_swap_that_fails_half_way_is_put_back(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    rate(city, out=out)
    before = everything_in(out)
    rename = Path.rename

    def fails_late(self: Path, target: Path) -> Path:
        if self.name == "report" and self.parent != out and "earlier" not in self.parts:
            raise PermissionError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_late)
    result = rate(city, out=out, more=("--seed", 9))
    assert (result.exit_code, "cannot be written" in result.stderr) == (2, True)
    assert everything_in(out) == before


def test_files_of_others_are_not_overwritten(city: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("my homepage", encoding="utf-8")
    result = rate(city, out=out)
    assert result.exit_code == 2
    assert "index.html: it exists and no earlier run wrote it" in result.stderr
    assert everything_in(out) == {"index.html": b"my homepage"}


def test_two_runs_at_once_into_one_folder_leave_one_whole_result(city: Path, tmp_path: Path) -> None:
    smaller = canonical_file(tmp_path / "small.csv", city_rows(5))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "diversity_platform", "rate", "--profile", "canonical",
               "--framework", ANCESTOR, "--draws", "100", "--out", str(out)]  # fmt: skip
    for _ in range(3):
        runs = [
            subprocess.Popen(
                [*command, str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            )
            for file in (city, smaller)
        ]
        assert [(run.wait(), run.stderr.read() if run.stderr else "") for run in runs] == [(0, "")] * 2
        for run in runs:
            if run.stderr:
                run.stderr.close()
        rows = read_csv(out / "ratings.csv")
        pages = list((out / "report" / "companies").iterdir())
        assert len(rows) == len(pages)
        assert len(rows) in {5, 6}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["city.csv", "out", "small.csv"]


def test_a_failing_run_keeps_the_results_of_the_earlier_one(city: Path, tmp_path: Path) -> None:
    rate(city, out=tmp_path / "out")
    before = everything_in(tmp_path / "out")
    assert rate(tmp_path / "none.csv", out=tmp_path / "out").exit_code == 2
    assert everything_in(tmp_path / "out") == before


def test_an_output_folder_that_is_a_file_is_refused(city: Path) -> None:
    result = rate(city, out=city)
    assert (result.exit_code, "is a file" in result.stderr) == (2, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(city: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    result = rate(city, out=locked / "out")
    assert (result.exit_code, "cannot be written" in result.stderr) == (2, True)


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


def test_the_schema_in_the_documentation_is_the_one_in_force() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "rating.documents"], capture_output=True, text=True, check=True
    ).stdout
    assert SCHEMA.read_text(encoding="utf-8") == printed


@pytest.mark.data
def test_eeo1_filings_beside_the_fortune_500(data: Path, tmp_path: Path) -> None:
    result = rate(
        data / "eeo1_reveal" / "Reveal_EEO1_for_2016.csv",
        out=tmp_path / "out",
        profile="eeo1",
        more=(
            "--performance", data / "fortune500" / "fortune500-2018.csv",
            "--performance-profile", "fortune500",
        ),
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "n = 14, too few: only |r| ≥ .69 would be detectable" in result.output
    assert "Results of 2017 from the Fortune 500 list of 2018, the year after the headcount." in result.output
    rows = read_csv(tmp_path / "out" / "ratings.csv")
    assert Counter(row["status"] for row in rows) == {"ranked": 25}
    assert {row["framework"] for row in rows} == {f"{ANCESTOR}[gender,origin]"}
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "origin means race and ethnicity in the seven groups" in page
    assert '839 <span class="quiet">(22.2 %)</span>' in page


@pytest.mark.data
def test_uk_filings_of_one_postcode_area(data: Path, tmp_path: Path) -> None:
    result = rate(
        data / "uk_gpg" / "uk_gpg_2021_22.csv.gz", out=tmp_path / "out", profile="uk-gpg",
        more=("--area", "LS"),
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    rows = read_csv(tmp_path / "out" / "ratings.csv")
    status = Counter(row["status"] for row in rows)
    assert status == {"ranked": 148, "listed": 16}
    document = json.loads((tmp_path / "out" / "ratings.json").read_text(encoding="utf-8"))
    assert document["periods"][0]["ratings"][0]["not_separable"]["companies"]
    assert "proxy" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


@pytest.mark.data
@pytest.mark.parametrize("framework", [ANCESTOR, "diversity-advantage-2026"])
def test_leeds_is_listed_with_parity_and_not_ranked(data: Path, tmp_path: Path, framework: str) -> None:
    leeds = data / "leeds_diversity"
    result = run(
        "rate", leeds / "combined.csv", "--profile", "leeds", "--framework", framework, "--benchmark",
        leeds / "areas" / "E08000035.json", "--out", tmp_path / "out",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    rows = read_csv(tmp_path / "out" / "ratings.csv")
    assert [row["company"] for row in rows] == sorted(row["company"] for row in rows)
    assert len(rows) == 8
    assert {(row["status"], row["score"], row["rank_low"]) for row in rows} == {("listed", "", "")}
    parity = {row["company"]: row["parity_gender"] for row in rows}
    women, men = 415_579, 396_374
    expected = 1 - abs(1890 / 2779 - women / (women + men))
    assert float(parity["Calderdale Council"]) == pytest.approx(expected, abs=0.0006)
    missing = {row["company"] for row in rows if row["parity_age"] == ""}
    assert missing == {"University of Leeds"}


def test_filings_of_a_public_form_that_are_not_public_can_be_protected(tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "reference" / "profiles" / "eeo1.csv"
    for name, more in (("open", ()), ("closed", ("--protect",))):
        assert rate(sample, out=tmp_path / name, profile="eeo1", more=more).exit_code == 0
    opened, closed = (
        json.loads((tmp_path / name / "ratings.json").read_text(encoding="utf-8"))
        for name in ("open", "closed")
    )
    first = {name: doc["periods"][0]["ratings"][0] for name, doc in (("open", opened), ("closed", closed))}
    assert first["open"]["levels"][-1]["groups"]["gender"] == {"women": 3, "men": 6}
    assert first["closed"]["levels"][-1]["groups"]["gender"] == {"women": None, "men": None}
    assert closed["source"]["already_public"] is False


def test_numbers_and_periods_do_no_harm_in_a_spreadsheet(tmp_path: Path) -> None:
    header = ("company", "company_number", "period", "area", "level", "attribute", "group", "count")
    rows = [("A", "@SUM(1)", "+2026", "-X", "executive", "gender", group, 20) for group in ("women", "men")]
    assert rate(canonical_file(tmp_path / "a.csv", rows, header), out=tmp_path / "out").exit_code == 0
    (row,) = read_csv(tmp_path / "out" / "ratings.csv")
    assert [row[name] for name in ("company_number", "period", "area")] == ["'@SUM(1)", "'+2026", "'-X"]


def test_an_unfilled_template_is_told_that_it_holds_nothing(tmp_path: Path) -> None:
    rows = canonical_rows(counts={"gender": {"women": "", "men": ""}})
    result = rate(canonical_file(tmp_path / "a.csv", rows), out=tmp_path / "out")
    assert (result.exit_code, "They hold no counts at all." in result.stderr) == (2, True)
