"""Facts are written as the reader's language writes them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from connector.errors import DefinitionError, UnknownCodeError
from connector.reasons import Fact, Money, Named, Reason
from connector.words import MissingWordsError, name_of, say
from connector.words.lexicon import lexicon_from
from connector.words.speak import said_with

WORDS = {
    "as_it_is": "{x}",
    "or": "{x:or}",
    "km": "{x:km}",
    "percent": "{x:percent}",
    "counted": "{x:offers}",
    "nested": "<{x}>",
}
ONE = {"en": "offer", "fr": "offre"}
COUNTED = {
    "en": {"one": "{n} offer", "other": "{n} offers"},
    "fr": {"one": "{n} offre", "many": "{n} d’offres", "other": "{n} offres"},
}


def said(how: str, fact: object, language: str) -> str:
    words = lexicon_from(language, {"a.toml": {"t": WORDS, "count": {"offers": COUNTED[language]}}})
    return said_with(Reason(f"t.{how}", {"x": fact}), words)


@pytest.mark.parametrize(
    ("how", "fact", "english", "french"),
    [
        ("as_it_is", "B2", "B2", "B2"),
        ("as_it_is", 12_345, "12,345", "12\u202f345"),
        ("as_it_is", 0.125, "0.12", "0,12"),
        ("as_it_is", date(2026, 5, 1), "May 1, 2026", "1er mai 2026"),
        ("as_it_is", date(2026, 5, 11), "May 11, 2026", "11 mai 2026"),
        ("as_it_is", Money(1250, "EUR"), "€1,250", "1\u202f250\u00a0€"),
        ("as_it_is", Money(1250.5, "CHF"), "CHF\u00a01,250.50", "1\u202f250,50\u00a0CHF"),
        ("as_it_is", Named("needs", "space"), "Space and equipment", "Locaux et équipement"),
        ("as_it_is", Named("languages", "ti"), "Tigrinya", "tigrigna"),
        ("as_it_is", Named("languages", "zh-Hant"), "Traditional Chinese", "chinois traditionnel"),
        ("as_it_is", Named("languages", "sr-Latn"), "Serbian (Latin)", "serbe (latin)"),
        ("as_it_is", Named("languages", "prs"), "Dari", "dari"),
        ("as_it_is", Named("languages", "qqq"), "qqq", "qqq"),  # nobody has a name for it
        ("as_it_is", Named("countries", "CH"), "Switzerland", "Suisse"),
        ("as_it_is", Named("countries", "XX"), "XX", "XX"),
        ("as_it_is", ("a", "b", 3), "a, b, and 3", "a, b et 3"),
        ("or", ("a", "b"), "a or b", "a ou b"),
        ("or", ("a",), "a", "a"),
        ("km", 1234.5, "1,234.5 km", "1\u202f234,5\u202fkm"),
        ("km", 7, "7 km", "7\u202fkm"),
        ("percent", 0.834, "83%", "83\u202f%"),
        ("counted", 1, "1 offer", "1 offre"),
        ("counted", 0, "0 offers", "0 offre"),
        ("counted", 2, "2 offers", "2 offres"),
        ("counted", 1_000_000, "1,000,000 offers", "1\u202f000\u202f000 d’offres"),
        ("nested", Reason("t.km", {"x": 2}), "<2 km>", "<2\u202fkm>"),
    ],
)
def test_a_fact_is_written_as_the_language_writes_it(how: str, fact: Fact, english: str, french: str) -> None:
    assert (said(how, fact, "en"), said(how, fact, "fr")) == (english, french)


@pytest.mark.parametrize(
    ("how", "fact"),
    [
        ("as_it_is", ()),  # a list of nothing
        ("or", 3),
        ("km", "far"),
        ("km", (1, 2)),
        ("counted", 1.5),
        ("as_it_is", None),
    ],
)
def test_a_fact_that_cannot_be_written_so_is_refused(how: str, fact: Fact) -> None:
    with pytest.raises(DefinitionError):
        said(how, fact, "en")


@pytest.mark.parametrize("facts", [{}, {"day": date(2026, 1, 1), "more": 1}, {"other": 1}])
def test_a_reason_has_the_facts_of_its_sentence_and_no_others(facts: dict[str, Fact]) -> None:
    with pytest.raises(DefinitionError, match=r"'open.closed' is said with the facts \['day'\], not"):
        say(Reason("open.closed", facts), "en")


def test_a_form_is_chosen_by_n_even_where_n_is_not_written() -> None:
    words = lexicon_from("en", {"a.toml": {"t": {"full": {"one": "It is full.", "other": "They are full."}}}})
    assert [said_with(Reason("t.full", {"n": n}), words) for n in (1, 2)] == ["It is full.", "They are full."]


def test_nothing_is_said_in_another_language_instead() -> None:
    with pytest.raises(MissingWordsError):
        say(Reason("no.such_reason"), "fr")
    with pytest.raises(MissingWordsError):
        name_of(Named("field", "shoe_size"), "en")
    with pytest.raises(UnknownCodeError):
        say(Reason("open.ineligible"), "nl")
    with pytest.raises(UnknownCodeError):
        name_of(Named("needs", "sleep"), "fr")
    with pytest.raises(UnknownCodeError):
        name_of(Named("moods", "good"), "fr")


def test_fields_have_names_in_every_language() -> None:
    assert [name_of(Named("field", "team_size"), language) for language in ("en", "fr")] == [
        "size of the team",
        "taille de l’équipe",
    ]


def test_what_brings_its_names_is_called_by_them() -> None:
    own = Named("criterion", "need", {"en": "Need", "fr": "Besoin"})
    assert [name_of(own, language) for language in ("en", "fr")] == ["Need", "Besoin"]
    assert said("as_it_is", (own, "x"), "fr") == "Besoin et x"
    assert own == Named("criterion", "need", {"fr": "Besoin", "en": "Need"}) != Named("criterion", "need")
    assert len({own, Named("criterion", "need", {"en": "Want"})}) == 2
    with pytest.raises(MissingWordsError, match=r"'fr' lacks these words: criterion\.need"):
        name_of(Named("criterion", "need", {"en": "Need"}), "fr")


def test_who_says_reasons_loads_no_numerics_and_no_engine() -> None:
    """A page says what a job found; the engine stays in the worker."""
    heavy = "{'numpy', 'scipy', 'pydantic', 'connector.matching', 'connector.parties'}"
    code = (
        "import sys; from connector.words import say; from connector.reasons import Reason; "
        f"say(Reason('open.ineligible'), 'fr'); print(sorted({heavy} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
