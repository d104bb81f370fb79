"""The words of a published document, by key, in every language that it is shown in.

A page that shows an edition takes its words from here once, when the edition is made, and keeps them with
it. What cannot be said in a language raises; nothing is shown in English instead.

The façade loads what is asked for, when it is: `languages` needs no numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.facade import facade

if TYPE_CHECKING:
    from rating.words.errors import ContradictoryWordsError, MissingWordsError
    from rating.words.keyed import base_name, english_words
    from rating.words.translate import languages, words_in

_HOMES = {
    "ContradictoryWordsError": "rating.words.errors",
    "MissingWordsError": "rating.words.errors",
    "base_name": "rating.words.keyed",
    "english_words": "rating.words.keyed",
    "languages": "rating.words.translate",
    "words_in": "rating.words.translate",
}

__all__ = [
    "ContradictoryWordsError",
    "MissingWordsError",
    "base_name",
    "english_words",
    "languages",
    "words_in",
]

__getattr__, __dir__ = facade(__name__, _HOMES)
