"""The steps from raw values to scores: transformers of scikit-learn that are recorded and can be replayed."""

from rating.composite.steps.aggregate import Aggregate
from rating.composite.steps.denominate import Denominate
from rating.composite.steps.impute import Impute
from rating.composite.steps.normalise import Normalise
from rating.composite.steps.record import StepRecord, recorded, restored
from rating.composite.steps.step import Step
from rating.composite.steps.treat import Treat

__all__ = [
    "Aggregate",
    "Denominate",
    "Impute",
    "Normalise",
    "Step",
    "StepRecord",
    "Treat",
    "recorded",
    "restored",
]
