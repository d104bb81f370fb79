"""Experts pooled by how well they would have done.

At several moments of the past each expert, told only of what had happened, ranks the offers for the start-ups
that appeared later. Experts count by exp(gain / temperature): those that are nearly as good as the best are
pooled, by the mean of their logarithms, which is steadier than to follow the winner of a small sample
(exponential weighting, Vovk 1990; logarithmic opinion pool, Genest and Zidek 1986).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError
from connector.matching.learning.engagement.evidence import Evidence
from connector.matching.learning.engagement.experts import experts_on
from connector.matching.learning.engagement.kernels import first_of
from connector.matching.learning.engagement.namesakes import Namesakes
from connector.matching.learning.engagement.resolve import plain, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connector.matching.columns.types import Doubles, Flags, Integers
    from connector.matching.learning.engagement.experts import Expert
    from connector.matching.learning.engagement.history import History, Newcomer

#: At which parts of the start-ups' appearances the past is cut.
_CUTS = (0.2, 0.35, 0.5, 0.65, 0.8)
#: How far down a list is looked.
_DEPTH = 10
#: Experts whose gains lie closer than `_temperature` are hardly told apart: the error of a gain falls with
#: the root of how many start-ups judged, and the luckiest of K experts looks better by sqrt(2 log K) times
#: its error. The factor is less than half of the error for one start-up (0.3), since experts err together;
#: never more than the last number, so that small pasts still choose.
_ERROR, _WIDEST = 0.13, 0.02
#: Between kinds of experts, whose gains are means over many of them, it is so much less.
_OF_KINDS, _AS_OF = 0.25, 1_500
#: Experts that count less than this beside the best are left out.
_NEGLIGIBLE = 1e-3
#: What an expert that gives no chance at all is taken to mean, so that none has a veto.
_LEAST = 1e-5
#: A list of start-ups that is too short to judge experts by.
_FEWEST = 10


@dataclass(frozen=True)
class EngagementModel:
    """What past engagements say of newcomers.

    Attributes
    ----------
    history
        What it learned from.
    now
        Up to when, in years.
    experts, weights
        What is pooled, the weightiest first; the weights sum to 1.
    gains
        Discounted recall of each in the past, for those of `experts`.
    cuts
        The moments at which experts were judged, in years, and how many start-ups each was judged by.
    """

    history: History
    now: float
    experts: tuple[Expert, ...]
    weights: Doubles
    gains: Doubles
    cuts: tuple[tuple[float, int], ...]

    @property
    def offers(self) -> tuple[str, ...]:
        """The offers that have a history: the columns of `probabilities`."""
        return self.history.offers

    def probabilities(self, newcomers: Sequence[Newcomer]) -> Doubles:
        """Return how likely each offer is the next of each newcomer, shape (n, offers); rows sum to 1."""
        described = _Described.of(self.history, newcomers)
        evidence = Evidence(self.history, self.now)
        total = np.zeros((len(described.stated), len(self.offers)))
        for expert, weight in zip(self.experts, self.weights, strict=True):
            total += weight * np.log(_probabilities(expert, evidence, described) + _LEAST)
        odds = np.exp(total - total.max(axis=1, keepdims=True))
        pooled = described.averaged(np.asarray(odds / odds.sum(axis=1, keepdims=True)))
        return self._namesakes.mixed_into(pooled, [newcomer.name for newcomer in newcomers])

    def met_by_namesakes(self, newcomers: Sequence[Newcomer]) -> Flags:
        """Return which offers start-ups met that were called like the newcomers, shape (n, offers)."""
        return self._namesakes.met([newcomer.name for newcomer in newcomers], len(self.offers))

    @cached_property
    def _namesakes(self) -> Namesakes:
        return Namesakes(self.history)


def learn_engagement(history: History, now: float | None = None) -> EngagementModel:
    """Learn from engagements whom newcomers meet.

    Parameters
    ----------
    history
        Past engagements.
    now
        Up to when they reach, in years; by default the last of them.

    Raises
    ------
    CannotMatchError
        If the history has no moment before which there are engagements and after which ten start-ups appear
        that came together with offers known before.
    """
    experts = experts_on(list(history.values))
    judged = [trial for moment in moments(history) if (trial := _Trial.at(history, moment)).size >= _FEWEST]
    if not judged:
        raise CannotMatchError(
            "The past is too short to learn from: at least ten start-ups must have met offers known before."
        )
    # the root: late trials have few start-ups, early ones tell of a past that is over
    gains = np.average(
        [trial.gains(experts) for trial in judged], axis=0, weights=np.sqrt([trial.size for trial in judged])
    )
    weights = _weights(experts, gains, sum(trial.size for trial in judged))
    order = np.argsort(-weights, kind="stable")
    order = order[weights[order] >= _NEGLIGIBLE]
    return EngagementModel(
        history=history,
        now=float(history.time.max()) if now is None else now,
        experts=tuple(experts[number] for number in order),
        weights=weights[order] / weights[order].sum(),
        gains=gains[order],
        cuts=tuple((trial.moment, trial.size) for trial in judged),
    )


def _weights(experts: Sequence[Expert], gains: Doubles, startups: int) -> Doubles:
    """Return how much each expert counts, the weightiest 1.

    First among those of a kind, then kind against kind by the mean gain of those that count in it: a kind of
    which there are many variants is not preferred because one of many is lucky.
    """
    kinds = np.array([expert.kind for expert in experts])
    within = np.empty(len(experts))
    mean = {}
    for kind in np.unique(kinds):
        own = kinds == kind
        weights = np.exp((gains[own] - gains[own].max()) / _temperature(startups, int(own.sum())))
        within[own] = weights / weights.sum()
        mean[kind] = float(gains[own] @ within[own])
    best, between = max(mean.values()), _OF_KINDS * _temperature(startups, _AS_OF)
    weights = within * np.array([np.exp((mean[kind] - best) / between) for kind in kinds])
    return np.asarray(weights / weights.max())


def _temperature(startups: int, experts: int) -> float:
    """Return by how much gains of so many experts, judged by so many start-ups, must differ to tell."""
    return min(_ERROR * float(np.sqrt(2 * np.log(max(experts, 2)) / startups)), _WIDEST)


def moments(history: History) -> list[float]:
    """Return the moments at which the past is cut: each the first before which so many had appeared."""
    appeared = np.sort(history.first_time[~np.isnan(history.first_time)])
    times = np.unique(appeared)
    before = np.searchsorted(appeared, times) / len(appeared)
    return [float(times[place]) for place in np.unique(np.searchsorted(before, _CUTS)) if place < len(times)]


@dataclass(frozen=True)
class _Described:
    """What newcomers state, each different description once.

    `stated` has shape (descriptions, attributes); `rows` and `owners` say which descriptions belong to whom.
    """

    attributes: tuple[str, ...]
    stated: Integers
    rows: Integers
    owners: Integers
    newcomers: int

    @classmethod
    def of(cls, history: History, newcomers: Sequence[Newcomer]) -> _Described:
        attributes = tuple(history.values)
        known: Mapping[str, dict[str, int]] = {name: {} for name in attributes}
        described, owners = [], []
        for number, newcomer in enumerate(newcomers):
            for traits in newcomer.traits or ({},):
                described.append([_code(history, known, name, traits.get(name, "")) for name in attributes])
                owners.append(number)
        codes = np.array(described, np.int64).reshape(len(described), len(attributes))
        if not attributes:  # nobody can differ
            stated, rows = np.zeros((1, 0), np.int64), np.zeros(len(described), np.int64)
        else:
            stated, rows = np.unique(codes, axis=0, return_inverse=True)
        return cls(attributes, stated, rows.ravel(), np.array(owners, np.int64), len(newcomers))

    def columns(self, attributes: Sequence[str]) -> Integers:
        return self.stated[:, [self.attributes.index(name) for name in attributes]]

    def averaged(self, values: Doubles) -> Doubles:
        """Return for each newcomer the mean over its descriptions, shape (newcomers, ...)."""
        if len(self.rows) == self.newcomers:
            return values[self.rows]
        total = np.zeros((self.newcomers, values.shape[1]))
        np.add.at(total, self.owners, values[self.rows])
        return np.asarray(total / np.bincount(self.owners, minlength=self.newcomers)[:, None])


def _code(history: History, known: Mapping[str, dict[str, int]], attribute: str, value: str) -> int:
    written = plain(value)
    found = known[attribute]
    if written not in found:
        values = history.values[attribute]
        meant = resolve(written, values)
        found[written] = -1 if meant is None else values.index(meant)
    return found[written]


def _probabilities(expert: Expert, evidence: Evidence, described: _Described) -> Doubles:
    """Return what an expert says of each description, shape (descriptions, offers)."""
    stated = described.columns(expert.attributes)
    if expert.kind in _SHARES:
        return _SHARES[expert.kind](evidence, expert, stated)
    logits = evidence.smooth(expert.popularity) + expert.power * evidence.lifts(
        expert.attributes, expert.pseudo, stated
    )
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


#: The experts that say shares outright; the others add logarithms.
_SHARES = {"within": Evidence.within, "kindred": Evidence.kindred, "latent": Evidence.latent}


@dataclass(frozen=True)
class _Trial:
    """A moment of the past with the start-ups that appeared after it.

    `truth` has shape (start-ups, offers): 1 / (number of known offers it met) for each that it met, else 0.
    """

    moment: float
    evidence: Evidence
    described: _Described
    truth: Doubles

    @classmethod
    def at(cls, history: History, moment: float) -> _Trial:
        past, later = history.before(moment), history.new_since(moment)
        known = np.zeros(len(history.offers), np.bool_)
        known[past.offer] = True
        met = np.zeros((len(history.startups), len(history.offers)))
        met[later.startup, later.offer] = 1
        met[:, ~known] = 0
        kept = np.flatnonzero(met.any(axis=1))
        number = {history.startups[row]: row for row in kept.tolist()}
        newcomers = [one for one in later.newcomers() if one.startup in number]
        truth = met[[number[one.startup] for one in newcomers]]
        truth /= np.maximum(truth.sum(axis=1, keepdims=True), 1)
        return cls(moment, Evidence(past, moment), _Described.of(past, newcomers), truth)

    @property
    def size(self) -> int:
        return len(self.truth)

    def gains(self, experts: Sequence[Expert]) -> Doubles:
        """Return the mean discounted recall of each expert, shape (experts,)."""
        lifts: dict[tuple[tuple[str, ...], float], Doubles] = {}
        found = np.empty(len(experts))
        for number, expert in enumerate(experts):
            found[number] = self._gain(expert, lifts)
        return found

    def _gain(self, expert: Expert, lifts: dict[tuple[tuple[str, ...], float], Doubles]) -> float:
        stated = self.described.columns(expert.attributes)
        depth = min(_DEPTH, self.truth.shape[1])
        if expert.kind in _SHARES:
            values = _SHARES[expert.kind](self.evidence, expert, stated)
            first = first_of(np.zeros(values.shape[1]), values, 1.0, depth)
        else:
            key = (expert.attributes, expert.pseudo)
            if key not in lifts:
                lifts[key] = self.evidence.lifts(expert.attributes, expert.pseudo, stated)
            first = first_of(self.evidence.smooth(expert.popularity), lifts[key], expert.power, depth)
        return _discounted_recall(self.truth, first[self.described.rows], self.described.owners)


def _discounted_recall(truth: Doubles, first: Integers, owners: Integers) -> float:
    """Return the mean over start-ups of the share found, and of that with later places counting less.

    Of a start-up with several descriptions their mean counts.
    """
    discount = (1 + 1 / np.log2(np.arange(2, first.shape[1] + 2))) / 2
    each = (np.take_along_axis(truth[owners], first, axis=1) * discount).sum(axis=1)
    share = 1 / np.bincount(owners, minlength=len(truth))[owners]
    return float((each * share).sum() / len(truth))
