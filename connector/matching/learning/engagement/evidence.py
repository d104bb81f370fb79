"""What a history says up to a moment, in the form that experts ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.learning.engagement.experts import WEIGHTINGS
from connector.matching.learning.engagement.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns.types import Doubles, Integers
    from connector.matching.learning.engagement.experts import Expert, Popularity
    from connector.matching.learning.engagement.history import History

#: The part of the probability that is spread evenly: offers without recent engagements stay comparable.
_EVEN = 0.02
#: As how many further engagements the popularity counts in `within`.
_DRAWN = 5.0


class Evidence:
    """What is known of J offers at a moment.

    Parameters
    ----------
    history
        What had happened.
    now
        The moment, in years.
    """

    def __init__(self, history: History, now: float) -> None:
        self._history = history
        self._age = now - history.time
        self._popularity: dict[Popularity, Doubles] = {}
        self._lifts: dict[tuple[str, float], Doubles] = {}
        self._words: dict[bool, Words] = {}

    def popularity(self, popularity: Popularity) -> Doubles:
        """Return shares of the engagements, shape (J,); they sum to 1, or are all 0 without engagements."""
        if popularity not in self._popularity:
            counts = np.bincount(self._history.offer, self._weights(popularity), len(self._history.offers))
            self._popularity[popularity] = counts / max(counts.sum(), np.finfo(np.float64).tiny)
        return self._popularity[popularity]

    def smooth(self, popularity: Popularity) -> Doubles:
        """Return log shares of which a small part is spread evenly, shape (J,)."""
        shares = self.popularity(popularity)
        return np.log((1 - _EVEN) * shares + _EVEN / len(shares))

    def lifts(self, attributes: Sequence[str], pseudo: float, stated: Integers) -> Doubles:
        """Return how much likelier an offer becomes by what is stated, as logarithms.

        Parameters
        ----------
        attributes
            Which.
        pseudo
            As how many engagements of the average the own ones are drawn to it.
        stated
            Codes, shape (n, attributes); -1 where nothing is stated, which says nothing.

        Returns
        -------
        Shape (n, J).
        """
        total = np.zeros((len(stated), len(self._history.offers)))
        for attribute, codes in zip(attributes, stated.T, strict=True):
            total += self._lift(attribute, pseudo)[codes]
        return total

    def within(self, expert: Expert, stated: Integers) -> Doubles:
        """Return the shares of the offers among engagements of start-ups that state the same, shape (n, J).

        `stated` as for `lifts`. Who states nothing of some attribute gets the popularity.
        """
        offers = len(self._history.offers)
        asked, row_of = np.unique(stated, axis=0, return_inverse=True)
        own = np.stack([self._history.traits[name] for name in expert.attributes], axis=1)
        number_of = {tuple(codes): row for row, codes in enumerate(asked.tolist()) if min(codes) >= 0}
        rows = np.array([number_of.get(tuple(codes), -1) for codes in own.tolist()], np.int64)
        same = rows >= 0
        counts = np.bincount(
            rows[same] * offers + self._history.offer[same],
            self._weights(expert.popularity)[same],
            len(asked) * offers,
        ).reshape(len(asked), offers)
        shares = (counts + _DRAWN * self.popularity(expert.popularity)) / (
            counts.sum(axis=1, keepdims=True) + _DRAWN
        )
        return np.asarray(shares[row_of.ravel()])

    def kindred(self, expert: Expert, stated: Integers) -> Doubles:
        """Return how much each offer met those who share a word, shape (n, J); rows sum to 1.

        `stated` as for `lifts`, of the expert's attributes. Who shares none gets the popularity.
        """
        words = self._words_of(expert)
        found = words.met(stated, self._weights(expert.popularity), expert.pseudo, expert.power)
        return self._shares(found, expert.popularity)

    def latent(self, expert: Expert, stated: Integers) -> Doubles:
        """Return how well the hidden tastes of what is stated fit each offer, shape (n, J); rows sum to 1.

        `stated` as for `kindred`.
        """
        words = self._words_of(expert)
        found = words.tastes(stated, self._weights(expert.popularity), int(expert.power), expert.pseudo)
        return self._shares(np.maximum(found, 0), expert.popularity)

    def _words_of(self, expert: Expert) -> Words:
        if expert.splits_words not in self._words:
            self._words[expert.splits_words] = Words(
                self._history, expert.attributes, splits=expert.splits_words
            )
        return self._words[expert.splits_words]

    def _shares(self, found: Doubles, popularity: Popularity) -> Doubles:
        """Return rows that sum to 1; a trace of popularity decides among offers of which nothing is found."""
        traced = found + 1e-3 * self.popularity(popularity)
        return np.asarray(traced / traced.sum(axis=1, keepdims=True))

    def _weights(self, popularity: Popularity) -> Doubles:
        by_kind = WEIGHTINGS[popularity.weighting](self._history)
        return np.asarray(by_kind * 0.5 ** (self._age / popularity.half_life))

    def _lift(self, attribute: str, pseudo: float) -> Doubles:
        """Return the lift of each value, shape (values + 1, J); the last row is that of nothing stated."""
        if (attribute, pseudo) not in self._lifts:
            counts = self._count(attribute)
            by_offer, by_value = counts.sum(axis=0), counts.sum(axis=1)
            share = ((by_value + 0.5) / (by_value.sum() + 1))[:, None]
            lift = np.zeros((len(counts) + 1, len(by_offer)))
            seen = by_value > 0
            lift[:-1][seen] = np.log((counts + pseudo * share) / ((by_offer + pseudo) * share))[seen]
            self._lifts[attribute, pseudo] = lift
        return self._lifts[attribute, pseudo]

    def _count(self, attribute: str) -> Doubles:
        values, offers = len(self._history.values[attribute]), len(self._history.offers)
        codes = self._history.traits[attribute]
        stated = codes >= 0
        cells = codes[stated] * offers + self._history.offer[stated]
        return np.bincount(cells, minlength=values * offers).reshape(values, offers).astype(np.float64)
