"""Names of strangers become letters that can be shown, and keep all that can."""

from __future__ import annotations

import pytest

from diversity_platform.labels.errors import LanguageMissingError
from diversity_platform.labels.rendering.told import legible, rendered, told
from tests.diversity_platform.labels.attested import ARABIC, GREEK, attested


@pytest.mark.parametrize(
    "name", ["Maison des possibles", ARABIC.strip(), GREEK.strip(), "می\u200cخواهم", "東京 7"]
)
def test_name_in_any_script_stays_as_it_is(name: str) -> None:
    assert legible(name) == name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Start\x00up\x0bhub", "Start up hub"),
        ("one\n\n two\t three ", "one two three"),
        ("half \ud800 letter", "half letter"),
        ("no\ufffe\uffff\ufdd0letter", "no letter"),
        # would otherwise be read as "Hub held"
        ("Hub \u202edleh\u202c \u2066x\u2069", "Hub dleh x"),
    ],
)
def test_what_cannot_be_shown_or_turns_the_reading_direction_goes(given: str, shown: str) -> None:
    assert legible(given) == shown


def test_texts_are_those_of_the_language() -> None:
    label = attested(2)
    assert [told(label, code).level for code in ("en", "fr")] == [
        "Diversity Connector with distinction", "Label Diversity Connector avec distinction"
    ]  # fmt: skip
    assert told(label, "en").place == "Lyon, France"
    assert told(attested(city=None), "en").place == "France"


def test_language_that_nobody_speaks_is_refused_with_those_that_are() -> None:
    with pytest.raises(LanguageMissingError, match="'ar', only in en, fr"):
        told(attested(), "ar")
    with pytest.raises(LanguageMissingError, match="'ar', only in en, fr"):
        rendered("certificate.html", "ar")
