"""The languages of the interface: catalogues, formats of numbers and dates, what a reader prefers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations, c2py
from importlib.resources import files
from typing import TYPE_CHECKING

from babel import Locale
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Language:
    """A language of the interface.

    Attributes
    ----------
    code
        As in addresses and in ``lang`` attributes.
    name
        What its speakers call it.
    is_complete
        Whether the site is offered in it. Others are shown on the style guide only.
    """

    code: str
    name: str
    is_complete: bool = True

    @property
    def locale(self) -> Locale:
        """Its formats, from the CLDR."""
        return Locale.parse(self.code)

    @property
    def direction(self) -> str:
        """Whether it is written "ltr" or "rtl"."""
        return str(self.locale.text_direction)


#: The source language comes first: its words are the keys of the catalogues.
LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English"),
        Language("fr", "Français"),
        Language("ar", "العربية", is_complete=False),
    )
}
SOURCE = "en"
OFFERED: tuple[Language, ...] = tuple(language for language in LANGUAGES.values() if language.is_complete)


class _Catalogue(NullTranslations):
    """A catalogue read from its .po file; nothing has to be compiled before the product runs."""

    def __init__(self, code: str) -> None:
        super().__init__()
        path = files("diversity_platform.web").joinpath(f"locale/{code}.po")
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=code)
        self._plural: Callable[[int], int] = c2py(catalogue.plural_expr)
        self._words: dict[str, tuple[str, ...]] = {}
        for message in catalogue:
            if not message.id or message.fuzzy:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            found = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            if all(found):
                self._words[str(key)] = tuple(str(text) for text in found)

    def gettext(self, message: str) -> str:
        """Return a message in the language."""
        found = self._words.get(message)
        return found[0] if found else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form of a message that fits a number."""
        found = self._words.get(msgid1)
        if found and len(found) > 1:
            return found[self._plural(n)]
        return msgid1 if n == 1 else msgid2


@cache
def translations(code: str) -> NullTranslations:
    """Return the catalogue of a language."""
    return NullTranslations() if code == SOURCE else _Catalogue(code)


def words(message: str) -> str:
    """Mark a message of a table for translation; it is translated where it is shown."""
    return message


def preferred(accept_language: str) -> Language:
    """Return the offered language that a reader's browser asks for first, the source language if none."""
    asked = sorted(_qualities(accept_language), key=lambda entry: -entry[1])
    offered = {language.code: language for language in OFFERED}
    for code, quality in asked:
        if quality > 0 and code.split("-")[0] in offered:
            return offered[code.split("-")[0]]
    return offered[SOURCE]


def _qualities(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.split(","):
        code, _, quality = part.strip().partition(";q=")
        try:
            found.append((code.strip().lower(), float(quality) if quality else 1.0))
        except ValueError:
            continue  # a browser that cannot write a number gets the next language
    return found
