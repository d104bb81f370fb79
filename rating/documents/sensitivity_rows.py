"""How far ranks depend on choices, as one table: companies, then choices, then indicators left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.documents.rows import Cell
    from rating.documents.schema import Period, Sensitivity

SENSITIVITY_COLUMNS: tuple[str, ...] = (
    "period",
    "section",
    "company",
    "code",
    "attribute",
    "rank_low",
    "rank_high",
    "median",
    "low",
    "high",
    "first_order",
    "total_order",
    "mean_shift",
    "largest_shift",
)


def sensitivity_rows(period: Period) -> Iterator[tuple[Cell, ...]]:
    """Yield the sensitivity of a period; nothing where there is none.

    Sections: `company` (its rank interval, which is about the data, beside its ranks under other choices),
    `all` (the mean shift over all companies, and that of the twentieth of the runs that move most), `choice`
    (parts of the variance of the mean shift), `left_out` (ranks without one indicator).
    """
    if period.sensitivity is None:
        return
    for rating in period.ratings:
        if rating.choices and rating.rank:
            yield _row(
                period,
                "company",
                company=rating.company,
                rank_low=rating.rank.low,
                rank_high=rating.rank.high,
                median=rating.choices.median,
                low=rating.choices.low,
                high=rating.choices.high,
            )
    yield from _of_all(period, period.sensitivity)


def _of_all(period: Period, sensitivity: Sensitivity) -> Iterator[tuple[Cell, ...]]:
    yield _row(period, "all", mean_shift=sensitivity.mean_shift, largest_shift=sensitivity.high_shift)
    for factor in sensitivity.factors:
        yield _row(period, "choice", code=factor.code, first_order=factor.first, total_order=factor.total)
    for left in sensitivity.left_out:
        yield _row(
            period,
            "left_out",
            company=left.company,
            code=left.code,
            attribute=left.attribute,
            mean_shift=left.mean_shift,
            largest_shift=left.largest_shift,
        )


def _row(period: Period, section: str, **cells: Cell) -> tuple[Cell, ...]:
    return (period.period, section, *(cells.get(column) for column in SENSITIVITY_COLUMNS[2:]))
