"""Studying a panel from a file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypedDict

from rating.documents.schema.study import Asked, StudyDocument, Table
from rating.intake.panels import PanelColumns, read_panel
from rating.performance import Settings, study
from rating.performance.measurement import measured
from rating.run.progress import silent
from rating.run.study.describe import Describer

if TYPE_CHECKING:
    from pathlib import Path

    from rating.data import Panel
    from rating.run.progress import Progress


class StudyOptions(TypedDict, total=False):
    """The options of `study_file`, for callers that hand them on."""

    language: str
    level: float
    draws: int
    seed: int


def study_file(
    path: Path,
    columns: PanelColumns,
    *,
    language: str = "en",
    level: float = 0.9,
    draws: int = 499,
    seed: int = 1,
    product: str = "diversity-platform",
    on_progress: Progress = silent,
) -> StudyDocument:
    """Read a panel, study it and build the published document.

    Parameters
    ----------
    path
        CSV or XLSX.
    columns
        Which column holds what.
    language
        Of sentences: one of `rating.words.performance.languages`.
    level
        Probability with which intervals cover, 0 ... 1.
    draws
        How often exposures are dealt out anew behind the specification curve.
    seed
        Of all that is drawn.
    product
        Name and version of the program.
    on_progress
        Told how far it is.

    Raises
    ------
    InputRefusedError
        If the table cannot be read as named.
    """
    on_progress("Reading", 0, 1)
    panel = read_panel(path, columns)
    on_progress("Reading", 1, 1)
    found = study(panel, Settings(level=level, draws=draws, seed=seed), on_progress=on_progress)
    describer = Describer(panel, level, language)
    first, *others = (describer.outcome(each) for each in found)
    return StudyDocument(
        schema="performance/1",
        product=product,
        language=language,
        table=_table(path, panel, columns),
        settings=Asked(level=level, draws=draws, seed=seed),
        other_outcomes=others,
        **first.model_dump(),
    )


def _table(path: Path, panel: Panel, columns: PanelColumns) -> Table:
    errors = measured(panel)
    return Table(
        file=path.name,
        rows=len(panel),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        company=columns.company,
        year=columns.year,
        exposure=columns.exposure,
        outcomes=list(columns.outcomes),
        controls=list(columns.controls),
        industry=columns.industry,
        city=columns.city,
        cluster=columns.cluster,
        exposure_n=columns.people,
        exposure_se=columns.error,
        errors="" if errors is None else errors.kind,
    )
