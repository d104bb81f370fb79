"""What a text is about, whatever language it is in: the concepts of ``terms.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

from connector.errors import DefinitionError
from connector.matching.text.plain import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_STEM = "*"
#: Words whose terms are kept at hand.
_REMEMBERED = 2**16


@dataclass(frozen=True, slots=True)
class Term:
    """A sequence of words, each whole or the beginning of one.

    Attributes
    ----------
    words
        As `words_of` returns them.
    is_stem
        Whether each stands for every word that begins so.
    concept
        What it says.
    """

    words: tuple[str, ...]
    is_stem: tuple[bool, ...]
    concept: str

    def is_at(self, words: Sequence[str], place: int) -> bool:
        """Say whether it stands at a place of a text."""
        here = words[place : place + len(self.words)]
        return len(here) == len(self.words) and all(
            word.startswith(own) if is_stem else word == own
            for word, own, is_stem in zip(here, self.words, self.is_stem, strict=True)
        )


class Terms:
    """Terms, found by the word they begin with.

    Parameters
    ----------
    terms
        In any order.

    Attributes
    ----------
    concepts
        All that terms say, alphabetically.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._whole: dict[str, list[Term]] = {}
        self._stems: dict[str, list[Term]] = {}
        for term in terms:
            shelf = self._stems if term.is_stem[0] else self._whole
            shelf.setdefault(term.words[0], []).append(term)
        every = chain.from_iterable((*self._whole.values(), *self._stems.values()))
        self.concepts = sorted({term.concept for term in every})
        self._lengths = sorted({len(stem) for stem in self._stems})
        # most words of a text stand in many texts
        self._beginning_with = lru_cache(_REMEMBERED)(self._looked_up)

    def concepts_of(self, words: Sequence[str]) -> list[str]:
        """Return the concepts that a text names, once for each time, in the order of the text.

        Parameters
        ----------
        words
            Of the text, as `words_of` returns them.

        Examples
        --------
        >>> all_terms().concepts_of(words_of("Ein Pflegedienst mit einem Onlineshop"))
        ['nursing', 'online_trade']
        """
        return [
            concept
            for place, word in enumerate(words)
            for concept in sorted({t.concept for t in self._beginning_with(word) if t.is_at(words, place)})
        ]

    def _looked_up(self, word: str) -> tuple[Term, ...]:
        """Return the terms whose first word this is."""
        beginnings = (word[:length] for length in self._lengths if length <= len(word))
        stems = chain.from_iterable(self._stems.get(beginning, ()) for beginning in beginnings)
        return (*self._whole.get(word, ()), *stems)


@cache
def all_terms() -> Terms:
    """Return the terms of this version of the product.

    Raises
    ------
    DefinitionError
        If a concept stands twice or a language has no term for it.
    """
    found = tomllib.loads(files("connector.matching.text").joinpath("terms.toml").read_text("utf-8"))
    terms: list[Term] = []
    seen: set[str] = set()
    for entry in found["concepts"]:
        code = entry["code"]
        if code in seen:
            raise DefinitionError(f"terms: '{code}' stands twice.")
        seen.add(code)
        terms += _terms(code, entry, found["languages"])
    return Terms(terms)


def _terms(code: str, entry: Mapping[str, list[str]], languages: Sequence[str]) -> Iterator[Term]:
    for language in languages:
        if not entry.get(language):
            raise DefinitionError(f"terms: '{code}' has no term in '{language}'.")
        for text in entry[language]:
            parts = text.split()
            words = tuple(words_of(part)[0] for part in parts)
            yield Term(words, tuple(part.endswith(_STEM) for part in parts), code)
