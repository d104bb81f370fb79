"""What countries, currencies and languages there are, and what people call countries."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from babel import Locale
from babel.core import get_global
from babel.numbers import list_currencies

from connector.intake.labels import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Countries may be named in these languages.
_NAMED_IN = ("en", "fr")
#: Codes of the CLDR that are no countries: tests of software, places beyond all countries, unions.
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_LETTERS = 2


@cache
def countries() -> frozenset[str]:
    """Return the codes of all countries (ISO 3166-1 alpha-2, and XK)."""
    codes = (str(code) for code in Locale.parse("en").territories)
    return frozenset(code for code in codes if len(code) == _LETTERS) - _NO_COUNTRIES


@cache
def _countries_by_name() -> Mapping[str, str]:
    names = {plain(code): code for code in countries()}
    for language in _NAMED_IN:
        territories = Locale.parse(language).territories
        names.update({plain(territories[code]): code for code in countries() if code in territories})
    text = files("connector.intake").joinpath("countries.toml").read_text("utf-8")
    for code, others in tomllib.loads(text)["also"].items():
        names.update({plain(name): code for name in others})
    return names


def country_of(text: str) -> str | None:
    """Return the code of a country by its code or one of its names, None where there is none of that name.

    Examples
    --------
    >>> country_of("USA"), country_of("fr"), country_of("Allemagne"), country_of("Asia")
    ('US', 'FR', 'DE', None)
    """
    return _countries_by_name().get(plain(text))


@cache
def currencies() -> frozenset[str]:
    """Return the codes of all currencies, those of the past included (ISO 4217)."""
    return frozenset(list_currencies())


@cache
def languages() -> frozenset[str]:
    """Return the first parts of all language tags that the CLDR names, such as ``fr`` of ``fr-CA``.

    With other codes for what it names: ``prs`` is Dari, which it calls ``fa-AF``.
    """
    named = {str(name).partition("_")[0] for name in Locale.parse("en").languages}
    also: Mapping[str, str] = get_global("language_aliases")
    return frozenset(named | {code for code, tag in also.items() if tag.partition("_")[0] in named})
