"""One criterion of the companies of a period: who was seen, who may be there, what is measured on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.composite import MEASURES, Workforce, split
from rating.inference import fit_pooled_prior
from rating.inference.supposed import Counted, Process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from rating.composite import Framework, Peak, Scope, Strata
    from rating.data import Benchmark, Cube, Floats, Headcount
    from rating.inference.supposed import Supposition
    from rating.pipeline.results import Target

    Index = npt.NDArray[np.intp]

#: Of a person: a group nobody was seen in has a share that can be divided by, and no index feels it.
_TRACE = 1e-12
#: With fewer people seen and others not, in more than two groups, nothing that joins criteria is given as
#: counted: neither pillars nor the score.
FEWEST_SEEN = 8
_PAIR = 2


class Source:
    """One criterion's counts by stratum, with companies of too little coverage taken out.

    Attributes
    ----------
    counts
        People with a known group, shape (companies, strata, k), NaN where unknown.
    unobserved
        People without one, shape (companies, strata).
    suppressed
        Which companies have an unknown entry, shape (companies,).
    priors
        What the peers tell, for each stratum.
    benchmark
        Shares of the population, shape (k,), or None.
    """

    def __init__(
        self,
        cube: Cube,
        headcount: Headcount,
        strata: Strata,
        framework: Framework,
        benchmark: Floats | None = None,
    ) -> None:
        self._attribute = cube.attribute
        self._strata = strata
        self._whole = headcount.measure == "counts"
        self.benchmark = benchmark
        self.counts = strata.gather(cube.counts)
        self.unobserved = strata.gather(cube.unobserved)
        self.suppressed: npt.NDArray[np.bool_] = np.asarray(np.isnan(self.counts).any(axis=(1, 2)))
        with np.errstate(invalid="ignore", divide="ignore"):
            seen = self.counts.sum(axis=2)
            coverage = seen / (seen + self.unobserved)
        empty = seen + self.unobserved == 0
        thin = ((coverage < framework.minimum_coverage) & ~empty).any(axis=1)
        self.counts[thin] = np.nan
        self.priors = [fit_pooled_prior(self.counts[:, stratum]) for stratum in range(len(strata.members))]

    def is_open(self, index: Index) -> npt.NDArray[np.bool_]:
        """Tell of which companies somebody's group is not known, shape (companies,)."""
        return np.asarray((self.unobserved[index] > 0).any(axis=1))

    def is_too_thin(self, index: Index) -> npt.NDArray[np.bool_]:
        """Tell of which companies too few were seen to say what all of them are, shape (companies,)."""
        if self.counts.shape[2] <= _PAIR:
            return np.zeros(len(index), dtype=bool)
        seen = self.counts[index].sum(axis=(1, 2))
        return np.asarray(self.is_open(index) & (seen < FEWEST_SEEN))

    def suppose(self, index: Index, target: Target, peaks: Sequence[Peak]) -> list[Supposition]:
        """Return what is to be supposed of some companies, stratum by stratum.

        Paths begin at each of the peaks; with no population known, at even shares instead.
        """
        counts = np.nan_to_num(self.counts[index])
        pooled = np.mean([prior.shares for prior in self.priors], axis=0)
        own = counts.sum(axis=1) + pooled
        supposed: list[Supposition] = []
        for stratum, prior in enumerate(self.priors):
            even = _even(prior.shares, self._attribute.even_groups)
            shares: dict[Peak, Floats] = {
                "even": even,
                "population": even if self.benchmark is None else _filled(self.benchmark, prior.shares),
                "own": own / own.sum(axis=1, keepdims=True),
            }
            starts = np.array([np.broadcast_to(shares[peak], own.shape) for peak in peaks])
            seen = counts[:, stratum]
            if target == "process":
                supposed.append(Process(seen, prior.shares, starts))
            else:
                missing = np.rint(self.unobserved[index, stratum])
                supposed.append(Counted(np.rint(seen), prior.shares, starts, missing))
        return supposed

    def census(self, index: Index) -> Workforce:
        """Return the workforces as they were seen, shape (companies, 1, k), whoever else there may be."""
        seen = self.counts[index][:, :, None]
        return self._put_together(index, np.moveaxis(seen, 1, 0), "counted")

    def workforce(self, index: Index, people: Sequence[Floats], target: Target) -> Workforce:
        """Put supposed workforces, or samples of them, together.

        Parameters
        ----------
        index
            Which companies.
        people
            For each stratum people by group, or shares, shape (companies, S, k): they are brought to the
            size of the stratum, which is NaN where an entry is unknown.
        target
            Whole people can reach less than shares.
        """
        sizes = self.counts[index].sum(axis=2) + self.unobserved[index]
        brought = [
            _shares(part, prior.shares) * sizes[:, stratum, None, None]
            for stratum, (part, prior) in enumerate(zip(people, self.priors, strict=True))
        ]
        return self._put_together(index, np.stack(brought), target)

    def _put_together(self, index: Index, strata: Floats, target: Target) -> Workforce:
        """Add up strata, people of shape (strata, companies, S, k), to the scopes of the framework."""
        seen = self.counts[index]
        return Workforce(
            people={scope: strata[member].sum(axis=0) for scope, member in self._strata.scopes.items()},
            seen={scope: seen[:, member].sum(axis=1) for scope, member in self._strata.scopes.items()},
            even_groups=self._attribute.even_groups,
            benchmark=self.benchmark,
            whole=self._whole and target == "counted",
        )


def sources_of(headcount: Headcount, framework: Framework, benchmark: Benchmark | None) -> dict[str, Source]:
    """Return a source for each criterion of a framework that the headcount has, on the framework's strata."""
    strata = strata_of(headcount, framework)
    shares: Mapping[str, Floats] = {} if benchmark is None else benchmark.shares
    return {
        code: Source(headcount.cubes[code], headcount, strata, framework, shares.get(code))
        for code in framework.criteria
        if code in headcount.cubes
    }


def strata_of(headcount: Headcount, framework: Framework) -> Strata:
    """Return the coarsest split of the ladder that serves all measures of a framework."""
    scopes: list[Scope] = [
        scope
        for pillar in framework.composition_pillars
        for indicator in pillar.indicators
        for scope in MEASURES[indicator.measure].scopes
    ]
    return split(headcount.ladder, scopes)


def _shares(people: Floats, peers: Floats) -> Floats:
    filled = people + _TRACE * peers
    return np.asarray(filled / filled.sum(axis=-1, keepdims=True))


def _even(peers: Floats, groups: int) -> Floats:
    """Return even shares over so many groups, those largest among the peers; the others as there."""
    small = np.argsort(-peers, kind="stable")[groups:]
    even = np.full(len(peers), (1.0 - peers[small].sum()) / groups)
    even[small] = peers[small]
    return even


def _filled(benchmark: Floats, peers: Floats) -> Floats:
    """Return the population's shares, with those of the peers for groups that it does not know."""
    unknown = np.isnan(benchmark)
    return np.where(unknown, peers, benchmark * (1.0 - peers[unknown].sum()))
