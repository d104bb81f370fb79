"""The command `performance`: what it leaves in a folder, in which language, and what it refuses."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from diversity_platform.cli.main import main
from rating.documents.schema.study import StudyDocument
from tests.builders import read_csv
from tests.diversity_platform.cli.panel_file import write_panel

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = {"results.json", "sentence.txt", "models.csv", "specifications.csv", "index.html", "report"}
COLUMNS = ("--company", "firm", "--year", "year", "--exposure", "women", "--outcome", "roa")
MORE = (
    "--industry", "industry", "--controls", "size", "--city", "city", "--exposure-n", "leaders",
)  # fmt: skip
KEYS = {
    "n_companies", "n_observations", "smallest_detectable_r", "spearman", "pooled", "industry_adjusted",
    "within", "between", "lagged", "lead_placebo", "specification_curve", "sentence", "refused",
}  # fmt: skip


def performance(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["performance", *(str(argument) for argument in arguments)])


@pytest.fixture(scope="module", params=["en", "fr"])
def result(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("performance")
    table, out = write_panel(folder / "panel.csv"), folder / "out"
    done = performance(
        table,
        *COLUMNS,
        "--outcome",
        "growth",
        *MORE,
        "--out",
        out,
        "--draws",
        99,
        "--language",
        request.param,
    )
    assert done.exit_code == 0, done.output
    return request.param, out


def document_of(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "results.json").read_text(encoding="utf-8"))
    return found


def test_it_writes_the_document_its_tables_a_sentence_and_a_page(result: tuple[str, Path]) -> None:
    language, out = result
    assert {path.name for path in out.iterdir()} == WRITTEN
    document = document_of(out)
    assert next(iter(document)) == "schema"
    assert document.keys() >= KEYS
    assert (document["language"], document["n_companies"], document["n_observations"]) == (language, 60, 239)
    assert (out / "sentence.txt").read_text(encoding="utf-8").strip() == document["sentence"]
    jsonschema.validate(document, StudyDocument.model_json_schema(by_alias=True))


def test_every_estimate_has_its_interval_and_its_n(result: tuple[str, Path]) -> None:
    document = document_of(result[1])
    for outcome in (document, *document["other_outcomes"]):
        for key in KEYS & {
            "spearman",
            "pooled",
            "industry_adjusted",
            "within",
            "between",
            "lagged",
            "lead_placebo",
        }:
            model = outcome[key]
            low, high = model["interval"]
            assert low < model["estimate"] < high, key
            assert model["n"] > 0
            assert model["refused"] is None
        curve = outcome["specification_curve"]
        assert curve["interval"][0] <= curve["median"] <= curve["interval"][1]
        assert 0.0 < curve["permutation_p"] <= 1.0
        assert curve["share_significant"] == curve["share_above"] + curve["share_below"]
        assert curve["n_specifications"] == len(curve["specifications"])
        assert outcome["within"]["p_holm"] >= outcome["within"]["p_value"]


def test_the_corrected_slope_is_steeper_or_said_to_be_unknown(result: tuple[str, Path]) -> None:
    document = document_of(result[1])
    assert document["table"]["errors"] == "share"
    pooled = document["pooled"]
    assert 0.3 < pooled["corrected"]["reliability"] < 0.8
    assert abs(pooled["corrected"]["estimate"]) > abs(pooled["estimate"])
    assert document["lead_placebo"]["corrected"]["refused"]["code"] == "control_has_errors"


def test_tables_and_page_say_what_the_document_says(result: tuple[str, Path]) -> None:
    language, out = result
    document, rows = document_of(out), read_csv(out / "models.csv")
    assert [row["outcome"] for row in rows] == ["roa"] * 8 + ["growth"] * 8
    within = next(row for row in rows if row["model"] == "within")
    assert float(within["estimate"]) == document["within"]["estimate"]
    studied = (document, *document["other_outcomes"])
    made = sum(each["specification_curve"]["n_specifications"] for each in studied)
    assert len(read_csv(out / "specifications.csv")) == made
    page = unescape((out / "index.html").read_text(encoding="utf-8"))
    assert document["sentence"] in page
    assert all(remark["sentence"] in page for remark in document["remarks"])
    assert f'<html lang="{language}"' in page
    decimals = re.sub(r"^(-?)0", r"\1", f"{document['within']['r']['estimate']:.2f}")
    assert (
        decimals if language == "en" else f"{document['within']['r']['estimate']:.2f}".replace(".", ",")
    ) in page
    assert "http" not in page.replace("http-equiv", "")


def test_what_the_table_lacks_is_told(result: tuple[str, Path]) -> None:
    remarks = {remark["code"]: remark["rows"] for remark in document_of(result[1])["remarks"]}
    assert remarks.items() >= {"missing": 1, "left_out": 1, "unbalanced": 60}.items()


def test_twelve_companies_are_refused_with_what_would_be_needed_and_that_is_no_error(tmp_path: Path) -> None:
    table = write_panel(tmp_path / "few.csv", 12)
    done = performance(table, *COLUMNS, "--out", tmp_path / "out", "--json")
    assert done.exit_code == 0
    told = json.loads(done.output)
    assert (told["refused"]["code"], told["refused"]["needed"]) == ("too_few_to_study", 783)
    assert told["within"]["estimate"] is None
    assert told["smallest_detectable_r"] == pytest.approx(0.73, abs=0.005)
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "3,138" in page
    assert "<svg" not in page


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--exposure-n", "leaders", "--exposure-se", "size"), "not both"),
        (("--industry", "sector"), "sector"),
        (("--controls", "roa"), "two things"),
    ],
)
def test_faulty_input_is_told_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    table = write_panel(tmp_path / "panel.csv", 12)
    done = performance(table, *COLUMNS, *arguments, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert told in done.output
    assert not (tmp_path / "out").exists()


def test_a_second_run_takes_the_place_of_the_first_and_of_nothing_else(tmp_path: Path) -> None:
    table, out = write_panel(tmp_path / "panel.csv", 12), tmp_path / "out"
    for _ in range(2):
        assert performance(table, *COLUMNS, "--out", out).exit_code == 0
    (out / "results.json").write_text('{"schema":"ratings/1"}', encoding="utf-8")
    refused = performance(table, *COLUMNS, "--out", out)
    assert refused.exit_code == 2
    assert "no earlier run wrote it" in refused.output
