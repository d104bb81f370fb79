"""A study as it is published: rounded nowhere, said in one language."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isnan
from typing import TYPE_CHECKING, Any

from rating.documents.schema import study as schema
from rating.performance.estimate import Estimate, Refusal
from rating.performance.models import MODELS
from rating.words.performance import said, verdict

if TYPE_CHECKING:
    from rating.data import Panel
    from rating.performance import Study
    from rating.performance.checks import Checks
    from rating.performance.cities import Cities
    from rating.performance.curve import Curve, Specification
    from rating.performance.estimate import Reach
    from rating.performance.regression.cross_fitted import CrossFitted
    from rating.performance.regression.errors_in_variables import Corrected
    from rating.performance.spearman import RankCorrelation
    from rating.performance.studies import Adjusted
    from rating.performance.within_between import WithinBetween


@dataclass(frozen=True)
class Describer:
    """Describes studies of a panel.

    Attributes
    ----------
    panel
        What was studied.
    level
        Of the intervals.
    language
        Of sentences.
    """

    panel: Panel
    level: float
    language: str

    def outcome(self, study: Study) -> schema.OutcomeResult:
        """Describe what was found for one outcome."""
        smallest = study.smallest_detectable_r
        return schema.OutcomeResult(
            outcome=study.outcome,
            n_companies=study.n_companies,
            n_observations=study.n_observations,
            smallest_detectable_r=None if isnan(smallest) else smallest,
            sentence=verdict(study, exposure=self.panel.name, level=self.level, language=self.language),
            refused=study.refused and self._refused(study.refused),
            remarks=[self._noticed(study, place) for place in range(len(study.remarks))],
            spearman=self._ranks(study.spearman or study.refused or _ALIKE),
            within_between=self._within_between(study.within_between or study.refused or _ALIKE),
            cities=self._cities(study.cities or study.refused or _ALIKE),
            cross_fitted=self._learned(study.cross_fitted or study.refused or _ALIKE),
            specification_curve=self._curve(study.curve or study.refused or _ALIKE),
            **{model.key: self._model(study, model.key) for model in MODELS},
        )

    def _refused(self, refused: Refusal) -> schema.Refused:
        sentence = said(f"refused.{refused.code}", self.language, n=refused.n, needed=refused.needed)
        return schema.Refused(code=refused.code, sentence=sentence, n=refused.n, needed=refused.needed)

    def _noticed(self, study: Study, place: int) -> schema.Noticed:
        remark = study.remarks[place]
        sentence = said(f"remark.{remark.code}", self.language, n=remark.rows, **remark.facts)
        return schema.Noticed(code=remark.code, rows=remark.rows, sentence=sentence)

    def _model(self, study: Study, key: str) -> schema.ModelResult:
        found = study.estimates.get(key) or study.refused or _ALIKE
        if isinstance(found, Refusal):
            return schema.ModelResult(refused=self._refused(found))
        described = self._estimate(found, study.adjusted.get(key), held=key == "lead_placebo")
        checks = study.checks.get(key)
        return described.model_copy(update={"checks": checks and self._checks(checks)})

    def _checks(self, checks: Checks) -> schema.Checks:
        drawn = checks.imputed
        rational = checks.simex.rational
        return schema.Checks(
            simex_quadratic=checks.simex.quadratic,
            simex_rational=None if isnan(rational) else rational,
            imputed=drawn and schema.Told(estimate=drawn.slope, interval=drawn.interval(self.level)),
        )

    def _estimate(self, found: Estimate, adjusted: Adjusted | None, *, held: bool) -> schema.ModelResult:
        return schema.ModelResult(
            **_reach(found.slope),
            n=found.n,
            n_companies=found.n_companies,
            n_clusters=found.n_clusters,
            r=_told(found.r),
            standard_error=found.standard_error,
            degrees=found.degrees,
            method=found.method,
            p_value=found.p_value,
            p_method=found.p_method,
            p_holm=adjusted and adjusted.holm,
            p_benjamini_hochberg=adjusted and adjusted.benjamini_hochberg,
            smallest_detectable=found.smallest_detectable,
            smallest_detectable_r=found.smallest_detectable_r,
            robustness_value=found.robustness_value,
            robustness_value_of_significance=found.robustness_value_of_significance,
            corrected=self._corrected(found.corrected, held=held),
        )

    def _corrected(self, found: Corrected | None, *, held: bool) -> schema.CorrectedSlope:
        if found is None:
            code = "control_has_errors" if held else "errors_not_given"
            return schema.CorrectedSlope(
                estimate=None, interval=None, reliability=None, refused=self._refused(Refusal(code))
            )
        return schema.CorrectedSlope(
            estimate=found.slope if found.informative else None,
            interval=(_bound(found.low), _bound(found.high)),
            reliability=found.reliability,
            refused=None if found.informative else self._refused(Refusal("not_informative")),
        )

    def _ranks(self, found: RankCorrelation | Refusal) -> schema.RankResult:
        if isinstance(found, Refusal):
            return schema.RankResult(refused=self._refused(found))
        return schema.RankResult(
            estimate=found.value, interval=(found.low, found.high), n=found.n, p_value=found.p_value
        )

    def _within_between(self, found: WithinBetween | Refusal) -> schema.WithinBetweenResult:
        if isinstance(found, Refusal):
            return schema.WithinBetweenResult(refused=self._refused(found))
        return schema.WithinBetweenResult(
            within=_told(found.within),
            between=_told(found.between),
            difference=_told(found.difference),
            p_of_difference=found.p_of_difference,
            lasting=found.lasting,
            n=found.n,
            n_companies=found.n_companies,
        )

    def _cities(self, found: Cities | Refusal) -> schema.CitiesResult:
        if isinstance(found, Refusal):
            return schema.CitiesResult(refused=self._refused(found))
        return schema.CitiesResult(
            **_reach(found.slope),
            spread=found.spread,
            n=found.n,
            n_companies=found.n_companies,
            left_out=found.left_out,
            cities=[
                schema.CityResult(
                    city=city.name,
                    **_reach(city.slope),
                    own=city.own,
                    n=city.n,
                    n_companies=city.n_companies,
                )
                for city in found.cities
            ],
        )

    def _learned(self, found: CrossFitted | Refusal) -> schema.LearnedResult:
        if isinstance(found, Refusal):
            return schema.LearnedResult(refused=self._refused(found))
        return schema.LearnedResult(
            estimate=found.slope,
            interval=found.interval(self.level),
            n=found.rows,
            standard_error=found.standard_error,
            exposure_explained=found.exposure_explained,
            outcome_explained=found.outcome_explained,
        )

    def _curve(self, found: Curve | Refusal) -> schema.CurveResult:
        if isinstance(found, Refusal):
            return schema.CurveResult(refused=self._refused(found))
        null = found.null
        by_chance: dict[str, Any] = (
            {"refused": self._refused(null)}
            if isinstance(null, Refusal)
            else {
                "permutation_p": null.p_of_median,
                "permutation_p_of_share": null.p_of_share,
                "null_interval": (null.low, null.high),
                "draws": null.draws,
                "exchangeable": null.exchangeable,
            }
        )
        return schema.CurveResult(
            median=found.r.value,
            **_reach(found.r),
            share_significant=found.above + found.below,
            share_above=found.above,
            share_below=found.below,
            n=found.n_companies,
            n_specifications=len(found.specifications),
            specifications=[self._specification(each) for each in found.specifications],
            **by_chance,
        )

    def _specification(self, each: Specification) -> schema.SpecificationResult:
        names = list(self.panel.controls)
        return schema.SpecificationResult(
            exposure=each.exposure,
            outcome=each.outcome,
            effects=each.effects,
            timing=each.timing,
            controls=[names[number] for number in each.controls],
            balanced=each.balanced,
            r=each.r,
            p_value=each.p_value,
            n=each.n,
        )


#: Where companies' means do not vary, and so nothing is set beside anything.
_ALIKE = Refusal("no_variation_of_exposure")


def _reach(found: Reach) -> dict[str, Any]:
    return {"estimate": found.value, "interval": (found.low, found.high)}


def _told(found: Reach) -> schema.Told:
    return schema.Told(**_reach(found))


def _bound(value: float) -> float | None:
    """Return an end of an interval, None where there is none."""
    return value if isfinite(value) else None
