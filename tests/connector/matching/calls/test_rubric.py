"""Rubrics: every level described in every language, and totals that are shares of all points."""

from __future__ import annotations

import copy
import re
import tomllib
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given

from connector.errors import DefinitionError, UnknownCodeError
from connector.matching.calls import Rubric, declared_rubric, rubric_from
from connector.matching.calls.rubric import HIGHEST
from connector.matching.text.plain import words_of
from connector.matching.text.unread import without_persons
from connector.words import languages, name_of
from tests.connector.matching.calls.reading import LEVELS, RUBRIC, criterion

FOLDER = files("connector.matching.calls").joinpath("rubrics")
FILES = sorted(entry.name for entry in FOLDER.iterdir())
#: What a call may not ask for: who founders are, where they are from, what they speak, how they seem.
PERSONAL = re.compile(
    r"\b(founders?|nationalit\w+|origins?|ages?|gender|accent|personalit\w+|passion\w*|charism\w+|religion"
    r"|fondat\w+|origines?|âge|sexe|personnalité)\b",
    re.IGNORECASE,
)


def table(name: str = FILES[0]) -> dict[str, Any]:
    return tomllib.loads(FOLDER.joinpath(name).read_text("utf-8"))


def texts(rubric: Rubric) -> list[str]:
    said = [rubric.names]
    for one in rubric.criteria:
        said += [one.names, *one.levels]
    return [text for of in said for text in of.values()]


@pytest.mark.parametrize("name", FILES)
def test_a_rubric_of_the_product_speaks_every_language_and_is_found_by_code_and_version(name: str) -> None:
    rubric = rubric_from(table(name))
    assert sorted(rubric.names) == sorted(languages())
    assert declared_rubric(rubric.code, rubric.version) == rubric
    assert name == f"{rubric.code.replace('_', '-')}-{rubric.version}.toml"
    for one in rubric.criteria:
        assert [name_of(one.named, language) for language in languages()] == [
            one.names[language] for language in languages()
        ]


@pytest.mark.parametrize("name", FILES)
def test_a_rubric_of_the_product_asks_nothing_of_who_somebody_is(name: str) -> None:
    said = texts(rubric_from(table(name)))
    assert [text for text in said if PERSONAL.search(text)] == []
    assert [text for text in said if words_of(without_persons(text)) != words_of(text)] == []
    assert PERSONAL.search("The founders are passionate.")


@pytest.mark.parametrize("name", FILES)
def test_no_two_levels_are_described_alike_and_french_is_typeset(name: str) -> None:
    rubric = rubric_from(table(name))
    for one in rubric.criteria:
        for language in languages():
            assert len({said[language] for said in one.levels}) == HIGHEST + 1
        for said in one.levels:
            assert not re.search(r"(?<!\u202f)[;?!%]|(?<!\u00a0):|['\"]", said["fr"]), said["fr"]


def test_a_rubric_that_the_product_does_not_have_is_told_with_those_it_has() -> None:
    with pytest.raises(UnknownCodeError, match=r"no rubric called 'incubator_intake 1999'.*2026-1"):
        declared_rubric("incubator_intake", "1999")


def without(path: str) -> dict[str, Any]:
    """Take one thing out of the file of a rubric."""
    found = copy.deepcopy(table())
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    inner: Any = found
    for part in way:
        inner = inner[part]
    del inner[last]
    return found


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("code", r"takes code, version, names, criteria.*\('code'\)"),
        ("criteria.1.weight", r"programme_fit: it takes code, weight, names, levels.*\('weight'\)"),
        ("criteria.0.levels.2", "'need' has 4 levels: describe 0 to 4"),
        ("criteria.0.levels.2.fr", r"level 2 of 'need' needs words in all of \['en', 'fr'\]"),
        ("criteria.3.names.en", "'added' needs words in all of"),
    ],
)
def test_what_a_file_lacks_is_told_with_its_place(path: str, what: str) -> None:
    with pytest.raises(DefinitionError, match=what):
        rubric_from(without(path))


def test_what_a_file_has_too_much_is_told() -> None:
    with pytest.raises(DefinitionError, match=r"\('wieght'\)"):
        rubric_from({**table(), "wieght": 1})


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"criteria": ()}, "at least one criterion"),
        ({"names": {}}, "it takes a name"),
        ({"criteria": (criterion("a"), criterion("a", 2))}, "'a' stands twice"),
        ({"criteria": (criterion("a", 0),)}, "'a' weighs 0"),
        ({"criteria": (criterion("a", -1),)}, "'a' weighs -1"),
        ({"criteria": (criterion("a", float("nan")),)}, "'a' weighs nan"),
        ({"criteria": (criterion("a", float("inf")),)}, "'a' weighs inf"),
        ({"names": {"en": "Small"}}, "'a' needs words in all of"),
        ({"names": {"en": "Small", "fr": " "}}, "the rubric needs words"),
    ],
)
def test_a_rubric_that_contradicts_itself_is_refused(change: dict[str, Any], what: str) -> None:
    with pytest.raises(DefinitionError, match=what):
        replace(RUBRIC, **change)


@given(LEVELS, LEVELS)
def test_a_total_is_in_0_to_1_and_never_falls_where_a_level_rises(
    one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    lower, higher = ([pick(pair) for pair in zip(one, other, strict=True)] for pick in (min, max))
    least, most = (RUBRIC.total(dict(zip(RUBRIC.codes, own, strict=True))) for own in (lower, higher))
    assert 0 <= least <= most <= 1
    assert (least < most) == (lower != higher)


def test_a_total_is_the_weighted_mean() -> None:
    assert RUBRIC.total({"a": 4, "b": 0, "c": 1}) == pytest.approx((0.3 * 4 + 0.2) / (0.6 * 4))
    assert [RUBRIC.total(dict.fromkeys("abc", level)) for level in (0, 4)] == [0, 1]
