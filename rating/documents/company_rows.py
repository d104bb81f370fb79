"""One company's published figures as rows: one figure a row, so that new ones need no new column."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.documents.rows import Cell
    from rating.documents.schema import CompanyRating, Quantity

COMPANY_COLUMNS: tuple[str, ...] = (
    "section",
    "code",
    "attribute",
    "level",
    "group",
    "value",
    "low",
    "high",
    "text",
)


def company_rows(rating: CompanyRating) -> Iterator[tuple[Cell, ...]]:
    """Yield the figures of a company in the order of its page; an empty value is withheld or missing.

    Sections: status, figures_of, reason, rank, ranked_companies, band, not_separable, score, as_counted,
    leaders, component_process, component_counted, parity, management, people, headcount, unknown, share,
    share_of_population, segregation_people, mutual_information, theil_h.
    """
    yield from _standing(rating)
    yield from _points(rating)
    yield from _people(rating)
    yield from _from_level_to_level(rating)


def _standing(rating: CompanyRating) -> Iterator[tuple[Cell, ...]]:
    yield _row("status", text=rating.status)
    if rating.figures_of:
        yield _row("figures_of", text=rating.figures_of)
    if rating.reason:
        yield _row("reason", code=rating.reason.code, text=rating.reason.text)
    if rating.rank:
        yield _row("rank", low=rating.rank.low, high=rating.rank.high)
        yield _row("ranked_companies", value=rating.rank.of)
    if rating.band:
        yield _row("band", text=rating.band.text)
    if rating.not_separable:
        yield _row("not_separable", value=rating.not_separable.count)


def _points(rating: CompanyRating) -> Iterator[tuple[Cell, ...]]:
    yield _quantity("score", rating.score)
    yield _quantity("as_counted", rating.as_counted)
    yield _row("leaders", value=rating.leaders)
    for component in rating.components:
        about = {"code": component.code, "attribute": component.attribute}
        yield _quantity("component_process", component.process, **about)
        yield _quantity("component_counted", component.counted, **about)
    for parity in rating.parity:
        yield _quantity("parity", parity.value, attribute=parity.attribute)


def _people(rating: CompanyRating) -> Iterator[tuple[Cell, ...]]:
    for attribute, groups in rating.management.items():
        for group, people in groups.items():
            yield _row("management", attribute=attribute, group=group, value=people)
    for level in rating.levels:
        yield _row("people", level=level.level, value=level.people)
        for attribute, groups in level.groups.items():
            for group, people in groups.items():
                yield _row("headcount", attribute=attribute, level=level.level, group=group, value=people)
            yield _row("unknown", attribute=attribute, level=level.level, value=level.unknown[attribute])


def _from_level_to_level(rating: CompanyRating) -> Iterator[tuple[Cell, ...]]:
    for curve in rating.pipeline:
        for point in curve.points:
            yield _quantity(
                "share", point.share, attribute=curve.attribute, level=point.level, group=curve.group
            )
        if curve.city is not None:
            yield _row("share_of_population", attribute=curve.attribute, group=curve.group, value=curve.city)
    for entry in rating.segregation:
        yield _row("segregation_people", attribute=entry.attribute, value=entry.people)
        yield _row("mutual_information", attribute=entry.attribute, value=entry.m)
        yield _row("theil_h", attribute=entry.attribute, value=entry.h)


def _row(section: str, **cells: Cell) -> tuple[Cell, ...]:
    return (section, *(cells.get(column) for column in COMPANY_COLUMNS[1:]))


def _quantity(section: str, quantity: Quantity | None, **cells: Cell) -> tuple[Cell, ...]:
    if quantity is None:
        return _row(section, **cells)
    return _row(section, value=quantity.value, low=quantity.low, high=quantity.high, **cells)
