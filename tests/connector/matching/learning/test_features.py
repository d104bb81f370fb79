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
        features(("language", field), np.zeros((1, 2)))


def test_a_signal_cannot_be_passed_twice() -> None:
    with pytest.raises(CannotMatchError, match="twice"):
        features(("language", "language"), np.zeros((1, 2)))


@pytest.mark.parametrize("value", [-0.1, 1.1, np.nan])
def test_a_value_lies_between_0_and_1(value: float) -> None:
    with pytest.raises(CannotMatchError, match="outside"):
        features(("language",), [[value]])


@pytest.mark.parametrize("value", [[[0.7, 0.1]], [0.7], 0.7])
def test_there_is_a_column_for_each_signal(value: object) -> None:
    with pytest.raises(ValueError, match="a column for each signal"):
        features(("language",), value)


def test_the_signal_that_is_learned_from_outcomes_is_one_too() -> None:
    assert features(("co_engagement",), [[0.7]]).codes == ("co_engagement",)
