"""Words for who somebody is are not read."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.matching.text import TfIdfEmbedder, text_vectors
from connector.matching.text.plain import words_of
from connector.matching.text.terms import all_terms
from connector.matching.text.unread import without_persons
from connector.parties import Parties
from tests.connector.builders import incubator, startup
from tests.connector.crowd import WORDS

LISTED = sorted(
    word.replace("*", "")
    for words in tomllib.loads(
        files("connector.matching.text").joinpath("unread.toml").read_text("utf-8")
    ).values()
    for word in words
)


@pytest.mark.parametrize("word", LISTED)
def test_no_listed_word_is_left_however_it_is_written(word: str) -> None:
    hyphened = word.replace(" ", "-")
    for written in (word, word.upper(), word.capitalize(), f"({word})", f"{word}-led", f"l'{word}", hyphened):
        left = words_of(without_persons(written))
        assert left == [part for part in left if part in ("led", "l")]


def test_no_phrase_is_found_across_sentences_or_in_part() -> None:
    for text in (
        "Cups, all black. Founders get ten.",
        "Single. Mothers",
        "black",
        "people of the sea",
        "young",
    ):
        assert without_persons(text) == text
    assert without_persons("For asylum-seekers and single\nmothers!") == "For - and \n!"


@pytest.mark.parametrize(
    "text",
    [
        "Syrian bakery and catering",
        "Migration von Daten in die Cloud",
        "Gayrimenkul danışmanlığı",
        "Gründung einer Werkstatt",
        "Soin de la peau",
        "Black tea and young wine",
        "Motherboards, malt and menus",
        "Roma tomatoes",
        "People analytics for seniors and students",
        "مطعم سوري",
        "Аптека і медичні послуги",
        "",
    ],
)
def test_trades_stay_as_they_are(text: str) -> None:
    assert without_persons(text) == text


def test_no_concept_is_lost() -> None:
    # what stands in the list of terms is about trades: none of it may be taken out
    found = tomllib.loads(files("connector.matching.text").joinpath("terms.toml").read_text("utf-8"))
    for entry in found["concepts"]:
        for language in found["languages"]:
            for term in entry[language]:
                text = term.replace("*", "")
                assert words_of(without_persons(text)) == words_of(text), (entry["code"], term)
    assert all_terms().concepts


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8),
    st.lists(st.sampled_from(LISTED), max_size=4),
    st.lists(st.sampled_from(LISTED), max_size=4),
)
def test_what_both_sides_write_of_it_changes_no_vector(
    about: list[str], own: list[str], theirs: list[str]
) -> None:
    text = " ".join(about)
    plain = _vectors(text, text)
    said = _vectors(" ".join([*own, text]), " ".join([text, *theirs]))
    for one, other in zip(plain, said, strict=True):
        assert np.array_equal(one, other)


def test_without_the_list_it_would() -> None:
    # or the test above could not fail
    bare = TfIdfEmbedder().embed(["bakery by refugees", "bakery"], ["we help refugees", "we help cooks"])
    assert bare[0][0] @ bare[1][0] > bare[0][1] @ bare[1][0]


def _vectors(first: str, second: str) -> tuple[np.ndarray, np.ndarray]:
    parties = Parties(
        (startup(text=first), startup("2", text="A joinery with its own wood")),
        (incubator(text=second), incubator("o2", text="Loans for shops")),
    )
    return text_vectors(parties, TfIdfEmbedder())
