"""A document's words: all of them by key, all of them in a language or none, never in another one instead."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.documents import RatingsDocument
from rating.errors import DefinitionError, UnknownNameError
from rating.run import rate_files
from rating.words import (
    ContradictoryWordsError,
    MissingWordsError,
    base_name,
    english_words,
    languages,
    words_in,
)
from rating.words.keyed import Word, words_of
from rating.words.lexicon import lexicon_from, load_lexicon
from rating.words.translate import translated
from tests.rating.words.everything import every_performance, small_city

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).parents[2] / "reference" / "profiles"
NUMBERS = {"decimal": ",", "grouping": "\N{NARROW NO-BREAK SPACE}"}

#: Fields that hold what senders and callers wrote, what is keyed in parts (the sentence), or signs (worked).
NOT_WORDS = {
    "company", "companies", "name", "notes", "notice", "product", "file", "key", "page", "sentence", "worked",
}  # fmt: skip


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> RatingsDocument:
    return small_city(tmp_path_factory.mktemp("city"))


def with_note(document: RatingsDocument, note: str) -> RatingsDocument:
    framework = document.framework.model_copy(update={"note": note})
    return document.model_copy(update={"framework": framework})


def texts(part: object, field: str = "") -> Iterator[str]:
    """Yield the strings with a space in them, which no code has, of all fields that should hold words."""
    if field in NOT_WORDS:
        return
    if isinstance(part, str):
        if " " in part:
            yield part
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from texts(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from texts(value, field)


def test_english_words_by_key(document: RatingsDocument) -> None:
    words = english_words(document)
    assert document.framework.name == "management-diversity-2016[gender]"
    assert words["framework.management-diversity-2016.title"] == document.framework.title
    assert words["indicator.management-diversity-2016.evenness"] == "Evenness (IQV) of the leaders"
    assert words["group.canonical.gender.women"] == "Women"
    assert words["level.canonical.staff"] == "Staff"
    assert "ladder.canonical.note" not in words  # there is none
    assert not any("Company 0" in text or "city.csv" in text for text in words.values())


def test_french_has_the_same_keys_and_other_words(document: RatingsDocument) -> None:
    english, french = words_in(document, "en"), words_in(document, "fr")
    assert english == english_words(document)
    assert list(french) == list(english)
    assert french["group.canonical.gender.women"] == "Femmes"
    assert {key for key in french if french[key] == english[key]} == set()


def test_a_document_read_back_has_the_same_words(document: RatingsDocument) -> None:
    read = RatingsDocument.model_validate_json(document.model_dump_json(by_alias=True))
    assert words_in(read, "fr") == words_in(document, "fr")


def test_a_text_that_has_changed_is_not_given_the_words_of_another_version(
    document: RatingsDocument,
) -> None:
    with pytest.raises(
        MissingWordsError, match=r"'fr'.*framework\.management-diversity-2016\.note"
    ) as caught:
        words_in(with_note(document, document.framework.note + " Since 2016."), "fr")
    assert caught.value.language == "fr"
    assert caught.value.keys == ("framework.management-diversity-2016.note",)


def test_an_unknown_framework_lacks_all_its_words(document: RatingsDocument) -> None:
    other = document.framework.model_copy(update={"name": "unheard-of-2031"})
    with pytest.raises(MissingWordsError) as caught:
        words_in(document.model_copy(update={"framework": other}), "fr")
    assert caught.value.keys == (
        "framework.unheard-of-2031.title",
        "framework.unheard-of-2031.note",
        "pillar.unheard-of-2031.management",
        "indicator.unheard-of-2031.evenness",
    )


@given(data=st.data())
def test_all_missing_words_are_told_at_once(data: st.DataObject, document: RatingsDocument) -> None:
    words, french = words_of(document), load_lexicon("fr")
    keys = [word.key for word in words]
    absent = data.draw(st.sets(st.sampled_from(keys)))
    changed = data.draw(st.sets(st.sampled_from(keys)))
    entries = {
        key: replace(entry, en=f"{entry.en} (as it was)") if key in changed else entry
        for key, entry in french.entries.items()
        if key not in absent
    }
    lexicon = replace(french, entries=entries)
    lost = absent | changed
    if not lost:
        assert translated(words, lexicon) == words_in(document, "fr")
        return
    with pytest.raises(MissingWordsError) as caught:
        translated(words, lexicon)
    assert caught.value.keys == tuple(key for key in keys if key in lost)
    assert all(key in str(caught.value) for key in lost)


def test_an_empty_text_is_no_word_and_nothing_is_missed(document: RatingsDocument) -> None:
    bare = with_note(document, "")
    assert "framework.management-diversity-2016.note" in english_words(document)
    assert "framework.management-diversity-2016.note" not in english_words(bare)
    assert words_in(bare, "fr").keys() == english_words(bare).keys()


def test_two_texts_for_one_code_are_refused(document: RatingsDocument) -> None:
    pillar = document.framework.pillars[0].model_copy(update={"title": "Something else"})
    framework = document.framework.model_copy(update={"pillars": [pillar]})
    with pytest.raises(ContradictoryWordsError, match=r"pillar\.management-diversity-2016\.management"):
        english_words(document.model_copy(update={"framework": framework}))


@pytest.mark.parametrize(
    ("profile", "framework"),
    [
        ("canonical", "diversity-advantage-2026"),
        ("eeo1", "diversity-advantage-2026"),
        ("eeo1", "management-diversity-2016"),
        ("uk-gpg", "management-diversity-2016"),
        ("leeds", "management-diversity-2016"),
    ],
)
def test_no_text_of_a_document_is_without_a_key(profile: str, framework: str) -> None:
    outcome = rate_files([SAMPLES / f"{profile}.csv"], profile=profile, framework=framework, draws=100)
    found = set(texts(outcome.document.model_dump(mode="json")))
    assert len(found) > 10
    assert found - set(english_words(outcome.document).values()) == set()
    assert words_in(outcome.document, "fr").keys() == english_words(outcome.document).keys()


def test_sentences_about_results_keep_their_numbers(document: RatingsDocument) -> None:
    period = document.periods[0]
    seen = set()
    for performance in every_performance():
        beside = period.model_copy(update={"performance": performance})
        shown = document.model_copy(update={"periods": [beside]})
        english, french = words_in(shown, "en"), words_in(shown, "fr")
        key = f"performance.{period.period}"
        assert f"{english[f'{key}.association']} {english[f'{key}.results']}" == performance.sentence
        assert english[f"{key}.list_name"] == performance.list_name
        seen |= {french[f"{key}.association"], french[f"{key}.results"], french[f"{key}.list_name"]}
    nbsp, narrow = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
    assert "la liste Fortune 500 de 2018" in seen
    assert (
        f"Résultats de l’année 2017 d’après l’exercice 2017{nbsp}: l’année suivant celle des effectifs."
        in seen
    )
    assert (
        f"n{nbsp}={nbsp}10{nbsp}: trop peu d’entreprises{narrow}; seule une corrélation "
        f"|r|{nbsp}≥{nbsp}0,79 serait détectable. Aucune association n’est présentée. "
        "Il faudrait environ 783 entreprises pour détecter une corrélation de 0,10."
    ) in seen
    assert len(seen) == 2 * 2 + 2 * 2 + 6


@pytest.mark.parametrize(
    ("english", "french"), [(".69", "0,69"), ("-.12", "-0,12"), ("1.00", "1,00"), ("-1.00", "-1,00")]
)
def test_a_correlation_is_written_as_the_language_writes_it(english: str, french: str) -> None:
    entry = {"en": "r is {r} of {needed} in {period}", "text": "r vaut {r} sur {needed} en {period}"}
    lexicon = lexicon_from("fr", {"numbers": NUMBERS, "sentence": {"only": entry}})
    word = Word("here.sentence", f"r is {english} of 1,234 in 2026.5", "sentence")
    narrow = NUMBERS["grouping"]
    assert lexicon.translate(word) == f"r vaut {french} sur 1{narrow}234 en 2026.5"
    assert lexicon.translate(replace(word, text="r is high")) is None


def test_a_sentence_into_which_nothing_is_written_is_found_too() -> None:
    entry = {"en": "the list of our city", "text": "la liste de notre ville"}
    lexicon = lexicon_from("fr", {"numbers": NUMBERS, "performance": {"list_name": {"ours": entry}}})
    word = Word("performance.2026.list_name", "the list of our city", "performance.list_name")
    assert lexicon.translate(word) == "la liste de notre ville"
    assert lexicon.translate(replace(word, text="the list of our city.")) is None


@pytest.mark.parametrize(
    ("tables", "complaint"),
    [
        ({"level": {"a": {"en": "Staff"}}}, "'level.a' needs its English"),
        ({"level": {"a": {"en": "Staff", "text": ""}}}, "'level.a' needs its English"),
        ({"level": {"a": {"en": "Staff", "text": "Personnel", "note": "?"}}}, "'level.a' needs its English"),
        ({"level": {"a": "Personnel"}}, "'level' needs its English"),
        ({"level": {}}, "'level' needs its English"),
        ({"list": {"a": {"en": "of {year}", "text": "de"}}}, "'list.a' needs the same names in braces"),
        ({"list": {"a": {"en": "of {age}", "text": "de {age}"}}}, "'list.a' needs the same names in braces"),
        ({"numbers": {"decimal": ","}}, "decimal and grouping"),
    ],
)
def test_a_faulty_language_file_is_refused(tables: dict[str, object], complaint: str) -> None:
    with pytest.raises(DefinitionError, match=complaint):
        lexicon_from("fr", {"numbers": NUMBERS} | tables)


def test_languages_begin_with_english() -> None:
    assert languages() == ("en", "fr")


def test_an_unknown_language_is_told_the_known_ones(document: RatingsDocument) -> None:
    with pytest.raises(UnknownNameError, match=r"'tlh'.*en, fr"):
        words_in(document, "tlh")


def test_the_base_name_of_a_framework() -> None:
    assert base_name("diversity-advantage-2026") == "diversity-advantage-2026"
    assert base_name("diversity-advantage-2026[gender]") == "diversity-advantage-2026"


def test_a_list_of_languages_loads_nothing_heavy() -> None:
    code = (
        "import sys, rating.words; rating.words.languages(); "
        "print(sorted({'numpy', 'scipy', 'pydantic', 'plotly'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_facade_names_lead_somewhere() -> None:
    import rating.words  # noqa: PLC0415 - the import is what is tested

    assert {name: getattr(rating.words, name).__name__ for name in rating.words.__all__} == {
        name: name for name in rating.words.__all__
    }
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = rating.words.no_such_name
