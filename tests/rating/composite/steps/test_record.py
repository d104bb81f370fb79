"""Steps are written down and done again."""

from __future__ import annotations

import numpy as np
import pytest

from rating.composite.steps import (
    Aggregate,
    Denominate,
    Impute,
    Normalise,
    StepRecord,
    Treat,
    recorded,
    restored,
)
from rating.composite.weights import WEIGHTINGS
from rating.errors import CellError

RNG = np.random.default_rng(5)
VALUES = np.exp(RNG.normal(size=(25, 4)))
GAPS = np.where(RNG.random(VALUES.shape) < 0.1, np.nan, VALUES)
STEPS = [
    Denominate([(0, 3)], dropped=[3]),
    Impute("group_mean", group=None),
    Treat("winsorise_or_log", points=1),
    Normalise("percentile", floor=1.0),
    Normalise("goalposts", low=np.zeros(4), high=[1.0, 2.0, 3.0, 4.0]),
    Aggregate("geometric", weights=np.array([1.0, 2.0, 3.0, 4.0])),
    Aggregate("outranking"),
    Aggregate("copeland"),
    *(Aggregate(weighting=name) for name, how in WEIGHTINGS.items() if not how.judged and not how.own),
    Aggregate(weighting="budget", judgements=[[1.0, 2.0, 3.0, 4.0]]),
]


@pytest.mark.parametrize("step", STEPS, ids=repr)
def test_a_step_read_back_from_json_gives_the_same_to_the_last_digit(step: object) -> None:
    done = step.fit_transform(GAPS)  # type: ignore[attr-defined] # every step has it
    columns = ("a", "b", "c", "d")
    record = recorded(step, columns, columns[: done.shape[1]])  # type: ignore[arg-type]
    back = StepRecord.model_validate_json(record.model_dump_json())
    np.testing.assert_array_equal(restored(back).transform(GAPS), done)
    np.testing.assert_array_equal(restored(back).transform(GAPS[3:5]), done[3:5])


def test_a_group_fills_its_own_gaps_and_is_not_handed_on() -> None:
    values = np.array([[1.0, 0.0], [3.0, 0.0], [np.nan, 0.0], [10.0, 1.0], [np.nan, 1.0], [np.nan, 2.0]])
    filled = Impute("group_mean", group=1).fit_transform(values)
    np.testing.assert_array_equal(filled[:, 0], [1.0, 3.0, 2.0, 10.0, 10.0, np.nan])
    newcomer = Impute("group_median", group=1).fit(values).transform(np.array([[np.nan, 7.0]]))
    assert np.isnan(newcomer).all()


def test_faulty_values_and_parameters_are_told_with_their_place() -> None:
    with pytest.raises(CellError, match="size to divide by is not above 0") as caught:
        Denominate([(0, 1)]).fit_transform(np.array([[1.0, 1.0], [1.0, 0.0]]))
    assert (caught.value.row, caught.value.column) == (1, 1)
    with pytest.raises(ValueError, match="columns 0 to 1, none of"):
        Denominate([(0, 4)]).fit(np.ones((2, 2)))
    with pytest.raises(CellError, match="values of 0 or above: -1") as caught:
        Aggregate("geometric").fit(np.array([[1.0, 2.0], [3.0, -1.0]]))
    assert (caught.value.row, caught.value.column) == (1, 1)
    with pytest.raises(ValueError, match="2 columns to be weighed"):
        Aggregate(weights=[1.0]).fit(np.ones((3, 2)))
    with pytest.raises(ValueError, match="none negative"):
        Aggregate(weights=[1.0, -1.0]).fit(np.ones((3, 2)))
    with pytest.raises(ValueError, match="needs judgements"):
        Aggregate(weighting="budget").fit(np.ones((3, 2)))
    with pytest.raises(ValueError, match="goes with arithmetic, not geometric"):
        Aggregate("geometric", weighting="benefit_of_the_doubt").fit(np.ones((3, 2)))


def test_a_unit_of_whom_too_little_is_known_has_no_score() -> None:
    values = np.array([[1.0, 2.0, np.nan], [1.0, np.nan, np.nan], [np.nan] * 3, [1.0, 2.0, 3.0]])
    step = Aggregate(weights=[2.0, 1.0, 1.0], minimum_weight=0.75)
    np.testing.assert_allclose(step.fit_transform(values)[:, 0], [4 / 3, np.nan, np.nan, 1.75])
