"""Sentences with facts written into them.

A language is a TOML file. ``[section]`` and a name make a code; what it holds is a sentence, or one for each
plural form of the language, chosen by the fact ``n``. A place for a fact is ``{fact}`` or ``{fact:how}``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from math import floor, log10
from typing import TYPE_CHECKING, Any, Final

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from rating.errors import DefinitionError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
#: Of a slope, so many digits are told.
_DIGITS = 3


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are, in alphabetical order."""
    found = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def _entries(language: str) -> Mapping[str, Any]:
    if language not in languages():
        raise UnknownNameError("language", language, languages())
    text = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{name}": entry
        for section, those in tomllib.loads(text).items()
        for name, entry in those.items()
    }


def said(code: str, language: str, **facts: object) -> str:
    """Say something.

    Parameters
    ----------
    code
        Section and name of the sentence.
    language
        One of `languages`.
    facts
        What is written into it; `n` decides on its plural form.

    Raises
    ------
    UnknownNameError
        If there is no such language.
    DefinitionError
        If there is no such sentence, or it asks for a fact that is not given.

    Examples
    --------
    >>> said("remark.missing", "en", n=1, column="size")
    "1 row has no 'size'."
    """
    entry, locale = _entries(language).get(code), Locale.parse(language)
    count = facts.get("n")
    if isinstance(entry, dict) and isinstance(count, int):
        entry = entry[locale.plural_form(count)]
    if not isinstance(entry, str):
        raise DefinitionError(f"There is no sentence '{code}' in '{language}'.")

    def written(place: re.Match[str]) -> str:
        fact, how = place.group(1), place.group(2) or "text"
        if fact not in facts:
            raise DefinitionError(f"'{code}' asks for '{fact}', which is not given.")
        return _WAYS[how](facts[fact], locale)

    return _PLACE.sub(written, entry)


def number(value: float, how: str, language: str) -> str:
    """Write a number by itself.

    Parameters
    ----------
    value
        Finite.
    how
        "number" (whole), "r" (a correlation), "slope" (three digits that count) or "percent" (a share).
    language
        One of `languages`.

    Examples
    --------
    >>> number(0.0123456, "slope", "fr"), number(-0.129, "r", "en")
    ('0,0123', '-.13')
    """
    return _WAYS[how](value, Locale.parse(language))


def _number(value: Any, locale: Locale) -> str:  # noqa: ANN401 # any number
    return str(format_decimal(value, format="#,##0", locale=locale))


def _correlation(value: Any, locale: Locale) -> str:  # noqa: ANN401
    """Write two decimals, in English without the zero before them."""
    told = str(format_decimal(round(value, 2) + 0.0, format="0.00", locale=locale))
    return told.replace("0.", ".", 1) if locale.language == "en" else told


def _slope(value: Any, locale: Locale) -> str:  # noqa: ANN401
    """Write three digits that count."""
    if not value:
        return "0"
    decimals = max(_DIGITS - 1 - floor(log10(abs(value))), 0)
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return str(format_decimal(round(value, decimals), format=pattern, locale=locale))


def _percent(value: Any, locale: Locale) -> str:  # noqa: ANN401
    told = str(format_percent(value, locale=locale))
    return re.sub(r"[\s\u00a0\u202f]*%", "\u202f%", told)


def _list(values: Any, locale: Locale) -> str:  # noqa: ANN401
    return str(format_list([str(value) for value in values], locale=locale))


def _text(value: Any, _locale: Locale) -> str:  # noqa: ANN401
    return str(value)


#: How a fact is written.
_WAYS: Final[Mapping[str, Callable[[Any, Locale], str]]] = {
    "text": _text,
    "number": _number,
    "r": _correlation,
    "slope": _slope,
    "percent": _percent,
    "list": _list,
}
