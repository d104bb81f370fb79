from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.matching.signals.language import closeness
from tests.connector.builders import incubator, startup
from tests.connector.crowd import LANGUAGES
from tests.connector.matching.signals.pair import said_of, value_of

CODE = "language"


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("fr", "fr", 1.0),
        ("en", "en-GB", 1.0),  # regions
        ("sr-Latn", "sr-Cyrl", 1.0),  # scripts
        ("hr", "sr", 0.82),
        ("da", "nb", 0.76),
        ("fa", "prs", 0.92),
        ("cs", "sk", 0.52),
        ("en", "fr", 0.0),
        ("uk", "ru", 0.0),  # what Ukrainians have learnt is not presumed
        ("ku", "tr", 0.0),
        ("ca", "es", 0.0),
    ],
)
def test_closeness_of_languages(one: str, other: str, close: float) -> None:
    assert round(closeness(one, other), 6) == close


@given(one=st.sampled_from(LANGUAGES), other=st.sampled_from(LANGUAGES))
def test_closeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert closeness(one, other) == closeness(other, one)


def test_the_smaller_of_both_levels_counts() -> None:
    speaks, offer = startup(languages={"fr": "B1"}), incubator(languages={"fr": "C2"})
    assert value_of(CODE, speaks, offer) == 0.5
    assert said_of(CODE, speaks, offer) == "Both sides work in French (B1 or better)."


def test_the_best_language_in_common_counts() -> None:
    speaks = startup(languages={"fr": "A2", "en": "B2", "ar": "C2"})
    offer = incubator(languages={"fr": "C2", "en": "C1", "de": "C2"})
    assert value_of(CODE, speaks, offer) == 0.666667
    assert said_of(CODE, speaks, offer) == "Both sides work in English (B2 or better)."


def test_a_close_language_helps_less_than_the_same() -> None:
    speaks, offer = startup(languages={"hr": "C1"}), incubator(languages={"sr": "C1", "hr": "A2"})
    assert value_of(CODE, speaks, offer) == 0.683333
    assert said_of(CODE, speaks, offer) == (
        "Languages close to each other: Croatian and Serbian (C1 or better)."
    )


@pytest.mark.parametrize(
    ("spoken", "language", "sentence"),
    [
        ("fr", "en", "Both sides work in French (C2)."),
        ("fr", "fr", "Langue de travail commune\u00a0: français (C2)."),
        ("hr", "en", "Languages close to each other: Croatian and Serbian (C2)."),
        ("hr", "fr", "Langues proches l’une de l’autre\u00a0: croate et serbe (C2)."),
    ],
)
def test_nothing_is_said_to_be_better_than_the_highest_level(
    spoken: str, language: str, sentence: str
) -> None:
    speaks, offer = startup(languages={spoken: "C2"}), incubator(languages={"fr": "C2", "sr": "C2"})
    assert said_of(CODE, speaks, offer, language) == sentence


def test_no_language_in_common_is_known_and_0() -> None:
    speaks, offer = startup(languages={"uk": "C2"}), incubator(languages={"ru": "C2"})
    assert value_of(CODE, speaks, offer) == 0.0
    assert said_of(CODE, speaks, offer) == "No working language in common."


def test_languages_that_are_not_stated_are_not_known() -> None:
    speaks = startup(languages={"uk": "C2"})
    assert value_of(CODE, speaks, incubator()) is None
    assert (
        said_of(CODE, speaks, incubator())
        == "Whether there is a language in common cannot be told. Not stated: the offer’s languages."
    )


def test_a_tag_that_nobody_knows_is_a_language_of_its_own() -> None:
    speaks = startup(languages={"en-12": "C2", "qqq": "C2"})
    assert value_of(CODE, speaks, incubator(languages={"en": "C2"})) == 1.0
    assert value_of(CODE, speaks, incubator(languages={"fr": "C2"})) == 0.0
