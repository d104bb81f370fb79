"""Every language says all that the product's own data can say, of today's English, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from rating.words.lexicon import lexicon_names, load_lexicon
from tests.rating.words.everything import every_word

if TYPE_CHECKING:
    from rating.words.keyed import Word

#: Texts that read the same in both languages.
SAME_AS_ENGLISH: dict[str, frozenset[str]] = {"fr": frozenset()}

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> list[Word]:
    return every_word(tmp_path_factory.mktemp("words"))


def test_the_words_are_those_of_all_data_files(words: list[Word]) -> None:
    """So that the tests below cannot pass for want of words."""
    keys = {word.key for word in words}
    assert {
        "framework.diversity-advantage-2026.note",
        "pillar.diversity-advantage-2026.practices",
        "indicator.management-diversity-2016.evenness",
        "source.uk-gpg.note",
        "attribute.canonical.religion.note",
        "group.canonical.origin.native",
        "group.eeo1.origin.white",
        "group.leeds.gender_identity.same",
        "ladder.uk-gpg.note",
        "level.canonical.board",
        "level.eeo1.executives",
        "benchmark.leeds.note",
        "reason.older_period.remedy",
        "reason.withheld.text",
        "measure.reached_diversity.formula",
        "explanation.out_of_reach.remedy",
        "stratum.rest-lower-workforce",
        "performance.outcome",
        "performance.2016.association",
        "performance.2016.list_name",
        "performance.2016.results",
    } <= keys
    assert len(keys) > 180


def test_the_same_code_has_the_words_of_its_own_source() -> None:
    entries = load_lexicon("fr").entries
    assert entries["attribute.canonical.origin.title"].text == "Origine"
    assert entries["attribute.leeds.origin.title"].text == "Origine (appartenance ethnique)"
    assert entries["group.leeds.gender.other"].text != entries["group.canonical.gender.non_binary"].text


@pytest.mark.parametrize("language", lexicon_names())
def test_everything_is_translated(language: str, words: list[Word]) -> None:
    lexicon = load_lexicon(language)
    assert {word.key: word.text for word in words if lexicon.find(word) is None} == {}


@pytest.mark.parametrize("language", lexicon_names())
def test_no_entry_is_left_of_a_text_that_is_no_more(language: str, words: list[Word]) -> None:
    lexicon = load_lexicon(language)
    assert sorted(set(lexicon.entries) - {lexicon.find(word) for word in words}) == []


@pytest.mark.parametrize("language", lexicon_names())
def test_nothing_is_left_in_english(language: str) -> None:
    same = {key for key, entry in load_lexicon(language).entries.items() if entry.en == entry.text}
    assert same == SAME_AS_ENGLISH[language]


@pytest.mark.parametrize("language", lexicon_names())
def test_no_text_has_stray_spaces(language: str) -> None:
    stray = re.compile(r"^\s|\s$|\s\s|[\n\t]")
    assert [key for key, entry in load_lexicon(language).entries.items() if stray.search(entry.text)] == []


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("curly apostrophes and guillemets, no straight quotes", re.compile("[\"'“”]")),
        ("a no-break space before a colon", re.compile(f"(?<!{NO_BREAK}):")),
        ("a narrow no-break space before ; ? ! %", re.compile(f"(?<!{NARROW})[;?!%]")),
        ("a no-break space inside guillemets", re.compile(f"«(?!{NO_BREAK})|(?<!{NO_BREAK})»")),
    ],
)
def test_french_is_set_as_french(rule: str, fault: re.Pattern[str]) -> None:
    entries = load_lexicon("fr").entries
    assert {key: entry.text for key, entry in entries.items() if fault.search(entry.text)} == {}, rule
