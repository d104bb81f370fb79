"""What a study says: the same in every language, association and never cause."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest
from babel import Locale

from rating.errors import DefinitionError, UnknownNameError
from rating.performance import Settings, study
from rating.words.performance import languages, number, said, verdict
from tests.rating.performance.panels import panel

SECTIONS = {
    language: tomllib.loads(
        files("rating.words.performance").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    )
    for language in languages()
}
ENTRIES = [(section, name) for section, those in SECTIONS["en"].items() for name in those]
QUICK = Settings(draws=19)
#: Words that claim more than an association.
CLAIMS = re.compile(
    r"\b(causes?|leads? to|improv\w+|boosts?|drives?|effect of|entraîne|améliore|provoque|grâce à)\b",
    re.IGNORECASE,
)


def forms(language: str, section: str, name: str) -> dict[str, str]:
    entry = SECTIONS[language][section][name]
    return entry if isinstance(entry, dict) else {"": entry}


def test_all_languages_say_the_same_things() -> None:
    assert languages() == ("en", "fr")
    for language in languages():
        assert [(section, name) for section, those in SECTIONS[language].items() for name in those] == ENTRIES


@pytest.mark.parametrize(("section", "name"), ENTRIES)
def test_a_sentence_has_the_same_places_in_every_language_and_every_plural_form(
    section: str, name: str
) -> None:
    places = {
        (language, form): sorted(set(re.findall(r"\{[^}]*\}", text)))
        for language in languages()
        for form, text in forms(language, section, name).items()
    }
    # a form for one may leave the number out of words that say it
    assert len({tuple(found) for found in places.values()}) == 1, places
    for language in languages():
        own = set(forms(language, section, name))
        assert own in ({""}, set(Locale.parse(language).plural_form.tags) | {"other"})


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("slope", "tendency"), [(0.4, "more"), (-0.4, "less"), (0.0, "none")])
def test_the_sentence_names_n_the_interval_and_what_could_not_be_seen(
    language: str, slope: float, tendency: str
) -> None:
    table = panel(slope=slope, seed=2)
    (found,) = study(table, QUICK)
    told = verdict(found, exposure="variety", level=0.9, language=language)
    assert found.across is not None
    assert found.within is not None
    for each in (found.across, found.within):
        for value in (each.r.value, each.r.low, each.r.high):
            assert number(value, "r", language) in told
    assert number(60, "number", language) in told
    assert number(found.smallest_detectable_r, "r", language) in told
    caveat = said("verdict.caveat", language)
    assert not CLAIMS.search(told.replace(caveat, ""))
    assert (caveat in told) == (tendency != "none")
    clues = {
        "en": {"more": "more 'roa'", "less": "less 'roa'", "none": "chance"},
        "fr": {"more": "plus de «\u00a0roa", "less": "moins de «\u00a0roa", "none": "hasard"},
    }
    assert clues[language][tendency] in told


def test_few_companies_are_told_what_would_be_needed() -> None:
    (few,) = study(panel(12), QUICK)
    assert verdict(few, exposure="variety", level=0.9, language="en") == (
        "12 companies are too few: no association is shown. With so few, only |r| ≥ .73 is likely to be "
        "seen; to see one of .10 takes about 783 companies."
    )
    (none,) = study(panel(3), QUICK)
    assert "|r|" not in verdict(none, exposure="variety", level=0.9, language="fr")


def test_without_industries_companies_of_the_same_year_are_told_of() -> None:
    (found,) = study(replace(panel(), industry=None), QUICK)
    told = verdict(found, exposure="variety", level=0.9, language="en")
    assert "of the same year" in told
    assert "industry" not in told


def test_numbers_are_written_as_a_language_writes_them() -> None:
    assert [number(0.1349, "r", language) for language in languages()] == [".13", "0,13"]
    assert [number(-0.001, "r", language) for language in languages()] == [".00", "0,00"]
    assert [number(12345.6, "slope", language) for language in languages()] == ["12,346", "12\u202f346"]
    assert [number(0.9, "percent", language) for language in languages()] == ["90\u202f%", "90\u202f%"]
    assert number(0.0, "slope", "en") == "0"


def test_what_cannot_be_said_is_an_error() -> None:
    with pytest.raises(DefinitionError, match="no sentence 'remark"):
        said("remark.nothing", "en", n=1)
    with pytest.raises(DefinitionError, match="asks for 'column'"):
        said("remark.missing", "en", n=1)
    with pytest.raises(UnknownNameError):
        said("remark.missing", "de", n=1)
