"""Texts as they are compared: without case, accents and signs."""

from __future__ import annotations

import re
import unicodedata

#: Letters that Unicode does not take apart, and Arabic endings that are written either way.
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ة": "ه", "ى": "ي", "ـ": ""})
#: The apostrophe that is a letter of Ukrainian; elsewhere it parts words.
_INSIDE = re.compile(r"(?<=[\u0400-\u04ff])['’ʼ](?=[єїюя])")
_WORD = re.compile(r"\w+")
#: The Arabic article, alone or after a preposition that is written together with it. What looks like a second
#: one goes as well, so that a word without its article ends the same way.
_ARTICLE = re.compile(r"^(?:(?:[وفبك]?ال|لل)(?=\w{3}))+")


def words_of(text: str) -> list[str]:
    """Return the words of a text in any script: case folded, without accents, vowel signs and Arabic article.

    Examples
    --------
    >>> words_of("L'Économie, Straße; İş"), words_of("المطعم"), words_of("Кав'ярня")
    (['l', 'economie', 'strasse', 'is'], ['مطعم'], ['кавярня'])
    """
    if text.isascii():
        return _WORD.findall(text.casefold())
    joined = _INSIDE.sub("", text.casefold())
    apart = unicodedata.normalize("NFKD", joined)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_LETTERS)
    return [_ARTICLE.sub("", word) for word in _WORD.findall(bare)]
