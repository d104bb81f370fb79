"""A file of answers is read as somebody writes it, and all that is wrong with it is told at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from connector.errors import AnswersRefusedError
from connector.label.answers import Answer, answers_from, read_answers
from connector.label.scheme import declared_scheme, scheme_from
from tests.connector.label.answer_files import given, read
from tests.connector.label.builders import table

if TYPE_CHECKING:
    from pathlib import Path

REAL = declared_scheme()
SMALL = scheme_from(table())
NONE = "is no criterion of diversity-connector-2026."
DAY = "Write a day such as 2026-03-31, or leave it empty."
STAFF = "Write how many people the incubator employs, or leave it empty."
NUMBER = "Write 0, 1, 2 or 3, or leave it empty."
FIRST = "A code begins with one of: p1, p2, p3, p4, p5, p6."
NAME_IT = 'Write scheme = "diversity-connector-2026".'
HEAD = 'scheme = "diversity-connector-2026"\n'


def faults(text: str, folder: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(AnswersRefusedError) as refused:
        read(folder, text)
    assert {one.file for one in refused.value.faults} == {"answers.toml"}
    return [(one.place, one.message, one.remedy) for one in refused.value.faults]


@pytest.mark.parametrize(
    "text",
    [
        '[answers]\n"p1.mission" = 2\n"p1.plan" = 0\n',
        "[answers]\np1.mission = 2\np1.plan = 0\n",
        "[answers.p1]\nmission = 2\nplan = 0\n",
        'answers.p1 = { mission = 2, plan = "0" }\n',
        '[answers]\n"p1.mission" = 2.0\np1.plan = { anchor = 0 }\n',
        '[answers]\np1.mission = " 2 "\np1.plan = 0\np1.people = ""\n',
        "[answers]\r\np1.mission = 2\r\np1.plan = 0\r\n",
    ],
)
def test_an_answer_may_be_written_in_several_ways(text: str, tmp_path: Path) -> None:
    anchors = read(tmp_path, HEAD + text).anchors
    assert {code: anchor for code, anchor in anchors.items() if anchor is not None} == {
        "p1.mission": 2,
        "p1.plan": 0,
    }


def test_a_mark_at_the_start_of_a_file_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + "[answers]\np1.mission = 2\n").encode())
    assert read(tmp_path, path.read_text(encoding="utf-8")).anchors == {"p1.mission": 2}


def test_a_day_and_a_note_stand_beside_an_anchor(tmp_path: Path) -> None:
    text = """[answers]
