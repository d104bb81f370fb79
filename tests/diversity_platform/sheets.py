"""Tables as companies hand them in, small ones and the demo city's, and the city that collects them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diversity_platform.cli.city import build_city
from diversity_platform.organisations.service import found_city
from rating.intake import load_profile, read_tables
from rating.intake.tables import table_in_memory
from tests.builders import CANONICAL, canonical_rows
from tests.diversity_platform.actors import SOMEBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.organisations.models import City
    from rating.data import Headcount

Table = tuple[tuple[str, ...], list[list[str]]]


def table(rows: Iterable[Sequence[object]], header: Sequence[str] = CANONICAL) -> Table:
    """Return header and rows as text."""
    return tuple(header), [[str(cell) for cell in row] for row in rows]


def demo_tables() -> dict[str, Table]:
    """Return the tables of the demo city: headcounts, benchmark and financials."""
    city = build_city()
    drawn = {"headcounts": city.headcounts, "benchmark": city.benchmark, "financials": city.financials}
    return {name: table(rows[1:], [str(column) for column in rows[0]]) for name, rows in drawn.items()}


def of_period(headcounts: Table, period: str) -> Table:
    """Return the rows of one period."""
    header, rows = headcounts
    at = header.index("period")
    return header, [row for row in rows if row[at] == period]


def acme(*, women: object = 12, men: object = 18, **where: str) -> Table:
    """Return the sheet of one company at one level."""
    return table(canonical_rows(counts={"gender": {"women": women, "men": men}}, **where))


def read_headcounts_of(sheets: Table) -> tuple[Headcount, ...]:
    """Read headcounts as a file of the same rows would be."""
    return read_tables(
        [lambda: table_in_memory("headcounts", "", *sheets)], load_profile("canonical")
    ).headcounts


async def havenport(
    db: AsyncSession, now: datetime, *, slug: str = "havenport", synthetic: bool = True
) -> City:
    """Register the city of the tests."""
    return await found_city(
        db,
        slug=slug,
        name=slug.capitalize(),
        country="XX",
        licence="CC BY 4.0",
        is_synthetic=synthetic,
        by=SOMEBODY,
        now=now,
    )
