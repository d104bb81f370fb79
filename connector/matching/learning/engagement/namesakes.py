"""Newcomers that are none: start-ups of the past under another spelling, which meet again whom they met."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from connector.matching.learning.engagement.spelling import beginnings, slips, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from connector.matching.columns.types import Doubles, Flags
    from connector.matching.learning.engagement.history import History

    Keys = Callable[[str], frozenset[str]]

#: What is thought of a likeness before any past is seen: as of so many start-ups, with such a share.
_STARTUPS, _SHARE = 4.0, 0.25


class _Likeness(NamedTuple):
    """A way to be called alike: some key of the newcomer is some key of the one who was there before."""

    code: str
    of_newcomer: Keys
    of_earlier: Keys


#: The surest first.
_LIKENESSES = (
    _Likeness("same", spellings, spellings),
    _Likeness("slip", slips, slips),
    _Likeness("longer", beginnings, spellings),
    _Likeness("shorter", spellings, beginnings),
)


class Namesakes:
    """Start-ups of the past by their names, and how often those that are called like them meet whom they met.

    That is learned from the past itself, apart for each way to be called alike: of the start-ups that
    appeared when one called alike was there, the mean share of whom they met that the other had met before.

    Parameters
    ----------
    history
        What had happened.
    """

    def __init__(self, history: History) -> None:
        self._called: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._met: dict[int, set[int]] = defaultdict(set)
        self._seen = {likeness.code: (_STARTUPS * _SHARE, _STARTUPS) for likeness in _LIKENESSES}
        self._learn(history)

    def mixed_into(self, probabilities: Doubles, names: Sequence[str]) -> Doubles:
        """Return probabilities in which whom namesakes met have their share.

        Parameters
        ----------
        probabilities
            Of each offer for each newcomer, shape (n, offers); rows sum to 1.
        names
            Of the newcomers.

        Returns
        -------
        Shape (n, offers); rows sum to 1, and stay as they are where there is no namesake.
        """
        found = probabilities.copy()
        for row, name in enumerate(names):
            if likeness_and_met := self._of(name):
                code, met = likeness_and_met
                hits, startups = self._seen[code]
                found[row] *= 1 - hits / startups
                found[row, sorted(met)] += hits / startups / len(met)
        return found

    def met(self, names: Sequence[str], offers: int) -> Flags:
        """Return which offers namesakes met, shape (names, offers)."""
        found = np.zeros((len(names), offers), np.bool_)
        for row, name in enumerate(names):
            if likeness_and_met := self._of(name):
                found[row, sorted(likeness_and_met[1])] = True
        return found

    def _of(self, name: str) -> tuple[str, set[int]] | None:
        """Return the surest likeness of a name to earlier ones, and whom these met."""
        for likeness in _LIKENESSES:
            keys = likeness.of_newcomer(name)
            alike = set().union(*(self._called.get((likeness.code, key), ()) for key in keys))
            if alike:
                return likeness.code, set().union(*(self._met[startup] for startup in alike))
        return None

    def _learn(self, history: History) -> None:
        ever_met: dict[int, set[int]] = defaultdict(set)
        for startup, offer in zip(history.startup.tolist(), history.offer.tolist(), strict=True):
            ever_met[startup].add(offer)
        known: set[int] = set()
        for moment in np.unique(history.time):
            now = history.time == moment
            startups, offers = history.startup[now].tolist(), history.offer[now].tolist()
            new = sorted(set(startups) - self._met.keys())
            for startup in new:
                self._judge(history.names[startup], ever_met[startup] & known)
            for startup in new:
                self._enter(startup, history.names[startup])
            for startup, offer in zip(startups, offers, strict=True):
                self._met[startup].add(offer)
            known.update(offers)

    def _judge(self, name: str, meets: set[int]) -> None:
        """Take into account whom a start-up met that had appeared, of the offers known then."""
        if meets and (likeness_and_met := self._of(name)):
            code, met = likeness_and_met
            hits, startups = self._seen[code]
            self._seen[code] = hits + len(meets & met) / len(meets), startups + 1

    def _enter(self, startup: int, name: str) -> None:
        for likeness in _LIKENESSES:
            for key in likeness.of_earlier(name):
                self._called[likeness.code, key].add(startup)
