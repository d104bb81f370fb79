"""The command `label check`: the answer first, in 80 columns, in both languages; what it refuses, and how."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from connector.label.scheme import declared_scheme
from diversity_platform.cli.main import main
from tests.connector.label.builders import table
from tests.connector.label.scheme_files import stricter, write_toml

if TYPE_CHECKING:
    from pathlib import Path

REAL = declared_scheme()


def check(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["label", "check", *(str(one) for one in arguments)])


def file_of(
    folder: Path, anchor: object = 2, head: str = "", name: str = "answers.toml", **others: object
) -> Path:
    """Write answers, the same to every criterion but for some (dots as two underscores)."""
    stated = {key.replace("__", "."): value for key, value in others.items()}
    answers = {one.code: anchor for one in REAL.criteria} | stated
    lines = [f'scheme = "{REAL.label}"', head, "[answers]"]
    lines += [f"{code} = {value}" for code, value in answers.items()]
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("anchor", "english", "french"),
    [
        (0, "Level reached: none yet", "Niveau atteint\u00a0: aucun pour le moment"),
        (1, "Level reached: Candidate", "Niveau atteint\u00a0: Candidat"),
        (2, "Level reached: Diversity Connector", "Niveau atteint\u00a0: Label Diversity Connector"),
        (
            3,
            "Level reached: Diversity Connector with distinction",
            "Niveau atteint\u00a0: Label Diversity Connector avec distinction",
        ),
    ],
)
def test_the_level_stands_in_the_first_line_and_the_status_is_0(
    anchor: int, english: str, french: str, tmp_path: Path
) -> None:
    path = file_of(tmp_path, anchor)
    for language, first in (("en", english), ("fr", french)):
        done = check(path, "--language", language)
        assert (done.exit_code, done.output.splitlines()[0], done.stderr) == (0, first, "")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_line_is_longer_than_eighty_columns(language: str, tmp_path: Path) -> None:
    path = file_of(tmp_path, '""', p1__plan='{ anchor = 1, note = "%s" }' % ("word " * 60))
    lines = check(path, "--language", language).output.splitlines()
    assert len(lines) > 100
    assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


def test_then_come_the_range_what_is_missing_by_pillar_and_every_criterion(tmp_path: Path) -> None:
    output = check(file_of(tmp_path, p1__mission=1, p1__plan=0, p6__survey='""')).output
    order = [
        "Level reached: Candidate",
        "Possible if the criteria not answered were all at their best: Candidate",
        "Criteria answered: 25 of 26",
        "Points of scored criteria: 26 of 45",
        "Missing for Diversity Connector:",
        "  Mission and governance",
        "    p1.mission is mandatory and has to come from 1 to 2.",
        "  Lessons: diversity-connector/mission-and-partners",
        "  Good practices: mission-that-names-both-sides",
        "Missing for Diversity Connector with distinction:",
        "  8 points over all pillars (there are 26 of 45).",
        "All criteria",
        "Mission and governance: 2 of 6 points",
        "  p1.mission (mandatory, missing for Diversity Connector)",
        "      p1.mission is planned: write by which day.",
        "  p1.plan (scored)",
        "  p6.survey (scored)",
        "      Not answered.",
        "What lies between two anchors counts as the lower. What is not answered counts",
    ]
    lines = output.splitlines()
    assert [line for line in order if line not in lines] == []
    assert sorted(lines.index(line) for line in order) == [lines.index(line) for line in order]
    assert all(f"  {one.code} (" in output for one in REAL.criteria)


def test_at_the_highest_level_nothing_is_missing(tmp_path: Path) -> None:
    output = check(file_of(tmp_path, 3)).output
    assert "Nothing is missing: this is the highest level." in output
    assert "Missing for" not in output
    assert "Possible" not in output


def test_fewer_than_five_staff_are_asked_less(tmp_path: Path) -> None:
    output = check(file_of(tmp_path, head="staff = 4")).output
    assert "Asked is the short form: Small incubator (fewer than five staff)." in output
    assert "Answered, but not asked in the short form:" in output
    assert "  p1.people (" not in output
    assert "short form" not in check(file_of(tmp_path, head="staff = 5")).output


def test_json_goes_to_a_file_beside_the_text_or_alone_to_standard_output(tmp_path: Path) -> None:
    path, out = file_of(tmp_path), tmp_path / "check.json"
    done = check(path, "--json", out, "--language", "fr")
    assert (done.exit_code, done.output.splitlines()[0]) == (
        0,
        "Niveau atteint\u00a0: Label Diversity Connector",
    )
    alone = check(path, "--json", "-", "--language", "fr")
    assert json.loads(out.read_text(encoding="utf-8")) == json.loads(alone.stdout)
    found = json.loads(alone.stdout)
    assert (found["schema"], found["level"], found["language"]) == ("label-check/1", "connector", "fr")
    # checked again after more was done
    file_of(tmp_path, 3)
    assert check(path, "--json", out).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["level"] == "distinction"


def test_what_is_read_is_not_written_over(tmp_path: Path) -> None:
    path = file_of(tmp_path)
    before = path.read_bytes()
    done = check(path, "--json", path)
    assert (done.exit_code, path.read_bytes()) == (2, before)
    assert "it is read as well. Name another file with --json." in done.stderr


def test_a_faulty_file_ends_with_status_2_and_all_faults(tmp_path: Path) -> None:
    path = file_of(tmp_path, p1__mission=7, p1__misson=2)
    done = check(path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        (
            "Error: answers.toml, answers, p1.mission: 7 is no whole number of 0 to 3. "
            "Write 0, 1, 2 or 3, or leave it empty."
        ),
        (
            "Error: answers.toml, answers, p1.misson: 'p1.misson' is no criterion of "
            "diversity-connector-2026. Did you mean 'p1.mission'?"
        ),
        "Nothing was written.",
    ]
    as_json = check(path, "--json", "-")
    faults = json.loads(as_json.stdout)["faults"]
    assert (as_json.exit_code, [one["place"] for one in faults]) == (
        2,
        ["answers, p1.mission", "answers, p1.misson"],
    )
    out = tmp_path / "check.json"
    assert (check(path, "--json", out).exit_code, out.exists()) == (2, False)


def test_a_missing_file_is_refused_and_a_wrong_command_is_usage(tmp_path: Path) -> None:
    assert check(tmp_path / "none.toml").exit_code == 2
    assert check().exit_code == 2
    assert check(file_of(tmp_path), "--language", "tlh").exit_code == 2
    assert CliRunner().invoke(main, ["label", "grant"]).exit_code == 2


def test_a_scheme_of_another_network_is_handed_in(tmp_path: Path) -> None:
    scheme = write_toml(tmp_path / "small.toml", table())
    path = tmp_path / "a.toml"
    path.write_text('scheme = "small-label-2026"\n[answers]\np.must = 2\nq.must = 1\n', encoding="utf-8")
    assert "there is no scheme 'small-label-2026'" in check(path).stderr
    done = check(path, "--scheme", scheme)
    assert (done.exit_code, done.output.splitlines()[0]) == (0, "Level reached: candidate.")


def test_a_derived_scheme_is_handed_in(tmp_path: Path) -> None:
    own = write_toml(tmp_path / "own.toml", stricter(REAL, mandatory=["p1.plan"]))
    path = file_of(tmp_path, p1__plan=1)
    path.write_text(
        path.read_text(encoding="utf-8").replace(REAL.label, "stricter-label-2026"), encoding="utf-8"
    )
    output = check(path, "--scheme", own).output
    assert output.splitlines()[0] == "Level reached: Candidate"
    assert "    p1.plan is mandatory and has to come from 1 to 2." in output


def test_a_faulty_scheme_is_refused_with_its_place(tmp_path: Path) -> None:
    scheme = write_toml(tmp_path / "own.toml", stricter(REAL, levels={"connector": {"points_share": 0.1}}))
    done = check(file_of(tmp_path), "--scheme", scheme)
    assert done.exit_code == 2
    assert "own.toml: Scheme stricter-label-2026: the level 'connector' asks less" in done.stderr


def test_a_scheme_that_does_not_speak_the_language_says_which_it_does(tmp_path: Path) -> None:
    def only(language: str, value: object) -> object:
        if isinstance(value, dict):
            if set(value) == {"en", "fr"}:
                return {language: value["fr"]}
            return {key: only(language, one) for key, one in value.items()}
        return [only(language, one) for one in value] if isinstance(value, list) else value

    path = tmp_path / "a.toml"
    path.write_text('scheme = "small-label-2026"\n', encoding="utf-8")
    for language, asked, remedy in (
        ("fr", "en", "Write --language fr."),
        ("de", "fr", "Add one of these: en, fr."),
    ):
        scheme = tmp_path / f"{language}.toml"
        one = only(language, table())
        assert isinstance(one, dict)
        done = check(path, "--scheme", write_toml(scheme, one), "--language", asked)
        assert (done.exit_code, f"it is said in {language} alone. {remedy}" in done.stderr) == (2, True)
    french = check(path, "--scheme", tmp_path / "fr.toml")
    assert french.output.splitlines()[0] == "Niveau atteint\u00a0: aucun pour le moment"


def test_nothing_in_a_file_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    note = '{ anchor = 1, note = "\\u001b[31mred\\u0007" }'
    output = check(file_of(tmp_path, p1__mission=note, p1__zzz='"\\u001b[2J"')).output
    assert "\x1b" not in output
    output = check(file_of(tmp_path, p1__mission=note)).output
    assert ("\x1b" in output, "\x07" in output, "Note: [31mred" in output) == (False, False, True)


def test_a_check_loads_no_numerics_and_help_no_scheme(tmp_path: Path) -> None:
    def loaded(*arguments: str) -> str:
        code = (
            "import sys; from click.testing import CliRunner; from diversity_platform.cli.main import main; "
            f"result = CliRunner().invoke(main, {['label', *arguments]!r}); "
            "print(result.exit_code, sorted({'numpy', 'scipy', 'connector.matching', 'connector.label'} & "
            "set(sys.modules)))"
        )
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        return result.stdout.strip()

    assert loaded("--help") == "0 []"
    assert loaded("check", str(file_of(tmp_path))) == "0 ['connector.label']"
