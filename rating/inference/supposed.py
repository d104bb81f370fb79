"""What is supposed about a workforce, for either target: who would be in it, and who would then be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.special import gammaln

from rating.inference.paths import completion_towards, whole_people

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

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
        """Shares at which paths begin, shape (starts, k) or (starts, companies, k)."""

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
        Shares at which paths begin, positive, shape (starts, k) or (starts, companies, k): those with the
        highest figures, such as even shares and those of the population.
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
        from rating.inference.resampling import draw_independently  # noqa: PLC0415 - loads numba

        drawn = np.empty((*supposed.shape[:2], samples, supposed.shape[2]))
        draw_independently(_seeds(rng, len(drawn)), supposed, _people(self.seen), drawn)
        return drawn

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
        return np.asarray(_surprise(self.seen, supposed / np.maximum(everybody, 1.0)) / apart[:, None])

    def sample(self, supposed: Floats, samples: int, rng: np.random.Generator) -> Floats:
        """Without putting back."""
        from rating.inference.resampling import draw_without_return  # noqa: PLC0415 - loads numba

        drawn = np.empty((*supposed.shape[:2], samples, supposed.shape[2]))
        members = supposed.astype(np.int64)
        draw_without_return(
            _seeds(rng, len(drawn)), members, _people(self.seen), _log_factorials(members), drawn
        )
        return drawn

    def log_likelihood(self, supposed: Floats, drawn: Floats) -> Floats:
        """Multivariate hypergeometric, by a table of logarithms of factorials."""
        from rating.inference.resampling import log_likelihood_without_return  # noqa: PLC0415 - loads numba

        members = supposed.astype(np.int64)
        found = np.empty((*supposed.shape[:2], drawn.shape[1]))
        log_likelihood_without_return(members, drawn, _log_factorials(members), found)
        return found


def _seeds(rng: np.random.Generator, companies: int) -> npt.NDArray[np.uint64]:
    return rng.integers(1, 2**64, size=(companies, 4), dtype=np.uint64)


def _people(seen: Floats) -> npt.NDArray[np.int64]:
    """Return how many are seen, of fractional people the whole ones."""
    return np.asarray(np.floor(seen.sum(axis=1) + 1e-9), dtype=np.int64)


def _log_factorials(members: npt.NDArray[np.int64]) -> Floats:
    everybody = int(members.sum(axis=-1).max(initial=0))
    return np.asarray(gammaln(np.arange(everybody + 2.0) + 1.0))


def _typical(seen: Floats, peers: Floats) -> Floats:
    """Return shares near those seen in which no group is impossible."""
    added = seen + PEERS_COUNT_AS * peers
    return np.asarray(added / added.sum(axis=1, keepdims=True))


def _surprise(seen: Floats, shares: Floats) -> Floats:
    observed = seen / np.maximum(seen.sum(axis=1, keepdims=True), 1.0)
    logs = np.log(np.maximum(observed, 1e-300))[:, None] - np.log(np.maximum(shares, 1e-300))
    return np.asarray(2.0 * np.where(seen[:, None] > 0, seen[:, None] * logs, 0.0).sum(axis=-1))
