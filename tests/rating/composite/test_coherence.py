"""Whether indicators go together."""

from __future__ import annotations

import numpy as np
import pytest

from rating.composite.coherence import coherence, named

RNG = np.random.default_rng(8)


def test_columns_that_say_the_same_are_coherent_and_redundant() -> None:
    one = RNG.normal(size=500)
    found = coherence(np.column_stack([one, one + 0.01 * RNG.normal(size=500), RNG.normal(size=500)]))
    assert named(found.redundant, ("a", "b", "c")) == [("a", "b")]
    assert found.explained.sum() == pytest.approx(1.0)
    assert found.explained[0] == pytest.approx(2 / 3, abs=0.05)


def test_a_column_of_the_wrong_direction_works_against_the_rest() -> None:
    one = RNG.normal(size=500)
    noise = 0.5 * RNG.normal(size=(500, 3))
    found = coherence(np.column_stack([one, one, -one]) + noise)
    assert found.alpha < 0
    assert found.with_rest[2] < -0.5
    right = coherence(np.column_stack([one, one, one]) + noise)
    assert right.alpha > 0.9


def test_the_correlation_with_the_rest_is_that_with_the_mean_of_the_other_columns() -> None:
    values = RNG.normal(size=(60, 4)) @ RNG.normal(size=(4, 4)) * [1, 10, 30, 2]
    expected = [
        np.corrcoef(values[:, column], np.delete(values, column, axis=1).mean(axis=1))[0, 1]
        for column in range(4)
    ]
    np.testing.assert_allclose(coherence(values).with_rest, expected, atol=1e-10)


def test_a_column_that_does_not_vary_goes_together_with_nothing() -> None:
    values = RNG.normal(size=(80, 2)) @ RNG.normal(size=(2, 2))
    constant = coherence(np.column_stack([values, np.full(80, 7.0)]))
    assert np.isnan(constant.with_rest[2])
    np.testing.assert_allclose(constant.explained, [*coherence(values).explained, 0.0])


def test_one_column_has_nothing_to_go_together_with() -> None:
    found = coherence(RNG.normal(size=(9, 1)))
    assert np.isnan(found.alpha)
    assert np.isnan(found.with_rest).all()
    assert found.redundant == ()
