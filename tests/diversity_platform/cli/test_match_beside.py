"""`match` with overrides, a ranker and earlier introductions: what it says, writes and refuses."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from connector.matching.learning.ranker import Learned, learn
from connector.matching.scoring import declared_weights
from connector.words import say
from diversity_platform.cli.main import main
from rating.disclosure.audit import audit as verify
from rating.intake.publications import read_publication
from tests.builders import read_csv
from tests.connector.intake_files import INTRODUCTIONS, STARTUPS, answers, declared, write_files
from tests.connector.matching.learning.calls import SHARES, call
from tests.connector.matching.learning.rankers import stays

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2026-03-02")
#: Groups that the call names: of no other are answers counted.
CALLED = ("--groups", "origin:here|elsewhere")
OVERRIDES = "startup;offer;reason;by;day\ns3;hub;They <met> at the fair.;A. Diallo;2026-02-27\n"


def match(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["match", *(str(argument) for argument in arguments)])


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def document_in(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "match.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def learned() -> Learned:
    made = call(3, 1600, weights=SHARES[::-1].copy())
    found = learn(made.shown, made.seen, declared_weights(), rng=np.random.default_rng(1), kinds=("logit",))
    assert found.replaces_declared
    return found


# ------------------------------------------------------------------------------------------- overrides


def test_overrides_stand_in_document_table_and_pages(tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = written(tmp_path, "decided.csv", f"\N{ZERO WIDTH NO-BREAK SPACE}{OVERRIDES}")
    done = match(*write_files(tmp_path), "--out", out, "--overrides", path, *DAY)
    assert done.exit_code == 0, done.output
    assert "  decided.csv: introductions decided by hand, all of them kept: 1" in done.stdout.splitlines()
    document = document_in(out)
    assert [(one["startup"], one["offer"], one["by"]) for one in document["overrides"]] == [
        ("s3", "hub", "A. Diallo")
    ]
    assert document["further_inputs"] == [
        {
            "holds": "overrides",
            "file": "decided.csv",
            "sha256": sha256(path.read_bytes()).hexdigest(),
            "records": 1,
        }
    ]
    (row,) = [row for row in read_csv(out / "recommendations.csv") if row["override"]]
    assert (row["startup"], row["offer"], row["introduction"]) == ("s3", "hub", "yes")
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "They &lt;met&gt; at the fair." in index
    assert document["further_inputs"][0]["sha256"] in index


def test_an_override_that_the_rules_refuse_is_told_with_its_row_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    rows = OVERRIDES + "s2;loans;They asked.;A. Diallo;2026-02-27\n"
    path = written(tmp_path, "decided.csv", rows)
    out = tmp_path / "out"
    done = match(*write_files(tmp_path), "--out", out, "--json", "--overrides", path, *DAY)
    assert (done.exit_code, out.exists()) == (2, False)
    assert json.loads(done.stdout)["faults"] == [
        {
            "file": "decided.csv",
            "place": "row 3",
            "message": "an override cannot introduce start-up 's2' to offer 'loans': it may not enter, "
            "by the rules stage.",
            "remedy": "Remove it; if the profile is out of date, correct that.",
        }
    ]


def test_faults_of_every_file_are_told_at_once(tmp_path: Path) -> None:
    files = write_files(tmp_path, STARTUPS.replace("growth", "grown"))
    done = match(
        *files, "--out", tmp_path / "out", *DAY,
        "--overrides", written(tmp_path, "o.csv", OVERRIDES.replace("2026-02-27", "yesterday")),
        "--ranker", written(tmp_path, "r.json", "{}"),
        "--introductions", written(tmp_path, "i.csv", INTRODUCTIONS + "s1,,2026-01-05,,yes\n"),
    )  # fmt: skip
    assert done.exit_code == 2
    assert [line.partition(": ")[2].partition(": ")[0] for line in done.stderr.splitlines()[:-1]] == [
        "startups.csv, row 3, column stage",
        "o.csv, row 2, column day",
        "r.json",
        "i.csv, row 2, column answered",
    ]
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------------------------------------- ranker


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_ranker_that_beat_the_weights_ranks_and_its_card_is_shown(
    tmp_path: Path, learned: Learned, language: str
) -> None:
    out = tmp_path / "out"
    path = written(tmp_path, "ranker.json", learned.to_json())
    done = match(*write_files(tmp_path), "--out", out, "--ranker", path, "--language", language, *DAY)
    assert done.exit_code == 0, done.output
    decision = learned.card.decision.reason
    assert f"  ranker.json: {say(decision, 'en')}" in done.stdout.splitlines()
    document = document_in(out)
    assert (document["rules"]["scored_by"], document["rules"]["version"]) == ("ranker", learned.version)
    assert (
        Learned.model_validate(json.loads(learned.to_json())).card.model_dump(mode="json")
        == (document["ranker"]["card"])
    )
    index = (out / "index.html").read_text(encoding="utf-8")
    assert {"en": "What ranks", "fr": "Ce qui classe"}[language] in index
    for sentence in learned.card.sentences():
        assert say(sentence, language).replace("'", "&#39;") in index
    assert learned.card.data is not None
    assert learned.card.data.digest in index
    figure = f"{100 * learned.card.contenders[1].metrics.ndcg.value:.1f}"
    assert f'<td class="num">{figure if language == "en" else figure.replace(".", ",")} ' in index


def test_a_ranker_that_did_not_pass_leaves_everything_as_without_and_says_so(tmp_path: Path) -> None:
    files = write_files(tmp_path)
    path = written(tmp_path, "ranker.json", stays().to_json())
    done = match(*files, "--out", tmp_path / "with", "--ranker", path, *DAY)
    assert match(*files, "--out", tmp_path / "without", *DAY).exit_code == 0
    assert "Everything is as without it." in done.stdout
    for name in ("recommendations.csv", "unmet_needs.csv", "exposure.csv"):
        assert (tmp_path / "with" / name).read_bytes() == (tmp_path / "without" / name).read_bytes()
    index = (tmp_path / "with" / "index.html").read_text(encoding="utf-8")
    assert "as without the ranker that was handed in" in index
    assert "What ranks" not in (tmp_path / "without" / "index.html").read_text(encoding="utf-8")


def test_the_decision_stands_in_the_summary_for_programs(tmp_path: Path, learned: Learned) -> None:
    path = written(tmp_path, "ranker.json", learned.to_json())
    files = write_files(tmp_path)
    told = json.loads(match(*files, "--out", tmp_path / "a", "--json", "--ranker", path, *DAY).stdout)
    assert told["ranker"]["ranks"] is True
    assert told["ranker"]["in_use"] == "logit"
    assert told["ranker"]["decision"]["code"] == "learning.decision.replaced"
    assert [one["holds"] for one in told["further_inputs"]] == ["ranker"]
    told = json.loads(match(*files, "--out", tmp_path / "b", "--json", *DAY).stdout)
    assert (told["ranker"], told["further_inputs"], told["overrides"]) == (None, [], 0)


def test_a_file_that_is_no_ranker_is_refused_in_words(tmp_path: Path) -> None:
    files = write_files(tmp_path)
    done = match(*files, "--out", tmp_path / "out", "--ranker", files[0], *DAY)
    assert (done.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert done.stderr.startswith("Error: startups.csv, line 1: this is no ranker: it is no readable JSON.")


# --------------------------------------------------------------------------------------- introductions


def audited(folder: Path, out: str, *more: object, groups: tuple[str, ...] = CALLED) -> Path:
    files = write_files(folder, declared())
    done = match(*files, "--out", folder / out, *DAY, *more, *groups)
    assert done.exit_code == 0, done.output
    return folder / out


@pytest.mark.parametrize("language", ["en", "fr"])
def test_acceptance_and_wait_stand_by_group_in_table_document_and_page(tmp_path: Path, language: str) -> None:
    path = written(tmp_path, "i.csv", answers())
    out = audited(tmp_path, "out", "--introductions", path, "--language", language)
    rows = {row["group"]: row for row in read_csv(out / "exposure.csv")}
    here, elsewhere = rows["here"], rows["elsewhere"]
    assert (here["introduced"], here["accepted"], here["acceptance"]) == ("100", "75", "0.75")
    assert (elsewhere["introduced"], elsewhere["accepted"], elsewhere["acceptance"]) == ("80", "20", "0.25")
    assert (here["wait"], elsewhere["wait"]) == ("5", "25")
    assert float(here["acceptance_low"]) < 0.75 < float(here["acceptance_high"])
    exposure = document_in(out)["exposure"]
    assert exposure["knows_answers"]
    index = (out / "index.html").read_text(encoding="utf-8")
    titles = {
        "en": "Answers to earlier introductions by declared group",
        "fr": "Réponses aux mises en relation antérieures par groupe déclaré",
    }
    assert titles[language] in index
    assert {"en": "75.0%", "fr": "75,0\u202f%"}[language] in index


def test_of_groups_that_no_call_names_no_answers_are_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "i.csv", answers())
    out = audited(tmp_path, "out", "--introductions", path, groups=())
    assert {row["attribute"] for row in read_csv(out / "exposure.csv")} == {"under_represented"}


@pytest.mark.parametrize(
    "entry",
    [
        "origin",
        "origin:",
        ":here",
        "origin:here|",
        "origin:1st",
        "origin:here,there",
        "origin:here:there",
        "origin=here",
    ],
)
def test_groups_that_cannot_be_read_are_refused(tmp_path: Path, entry: str) -> None:
    done = match(*write_files(tmp_path), "--out", tmp_path / "out", "--groups", entry, *DAY)
    assert (done.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert "Write attribute:group|group" in " ".join(done.stderr.split())


def test_without_introductions_nothing_is_said_of_answers(tmp_path: Path) -> None:
    out = audited(tmp_path, "out")
    assert {row["introduced"] for row in read_csv(out / "exposure.csv")} == {""}
    assert not document_in(out)["exposure"]["knows_answers"]
    assert "Answers to earlier introductions" not in (out / "index.html").read_text(encoding="utf-8")


def test_releases_before_and_after_the_first_answers_keep_the_promise_together(tmp_path: Path) -> None:
    before = next((audited(tmp_path, "before") / "released").iterdir())
    path = written(tmp_path, "i.csv", answers())
    out = audited(tmp_path, "after", "--introductions", path, "--earlier", before)
    after = next((out / "released").iterdir())
    assert [(one["holds"], one["sha256"]) for one in document_in(out)["further_inputs"]] == [
        ("introductions", sha256(path.read_bytes()).hexdigest()),
        ("released", sha256(before.read_bytes()).hexdigest()),
    ]
    findings = verify([read_publication(one) for one in (before, after)])
    assert all(finding.possible >= 10 and finding.reaches >= 10 for finding in findings)
    rows = {row["group"]: row for row in read_csv(out / "exposure.csv")}
    assert rows["here"]["accepted"] == "75"
    assert "accepted" not in before.read_text(encoding="utf-8")


def test_few_answers_are_told_of_nobody(tmp_path: Path) -> None:
    """Three of those elsewhere were accepted: neither that nor what it could be computed from is said."""
    stay = ("elsewhere0,", "elsewhere8,", "elsewhere16,")
    few = "".join(
        line.replace("yes", "no") if line.startswith("elsewhere") and not line.startswith(stay) else line
        for line in answers().splitlines(keepends=True)
    )
    assert few.count("elsewhere16,,2026-01-01,2026-01-26,yes") == 1
    path = written(tmp_path, "i.csv", few)
    out = audited(tmp_path, "out", "--introductions", path)
    rows = {row["group"]: row for row in read_csv(out / "exposure.csv")}
    assert (rows["elsewhere"]["accepted"], rows["elsewhere"]["acceptance"]) == ("", "")
    findings = verify([read_publication(next((out / "released").iterdir()))])
    assert findings
    assert all(finding.possible >= 10 and finding.reaches >= 10 for finding in findings)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("nobody,,2026-01-05,,", "row 2, column startup: there is no start-up called 'nobody'."),
        (
            "s1,,2026-03-05,,",
            "row 2, column proposed: 2026-03-05 lies after the day of matching, 2026-03-02.",
        ),
        ("s1,,2026-01-05,,yes", "row 2, column answered: an answer is stated without its day."),
    ],
)
def test_introductions_that_cannot_have_been_are_refused(tmp_path: Path, row: str, told: str) -> None:
    path = written(tmp_path, "i.csv", f"{INTRODUCTIONS}{row}\n")
    done = match(*write_files(tmp_path), "--out", tmp_path / "out", "--introductions", path, *DAY)
    assert (done.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert f"Error: i.csv, {told}" in done.stderr


# ------------------------------------------------------------------------------------------- templates


def test_filled_in_templates_are_matched(tmp_path: Path) -> None:
    paths = {}
    for kind in ("startups", "offers", "overrides", "introductions"):
        paths[kind] = tmp_path / f"{kind}.csv"
        made = CliRunner().invoke(main, ["template", kind, "--out", str(paths[kind])])
        assert made.exit_code == 0, made.output
    assert made.stdout.splitlines()[-1].startswith(
        "Then: diversity-platform match STARTUPS.csv OFFERS.csv --intro"
    )
    done = match(
        paths["startups"], paths["offers"], "--out", tmp_path / "out", "--json", *DAY,
        "--overrides", paths["overrides"], "--introductions", paths["introductions"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert [one["records"] for one in json.loads(done.stdout)["further_inputs"]] == [1, 3]