p1.mission = { anchor = 1, planned = 2026-11-30, note = "Assembly\\nof \\u001b[31mNovember" }
p1.plan = { anchor = "", planned = "2026-12-01" }
"""
    assert read(tmp_path, HEAD + text).given == {
        "p1.mission": Answer(1, date(2026, 11, 30), "Assembly of  [31mNovember"),
        "p1.plan": Answer(None, date(2026, 12, 1)),
    }


@pytest.mark.parametrize(
    ("above", "variant"),
    [
        ({}, None),
        ({"staff": ""}, None),
        ({"staff": 4}, "small"),
        ({"staff": "4"}, "small"),
        ({"staff": 0}, "small"),
        ({"staff": 5}, None),
        ({"variant": "small"}, "small"),
        ({"staff": 4, "variant": "small"}, "small"),
        ({"staff": 4, "variant": "whole"}, None),
        ({"staff": 4, "variant": ""}, "small"),
    ],
)
def test_staff_or_a_name_picks_the_variant(above: dict[str, object], variant: str | None) -> None:
    assert given({}, **above).variant == variant


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = """scheme = "diversity-connector-2026"
stuff = 4
staff = 4.5
variant = "tiny"
[answers]
mission = 2
p1.misson = 2
p1.plan = 4
p1.people = 2.5
p2.criteria = true
p2.outreach = { anchr = 2 }
p2.share = { planned = "soon", note = 3 }
p9.qqqqqq = 1
p2.panel = [2]
variant = "small"
p3.mentoring = "1,5"
p3.follow_up = "\\u001b[2J"
"""
    between = "What lies between two anchors counts as the lower: write"
    assert faults(text, tmp_path) == [
        ("stuff", "'stuff' is nothing that is asked.", "Did you mean 'staff'?"),
        ("answers, mission", f"'mission' {NONE}", "Did you mean 'p1.mission'?"),
        ("answers, p1.misson", f"'p1.misson' {NONE}", "Did you mean 'p1.mission'?"),
        ("answers, p1.plan", "4 is no whole number of 0 to 3.", NUMBER),
        ("answers, p1.people", "2.5 lies between two anchors.", f"{between} 2."),
        ("answers, p2.criteria", "True is no whole number of 0 to 3.", NUMBER),
        ("answers, p2.outreach, anchr", "'anchr' is no part of an answer.", "Did you mean 'anchor'?"),
        ("answers, p2.share, planned", "'soon' is no day.", DAY),
        ("answers, p2.share, note", "3 is no text.", "Put it in quotation marks."),
        ("answers, p2.panel", "[2] is no whole number of 0 to 3.", NUMBER),
        ("answers, p9.qqqqqq", f"'p9.qqqqqq' {NONE}", FIRST),
        ("answers, variant", f"'variant' {NONE}", "Write it above the line [answers]."),
        ("answers, p3.mentoring", "'1,5' lies between two anchors.", f"{between} 1."),
        ("answers, p3.follow_up", "'\\x1b[2J' is no whole number of 0 to 3.", NUMBER),
        ("staff", "4.5 is no whole number of 0 to 100000.", STAFF),
        ("variant", "there is no variant 'tiny'.", "Known: small, whole."),
    ]


@pytest.mark.parametrize(
    ("text", "place", "message", "remedy"),
    [
        ("", "scheme", "it does not say to which scheme it answers.", NAME_IT),
        ("scheme = 2026", "scheme", "it does not say to which scheme it answers.", NAME_IT),
        (
            'scheme = "diversity-conector-2026"',
            "scheme",
            "there is no scheme 'diversity-conector-2026'.",
            "Did you mean 'diversity-connector-2026'? A scheme of another network is handed in beside it.",
        ),
        (
            f"{HEAD}answers = 2",
            "answers",
            "it is no table.",
            "Write the line [answers], and the answers below it.",
        ),
        (
            f'{HEAD}[answers]\np1.plan = 1\n"p1.plan" = 2',
            "answers, p1.plan",
            "it is answered twice.",
            "Keep one of both.",
        ),
        (
            f"{HEAD}[answers]\np1.zzz = 1",
            "answers, p1.zzz",
            f"'p1.zzz' {NONE}",
            "Those of p1: p1.mission, p1.recognition, p1.plan, p1.people.",
        ),
        (f"{HEAD}[answers]\nPLAN = 1", "answers, PLAN", f"'PLAN' {NONE}", "Did you mean 'p1.plan'?"),
        (
            f"{HEAD}[answers]\np1.plan = {{ planned = 2026-03-31T10:00:00 }}",
            "answers, p1.plan, planned",
            "2026-03-31 10:00:00 is no day.",
            DAY,
        ),
        (
            f'{HEAD}staff = 5\nvariant = "small"',
            "variant",
            "'small' is for fewer than 5 staff, and these are 5.",
            "Leave the variant out, or mend the number of staff.",
        ),
        (f"{HEAD}staff = -1", "staff", "-1 is no whole number of 0 to 100000.", STAFF),
        (f"{HEAD}staff = nan", "staff", "nan is no whole number of 0 to 100000.", STAFF),
        (f"{HEAD}variant = 3", "variant", "there is no variant 3.", "Known: small, whole."),
        (
            f"{HEAD}p1 = {{ plan = 2 }}",
            "p1",
            "'p1' is nothing that is asked.",
            "Known: scheme, staff, variant, answers.",
        ),
    ],
)
def test_a_fault_says_where_what_and_what_to_do(
    text: str, place: str, message: str, remedy: str, tmp_path: Path
) -> None:
    assert faults(text, tmp_path) == [(place, message, remedy)]


def test_what_is_known_to_belong_below_is_said_to(tmp_path: Path) -> None:
    with pytest.raises(AnswersRefusedError) as refused:
        read(tmp_path, f"{HEAD}p1 = {{ plan = 2 }}\n", REAL)
    assert [one.remedy for one in refused.value.faults] == ["Write it below the line [answers]."]


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (b"[answers]\np1.plan = \n", "line 2, column 11", "invalid value."),
        (b"[answers", "end of document", "expected ']' at the end of a table declaration."),
        ('scheme = "é"'.encode("latin-1"), "", "it is not text in UTF-8."),
        (b"#" * 4_000_001, "", "it has more than 4,000,000 bytes."),
    ],
)
def test_what_is_no_toml_is_refused_with_its_place(
    content: bytes, place: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(content)
    with pytest.raises(AnswersRefusedError) as refused:
        read_answers(path)
    assert [(one.place, one.message) for one in refused.value.faults] == [(place, message)]


def test_what_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(AnswersRefusedError, match="it cannot be read"):
            read_answers(path)


def test_answers_to_another_scheme_are_refused() -> None:
    with pytest.raises(AnswersRefusedError, match="answers to 'small-label-2026', and not to"):
        answers_from({"scheme": "small-label-2026"}, "a.toml", REAL)
    assert answers_from({"answers": {"p.must": 1}}, "a.toml", SMALL).anchors == {"p.must": 1}


def test_twenty_faults_are_kept_and_the_rest_is_counted() -> None:
    with pytest.raises(AnswersRefusedError) as refused:
        given({f"x{number}": 1 for number in range(33)})
    assert (len(refused.value.faults), refused.value.more) == (20, 13)


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_CODES = st.sampled_from([one.code for one in REAL.criteria] + ["p1", "mission", "", "p1."])


@tried(
    st.fixed_dictionaries(
        {},
        optional={
            "scheme": st.just(REAL.label) | _ANY,
            "staff": _ANY,
            "variant": _ANY,
            "answers": st.dictionaries(_CODES | st.text(max_size=8), _ANY, max_size=4) | _ANY,
        },
    )
)
def test_whatever_stands_in_a_table_is_read_or_refused(parsed: dict[str, object]) -> None:
    try:
        answers = answers_from(parsed, "a.toml")
    except AnswersRefusedError as refused:
        assert all(one.message and one.remedy for one in refused.faults)
    else:
        assert set(answers.anchors.values()) <= {None, 0, 1, 2, 3}
