"""A document's words in another language, all of them or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.errors import UnknownNameError
from rating.words.errors import MissingWordsError
from rating.words.keyed import english_words, words_of
from rating.words.lexicon import lexicon_names, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rating.documents.schema import RatingsDocument
    from rating.words.keyed import Word
    from rating.words.lexicon import Lexicon

#: The language that documents are written in.
WRITTEN_IN = "en"


def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are: English, then the others alphabetically."""
    return (WRITTEN_IN, *lexicon_names())


def words_in(document: RatingsDocument, language: str) -> dict[str, str]:
    """Return every translatable word of a document in a language, by the keys of `english_words`.

    Parameters
    ----------
    document
        What was published.
    language
        One of `languages`.

    Raises
    ------
    UnknownNameError
        If there is no such language.
    MissingWordsError
        With all keys for which the language has no translation of the document's own English text: it
        may never have had one, or the English has changed since the document was written, or before.
    """
    if language not in languages():
        raise UnknownNameError("language", language, languages())
    if language == WRITTEN_IN:
        return english_words(document)
    return translated(words_of(document), load_lexicon(language))


def translated(words: Iterable[Word], lexicon: Lexicon) -> dict[str, str]:
    """Return words in the language of a lexicon, by key.

    Raises
    ------
    MissingWordsError
        With all keys that the lexicon has no translation for.
    """
    found = {word.key: lexicon.translate(word) for word in words}
    missing = tuple(key for key, text in found.items() if text is None)
    if missing:
        raise MissingWordsError(lexicon.language, missing)
    return {key: text for key, text in found.items() if text is not None}
