"""What the main job gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

    from rating.composite import Framework, Strata
    from rating.data import Benchmark, Floats, Headcount
    from rating.inference import Estimate, PooledPrior
    from rating.ranking import Ranks
    from rating.ranking.sensitivity import Sensitivity
    from rating.ranking.sets import RankSets

#: As counted: the workforce as it is. As a process: what hiring and promoting here tends to produce.
Target = Literal["process", "counted"]
TARGETS: tuple[Target, ...] = ("process", "counted")


@dataclass(frozen=True)
class Ratings:
    """The ratings of all companies of one period.

    Attributes
    ----------
    headcount, framework, benchmark
        What they were computed from; the framework carries the criteria used.
    reasons
        For each company why it has no score, "" where it has one, shape (C,).
    leaders
        Leaders of each company, shape (C,), NaN where unknown.
    rated
        Indices of the companies with a score, shape (R,).
    draws
        Draws of their scores as a process to compare them by, shape (R, D); they may go beyond the scale
        (`Confidence.draws`).
    score
        Overall score under both targets, each shape (C,).
    components
        Pillars and indicators under both targets.
    parity
        Attribute code -> parity of the workforce as counted with the benchmark, for every attribute that
        has one, scored or not.
    priors
        (attribute code, stratum) -> what the peers tell.
    strata
        The split of the ladder the draws were made on.
    spread
        By how much an estimate differs between the headcounts that were supposed, each shape (C,): under
        ``score:<target>``, ``<target>:<component>`` and ``parity:<attribute>``; nothing where there was one.
    headcounts
        The headcounts that were supposed; none where there was only `headcount`.
    """

    headcount: Headcount
    framework: Framework
    benchmark: Benchmark | None
    reasons: tuple[str, ...]
    leaders: Floats
    rated: npt.NDArray[np.intp]
    draws: npt.NDArray[np.float32]
    score: Mapping[Target, Estimate]
    components: Mapping[Target, Mapping[str, Estimate]]
    parity: Mapping[str, Estimate]
    priors: Mapping[tuple[str, int], PooledPrior]
    strata: Strata
    spread: Mapping[str, Floats] = field(default_factory=dict)
    headcounts: tuple[Headcount, ...] = ()

    @property
    def supposed(self) -> tuple[Headcount, ...]:
        """All headcounts that the ratings were computed from."""
        return self.headcounts or (self.headcount,)


@dataclass(frozen=True)
class Ranking:
    """Where the rated companies of one period stand.

    Attributes
    ----------
    ranks
        None with too few companies for a ranking.
    bands
        First and last band of each company's run, shape (R, 2).
    band_probabilities
        Shape (R, bands).
    inseparable_count
        From how many others a company cannot be told apart, shape (R,).
    inseparable
        From which (indices into the rated companies), or None where they are too many to list.
    sets
        Which ranks the scores leave open, with 95 % confidence; None with too few companies.
    sensitivity
        How far ranks depend on choices; None with too few companies or where there is nothing to choose.
    """

    ranks: Ranks | None
    bands: npt.NDArray[np.int64]
    band_probabilities: Floats
    inseparable_count: npt.NDArray[np.int64]
    inseparable: list[npt.NDArray[np.intp]] | None
    sets: RankSets | None
    sensitivity: Sensitivity | None
