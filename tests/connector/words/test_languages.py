"""Every language says all that the connector says, the same way, and is typeset as it is written."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from connector.matching.eligibility import shelf as rules
from connector.parties import Connector, Funder, Service, StartUp
from connector.taxonomies import taxonomy
from connector.words import languages
from connector.words.lexicon import lexicon

OTHERS = [language for language in languages() if language != "en"]


def sentences(language: str) -> list[tuple[str, str]]:
    """Return every sentence by its key, with its facts in braces."""
    found = []
    for key, entry in lexicon(language).entries.items():
        for form in entry.forms.values():
            parts = [part if isinstance(part, str) else f"{{{part.fact}:{part.how}}}" for part in form.parts]
            found.append((key, "".join(parts)))
    return found


def test_english_and_french_are_spoken_english_first() -> None:
    assert languages() == ("en", "fr")


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert sorted(lexicon(language).entries) == sorted(lexicon("en").entries)


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_writes_the_same_facts(language: str) -> None:
    """The ways to write a list may differ ("and", "or"), what is counted may not."""
    english, other = lexicon("en").entries, lexicon(language).entries
    assert {key: entry.facts for key, entry in other.items()} == {
        key: entry.facts for key, entry in english.items()
    }
    assert {key: entry.slots for key, entry in other.items()} == {
        key: entry.slots for key, entry in english.items()
    }


@pytest.mark.parametrize("language", languages())
def test_every_form_of_a_sentence_writes_the_same_facts(language: str) -> None:
    """But that for one thing, which may say less: "meets the only need" for "meets 1 of 1 needs"."""
    for key, entry in lexicon(language).entries.items():
        for category, form in entry.forms.items():
            assert form.slots == entry.slots or (category == "one" and form.slots < entry.slots), key


@pytest.mark.parametrize("language", languages())
def test_every_reason_of_every_rule_has_a_sentence(language: str) -> None:
    said = {code for rule in rules().values() for code in rule.says}
    assert said - lexicon(language).entries.keys() == set()


@pytest.mark.parametrize("language", languages())
def test_every_field_of_a_party_that_somebody_may_miss_has_a_name(language: str) -> None:
    fields = set().union(*(party.model_fields for party in (StartUp, Connector, Funder, Service)))
    unasked = {"id", "name", "kind", "declared", "rules", "price", "instrument", "currency"}
    named = {key.removeprefix("field.") for key in lexicon(language).entries if key.startswith("field.")}
    assert fields - unasked - named == set()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", ["needs", "sectors", "stages"])
def test_every_taxonomy_speaks_the_language(kind: str, language: str) -> None:
    assert all(taxonomy(kind).name(code, language) for code in taxonomy(kind).codes)


@pytest.mark.parametrize("language", languages())
def test_sentences_are_well_set(language: str) -> None:
    rough = re.compile(r"^\s|\s$|\s\s|\.\.|\( | \)| [,.]|\t|\n")
    assert [text for _, text in sentences(language) if rough.search(text)] == []


def test_no_two_languages_say_the_same_sentence_by_oversight() -> None:
    """A sentence that was copied and not translated; labels of two words may be alike by chance."""
    english = Counter(text for _, text in sentences("en") if len(text.split()) > 3)
    assert [text for _, text in sentences("fr") if text in english] == []


FRENCH = {
    "no narrow no-break space before ; ? ! %": re.compile(r"(?<!\u202f)[;?!%]"),
    "no no-break space before a colon": re.compile(r"(?<!\u00a0):"),
    "no no-break space inside guillemets": re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"),
    "a straight apostrophe or quotation mark": re.compile("['\"]"),
    "a no-break space where none belongs": re.compile(r"\u00a0(?![:»])(?<!«\u00a0)|\u202f(?![;?!%])"),
}


@pytest.mark.parametrize("fault", FRENCH)
def test_french_is_typeset_as_french_is_written(fault: str) -> None:
    # what stands in braces is no text
    texts = [re.sub(r"\{[^}]*\}", "x", text) for _, text in sentences("fr")]
    assert [text for text in texts if FRENCH[fault].search(text)] == []


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("no narrow no-break space before ; ? ! %", "Complet ; revenir plus tard."),
        ("no narrow no-break space before ; ? ! %", "Complet!"),
        ("no no-break space before a colon", "Langue : arabe"),
        ("no no-break space inside guillemets", "«\u00a0oui »"),
        ("a straight apostrophe or quotation mark", "l'offre"),
        ("a no-break space where none belongs", "l’offre\u00a0est"),
    ],
)
def test_the_scan_would_notice(fault: str, text: str) -> None:
    assert FRENCH[fault].search(text)
