"""What is not read in texts: words for who somebody is (``unread.toml``)."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from connector.matching.text.plain import words_of

_STEM = "*"
_WORD = re.compile(r"\w+")


def without_persons(text: str) -> str:
    """Return a text without the words for who somebody is.

    What owners declare of themselves is no part of a score, and so is what they, or offers, write of it. The
    list is not complete and cannot be: a deployment that brings its own embedder is given the same texts.

    Examples
    --------
    >>> without_persons("Catering by refugee women, for offices")
    'Catering by  , for offices'
    """
    return _WORD.sub(lambda found: "" if _is_unread(found.group()) else found.group(), text)


@lru_cache(maxsize=2**16)  # most words of a text stand in many texts
def _is_unread(word: str) -> bool:
    whole, stems = _unread()
    return any(plain in whole or plain.startswith(stems) for plain in words_of(word))


@cache
def _unread() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return words, and beginnings of words, as `words_of` writes them."""
    found = tomllib.loads(files("connector.matching.text").joinpath("unread.toml").read_text("utf-8"))
    listed = [word for words in found.values() for word in words]
    whole = frozenset(words_of(word)[0] for word in listed if not word.endswith(_STEM))
    return whole, tuple(words_of(word)[0] for word in listed if word.endswith(_STEM))
