"""The published document as rows of a table, and the list of what was kept out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rating.documents.schema import CompanyRating, Quantity, RatingsDocument
    from rating.intake import Rejection

Cell = str | float | int | None

REJECTED_COLUMNS: tuple[str, ...] = ("file", "row", "column", "value", "code", "message")

_FIXED: tuple[str, ...] = (
    "company", "period", "score", "score_low", "score_high", "band", "rank_low", "rank_high", "n_leaders",
    "status", "reason", "reason_code", "ranked_companies", "not_separable", "company_number", "area",
    "framework", "score_as_counted", "figures_of", "rank_alone_low", "rank_alone_high", "rank_together_low",
    "rank_together_high", "choices_low", "choices_median", "choices_high",
)  # fmt: skip

#: A cell that begins so would be run as a formula by a spreadsheet.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def ratings_columns(document: RatingsDocument) -> tuple[str, ...]:
    """Return the columns of ``ratings.csv``: the fixed ones, then pillars, indicators and parities."""
    return (*_FIXED, *(column for column, _ in _variable(document)))


def ratings_rows(document: RatingsDocument) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of ``ratings.csv``, all periods, in the order of the document."""
    variable = _variable(document)
    for period in document.periods:
        for rating in period.ratings:
            quantities = _quantities(rating)
            yield (
                rating.company,
                rating.period,
                *_ends(rating.score),
                rating.band.text if rating.band else None,
                rating.rank.low if rating.rank else None,
                rating.rank.high if rating.rank else None,
                whole(rating.leaders),
                rating.status,
                rating.reason.text if rating.reason else None,
                rating.reason.code if rating.reason else None,
                rating.rank.of if rating.rank else None,
                rating.not_separable.count if rating.not_separable else None,
                rating.company_number,
                rating.area,
                document.framework.name,
                rating.as_counted.value if rating.as_counted else None,
                rating.figures_of,
                *_sets(rating),
                *_choices(rating),
                *(quantities.get(name) for _, name in variable),
            )


def rejected_rows(rejections: Iterable[Rejection]) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of ``rejected.csv``."""
    for rejection in rejections:
        yield (
            rejection.file,
            rejection.row or None,
            rejection.column or None,
            rejection.value or None,
            rejection.code,
            rejection.message,
        )


def for_spreadsheets(row: Iterable[Cell]) -> list[Cell]:
    """Return a row whose texts no spreadsheet takes for formulas; every CSV table is written so."""
    return [safe(cell) if isinstance(cell, str) else cell for cell in row]


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> safe("=1+1"), safe("Acme")
    ("'=1+1", 'Acme')
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def whole(value: float | None) -> float | None:
    """Return a number of people as it is written: without decimals where it has none."""
    return int(value) if value is not None and float(value).is_integer() else value


def _variable(document: RatingsDocument) -> list[tuple[str, str]]:
    """Return the columns that depend on framework and benchmark, each with the quantity it shows."""
    ratings = [rating for period in document.periods for rating in period.ratings[:1]]
    names: dict[str, str] = {}
    for rating in ratings:
        for component in rating.components:
            full = f"{component.code}.{component.attribute}" if component.attribute else component.code
            names[full.replace(".", "_")] = full
        for parity in rating.parity:
            names[f"parity_{parity.attribute}"] = f"parity.{parity.attribute}"
    return list(names.items())


def _quantities(rating: CompanyRating) -> dict[str, float]:
    found = {}
    for component in rating.components:
        if component.process:
            full = f"{component.code}.{component.attribute}" if component.attribute else component.code
            found[full] = component.process.value
    for parity in rating.parity:
        if parity.value:
            found[f"parity.{parity.attribute}"] = parity.value.value
    return found


def _sets(rating: CompanyRating) -> tuple[Cell, ...]:
    sets = rating.rank_sets
    if sets is None:
        return (None, None, None, None)
    return (sets.alone.low, sets.alone.high, sets.together.low, sets.together.high)


def _choices(rating: CompanyRating) -> tuple[Cell, ...]:
    choices = rating.choices
    return (None, None, None) if choices is None else (choices.low, choices.median, choices.high)


def _ends(quantity: Quantity | None) -> tuple[float | None, float | None, float | None]:
    return (quantity.value, quantity.low, quantity.high) if quantity else (None, None, None)
