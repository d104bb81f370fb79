"""Allowing for strict and mild readers: a law, and what it gains and costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau

from connector.matching.calls import share_out
from connector.matching.calls.strictness import ENOUGH, adjusted_scores
from tests.connector.matching.calls.reading import conflict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.random import Generator

SEEDS = st.integers(0, 2**32 - 1)
APPLICATIONS, READERS = 40, 6


def shared(rng: Generator) -> list[tuple[str, str]]:
    """Share out applications, two readers each, with conflicts that make it uneven."""
    names = [f"s{number:02}" for number in range(APPLICATIONS)]
    readers = [f"r{number}" for number in range(READERS)]
    apart = [conflict(who, what) for who in readers for what in names if rng.random() < 0.15]
    found = share_out(names, readers, 2, conflicts=apart).readers_of
    return [(what, who) for what, own in found.items() for who in own]


def tau(rng: Generator, strictness: float) -> tuple[float, float]:
    """Return how well raw and adjusted scores order applications: Kendall's tau with how good they are."""
    good = {f"s{number:02}": 0.5 + 0.15 * rng.standard_normal() for number in range(APPLICATIONS)}
    mild = {f"r{number}": strictness * rng.standard_normal() for number in range(READERS)}
    totals = {}
    for what, who in shared(rng):
        seen = good[what] + mild[who] + 0.2 * rng.standard_normal(5)
        totals[what, who] = float(np.clip(np.rint(4 * seen), 0, 4).mean() / 4)
    adjusted = adjusted_scores(totals)
    assert adjusted is not None
    names = sorted(adjusted)
    raw = [np.mean([total for (of, _), total in totals.items() if of == what]) for what in names]
    truth = [good[what] for what in names]
    return tuple(kendalltau(scores, truth).statistic for scores in (raw, [adjusted[what] for what in names]))


def gain(strictness: float) -> tuple[float, float]:
    """Return the mean gain in tau over 40 calls, and its standard error."""
    found = np.array([tau(np.random.default_rng(seed), strictness) for seed in range(40)])
    gains = found[:, 1] - found[:, 0]
    return float(gains.mean()), float(gains.std(ddof=1) / len(gains) ** 0.5)


def test_where_readers_differ_applications_are_ordered_better() -> None:
    mean, error = gain(0.15)
    assert mean - 3 * error > 0.03


def test_where_readers_do_not_differ_it_costs_little_but_something() -> None:
    """That is why a call declares it, and why both scores are told."""
    mean, error = gain(0.0)
    assert -0.03 < mean < 0
    assert error < 0.005


@settings(max_examples=40)
@given(SEEDS, st.floats(0, 1), st.data())
def test_an_adjusted_score_is_in_0_to_1_and_never_falls_where_one_of_its_totals_rises(
    seed: int, to: float, data: st.DataObject
) -> None:
    rng = np.random.default_rng(seed)
    totals = {pair: float(rng.random()) for pair in shared(rng)}
    pair = data.draw(st.sampled_from(sorted(totals)))
    before = adjusted_scores(totals)
    after = adjusted_scores({**totals, pair: max(to, totals[pair])})
    assert before is not None
    assert after is not None
    assert all(0 <= score <= 1 for score in before.values())
    assert after[pair[0]] >= before[pair[0]] - 1e-12


@settings(max_examples=20)
@given(SEEDS)
def test_the_order_has_no_influence(seed: int) -> None:
    rng = np.random.default_rng(seed)
    totals = {pair: float(rng.random()) for pair in shared(rng)}
    mixed = dict(rng.permutation(np.array(list(totals.items()), object)).tolist())
    assert adjusted_scores({tuple(pair): total for pair, total in mixed.items()}) == adjusted_scores(totals)


def least_squares(totals: Mapping[tuple[str, str], float], drawn: float) -> dict[str, float]:
    """Solve the same with one row for each read, and one for each reader that draws it to 0."""
    names, readers = (sorted({pair[side] for pair in totals}) for side in (0, 1))
    rows, right = [], []
    for (what, who), total in totals.items():
        rows.append([float(what == one) for one in names] + [float(who == one) for one in readers])
        right.append(total)
    for who in readers:
        rows.append([0.0] * len(names) + [drawn**0.5 * (who == one) for one in readers])
        right.append(0.0)
    found = np.linalg.lstsq(np.array(rows), np.array(right), rcond=None)[0]
    return dict(zip(names, found[: len(names)].tolist(), strict=True))


@settings(max_examples=20)
@given(SEEDS)
def test_it_is_the_least_squares_that_it_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    totals = {pair: 0.3 + 0.4 * float(rng.random()) for pair in shared(rng)}
    assert adjusted_scores(totals) == pytest.approx(least_squares(totals, 4.0))


def test_too_few_reads_that_can_be_compared_say_nothing() -> None:
    both = {(f"s{number}", who): 0.5 for number in range(ENOUGH) for who in ("ana", "ben")}
    assert adjusted_scores(both) is not None
    assert adjusted_scores({**both, ("s0", "cem"): 0.5}) is None
    alone = {(f"t{number}", "cem"): 0.5 for number in range(ENOUGH)}
    assert adjusted_scores({**both, **alone}) is None
    assert adjusted_scores({pair: one for pair, one in both.items() if pair != ("s0", "ben")}) is None
    assert adjusted_scores({}) is None
