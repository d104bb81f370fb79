"""The rules of a framework as rows: one indicator a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.documents.rows import Cell
    from rating.documents.schema import FrameworkInfo

METHOD_COLUMNS: tuple[str, ...] = (
    "framework",
    "version",
    "pillar",
    "pillar_weight",
    "indicator",
    "indicator_weight",
    "low",
    "high",
    "rated_here",
)


def method_rows(framework: FrameworkInfo) -> Iterator[tuple[Cell, ...]]:
    """Yield the indicators of a framework with weights and goalposts."""
    for pillar in framework.pillars:
        for indicator in pillar.indicators:
            yield (
                framework.name,
                framework.version,
                pillar.code,
                pillar.weight,
                indicator.code,
                indicator.weight,
                indicator.low,
                indicator.high,
                "yes" if pillar.rated_here else "no",
            )
