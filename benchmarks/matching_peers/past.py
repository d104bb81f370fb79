"""What all peers are given: who met whom, and what is stated of everybody, as matrices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from connector.matching.learning.engagement import History, Newcomer

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Past:
    """A history up to a moment, and those who came later.

    Attributes
    ----------
    met
        Who met whom, shape (start-ups, offers), 0 or 1.
    values, asked_values
        What is stated of each start-up of the past and of each newcomer, each value a column, in lower case:
        shapes (start-ups, values) and (newcomers, values).
    words, asked_words
        The same as text: the words of the name and of what is stated.
    ages
        Years since each engagement, with the offer it belongs to.
    is_known
        Which offers have an engagement by then, shape (offers,).
    """

    met: sp.csr_matrix
    values: sp.csr_matrix
    asked_values: sp.csr_matrix
    words: sp.csr_matrix
    asked_words: sp.csr_matrix
    ages: np.ndarray
    offer: np.ndarray
    is_known: np.ndarray

    @property
    def counts(self) -> np.ndarray:
        """Engagements of each offer, shape (offers,)."""
        return np.bincount(self.offer, minlength=self.met.shape[1]).astype(float)


def past_of(
    history: History, now: float, described: Mapping[str, Newcomer], newcomers: Sequence[Newcomer]
) -> Past:
    """Return a history as peers see it.

    `described` holds what is stated of those in the history, written as it is of the newcomers.
    """
    appeared = np.bincount(history.startup, minlength=len(history.startups)) > 0
    rows = [described[name] for name, has in zip(history.startups, appeared, strict=True) if has]
    number = {one.startup: row for row, one in enumerate(rows)}
    startup = np.array([number[history.startups[code]] for code in history.startup])
    met = sp.csr_matrix(
        (np.ones(len(startup)), (startup, history.offer)), shape=(len(rows), len(history.offers))
    )
    values, asked_values = _both([_values(one) for one in rows], [_values(one) for one in newcomers])
    words, asked_words = _both([_words(one) for one in rows], [_words(one) for one in newcomers])
    is_known = np.zeros(len(history.offers), bool)
    is_known[history.offer] = True
    return Past(
        met,
        values,
        asked_values,
        words,
        asked_words,
        now - history.time,
        history.offer,
        is_known,
    )


def _both(own: Sequence[set[str]], asked: Sequence[set[str]]) -> tuple[sp.csr_matrix, sp.csr_matrix]:
    vocabulary = {word: place for place, word in enumerate(sorted({word for row in own for word in row}))}
    return _matrix(own, vocabulary), _matrix(asked, vocabulary)


def _values(one: Newcomer) -> set[str]:
    return {
        f"{attribute}={' '.join(value.lower().split())}"
        for traits in one.traits
        for attribute, value in traits.items()
        if value.strip()
    }


def _words(one: Newcomer) -> set[str]:
    texts = [one.startup, *(value for traits in one.traits for value in traits.values())]
    return {word for text in texts for word in _WORD.findall(text.lower())}


def _matrix(described: Iterable[set[str]], vocabulary: Mapping[str, int]) -> sp.csr_matrix:
    listed = [sorted(vocabulary[word] for word in words if word in vocabulary) for words in described]
    lengths = np.cumsum([0, *(len(row) for row in listed)])
    columns = np.array([column for row in listed for column in row], np.int64)
    return sp.csr_matrix((np.ones(len(columns)), columns, lengths), shape=(len(listed), len(vocabulary)))
