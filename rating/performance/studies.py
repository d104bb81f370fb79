"""A panel studied: one question, asked by every model, with what chance alone would say beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from rating.performance.association import FEWEST_COMPANIES, SMALL_CORRELATION
from rating.performance.checks import checked
from rating.performance.cities import pooled_over_cities
from rating.performance.curve import specification_curve
from rating.performance.estimate import Estimate, Refusal
from rating.performance.learned import learned
from rating.performance.models import MODELS, averaged, fitted
from rating.performance.observations import observed
from rating.performance.power import companies_needed, smallest_detectable_r
from rating.performance.regression.multiplicity import benjamini_hochberg, holm
from rating.performance.spearman import spearman
from rating.performance.within_between import within_between

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rating.data import Floats, Panel, Remark
    from rating.performance.checks import Checks
    from rating.performance.cities import Cities
    from rating.performance.curve import Curve
    from rating.performance.observations import Observations
    from rating.performance.regression.cross_fitted import CrossFitted
    from rating.performance.spearman import RankCorrelation
    from rating.performance.within_between import WithinBetween

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a panel is studied.

    Attributes
    ----------
    level
        Probability with which intervals cover, 0 ... 1.
    draws
        How often exposures are dealt out anew behind the specification curve.
    seed
        Of all that is drawn.
    """

    level: float = 0.9
    draws: int = 499
    seed: int = 1


@dataclass(frozen=True)
class Adjusted:
    """The p value of a model beside those of the same model for the other outcomes.

    Attributes
    ----------
    holm, benjamini_hochberg
        As large as their number asks for, 0 ... 1.
    """

    holm: float
    benjamini_hochberg: float


@dataclass(frozen=True)
class Study:
    """What a panel says of one outcome.

    Attributes
    ----------
    outcome
        Its name in the table.
    n_companies, n_observations
        Of the complete rows.
    smallest_detectable_r
        What so many companies show, 0 ... 1; NaN below four.
    refused
        Why nothing is told, or None; then all that follows is empty.
    remarks
        What was noticed, of the table first.
    estimates
        By the key of the model.
    spearman
        Over companies' means.
    within_between, cities, cross_fitted, curve
        As their modules tell.
    checks
        By the key of the model, for the two that the sentence is about.
    adjusted
        By the key of the model; empty where there is one outcome.
    """

    outcome: str
    n_companies: int
    n_observations: int
    smallest_detectable_r: float
    refused: Refusal | None
    remarks: tuple[Remark, ...]
    estimates: Mapping[str, Estimate | Refusal] = field(default_factory=dict)
    spearman: RankCorrelation | None = None
    within_between: WithinBetween | Refusal | None = None
    cities: Cities | Refusal | None = None
    cross_fitted: CrossFitted | Refusal | None = None
    curve: Curve | Refusal | None = None
    checks: Mapping[str, Checks] = field(default_factory=dict)
    adjusted: Mapping[str, Adjusted] = field(default_factory=dict)

    @property
    def across(self) -> Estimate | None:
        """The comparison of companies of the same industry and year; of the same year without industries."""
        return next(
            (each for key in ("industry_adjusted", "adjusted") if (each := self._estimate(key))), None
        )

    @property
    def within(self) -> Estimate | None:
        """The comparison of each company with itself."""
        return self._estimate("within")

    def _estimate(self, key: str) -> Estimate | None:
        found = self.estimates.get(key)
        return found if isinstance(found, Estimate) else None


def study(
    panel: Panel, settings: Settings | None = None, *, on_progress: Progress = lambda *_: None
) -> tuple[Study, ...]:
    """Study a panel, each of its outcomes by itself and beside the others.

    Parameters
    ----------
    panel
        Companies and years.
    settings
        How; None for the usual ones.
    on_progress
        Told what is done of what.

    Returns
    -------
    tuple of Study
        In the order of the panel's outcomes.
    """
    settings = settings or Settings()
    studies = [_of_outcome(panel, outcome, settings, on_progress) for outcome in panel.outcomes]
    return _beside_each_other(studies)


def _of_outcome(panel: Panel, outcome: str, settings: Settings, on_progress: Progress) -> Study:
    rows, noticed = observed(panel, outcome)
    refused = _refusal(rows)
    n_companies = rows.company.count
    base = Study(
        outcome=outcome,
        n_companies=n_companies,
        n_observations=len(rows),
        smallest_detectable_r=smallest_detectable_r(n_companies),
        refused=refused,
        remarks=(*panel.remarks, *noticed),
    )
    if refused:
        return base
    estimates: dict[str, Estimate | Refusal] = {}
    for done, model in enumerate(MODELS, start=1):
        estimates[model.key] = fitted(model, rows, level=settings.level, seed=settings.seed)
        on_progress("Models", done, len(MODELS))
    found = replace(base, estimates=estimates)
    checks: dict[str, Checks | None] = {}
    told = [model for model in MODELS if estimates[model.key] in (found.across, found.within)]
    for done, model in enumerate(told, start=1):
        checks[model.key] = checked(model, rows, seed=settings.seed)
        on_progress("Checks", done, len(told))
    return replace(
        found,
        checks={key: each for key, each in checks.items() if each},
        spearman=_ranks(rows, settings.level),
        within_between=within_between(rows, level=settings.level),
        cities=pooled_over_cities(rows, panel.city, level=settings.level),
        cross_fitted=learned(rows, seed=settings.seed),
        curve=specification_curve(rows, draws=settings.draws, seed=settings.seed, on_progress=on_progress),
    )


def _refusal(rows: Observations) -> Refusal | None:
    """Return why rows tell nothing at all, None where they tell something."""
    if rows.company.count < FEWEST_COMPANIES:
        return Refusal("too_few_to_study", rows.company.count, companies_needed(SMALL_CORRELATION))
    for name, column in (("exposure", rows.exposure), ("outcome", rows.outcome)):
        if not np.ptp(column):
            return Refusal(f"no_variation_of_{name}", rows.company.count)
    return None


def _ranks(rows: Observations, level: float) -> RankCorrelation | None:
    """Return the rank correlation of companies' means, None where these are all alike."""
    means = averaged(rows)
    return spearman(means.exposure, means.outcome, level) if _vary(means.exposure, means.outcome) else None


def _vary(*columns: Floats) -> bool:
    return all(np.ptp(column) > 0.0 for column in columns)


def _beside_each_other(studies: list[Study]) -> tuple[Study, ...]:
    """Give every model's p value beside those of the same model for the other outcomes."""
    if len(studies) == 1:
        return tuple(studies)
    adjusted: list[dict[str, Adjusted]] = [{} for _ in studies]
    for model in MODELS:
        found = [study.estimates.get(model.key) for study in studies]
        p_values = np.array([each.p_value if isinstance(each, Estimate) else np.nan for each in found])
        both = np.column_stack((holm(p_values), benjamini_hochberg(p_values)))
        for place, (by_holm, by_bh) in enumerate(both.tolist()):
            if not np.isnan(by_holm):
                adjusted[place][model.key] = Adjusted(by_holm, by_bh)
    return tuple(replace(one, adjusted=its) for one, its in zip(studies, adjusted, strict=True))
