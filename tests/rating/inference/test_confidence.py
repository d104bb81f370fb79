"""Confidence distributions: coverage, exactly enumerated over everything that could have been seen."""

from __future__ import annotations

from itertools import product
from math import comb, factorial, prod
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rating.inference.confidence import confidence
from rating.inference.supposed import Counted, Process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rating.inference.distribution import Confidence

ENDS = np.array([0.05, 0.95])
#: What is demanded of 90 % intervals in every case.
GATE = 0.88
SHAPES = {
    "even": lambda k: np.full(k, 1 / k),
    "geometric": lambda k: 0.5 ** np.arange(1, k + 1) / (1 - 0.5**k),
    "dominant": lambda k: np.array([0.8, *[0.2 / (k - 1)] * (k - 1)]),
    "two groups": lambda k: np.array([0.6, 0.4, *[0.0] * (k - 2)]),
}


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(23)


def figures(people: Sequence[np.ndarray]) -> Mapping[str, np.ndarray]:
    """Give evenness and entropy of the first composition, and the mean evenness of all."""
    shares = [part / part.sum(axis=-1, keepdims=True) for part in people]
    even = [(1 - (p**2).sum(axis=-1)) / (1 - 1 / p.shape[-1]) for p in shares]
    logs = np.log(np.where(shares[0] > 0, shares[0], 1.0))
    entropy = -(shares[0] * logs).sum(axis=-1)
    return {"evenness": even[0], "entropy": entropy, "mean": np.mean(even, axis=0)}


def samples_of(n: int, k: int) -> np.ndarray:
    """List all ways to see n people in k groups."""
    return np.array([row for row in product(range(n + 1), repeat=k) if sum(row) == n], dtype=float)


def multinomial(seen: np.ndarray, shares: np.ndarray) -> np.ndarray:
    ways = [factorial(int(row.sum())) / prod(factorial(int(x)) for x in row) for row in seen]
    return np.array(ways) * np.prod(shares**seen, axis=1)


def hypergeometric(seen: np.ndarray, people: np.ndarray) -> np.ndarray:
    total = comb(int(people.sum()), int(seen[0].sum()))
    return (
        np.array([prod(comb(int(m), int(x)) for m, x in zip(people, row, strict=True)) for row in seen])
        / total
    )


def coverage(found: Confidence, chances: np.ndarray, truth: float) -> float:
    ends = found.quantiles(ENDS)
    kept = (ends[:, 0] - 1e-9 <= truth) & (truth <= ends[:, 1] + 1e-9)
    return float(chances[kept].sum())


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("n", "k"), [(8, 2), (9, 2), (15, 2), (30, 2), (60, 2), (8, 3), (15, 3), (8, 5)])
def test_intervals_of_the_process_cover_what_they_say(
    n: int, k: int, shape: str, rng: np.random.Generator
) -> None:
    shares, even = SHAPES[shape](k), np.full(k, 1 / k)
    seen = samples_of(n, k)
    found = confidence([Process(seen, even, even[None])], figures, rng)
    for figure in ("evenness", "entropy"):
        truth = float(figures([shares])[figure])
        assert coverage(found[figure], multinomial(seen, shares), truth) >= GATE, figure


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("people", "n", "k"), [(9, 3, 2), (30, 18, 2), (15, 9, 3), (30, 9, 3)])
def test_intervals_of_the_workforce_as_it_is_cover_what_they_say(
    people: int, n: int, k: int, shape: str, rng: np.random.Generator
) -> None:
    workforce = np.floor(SHAPES[shape](k) * people)
    workforce[0] += people - workforce.sum()
    seen = samples_of(n, k)
    there = Counted(seen, np.full(k, 1 / k), np.full((1, k), 1 / k), np.full(len(seen), float(people - n)))
    found = confidence([there], figures, rng)
    chances = hypergeometric(seen, workforce)
    assert chances.sum() == pytest.approx(1.0)
    for figure in ("evenness", "entropy"):
        assert coverage(found[figure], chances, float(figures([workforce])[figure])) >= GATE, figure


@pytest.mark.parametrize("shape", SHAPES)
def test_a_mean_over_attributes_is_covered_too(shape: str, rng: np.random.Generator) -> None:
    shares, even = SHAPES[shape](2), np.full(2, 0.5)
    seen = samples_of(9, 2)
    both = np.array(list(product(seen, seen)))
    parts = [Process(both[:, part], even, even[None]) for part in (0, 1)]
    found = confidence(parts, figures, rng)["mean"]
    chances = multinomial(both[:, 0], shares) * multinomial(both[:, 1], shares)
    assert coverage(found, chances, float(figures([shares, shares])["mean"])) >= GATE


def test_even_shares_are_not_ruled_out_where_the_people_seen_are_even(rng: np.random.Generator) -> None:
    even = np.full(5, 0.2)
    found = confidence([Process(np.full((1, 5), 20.0), even, even[None])], figures, rng)["evenness"]
    assert found.quantiles(np.array([0.95]))[0, 0] == pytest.approx(1.0, abs=1e-12)


def test_a_uniform_team_may_be_less_uniform_and_a_large_one_hardly(rng: np.random.Generator) -> None:
    even = np.full(7, 1 / 7)
    teams = np.zeros((2, 7))
    teams[:, 0] = 9.0, 1000.0
    ends = confidence([Process(teams, even, even[None])], figures, rng)["evenness"].quantiles(ENDS)
    np.testing.assert_allclose(ends[:, 0], 0.0, atol=1e-12)
    assert 0.4 < ends[0, 1] < 0.7
    assert ends[1, 1] < 0.01


def test_small_and_large_teams_of_the_same_make_up_are_in_the_same_middle(rng: np.random.Generator) -> None:
    """The middle of the distribution does not depend on the number of people, so neither does the rank."""
    shares, even = SHAPES["geometric"](3), np.full(3, 1 / 3)
    middles = []
    for n in (9, 15, 30):
        seen = samples_of(n, 3)
        draws = confidence([Process(seen, even, even[None])], figures, rng)["evenness"].quantiles(
            (np.arange(100) + 0.5) / 100
        )
        above = (draws > float(figures([shares])["evenness"])).mean(axis=1)
        middles.append(float(multinomial(seen, shares) @ above))
    np.testing.assert_allclose(middles, 0.5, atol=0.04)


def test_nobody_seen_leaves_everything_open_as_nan(rng: np.random.Generator) -> None:
    even = np.full(2, 0.5)
    seen = np.array([[0.0, 0.0], [4.0, 4.0]])
    with np.errstate(invalid="ignore"):
        found = confidence([Process(seen, even, even[None])], figures, rng)["evenness"]
    ends = found.quantiles(ENDS)
    assert np.isnan(ends[0]).all()
    assert not np.isnan(ends[1]).any()


def test_the_same_seed_gives_the_same_distribution() -> None:
    even = np.full(3, 1 / 3)
    process = Process(np.array([[5.0, 3.0, 1.0]]), even, even[None])
    first, second = (
        confidence([process], figures, np.random.default_rng(5))["entropy"].quantiles(ENDS) for _ in range(2)
    )
    np.testing.assert_array_equal(first, second)


def test_quantiles_rise(rng: np.random.Generator) -> None:
    even = np.full(4, 0.25)
    seen = rng.multinomial(12, [0.5, 0.3, 0.1, 0.1], size=20).astype(float)
    levels = (np.arange(200) + 0.5) / 200
    draws = confidence([Process(seen, even, even[None])], figures, rng)["evenness"].quantiles(levels)
    assert (np.diff(draws, axis=1) >= 0).all()
    assert (draws >= 0).all()
    assert (draws <= 1).all()
