"""The words of one language, read from its folder and checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from babel import Locale

from connector.errors import DefinitionError, UnknownCodeError
from connector.words.errors import MissingWordsError
from connector.words.formats import FORMATS
from connector.words.sentence import Sentence, Slot, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: The categories of number that the CLDR knows; a table of nothing else is one entry in several forms.
_CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
#: The fact whose number decides which form is said.
DECIDES = "n"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under one key.

    Attributes
    ----------
    forms
        CLDR plural category -> sentence; one form under ``""`` where no number decides.
    """

    forms: Mapping[str, Sentence]

    @property
    def slots(self) -> frozenset[Slot]:
        """The places for facts, of all forms."""
        return frozenset().union(*(form.slots for form in self.forms.values()))

    @property
    def facts(self) -> frozenset[str]:
        """The facts that have to be given, and no others."""
        decides = frozenset() if "" in self.forms else frozenset({DECIDES})
        return frozenset(slot.fact for slot in self.slots) | decides


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, by key."""

    language: str
    locale: Locale
    entries: Mapping[str, Entry]

    def entry(self, key: str) -> Entry:
        """Return what stands under a key.

        Raises
        ------
        MissingWordsError
            If the language has no words for it.
        """
        try:
            return self.entries[key]
        except KeyError:
            raise MissingWordsError(self.language, (key,)) from None


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are: English, then the others alphabetically."""
    folders = (entry.name for entry in files("connector.words").joinpath("languages").iterdir())
    return tuple(sorted(folders, key=lambda name: (name != "en", name)))


@cache
def lexicon(language: str) -> Lexicon:
    """Load and check the words of a language.

    Raises
    ------
    UnknownCodeError
        If there is no such language.
    DefinitionError
        If its files contradict themselves or each other.
    """
    if language not in languages():
        raise UnknownCodeError("language", language, languages())
    folder = files("connector.words").joinpath("languages", language)
    topics = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name
    )
    return lexicon_from(language, {entry.name: tomllib.loads(entry.read_text("utf-8")) for entry in topics})


def lexicon_from(language: str, topics: Mapping[str, Mapping[str, Any]]) -> Lexicon:
    """Check the parsed files of a language.

    Raises
    ------
    DefinitionError
        If two files have one key, an entry is neither a sentence nor has the plural forms of the language, or
        a fact is to be written in a way that nobody knows.
    """
    locale = Locale.parse(language, sep="-")
    categories = locale.plural_form.tags | {"other"}
    entries: dict[str, Entry] = {}
    for file, table in topics.items():
        for key, value in _leaves(table):
            if key in entries:
                raise DefinitionError(f"{language}/{file}: '{key}' stands in another file as well.")
            forms = value if isinstance(value, dict) else {"": value}
            if isinstance(value, dict) and set(forms) != categories:
                raise DefinitionError(f"{language}/{file}: '{key}' needs the forms {sorted(categories)}.")
            if not all(isinstance(text, str) for text in forms.values()):
                raise DefinitionError(f"{language}/{file}: '{key}' is no sentence.")
            entries[key] = Entry({category: sentence(text) for category, text in forms.items()})
    unknown = tuple(_unknown(entries))
    if unknown:
        raise DefinitionError(f"{language}: nobody knows how to write {', '.join(unknown)}.")
    return Lexicon(language, locale, entries)


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield entries with dotted keys."""
    for name, value in table.items():
        if isinstance(value, dict) and not set(value) <= _CATEGORIES:
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _unknown(entries: Mapping[str, Entry]) -> Iterable[str]:
    for key, entry in entries.items():
        for slot in entry.slots:
            if slot.how and slot.how not in FORMATS and f"count.{slot.how}" not in entries:
                yield f"'{{{slot.fact}:{slot.how}}}' of '{key}'"
