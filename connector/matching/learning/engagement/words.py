"""Which offers met start-ups that share a word with a newcomer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from connector.matching.learning.engagement.latent import column_tastes, row_tastes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns.types import Doubles, Integers
    from connector.matching.learning.engagement.history import History


class Words:
    """The words of what is stated, and who met start-ups with them.

    Parameters
    ----------
    history
        What had happened.
    attributes
        Of which attributes.
    splits
        Whether the words of a value count besides the value itself.
    """

    def __init__(self, history: History, attributes: Sequence[str], *, splits: bool) -> None:
        self._history = history
        self._of_value = [
            _words_of(history.values[name], start, splits=splits)
            for name, start in zip(attributes, _starts(history, attributes, splits=splits), strict=True)
        ]
        self._count = 1 + max(
            (int(words.max(initial=-1)) for own in self._of_value for words in own), default=-1
        )
        stated = np.stack([history.traits[name] for name in attributes], axis=1)
        self._has = self._matrix(stated)
        _, first = np.unique(history.startup, return_index=True)
        # what most of a start-up's engagements say of it, its first does
        self._startups = np.asarray(self._has[first].sum(axis=0), np.float64).ravel()

    def met(self, stated: Integers, weights: Doubles, pseudo: float, power: float) -> Doubles:
        """Return the shrunk cosine of what is stated and each offer, shape (n, J).

        Parameters
        ----------
        stated
            Codes, shape (n, attributes); -1 where nothing is stated.
        weights
            How each engagement counts.
        pseudo, power
            See `connector.matching.learning.engagement.experts`. `pseudo` counts in units of the root of an
            average offer's engagements, so that it means the same in long and short histories.
        """
        engagements, offers = len(self._history.offer), len(self._history.offers)
        met = sp.csr_matrix(
            (weights, (np.arange(engagements), self._history.offer)), shape=(engagements, offers)
        )
        together = (self._has.T @ met).tocoo()
        by_offer = np.bincount(self._history.offer, weights, offers)
        level = by_offer.sum() / max(engagements, 1)
        scale = np.sqrt(self._startups[together.row]) * by_offer[together.col] ** power
        together.data = together.data / (scale + pseudo * np.sqrt(level) + np.finfo(np.float64).tiny)
        return np.asarray((self._matrix(stated) @ together.tocsr()).todense())

    def tastes(self, stated: Integers, weights: Doubles, number: int, strength: float) -> Doubles:
        """Return how well the hidden tastes of what is stated fit each offer, shape (n, J); see `latent`.

        `stated` and `weights` as for `met`.
        """
        startups, row = np.unique(self._history.startup, return_inverse=True)
        met = sp.csr_matrix(
            (weights, (row, self._history.offer)), shape=(len(startups), len(self._history.offers))
        )
        _, first = np.unique(self._history.startup, return_index=True)
        columns = column_tastes(sp.hstack([met, self._has[first]]).tocsr(), number, strength)
        offers = len(self._history.offers)
        asked = row_tastes(self._matrix(stated), columns[offers:], strength)
        return np.asarray(asked @ columns[:offers].T)

    def _matrix(self, stated: Integers) -> sp.csr_matrix:
        """Return which words are stated, shape (n, words)."""
        rows, columns = [], []
        for codes, words in zip(stated.T, self._of_value, strict=True):
            for row in np.flatnonzero(codes >= 0).tolist():
                own = words[codes[row]]
                rows.extend([row] * len(own))
                columns.extend(own.tolist())
        return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(stated), self._count))


def _words_of(values: Sequence[str], start: int, *, splits: bool) -> list[Integers]:
    """Return the numbers of the words of each value, counted from `start`."""
    numbers = {word: start + number for number, word in enumerate(_vocabulary(values, splits=splits))}
    return [np.array([numbers[word] for word in _words(value, splits=splits)], np.int64) for value in values]


def _starts(history: History, attributes: Sequence[str], *, splits: bool) -> list[int]:
    sizes = [len(_vocabulary(history.values[name], splits=splits)) for name in attributes]
    return [sum(sizes[:place]) for place in range(len(sizes))]


def _vocabulary(values: Sequence[str], *, splits: bool) -> list[tuple[str, bool]]:
    return sorted({word for value in values for word in _words(value, splits=splits)})


def _words(value: str, *, splits: bool) -> list[tuple[str, bool]]:
    """Return a value and, if asked for, its words, which are told apart from values by the flag."""
    return [(value, True), *((word, False) for word in sorted(set(value.split())) if splits)]
