"""The simple opinions that are pooled: each says by one formula which offers come next.

With c(j) the engagements of offer j, each weighted by age and kind (`Popularity`), p(j) their share, and v_a
what a newcomer states of attribute a:

``popular``
    p(j).
``lifted``
    p(j) times the product over attributes of [p(v_a | j) / p(v_a)]^power, where p(v_a | j) is drawn towards
    p(v_a) as by `pseudo` further engagements. Untempered and unshrunk this is naive Bayes, which is worse
    than popularity alone: attributes hang together, and most offers have few engagements.
``within``
    The share of j among engagements of start-ups that state the same, drawn towards p(j).
``kindred``
    The sum over the words w of what is stated of c(w, j) / (n(w)^0.5 c(j)^power + pseudo): what met many of
    those who share a word, beside how much it meets at all (a shrunk cosine, as in item-based neighbours).
``latent``
    The fit of j with the hidden tastes of what is stated: `power` of them, with a ridge of `pseudo`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from connector.matching.columns.types import Doubles
    from connector.matching.learning.engagement.history import History

#: How an engagement counts: once; less where the start-up met many at a time; only where it was its first.
WEIGHTINGS: Mapping[str, Callable[[History], Doubles]] = {
    "each": lambda history: np.ones(len(history.offer)),
    "shared": lambda history: 1 / np.sqrt(history.beside),
    "split": lambda history: 1 / history.beside,
    "first": lambda history: history.is_first.astype(np.float64),
}
#: Years until an engagement counts half.
HALF_LIVES = (np.inf, 8.0, 4.0, 2.0, 1.0, 0.5, 0.25)
#: `pseudo` and `power` of each kind.
_LIFTED = tuple(product((3.0, 10.0, 30.0), (0.3, 0.6, 1.0)))
_KINDRED = tuple(product((10.0, 50.0), (0.1, 0.3, 0.5)))
_LATENT = tuple(product((3.0, 10.0), (8.0, 16.0)))
#: With more attributes than this only single ones and all together are tried: subsets double with each.
_MOST_SUBSETS_OF = 4


@dataclass(frozen=True, slots=True)
class Popularity:
    """Which share of the engagements each offer has.

    Attributes
    ----------
    weighting
        A name of `WEIGHTINGS`.
    half_life
        In years.
    """

    weighting: str
    half_life: float


_LATENT_ON = (Popularity("each", np.inf), Popularity("shared", np.inf), Popularity("shared", 1.0))


@dataclass(frozen=True, slots=True)
class Expert:
    """One opinion.

    Attributes
    ----------
    kind
        ``popular``, ``lifted``, ``within``, ``kindred`` or ``latent``.
    popularity
        How engagements count.
    attributes
        What it looks at.
    pseudo, power
        Of ``lifted``, ``kindred`` and ``latent``.
    splits_words
        Of ``kindred``: whether the words of a value count besides the value itself.
    """

    kind: str
    popularity: Popularity
    attributes: tuple[str, ...] = ()
    pseudo: float = 0.0
    power: float = 0.0
    splits_words: bool = False


def experts_on(attributes: Sequence[str]) -> tuple[Expert, ...]:
    """Return all experts that these attributes allow, in a fixed order."""
    return tuple(_all(tuple(sorted(attributes))))


def _all(attributes: tuple[str, ...]) -> Iterator[Expert]:
    popularities = [Popularity(*both) for both in product(WEIGHTINGS, HALF_LIVES)]
    for popularity in popularities:
        yield Expert("popular", popularity)
    for subset, popularity in product(_subsets(attributes), popularities):
        yield Expert("within", popularity, subset)
        for pseudo, power in _LIFTED:
            yield Expert("lifted", popularity, subset, pseudo, power)
    if attributes:
        for popularity, (pseudo, power), splits_words in product(popularities, _KINDRED, (False, True)):
            yield Expert("kindred", popularity, attributes, pseudo, power, splits_words)
        for popularity, (pseudo, power) in product(_LATENT_ON, _LATENT):
            yield Expert("latent", popularity, attributes, pseudo, power)


def _subsets(attributes: tuple[str, ...]) -> list[tuple[str, ...]]:
    if len(attributes) > _MOST_SUBSETS_OF:
        return [*((name,) for name in attributes), attributes]
    return [subset for size in range(1, len(attributes) + 1) for subset in combinations(attributes, size)]
