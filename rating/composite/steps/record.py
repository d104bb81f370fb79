"""A step that was done, written down so that it can be done again, by us or by anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from rating.composite.steps.aggregate import Aggregate
from rating.composite.steps.denominate import Denominate
from rating.composite.steps.impute import Impute
from rating.composite.steps.normalise import Normalise
from rating.composite.steps.treat import Treat

if TYPE_CHECKING:
    from rating.composite.steps.step import Step

STEPS: dict[str, type[Step]] = {
    "denominate": Denominate,
    "impute": Impute,
    "treat": Treat,
    "normalise": Normalise,
    "aggregate": Aggregate,
}
_NAMES = {kind: name for name, kind in STEPS.items()}


class StepRecord(BaseModel):
    """A step with its parameters, what it learned, and the columns it reads and gives.

    Attributes
    ----------
    step
        Name in `STEPS`.
    reads, gives
        Codes of columns, in order.
    parameters
        As the step's class takes them.
    learned
        Arrays by name, with their shape: one with no rows would forget its columns.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")

    step: str
    reads: tuple[str, ...]
    gives: tuple[str, ...]
    parameters: dict[str, Any]
    learned: dict[str, tuple[tuple[int, ...], list[float]]]


def recorded(step: Step, reads: tuple[str, ...], gives: tuple[str, ...]) -> StepRecord:
    """Write down a step that has learned."""
    arrays = {name: np.asarray(getattr(step, name), dtype=np.float64) for name in step.LEARNS}
    return StepRecord(
        step=_NAMES[type(step)],
        reads=reads,
        gives=gives,
        parameters={name: _plain(value) for name, value in step.get_params(deep=False).items()},
        learned={name: (array.shape, array.ravel().tolist()) for name, array in arrays.items()},
    )


def restored(record: StepRecord) -> Step:
    """Return the step as it was after it had learned; it gives the same values again, to the last digit."""
    step = STEPS[record.step](**record.parameters)
    for name, (shape, numbers) in record.learned.items():
        setattr(step, name, np.array(numbers, dtype=np.float64).reshape(shape))
    step.n_features_in_ = len(record.reads)
    return step


def _plain(value: object) -> object:
    return value.tolist() if isinstance(value, np.ndarray) else value
