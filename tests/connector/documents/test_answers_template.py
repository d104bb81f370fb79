"""The file to fill in asks everything, says how, and is read back without fault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from connector.documents.answers_template import answers_template
from connector.errors import UnknownCodeError
from connector.label.answers import read_answers
from connector.label.scheme import declared_scheme, derived, scheme_from
from connector.label.self_check import self_check
from connector.words import MissingWordsError, languages
from tests.connector.label.builders import criterion, table
from tests.connector.label.scheme_files import stricter

if TYPE_CHECKING:
    from pathlib import Path

    from connector.label.answers import Answers
    from connector.label.scheme import Scheme

REAL = declared_scheme()
BETWEEN = {
    "en": "What lies between two of them counts as the lower.",
    "fr": "Ce qui se situe entre deux d’entre elles compte comme la plus basse.",
}


def as_prose(template: str) -> str:
    """Return comments as one text, without the marks and breaks of lines."""
    return " ".join(" ".join(line.removeprefix("#").split()) for line in template.splitlines())


def read(text: str, scheme: Scheme, folder: Path) -> Answers:
    path = folder / "answers.toml"
    path.write_text(text, encoding="utf-8")
    return read_answers(path, scheme)


@pytest.mark.parametrize("language", languages())
def test_every_question_stands_in_it_with_its_anchors_and_evidence(language: str) -> None:
    prose = as_prose(answers_template(REAL, language))
    wanted = [BETWEEN[language], REAL.names[language], REAL.variants["small"].names[language]]
    wanted += [text[language] for one in REAL.pillars for text in (one.names, one.about)]
    for one in REAL.criteria:
        wanted += [text[language] for text in (one.text, *one.evidence)]
        wanted += [f"{number} {text[language]}" for number, text in enumerate(one.anchors)]
    # prose breaks lines at plain blanks only, and none of the texts has two of them in a row
    assert [text for text in wanted if " ".join(text.split()) not in " ".join(prose.split())] == []


@pytest.mark.parametrize("language", languages())
def test_unfilled_it_says_what_is_unanswered(language: str, tmp_path: Path) -> None:
    check = self_check(read(answers_template(REAL, language), REAL, tmp_path))
    assert check.assessment.unanswered == tuple(one.code for one in REAL.criteria)
    assert (check.level, check.answers.variant) == (None, None)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("anchor", [0, 1, 2, 3])
def test_filled_in_it_is_read_without_fault(anchor: int, language: str, tmp_path: Path) -> None:
    template = answers_template(REAL, language)
    filled = re.sub(r'^(p\d\.\w+) = ""$', rf'\1 = "{anchor}"', template, flags=re.MULTILINE)
    filled = filled.replace('staff = ""', 'staff = "12"')
    answers = read(filled, REAL, tmp_path)
    assert answers.anchors == {one.code: anchor for one in REAL.criteria}


def test_the_longer_form_that_it_shows_is_read_as_well(tmp_path: Path) -> None:
    template = answers_template(REAL, "en")
    (shown,) = re.findall(r"^#   (p1\.mission = \{.*\})$", template, flags=re.MULTILINE)
    answers = read(template.replace('p1.mission = ""', shown), REAL, tmp_path)
    answer = answers.given["p1.mission"]
    assert (answer.anchor, answer.note) == (1, "what you want to remember")
    assert answer.planned is not None


def test_what_a_small_incubator_is_not_asked_is_marked() -> None:
    template = answers_template(REAL, "en")
    marked = re.findall(r"^# (\S+) \(scored, not asked: ", template, flags=re.MULTILINE)
    assert set(marked) == REAL.variants["small"].drops
    assert "With fewer than 5 people, less is asked" in as_prose(template)


def test_of_a_derived_scheme_it_asks_all_and_says_what_became_mandatory(tmp_path: Path) -> None:
    own = derived(REAL, stricter(REAL, mandatory=["p1.people"], without_variants=["small"]))
    template = answers_template(own, "fr")
    assert "# p1.people (noté et obligatoire)" in template
    assert "not asked" not in template
    assert read(template, own, tmp_path).scheme == own


def test_texts_of_another_network_cannot_leave_their_comments(tmp_path: Path) -> None:
    evil = {language: f"One\np.must = 3\r\x00\x1b[31m\u2028two {language}." for language in ("en", "fr")}
    scheme = scheme_from(table(criteria=[{**one, "why": evil, "text": evil} for one in table()["criteria"]]))
    answers = read(answers_template(scheme, "en"), scheme, tmp_path)
    assert set(answers.anchors.values()) == {None}


def test_a_language_that_one_of_both_does_not_speak_is_refused() -> None:
    german = {"de": "Wort."}
    pillars = [{"code": "p", "names": german, "about": german}]
    own = criterion("p.must", "mandatory")
    own |= dict.fromkeys(("text", "why", "indicator"), german)
    own |= {"evidence": [german], "anchors": [german] * 4}
    level = {**table()["levels"][0], "names": german, "says": german}
    words = {"names": german, "purpose": german, "pillars": pillars, "levels": [level], "criteria": [own]}
    scheme = scheme_from(table(variants={}, **words))
    with pytest.raises(MissingWordsError):
        answers_template(scheme, "en")
    with pytest.raises(UnknownCodeError):
        answers_template(scheme, "de")
