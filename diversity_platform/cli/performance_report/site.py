"""Writing the report: the page is drawn from the document and from nothing else."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from diversity_platform.cli.performance_report import marks
from diversity_platform.cli.performance_report.choices import choices
from diversity_platform.web.assets import self_contained
from diversity_platform.web.languages import LANGUAGES
from diversity_platform.web.rendering import Pages
from rating.documents.study_rows import models_of
from rating.performance import companies_needed
from rating.words.performance import number

if TYPE_CHECKING:
    from pathlib import Path

    from rating.documents.schema.study import ModelResult, OutcomeResult, StudyDocument

#: The house style, shared with the web application, and what this page adds to it.
_SHARED, _OWN = ("tokens.css", "site.css"), "performance.css"
#: Correlations that a reader may wish to see: the third is what this field's meta-analyses find at most.
_WISHED = (0.3, 0.2, 0.1, 0.05)


def write_report(document: StudyDocument, folder: Path) -> None:
    """Write ``index.html`` and its style sheets in the folder ``report`` beside it.

    Parameters
    ----------
    document
        What is published; the page speaks its language.
    folder
        Where to write; must exist.
    """
    report = folder / "report"
    report.mkdir()
    for sheet in _SHARED:
        text, fonts = self_contained(sheet)
        (report / sheet).write_text(text, encoding="utf-8")
        for name, data in fonts.items():
            (report / name).write_bytes(data)
    own = files("diversity_platform.cli.performance_report").joinpath(_OWN).read_text(encoding="utf-8")
    (report / _OWN).write_text(own, encoding="utf-8")
    (folder / "index.html").write_text(page(document), encoding="utf-8")


def page(document: StudyDocument) -> str:
    """Return the page as HTML."""
    pages = Pages(
        ("diversity_platform.cli.performance_report",),
        {
            "document": document,
            "models_of": models_of,
            "corrected_of": _corrected_of,
            "end_of": _end_of,
            "curve_end": _curve_end,
            "choices_of": choices,
            "curve_of": marks.curve,
            "ticks": marks.ticks,
            "needed": [(r, companies_needed(r)) for r in _WISHED],
            "slope": lambda value: number(value, "slope", document.language),
            "correlation": lambda value: number(value, "r", document.language),
        },
    )
    return pages.render("performance_report/index.html", LANGUAGES[document.language])


def _corrected_of(result: OutcomeResult) -> list[tuple[str, ModelResult]]:
    """Return the models whose exposure's errors are known."""
    return [
        (key, model)
        for key, model in models_of(result)
        if model.corrected and model.corrected.reliability is not None
    ]


def _end_of(result: OutcomeResult) -> float:
    """Return how far the axis of an outcome's models reaches."""
    told = [model.r for _, model in models_of(result) if model.r]
    return marks.end_of_axis([end for each in told for end in each.interval])


def _curve_end(result: OutcomeResult) -> float:
    """Return how far the axis of an outcome's curve reaches."""
    found = result.specification_curve
    return marks.end_of_axis([*(each.r for each in found.specifications), *(found.null_interval or ())])
