"""Nothing but signals can be learned from."""

from __future__ import annotations

import numpy as np
import pytest

from connector.errors import CannotMatchError, UnknownCodeError
from connector.matching.learning.features import features
from connector.parties import Declaration


@pytest.mark.parametrize("field", [*Declaration.model_fields, "gender", "origin", "position", "startup"])
def test_what_is_no_signal_is_refused(field: str) -> None:
    with pytest.raises(UnknownCodeError, match=f"no signal called '{field}'"):
        features(("language", field), np.zeros((1, 2)), np.ones((1, 2), np.bool_))


def test_a_signal_cannot_be_passed_twice() -> None:
    with pytest.raises(CannotMatchError, match="twice"):
        features(("language", "language"), np.zeros((1, 2)), np.ones((1, 2), np.bool_))


@pytest.mark.parametrize("value", [-0.1, 1.1, np.nan])
def test_a_known_value_lies_between_0_and_1(value: float) -> None:
    with pytest.raises(CannotMatchError, match="outside"):
        features(("language",), [[value]], [[True]])


def test_a_value_that_is_not_known_is_0_whatever_stands_there() -> None:
    assert features(("language",), [[0.7], [np.nan]], [[True], [False]]).value.tolist() == [[0.7], [0.0]]


def test_shapes_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="a column for each signal"):
        features(("language",), [[0.7, 0.1]], [[True, True]])


def test_the_signal_that_is_learned_from_outcomes_is_one_too() -> None:
    assert features(("co_engagement",), [[0.7]], [[True]]).codes == ("co_engagement",)
