"""Power first: published figures, and a panel that refuses rather than claims."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from rating.performance import associate, companies_needed, smallest_detectable_r


@pytest.mark.parametrize(("n", "r"), [(14, 0.69), (30, 0.49), (50, 0.39), (100, 0.28), (321, 0.16)])
def test_smallest_detectable_correlation(n: int, r: float) -> None:
    """Values of the project's method, section 8."""
    assert round(smallest_detectable_r(n), 2) == r


def test_a_correlation_of_five_hundredths_needs_3138_companies() -> None:
    assert companies_needed(0.05) == 3138
    assert smallest_detectable_r(3138) <= 0.05 < smallest_detectable_r(3137)


@pytest.mark.parametrize("r", [0.0, 1.0, -1.2, float("nan")])
def test_impossible_correlations_are_refused(r: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        companies_needed(r)


def test_with_fewer_than_four_companies_nothing_is_detectable() -> None:
    assert np.isnan(smallest_detectable_r(3))


def test_under_thirty_companies_no_estimate_leaves_the_panel() -> None:
    x = np.arange(29.0)
    panel = associate(x, x, outcome="profit margins")
    assert (panel.refused, panel.rank_correlation, panel.low, panel.high) == (True, None, None, None)
    assert panel.sentence.startswith("n = 29, too few: only |r| ≥ .50 would be detectable")


def test_missing_pairs_do_not_count() -> None:
    x = np.arange(31.0)
    y = x.copy()
    y[:2] = np.nan
    assert associate(x, y, outcome="profit margins").n == 29


def test_thirty_companies_get_spearmans_coefficient_with_its_interval() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(2, 60))
    panel = associate(x, y, outcome="profit margins")
    assert panel.rank_correlation == pytest.approx(spearmanr(x, y).statistic)
    assert panel.low is not None
    assert panel.high is not None
    assert panel.low < panel.rank_correlation < panel.high
    assert "can be told from chance" in panel.sentence
    assert "cause" not in panel.sentence


def test_a_clear_association_is_called_one_and_not_an_effect() -> None:
    x = np.arange(40.0)
    panel = associate(x, -x, outcome="profit margins")
    assert "tend to have lower profit margins" in panel.sentence
    assert "not an effect" in panel.sentence


def test_scores_that_do_not_vary_are_refused() -> None:
    panel = associate(np.full(40, 3.0), np.arange(40.0), outcome="profit margins")
    assert panel.refused
    assert "do not vary" in panel.sentence
