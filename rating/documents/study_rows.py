"""The tables ``models.csv`` and ``specifications.csv`` of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.documents.rows import Cell
    from rating.documents.schema.study import ModelResult, OutcomeResult, StudyDocument

#: In the order of the document.
MODEL_KEYS: Final = (
    "pooled",
    "adjusted",
    "industry_adjusted",
    "between",
    "within",
    "lagged",
    "lagged_within",
    "lead_placebo",
)
MODEL_COLUMNS: Final = (
    "outcome",
    "model",
    "estimate",
    "low",
    "high",
    "r",
    "r_low",
    "r_high",
    "n",
    "n_companies",
    "n_clusters",
    "standard_error",
    "degrees",
    "method",
    "p_value",
    "p_method",
    "p_holm",
    "p_benjamini_hochberg",
    "smallest_detectable",
    "smallest_detectable_r",
    "robustness_value",
    "robustness_value_of_significance",
    "corrected",
    "corrected_low",
    "corrected_high",
    "reliability",
    "refused",
)
SPECIFICATION_COLUMNS: Final = (
    "of_outcome",
    "exposure_as",
    "outcome_as",
    "effects",
    "timing",
    "controls",
    "balanced",
    "r",
    "p_value",
    "n",
)


def models_of(result: OutcomeResult) -> Iterator[tuple[str, ModelResult]]:
    """Yield the models of an outcome with their keys, in the order in which they are told."""
    for key in MODEL_KEYS:
        yield key, getattr(result, key)


def model_rows(document: StudyDocument) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for every outcome and model, refused ones with the reason."""
    for result in (document, *document.other_outcomes):
        for key, model in models_of(result):
            yield (result.outcome, key, *_cells(model))


def _cells(model: ModelResult) -> tuple[Cell, ...]:
    if model.refused or not (model.interval and model.r):
        empty = (None,) * (len(MODEL_COLUMNS) - 3)
        return (*empty, model.refused.sentence if model.refused else None)
    corrected = model.corrected
    ends = (corrected.interval if corrected else None) or (None, None)
    return (
        model.estimate,
        *model.interval,
        model.r.estimate,
        *model.r.interval,
        model.n,
        model.n_companies,
        model.n_clusters,
        model.standard_error,
        model.degrees,
        model.method,
        model.p_value,
        model.p_method,
        model.p_holm,
        model.p_benjamini_hochberg,
        model.smallest_detectable,
        model.smallest_detectable_r,
        model.robustness_value,
        model.robustness_value_of_significance,
        corrected.estimate if corrected else None,
        *ends,
        corrected.reliability if corrected else None,
        None,
    )


def specification_rows(document: StudyDocument) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for every outcome and specification."""
    for result in (document, *document.other_outcomes):
        for each in result.specification_curve.specifications:
            yield (
                result.outcome,
                each.exposure,
                each.outcome,
                each.effects,
                each.timing,
                "; ".join(each.controls),
                str(each.balanced).lower(),
                each.r,
                each.p_value,
                each.n,
            )
