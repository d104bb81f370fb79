"""What is not read in texts: words for who somebody is (``unread.toml``)."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from connector.matching.text.plain import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STEM = "*"
_WORD = re.compile(r"\w+")
#: What may stand between the words of a phrase.
_BETWEEN = re.compile(r"[\s\-\u2010\u2011\u2013'’]*")


def without_persons(text: str) -> str:
    """Return a text without the words for who somebody is.

    What owners declare of themselves is no part of a score, and so is what they, or offers, write of it. The
    list is not complete and cannot be: a deployment that brings its own embedder is given the same texts.

    Examples
    --------
    >>> without_persons("Catering by refugee women, for offices")
    'Catering by  , for offices'
    >>> without_persons("A Black-owned shop for black tea")
    'A - shop for black tea'
    """
    words = list(_WORD.finditer(text))
    gone = {place for place, word in enumerate(words) if _is_unread(word.group())}
    for start, end in _phrases_in(text, words):
        gone.update(range(start, end))
    if not gone:
        return text
    ends = [0, *(word.end() for word in words)]
    parts = (
        text[end : word.start()] + ("" if place in gone else word.group())
        for place, (end, word) in enumerate(zip(ends, words, strict=False))
    )
    return "".join(parts) + text[ends[-1] :]


class _Unread(NamedTuple):
    """Words, beginnings of words, and phrases by their first word, as `words_of` writes them."""

    words: frozenset[str]
    stems: tuple[str, ...]
    phrases: dict[str, list[tuple[str, ...]]]


@lru_cache(maxsize=2**16)  # most words of a text stand in many texts
def _is_unread(word: str) -> bool:
    return any(plain in _unread().words or plain.startswith(_unread().stems) for plain in words_of(word))


@lru_cache(maxsize=2**16)
def _plain(word: str) -> str:
    return "".join(words_of(word))


def _phrases_in(text: str, words: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield where phrases begin and end among the words of a text."""
    is_joined = [bool(_BETWEEN.fullmatch(text, one.end(), other.start())) for one, other in pairwise(words)]
    for start, word in enumerate(words):
        for phrase in _unread().phrases.get(_plain(word.group()), ()):
            end = start + len(phrase)
            if end <= len(words) and all(is_joined[start : end - 1]):
                found = (_plain(one.group()) for one in words[start:end])
                if all(_is_it(part, wanted) for part, wanted in zip(found, phrase, strict=True)):
                    yield start, end


def _is_it(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith(_STEM) else word == wanted


@cache
def _unread() -> _Unread:
    found = tomllib.loads(files("connector.matching.text").joinpath("unread.toml").read_text("utf-8"))
    words: set[str] = set()
    stems: set[str] = set()
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for listed in (entry for entries in found.values() for entry in entries):
        parts = tuple(
            _plain(part.removesuffix(_STEM)) + _STEM * part.endswith(_STEM) for part in listed.split()
        )
        if len(parts) > 1:
            phrases.setdefault(parts[0], []).append(parts)
        else:
            (stems if listed.endswith(_STEM) else words).add(parts[0].removesuffix(_STEM))
    return _Unread(frozenset(words), tuple(sorted(stems)), phrases)
