"""The words of a published document, by key, in every language that it is shown in.

A page that shows an edition takes its words from here once, when the edition is made, and keeps them with
it. What cannot be said in a language raises; nothing is shown in English instead.

The façade loads what is asked for, when it is: `languages` needs no numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

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


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: whatever the home holds
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
