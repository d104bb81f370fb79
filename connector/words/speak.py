"""Say a reason in a language."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.core import UnknownLocaleError
from langcodes import standardize_tag

from connector.errors import DefinitionError
from connector.reasons import Money, Named, Reason
from connector.taxonomies import taxonomy
from connector.words import formats
from connector.words.errors import MissingWordsError
from connector.words.lexicon import DECIDES, lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connector.reasons import Fact, One
    from connector.words.lexicon import Entry, Lexicon
    from connector.words.sentence import Sentence, Slot


def say(reason: Reason, language: str) -> str:
    """Say a reason.

    Parameters
    ----------
    reason
        A code with exactly the facts that its sentence writes.
    language
        One of `languages`.

    Raises
    ------
    UnknownCodeError
        If there is no such language.
    MissingWordsError
        If the language has no words for the reason or for something in it.
    DefinitionError
        If the facts are not those that the sentence asks for, or cannot be written as it asks.

    Examples
    --------
    >>> say(Reason("distance.ineligible", {"radius": 10.0, "distance": 12.5}), "en")
    'Takes only start-ups within 10 km; this one is 12.5 km away.'
    """
    return said_with(reason, lexicon(language))


def name_of(thing: Named, language: str) -> str:
    """Return the name of something in a language.

    Raises
    ------
    UnknownCodeError
        If there is no such language, taxonomy or term.
    MissingWordsError
        If the language has no word for a field, or none is among the names that the thing brings.

    Examples
    --------
    >>> name_of(Named("stages", "growth"), "fr"), name_of(Named("languages", "pt-BR"), "fr")
    ('Croissance', 'portugais brésilien')
    """
    return _named(thing, lexicon(language))


def said_with(reason: Reason, words: Lexicon) -> str:
    """Say a reason with the words of a language; raises as `say` does."""
    entry = words.entry(reason.code)
    if entry.facts != reason.facts.keys():
        raise DefinitionError(
            f"'{reason.code}' is said with the facts {sorted(entry.facts)}, not {sorted(reason.facts)}."
        )
    return "".join(
        part if isinstance(part, str) else _written(reason.facts[part.fact], part, words)
        for part in _form(entry, reason.facts, words).parts
    )


def _form(entry: Entry, facts: Mapping[str, Fact], words: Lexicon) -> Sentence:
    if "" in entry.forms:
        return entry.forms[""]
    decides = facts[DECIDES]
    if not isinstance(decides, int):
        raise DefinitionError(f"Plural forms turn on a whole number, not on {decides!r}.")
    return entry.forms[words.locale.plural_form(decides)]


def _written(fact: Fact, slot: Slot, words: Lexicon) -> str:
    if isinstance(fact, tuple):
        write = formats.LISTS.get(slot.how)
        if write is None or not fact:
            raise DefinitionError(f"'{{{slot.fact}:{slot.how}}}' is no way to write {fact!r}.")
        return write([_one(item, words) for item in fact], words.locale)
    if slot.how:
        return _numbered(fact, slot, words)
    return _one(fact, words)


def _numbered(fact: One, slot: Slot, words: Lexicon) -> str:
    """Write a number as its place asks for."""
    if not isinstance(fact, int | float) or slot.how in formats.LISTS:
        raise DefinitionError(f"'{{{slot.fact}:{slot.how}}}' is no way to write {fact!r}.")
    write = formats.NUMBERS.get(slot.how)
    return (
        write(fact, words.locale) if write else said_with(Reason(f"count.{slot.how}", {DECIDES: fact}), words)
    )


def _one(fact: One, words: Lexicon) -> str:
    """Write a fact that its place says nothing about."""
    match fact:
        case str():
            return fact
        case Named():
            return _named(fact, words)
        case Reason():
            return said_with(fact, words)
        case Money():
            return formats.money(fact, words.locale)
        case date():
            return formats.day(fact, words.locale)
        case int() | float():
            return formats.number(fact, words.locale)
        case _:
            raise DefinitionError(f"{fact!r} is nothing that can be said.")


def _named(thing: Named, words: Lexicon) -> str:
    if thing.names is not None:
        if words.language not in thing.names:
            raise MissingWordsError(words.language, (f"{thing.kind}.{thing.code}",))
        return thing.names[words.language]
    find = _NAMES.get(thing.kind)
    return find(thing.code, words) if find else taxonomy(thing.kind).name(thing.code, words.language)


def _field(code: str, words: Lexicon) -> str:
    return said_with(Reason(f"field.{code}"), words)


def _language(tag: str, words: Lexicon) -> str:
    return _language_in(tag, words.locale)


@lru_cache(maxsize=10_000)
def _language_in(tag: str, locale: Locale) -> str:
    # what has a name of its own is called by it: Dari, not Persian (Afghanistan)
    usual = standardize_tag(tag)
    own = locale.languages.get(usual.replace("-", "_")) or locale.languages.get(tag)
    if own:
        return str(own)
    try:
        return str(Locale.parse(usual, sep="-").get_display_name(locale) or tag)
    except (UnknownLocaleError, ValueError):
        return tag


def _country(code: str, words: Lexicon) -> str:
    return str(words.locale.territories.get(code, code))


#: Where names come from that no taxonomy has.
_NAMES: Mapping[str, Callable[[str, Lexicon], str]] = {
    "field": _field,
    "languages": _language,
    "countries": _country,
}
