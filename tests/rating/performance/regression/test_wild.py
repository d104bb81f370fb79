"""The wild bootstrap beside the same thing done by refitting every draw."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from rating.performance.regression.fixed_effects import FixedEffects
from rating.performance.regression.groups import Groups
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.partialled import Partialled
from rating.performance.regression.wild import wild_bootstrap
from tests.rating.performance.regression.by_hand import indicators


def panel(seed: int, clusters: int, slope: float) -> Partialled:
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(clusters), 6)
    year = rng.integers(0, 4, len(cluster))
    exposure = rng.normal(size=clusters)[cluster] + rng.normal(size=len(cluster))
    outcome = slope * exposure + rng.normal(size=clusters)[cluster] + rng.normal(size=len(cluster))
    nuisance = Nuisance(len(cluster), FixedEffects(Groups.of(year)))
    return Partialled.of(exposure, outcome, nuisance, Groups.of(cluster))


def refitted(part: Partialled) -> float:
    """Return the p value from a regression of its own for every pattern of signs."""
    assert part.nuisance.effects is not None
    others = indicators(part.nuisance.effects.first.codes)
    columns = np.column_stack((part.exposure, others))
    cluster = part.clusters.codes

    def t_of(outcome: np.ndarray) -> float:
        inverse = np.linalg.inv(columns.T @ columns)
        beta = inverse @ columns.T @ outcome
        scores = columns * (outcome - columns @ beta)[:, None]
        of_cluster = np.array([scores[cluster == each].sum(axis=0) for each in range(part.clusters.count)])
        return abs(beta[0]) / float(np.sqrt((inverse @ of_cluster.T @ of_cluster @ inverse)[0, 0]))

    restricted = part.outcome  # what the others leave: its fitted part is the same in every draw
    signs = np.array(list(product((1.0, -1.0), repeat=part.clusters.count)))
    every = np.array([t_of(restricted * sign[cluster]) for sign in signs])
    return float(np.mean(every >= every[0] * (1 - 1e-9)))


@pytest.mark.parametrize("slope", [0.0, 0.5])
def test_all_signs_of_few_clusters_are_gone_through(slope: float) -> None:
    part = panel(1, 8, slope)
    told = wild_bootstrap(part, seed=1)
    assert (told.exact, told.draws) == (True, 256)
    assert told.p_value == pytest.approx(refitted(part), abs=1e-12)
    assert told == wild_bootstrap(part, seed=2)


def test_draws_come_from_the_seed_and_count_the_estimate_itself() -> None:
    part = panel(2, 20, 3.0)
    told = wild_bootstrap(part, draws=99, seed=5)
    assert told == wild_bootstrap(part, draws=99, seed=5)
    assert (told.p_value, told.draws, told.exact) == (1 / 100, 99, False)


@pytest.mark.parametrize("clusters", [5, 20])
def test_without_an_association_false_alarms_are_as_rare_as_they_should_be(clusters: int) -> None:
    alarms = sum(
        wild_bootstrap(panel(seed, clusters, 0.0), draws=199, seed=seed).p_value <= 0.1 for seed in range(200)
    )
    # at 10 % of 200, more than 33 have a chance below 1 in 500
    assert alarms <= 33
