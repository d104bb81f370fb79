"""What is supposed about a workforce, for either target: who would be in it, and who would then be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.special import gammaln

from rating.inference.paths import completion_towards, whole_people
from rating.inference.resampling import from_process, from_workforce

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.data import Floats

    Path = Callable[[Floats, Floats, Floats], Floats]

#: So many people as the peers know are added to those seen where a path passes through them.
PEERS_COUNT_AS = 1.0


class Supposition(Protocol):
    """One composition of every company (an attribute's groups in a part of the workforce), to be supposed."""

    @property
    def seen(self) -> Floats:
        """People whose group is known, shape (companies, k)."""

    @property
    def starts(self) -> Floats:
        """Shares at which paths begin, shape (starts, k)."""

    def along(self, path: Path, start: int, at: Floats) -> Floats:
        """Return the people supposed at positions (companies, G) on a path, shape (companies, G, k)."""

    def surprise(self, supposed: Floats) -> Floats:
        """Return twice the log-likelihood ratio against them, about chi-squared, shape (companies, G)."""

    def sample(self, supposed: Floats, samples: int, rng: np.random.Generator) -> Floats:
        """Return how many would be seen of each group, shape (companies, G, samples, k)."""

    def log_likelihood(self, supposed: Floats, drawn: Floats) -> Floats:
        """Return how likely draws (companies, S, k) are, up to a constant a draw, (companies, G, S)."""


@dataclass(frozen=True)
class Process:
    """The process behind a workforce: everybody is drawn independently from shares.

    Attributes
    ----------
    seen
        Shape (companies, k).
    peers
        Shares of the peers, positive, shape (k,): what is not seen is supposed to be like them.
    starts
        Shares at which paths begin, positive, shape (starts, k): those with the highest figures, such as
        even shares and those of the population.
    """

    seen: Floats
    peers: Floats
    starts: Floats

    def along(self, path: Path, start: int, at: Floats) -> Floats:
        """Shares."""
        begin = np.broadcast_to(self.starts[start], self.seen.shape)
        return path(begin, _typical(self.seen, self.peers), at)

    def surprise(self, supposed: Floats) -> Floats:
        """Of the shares against those observed."""
        return _surprise(self.seen, supposed)

    def sample(self, supposed: Floats, samples: int, rng: np.random.Generator) -> Floats:
        """With replacement."""
        return from_process(supposed, self.seen.sum(axis=1), samples, rng)

    def log_likelihood(self, supposed: Floats, drawn: Floats) -> Floats:
        """Multinomial."""
        logs = np.log(np.maximum(supposed, 1e-300))
        return np.asarray(logs @ np.swapaxes(drawn, 1, 2))


@dataclass(frozen=True)
class Counted:
    """The workforce as it is: some were seen, the others are supposed.

    Attributes
    ----------
    seen, peers
        As in `Process`.
    starts
        As in `Process`; a path begins with the workforce that comes nearest.
    unobserved
        How many were not seen, whole numbers, shape (companies,).
    """

    seen: Floats
    peers: Floats
    starts: Floats
    unobserved: Floats

    def along(self, path: Path, start: int, at: Floats) -> Floats:
        """Whole people, never fewer than were seen."""
        missing = np.maximum(self.unobserved, 1.0)
        begin = completion_towards(self.starts[start], self.seen, missing)
        shares = path(begin, _typical(self.seen, self.peers), at)
        others = whole_people(shares * self.unobserved[:, None, None], self.unobserved)
        return np.asarray(self.seen[:, None, :] + others)

    def surprise(self, supposed: Floats) -> Floats:
        """As without putting back: people seen of all leave less room for chance."""
        everybody = supposed.sum(axis=-1, keepdims=True)
        apart = np.maximum(self.unobserved, 1e-9) / np.maximum(everybody[:, 0, 0], 1.0)
        return np.asarray(_surprise(self.seen, supposed / everybody) / apart[:, None])

    def sample(self, supposed: Floats, samples: int, rng: np.random.Generator) -> Floats:
        """Without putting back."""
        return from_workforce(supposed, self.seen.sum(axis=1), samples, rng)

    def log_likelihood(self, supposed: Floats, drawn: Floats) -> Floats:
        """Multivariate hypergeometric, by a table of logarithms of factorials."""
        factorial = gammaln(np.arange(supposed.max() + 2.0) + 1.0)
        total = np.zeros((*supposed.shape[:2], drawn.shape[1]))
        impossible = np.zeros(total.shape, dtype=bool)
        for group in range(supposed.shape[2]):
            members = supposed[:, :, group, None].astype(np.int64)
            left = members - drawn[:, None, :, group].astype(np.int64)
            impossible |= left < 0
            total += factorial[members] - factorial[np.maximum(left, 0)]
        return np.asarray(np.where(impossible, -np.inf, total))


def _typical(seen: Floats, peers: Floats) -> Floats:
    """Return shares near those seen in which no group is impossible."""
    added = seen + PEERS_COUNT_AS * peers
    return np.asarray(added / added.sum(axis=1, keepdims=True))


def _surprise(seen: Floats, shares: Floats) -> Floats:
    observed = seen / np.maximum(seen.sum(axis=1, keepdims=True), 1.0)
    logs = np.log(np.maximum(observed, 1e-300))[:, None] - np.log(np.maximum(shares, 1e-300))
    return np.asarray(2.0 * np.where(seen[:, None] > 0, seen[:, None] * logs, 0.0).sum(axis=-1))
