"""One company's published figures as rows: one figure a row, so that new ones need no new column."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.documents.rows import Cell
    from rating.documents.schema import Aggregate, CompanyRating, Explanation, Need, Quantity

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

    Sections: status, figures_of, reason, rank, ranked_companies, rank_set_alone, rank_set_together,
    rank_under_choices, top, band, not_separable, score, as_counted, leaders,
    component_process, component_counted, measured_people, measured_unknown, measured_population,
    term_<name>, measured, measured_points, weight, worth, one_more_people, one_more_replaced,
    one_more_reached, mean_points, mean_weight, rise, rise_people, rise_replaced, rise_reached, parity,
    management, people, headcount, unknown, share, share_of_population, segregation_people,
    mutual_information, theil_h.

    In the sections from measured_people to rise_reached `level` is a part of the workforce.
    """
    yield from _standing(rating)
    yield from _points(rating)
    for explanation in rating.explanations:
        yield from _explained(explanation)
    for aggregate in rating.aggregates:
        yield from _mean(aggregate)
    for parity in rating.parity:
        yield _quantity("parity", parity.value, attribute=parity.attribute)
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
    if rating.rank_sets:
        for name, ranks in (("alone", rating.rank_sets.alone), ("together", rating.rank_sets.together)):
            yield _row(f"rank_set_{name}", low=ranks.low, high=ranks.high)
    if rating.choices:
        chosen = rating.choices
        yield _row("rank_under_choices", value=chosen.median, low=chosen.low, high=chosen.high)
    for chance in rating.top:
        yield _row("top", code=f"first_{chance.first}", value=chance.probability, high=chance.first)
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


def _explained(explanation: Explanation) -> Iterator[tuple[Cell, ...]]:
    about: dict[str, Cell] = {"code": explanation.code, "attribute": explanation.attribute}
    for part in explanation.people:
        for group, people in part.groups.items():
            yield _row("measured_people", **about, level=part.part, group=group, value=people)
        yield _row("measured_unknown", **about, level=part.part, value=part.unknown)
    for group, share in (explanation.population or {}).items():
        yield _row("measured_population", **about, group=group, value=share)
    for name, term in explanation.terms.items():
        yield _row(f"term_{name}", **about, value=term)
    why: dict[str, Cell] = {"text": explanation.reason}
    yield _row("measured", **about, **why, group=explanation.group, value=explanation.value)
    yield _row("measured_points", **about, **why, value=explanation.points)
    yield _row("weight", **about, value=explanation.weight)
    yield _row("worth", **about, value=explanation.worth)
    yield from _needed("one_more", explanation.need, explanation.need_reason, **about)


def _mean(aggregate: Aggregate) -> Iterator[tuple[Cell, ...]]:
    yield _row("mean_points", code=aggregate.code, value=aggregate.points, text=aggregate.reason)
    yield _row("mean_weight", code=aggregate.code, value=aggregate.weight, text=aggregate.formula)
    rise = aggregate.rise
    if rise is None:
        yield _row("rise", code=aggregate.code, text=aggregate.rise_reason)
        return
    about: dict[str, Cell] = {"code": aggregate.code, "attribute": rise.attribute}
    yield _row("rise", **about, value=rise.points, text=rise.code)
    yield from _needed("rise", rise.need, None, **about)


def _needed(section: str, need: Need | None, reason: str | None, **about: Cell) -> Iterator[tuple[Cell, ...]]:
    if need is None:
        yield _row(f"{section}_people", **about, text=reason)
        return
    yield _row(f"{section}_people", **about, level=need.part, value=need.people)
    for one in need.replacements:
        whom: dict[str, Cell] = {"level": need.part, "group": one.to_group, "text": one.from_group}
        yield _row(f"{section}_replaced", **about, **whom, value=one.people)
    yield _row(f"{section}_reached", **about, value=need.points)


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
