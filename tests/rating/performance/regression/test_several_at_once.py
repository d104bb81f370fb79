"""Several p values, and what something unmeasured would have to explain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from rating.performance.regression.multiplicity import benjamini_hochberg, holm
from rating.performance.regression.robustness import robustness_value, robustness_value_of_significance

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(P_VALUES)
def test_adjusted_p_values_are_those_of_statsmodels(p_values: list[float]) -> None:
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])
    assert benjamini_hochberg(p_values) == pytest.approx(multipletests(p_values, method="fdr_bh")[1])


@given(P_VALUES)
def test_a_test_that_was_not_made_changes_nothing(p_values: list[float]) -> None:
    for adjusted in (holm, benjamini_hochberg):
        told = adjusted([np.nan, *p_values])
        assert np.isnan(told[0])
        assert told[1:] == pytest.approx(adjusted(p_values))


@given(st.floats(-20, 20), st.integers(5, 500))
def test_what_explains_an_estimate_away_does_so_exactly(t: float, degrees: int) -> None:
    """A confounder with both shares r takes r / sqrt(1 - r) sqrt(degrees) standard errors away."""
    share = robustness_value(t, degrees)
    assert share / np.sqrt(1 - share) * np.sqrt(degrees) == pytest.approx(abs(t), abs=1e-6)
    assert robustness_value_of_significance(t, degrees) <= share
