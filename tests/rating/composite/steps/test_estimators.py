"""Every step with every method keeps the contract of scikit-learn's estimators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from rating.composite.aggregate import AGGREGATIONS
from rating.composite.impute import IMPUTATIONS
from rating.composite.normalise import NORMALISATIONS
from rating.composite.outranking import COMPARISONS
from rating.composite.steps import Aggregate, Denominate, Impute, Normalise, Treat
from rating.composite.treat import TREATMENTS
from rating.composite.weights import WEIGHTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.composite.steps import Step

POSTS = {"low": -10.0, "high": 10.0}
STEPS = [
    Denominate(),
    *(Impute(method) for method in IMPUTATIONS),
    *(Treat(method) for method in TREATMENTS),
    *(Normalise(method, **(POSTS if how.posts else {})) for method, how in NORMALISATIONS.items()),
    *(Aggregate(method) for method in (*AGGREGATIONS, *COMPARISONS)),
    *(Aggregate(weighting=name) for name, how in WEIGHTINGS.items() if not how.judged and name != "given"),
    Aggregate(weighting="benefit_of_the_doubt", least_share=0.0, most_share=0.9),
]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@parametrize_with_checks(STEPS)
def test_step_is_an_estimator(estimator: Step, check: Callable[[Step], None]) -> None:
    check(estimator)
