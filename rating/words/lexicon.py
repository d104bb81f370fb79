"""The words of one language: a TOML file, each entry beside the English text that it translates.

A text of a document is translated only by an entry with exactly that English text. So a rule whose words
have changed since is never given the words of another version.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rating.errors import DefinitionError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rating.words.keyed import Word

#: What is written into a sentence, by its name in braces.
_SLOTS = {
    "n": r"\d+",
    "needed": r"[\d,]+",
    "r": r"-?\d*\.\d+",
    "low": r"-?\d*\.\d+",
    "high": r"-?\d*\.\d+",
    "smallest": r"-?\d*\.\d+",
    "year": r"\d{4}",
    "list_year": r"\d{4}",
    "period": r".+",
}
#: Slots whose numbers are written as the language writes them; years and periods stand as they are.
_NUMBERS = frozenset({"n", "needed", "r", "low", "high", "smallest"})
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A translation.

    Attributes
    ----------
    en
        The English text that it translates, whole.
    text
        What is said in the language.
    """

    en: str
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language.

    Attributes
    ----------
    language
        Its code.
    decimal, grouping
        What stands before decimals and between thousands.
    entries
        By key.
    """

    language: str
    decimal: str
    grouping: str
    entries: Mapping[str, Entry]

    def find(self, word: Word) -> str | None:
        """Return the key of the entry that translates a word, None where there is none."""
        if not word.form:
            entry = self.entries.get(word.key)
            return word.key if entry is not None and entry.en == word.text else None
        of_form = (key for key in self.entries if key.startswith(f"{word.form}."))
        return next((key for key in of_form if _pattern(self.entries[key].en).fullmatch(word.text)), None)

    def translate(self, word: Word) -> str | None:
        """Return a word in the language, None where there is no translation of its English text."""
        key = self.find(word)
        if key is None:
            return None
        entry = self.entries[key]
        written = _pattern(entry.en).fullmatch(word.text) if word.form else None
        if written is None:
            return entry.text
        return _SLOT.sub(lambda slot: self._written(slot[1], written[slot[1]]), entry.text)

    def _written(self, slot: str, value: str) -> str:
        """Write what stands in a slot; English leaves out the zero of a correlation, others do not."""
        if slot not in _NUMBERS:
            return value
        whole, point, decimals = value.partition(".")
        if not point:
            return whole.replace(",", self.grouping)
        sign = "-" if whole.startswith("-") else ""
        return f"{sign}{whole.removeprefix('-') or '0'}{self.decimal}{decimals}"


def lexicon_names() -> tuple[str, ...]:
    """Return the codes of the languages that have a file, alphabetically."""
    # not rating.data.Definitions: a list of languages for a menu or an option should not load numpy
    names = (entry.name for entry in files("rating.words").joinpath("languages").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def load_lexicon(language: str) -> Lexicon:
    """Load and check the words of a language.

    Raises
    ------
    UnknownNameError
        If it has no file.
    DefinitionError
        If the file contradicts itself.
    """
    if language not in lexicon_names():
        raise UnknownNameError("language", language, lexicon_names())
    path = files("rating.words").joinpath("languages", f"{language}.toml")
    return lexicon_from(language, tomllib.loads(path.read_text(encoding="utf-8")))


def lexicon_from(language: str, tables: Mapping[str, Any]) -> Lexicon:
    """Check the parsed file of a language.

    Raises
    ------
    DefinitionError
        If an entry lacks its English or its text, or they do not have the same slots; if it is not said how
        numbers are written.
    """
    numbers = tables.get("numbers")
    if not isinstance(numbers, dict) or set(numbers) != {"decimal", "grouping"}:
        raise DefinitionError(f"Language {language}: [numbers] has to say decimal and grouping.")
    entries = {}
    for key, entry in _entries({name: table for name, table in tables.items() if name != "numbers"}):
        texts = entry if isinstance(entry, dict) else {}
        if set(texts) != {"en", "text"} or not all(isinstance(text, str) and text for text in texts.values()):
            raise DefinitionError(f"Language {language}: '{key}' needs its English (en) and its text.")
        slots = set(_SLOT.findall(texts["en"]))
        if slots != set(_SLOT.findall(texts["text"])) or not slots <= set(_SLOTS):
            raise DefinitionError(
                f"Language {language}: '{key}' needs the same names in braces in en and text, of: "
                f"{', '.join(_SLOTS)}."
            )
        entries[key] = Entry(**texts)
    return Lexicon(language, str(numbers["decimal"]), str(numbers["grouping"]), entries)


def _entries(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Flatten nested tables to dotted keys; one that holds nothing but tables is no entry."""
    for name, value in table.items():
        if isinstance(value, dict) and value and all(isinstance(part, dict) for part in value.values()):
            yield from _entries(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


@cache
def _pattern(english: str) -> re.Pattern[str]:
    """Return what recognises an English sentence with anything in its slots."""
    parts = _SLOT.split(english)  # text, slot, text, slot ... text
    return re.compile(
        "".join(
            f"(?P<{part}>{_SLOTS[part]})" if number % 2 else re.escape(part)
            for number, part in enumerate(parts)
        )
    )
