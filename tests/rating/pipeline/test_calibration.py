"""Coverage through the main job: a city of all teams there could be, each with its chance."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, hypergeom

from rating.composite import load_framework
from rating.data import Benchmark
from rating.pipeline import rank, rate
from tests.builders import headcount

GATE = 0.88
GENDER = load_framework("management-diversity-2016").restricted_to(["gender"])


def every_team(n: int) -> list[list[list[int]]]:
    return [[[50, 50], [women, n - women]] for women in range(n + 1)]


@pytest.mark.parametrize("share", [0.5, 0.4, 0.3, 0.2, 0.1, 0.02])
@pytest.mark.parametrize("n", [9, 15, 30, 60, 150])
def test_scores_and_bands_as_a_process_hold_the_truth_nine_times_in_ten(n: int, share: float) -> None:
    ratings = rate(headcount({"gender": every_team(n)}), GENDER, rng=np.random.default_rng(1))
    chances, truth = binom.pmf(np.arange(n + 1), n, share), 400.0 * share * (1.0 - share)
    for figure in (ratings.score["process"], ratings.components["process"]["evenness.gender"]):
        kept = (figure.low <= truth + 1e-9) & (truth <= figure.high + 1e-9)
        assert chances[kept].sum() >= GATE
    lowers = np.array([band.lower for band in GENDER.bands])
    band, runs = int(np.argmax(truth >= lowers - 1e-9)), rank(ratings).bands
    shown = (runs[:, 0] <= band) & (band <= runs[:, 1])
    assert chances[shown].sum() >= GATE


@pytest.mark.parametrize("women", [15, 10, 6, 2])
@pytest.mark.parametrize("answers", [18, 25])
def test_scores_as_counted_hold_the_truth_nine_times_in_ten(answers: int, women: int) -> None:
    """Thirty leaders, of whom some are seen, drawn without putting back."""
    teams = every_team(answers)
    hidden = {"gender": [[0, 30 - answers] for _ in teams]}
    ratings = rate(headcount({"gender": teams}, unobserved=hidden), GENDER, rng=np.random.default_rng(1))
    chances = hypergeom.pmf(np.arange(answers + 1), 30, women, answers)
    counted = ratings.score["counted"]
    truth = 100.0 * women * (30 - women) / 225.0
    kept = (counted.low <= truth + 1e-9) & (truth <= counted.high + 1e-9)
    assert chances[kept].sum() >= GATE


@pytest.mark.parametrize("women", [36, 20, 6])
def test_parity_with_the_population_holds_the_truth_nine_times_in_ten(women: int) -> None:
    """Sixty people, thirty of whom are seen."""
    teams = [[[seen, 30 - seen], [0, 0]] for seen in range(31)]
    city = Benchmark("the city", {"gender": np.array([0.5, 0.5])})
    ours = load_framework("diversity-advantage-2026").restricted_to(["gender"])
    figures = headcount({"gender": teams}, unobserved={"gender": [[30, 0] for _ in teams]})
    parity = rate(figures, ours, rng=np.random.default_rng(1), benchmark=city).parity["gender"]
    chances = hypergeom.pmf(np.arange(31), 60, women, 30)
    truth = 1.0 - abs(women / 60.0 - 0.5)
    kept = (parity.low <= truth + 1e-9) & (truth <= parity.high + 1e-9)
    assert chances[kept].sum() >= GATE


def test_two_criteria_are_one_score_with_an_interval_of_its_own() -> None:
    """All pairs of teams of nine over gender and of nine over age, as one city of a hundred."""
    both = load_framework("management-diversity-2016").restricted_to(["gender", "age"])
    pairs = [(one, other) for one in range(10) for other in range(10)]
    figures = {
        "gender": [[[50, 50], [one, 9 - one]] for one, _ in pairs],
        "age": [[[50, 50], [other, 9 - other]] for _, other in pairs],
    }
    ratings = rate(headcount(figures), both, rng=np.random.default_rng(1))
    score, alone = ratings.score["process"], ratings.components["process"]["evenness.gender"]
    assert ((score.high - score.low) < (alone.high - alone.low).max()).all()
    for share in (0.5, 0.3, 0.15):
        law = binom.pmf(np.arange(10), 9, share)
        chances = np.array([law[one] * law[other] for one, other in pairs])
        truth = 400.0 * share * (1.0 - share)
        kept = (score.low <= truth + 1e-9) & (truth <= score.high + 1e-9)
        assert chances[kept].sum() >= GATE
