"""A words file that contradicts itself is refused when it is read."""

from __future__ import annotations

import pytest

from connector.errors import DefinitionError, UnknownCodeError
from connector.words import MissingWordsError
from connector.words.lexicon import lexicon, lexicon_from


def read(text: object, language: str = "en", **more: object) -> object:
    return lexicon_from(language, {"a.toml": {"topic": {"key": text, **more}}})


def test_files_of_a_language_are_read_as_one() -> None:
    found = lexicon_from(
        "en", {"a.toml": {"one": {"x": "X."}}, "b.toml": {"one": {"y": "Y."}, "two": {"x": "Z."}}}
    )
    assert sorted(found.entries) == ["one.x", "one.y", "two.x"]


def test_a_key_stands_in_one_file() -> None:
    with pytest.raises(DefinitionError, match=r"'one\.x' stands in another file as well"):
        lexicon_from("en", {"a.toml": {"one": {"x": "X."}}, "b.toml": {"one": {"x": "Y."}}})


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {"other": "{n} offers"}),
        ("fr", {"one": "{n} offre", "other": "{n} offres"}),
        ("en", {"one": "{n} offer", "many": "{n} offers", "other": "{n} offers"}),
    ],
)
def test_an_entry_has_exactly_the_plural_forms_of_its_language(language: str, forms: dict[str, str]) -> None:
    with pytest.raises(DefinitionError, match=r"'topic.key' needs the forms \["):
        read(forms, language)


@pytest.mark.parametrize("text", ["", "Takes {stages", "Takes {}.", "Takes {a b}.", "Takes {A}.", "Takes a}"])
def test_a_brace_holds_a_fact(text: object) -> None:
    with pytest.raises(DefinitionError, match="is empty or has a brace that holds no fact"):
        read(text)


@pytest.mark.parametrize("text", [1, True, ["X."], {"one": "x", "other": 2}])
def test_an_entry_is_text(text: object) -> None:
    with pytest.raises(DefinitionError, match=r"'topic\.key' is no sentence"):
        read(text)


def test_nobody_knows_how_to_write_what_is_not_counted() -> None:
    with pytest.raises(DefinitionError, match=r"'\{x:horses\}' of 'topic.key'"):
        read("Takes {x:horses}.")


def test_there_is_no_such_language() -> None:
    with pytest.raises(UnknownCodeError, match=r"no language called 'tlh'\. Known: en, fr"):
        lexicon("tlh")


def test_a_word_that_is_missing_is_named() -> None:
    with pytest.raises(MissingWordsError, match=r"The language 'fr' lacks these words: no\.such") as raised:
        lexicon("fr").entry("no.such")
    assert (raised.value.language, raised.value.keys) == ("fr", ("no.such",))
