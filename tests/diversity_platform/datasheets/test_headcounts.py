"""Headcounts handed in: checked first, kept as they are, and read back as the same headcount."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import select

from diversity_platform.datasheets.models import HeadcountCell, HeadcountSheet
from diversity_platform.datasheets.queries import HEADCOUNT_COLUMNS, periods_of, sheets_of
from diversity_platform.datasheets.service import submit_headcounts
from diversity_platform.organisations.models import Company
from rating.errors import InputRefusedError
from tests.builders import CANONICAL, canonical_rows
from tests.diversity_platform.actors import SOMEBODY
from tests.diversity_platform.sheets import (
    acme,
    demo_tables,
    of_period,
    read_headcounts_of,
    table,
)

if TYPE_CHECKING:
    from datetime import datetime

    from diversity_platform.datasheets.queries import Sheets
    from diversity_platform.db.engine import Database
    from diversity_platform.organisations.models import City
    from rating.data import Headcount
    from tests.diversity_platform.sheets import Table

pytestmark = pytest.mark.anyio


async def submitted(database: Database, city: City, sheets: Table, now: datetime) -> int:
    async with database.writing.begin() as db:
        return await submit_headcounts(db, city, *sheets, by=SOMEBODY, now=now)


async def handed_in(database: Database, city: City, period: str = "2026") -> Sheets:
    async with database.reading() as db:
        return await sheets_of(db, city.id, period)


async def companies(database: Database) -> list[str]:
    async with database.reading() as db:
        return list(await db.scalars(select(Company.name).order_by(Company.key)))


async def read_back(database: Database, city: City, period: str) -> Headcount:
    sheets = await handed_in(database, city, period)
    (headcount,) = read_headcounts_of((HEADCOUNT_COLUMNS, [list(row) for row in sheets.headcounts]))
    return headcount


def assert_equal(found: Headcount, expected: Headcount) -> None:
    assert (found.period, found.companies) == (expected.period, expected.companies)
    assert (found.ladder, found.measure) == (expected.ladder, expected.measure)
    assert list(found.cubes) == list(expected.cubes)
    np.testing.assert_array_equal(found.sizes, expected.sizes)
    for code, cube in expected.cubes.items():
        assert found.cubes[code].attribute == cube.attribute
        np.testing.assert_array_equal(found.cubes[code].counts, cube.counts)
        np.testing.assert_array_equal(found.cubes[code].unobserved, cube.unobserved)


async def test_the_demo_city_read_back_is_the_demo_city(
    database: Database, city: City, now: datetime
) -> None:
    headcounts = demo_tables()["headcounts"]
    assert await submitted(database, city, headcounts, now) == 90
    expected = read_headcounts_of(headcounts)
    assert [headcount.period for headcount in expected] == ["2023", "2024", "2025"]
    for headcount in expected:
        assert_equal(await read_back(database, city, headcount.period), headcount)
    async with database.reading() as db:
        assert await periods_of(db, city.id) == ["2023", "2024", "2025"]


async def test_a_suppressed_count_stays_missing_and_never_becomes_zero(
    database: Database, city: City, now: datetime
) -> None:
    sheets = table([*acme(women="c", men=18)[1], ["Acme", "2026", "executive", "headcount", "total", "30"]])
    await submitted(database, city, sheets, now)
    async with database.reading() as db:
        cells = await db.execute(select(HeadcountCell.group, HeadcountCell.people))
        found = {group: people for group, people in cells}  # noqa: C416 - rows, not pairs
    assert found == {"total": 30, "women": None, "men": 18, "non_binary": 0}
    rows = (await handed_in(database, city)).headcounts
    assert [row[-2:] for row in rows if row[5] == "gender"] == [
        ("men", "18"),
        ("non_binary", "0"),
        ("women", "[c]"),
    ]
    headcount = await read_back(database, city, "2026")
    assert_equal(headcount, read_headcounts_of(sheets)[0])
    executives = headcount.ladder.codes.index("executive")
    np.testing.assert_array_equal(headcount.cubes["gender"].counts[0, executives], [np.nan, 18, 0])
    assert headcount.sizes[0, executives] == 30


async def test_a_company_without_anybody_is_still_one_of_the_companies(
    database: Database, city: City, now: datetime
) -> None:
    sheets = table(
        [
            *canonical_rows("Nobody Ltd", counts={"gender": {"women": 0, "men": 0}}),
            *canonical_rows("Somebody Ltd"),
        ]
    )
    assert await submitted(database, city, sheets, now) == 2
    assert_equal(await read_back(database, city, "2026"), read_headcounts_of(sheets)[0])


async def test_only_a_company_without_anybody_can_be_handed_in(
    database: Database, city: City, now: datetime
) -> None:
    sheets = acme(women=0, men=0)
    assert await submitted(database, city, sheets, now) == 1
    headcount = await read_back(database, city, "2026")
    assert [company.name for company in headcount.companies] == ["Acme"]
    assert headcount.sizes.sum() == 0


async def test_with_a_fault_anywhere_nothing_is_stored(database: Database, city: City, now: datetime) -> None:
    await submitted(database, city, acme(women=1), now)
    before = await handed_in(database, city)
    faulty = table(
        [
            *canonical_rows("Acme", counts={"gender": {"women": 99, "men": 1}}),
            *canonical_rows("Another", counts={"gender": {"women": "many", "men": 18}}),
            *canonical_rows("Third", level="emperor"),
        ]
    )
    async with database.writing.begin() as db:
        with pytest.raises(InputRefusedError) as refused:
            await submit_headcounts(db, city, *faulty, by=SOMEBODY, now=now)
    assert [fault.place for fault in refused.value.faults] == [
        "row 4, column count",
        "row 6, column level",
        "row 7, column level",
    ]
    assert {fault.file for fault in refused.value.faults} == {"headcounts"}
    assert await handed_in(database, city) == before
    assert await companies(database) == ["Acme"]


async def test_what_a_database_could_not_keep_is_refused_in_words(
    database: Database, city: City, now: datetime
) -> None:
    rows = [
        *canonical_rows("ß" * 146, period="2026"),  # two characters each in the company's key
        *canonical_rows("Acme", period="2" * 41),
        *canonical_rows("Ac\0me", period="2025"),
        *canonical_rows("Acme", period="2025/26"),
    ]
    async with database.writing.begin() as db:
        with pytest.raises(InputRefusedError) as refused:
            await submit_headcounts(db, city, *table(rows), by=SOMEBODY, now=now)
    assert {(fault.place, fault.message) for fault in refused.value.faults} == {
        ("row 2, column company", f"'{'ß' * 40}…' has 292 characters, the limit is 290."),
        ("row 4, column period", f"'{'2' * 40}…' has 41 characters, the limit is 40."),
        ("row 4, column period", f"'{'2' * 40}' cannot stand in an address."),
        ("row 8, column period", "'2025/26' cannot stand in an address."),
        ("row 6, column company", "the text holds a control character."),
    }
    assert await companies(database) == []


async def test_the_longest_texts_fit(database: Database, city: City, now: datetime) -> None:
    header = (*CANONICAL, "company_number", "area")
    sheets = table(
        [
            [*row, "7" * 100, "HV"]
            for row in canonical_rows("ß" * 145, period="2" * 40, counts={"gender": {"women": 5, "men": 5}})
        ],
        header,
    )
    assert await submitted(database, city, sheets, now) == 1
    named = table(canonical_rows("ß" * 145, period="1" * 40))
    assert await submitted(database, city, named, now) == 1
    assert await companies(database) == ["ß" * 145, "ß" * 145]


async def test_a_sheet_that_is_handed_in_again_takes_the_place_of_the_first(
    database: Database, city: City, now: datetime
) -> None:
    both = table([*acme(women=1)[1], *acme(women=2, period="2025")[1], *canonical_rows("Zeta")])
    await submitted(database, city, both, now)
    # without the board that it had: no cell of the old sheet may stay
    board = table([*acme(women=1)[1], *canonical_rows("Acme", level="board")])
    await submitted(database, city, board, now)
    assert len((await handed_in(database, city)).headcounts) == 12
    later = now + timedelta(days=1)
    assert await submitted(database, city, acme(women=7), later) == 1
    rows = (await handed_in(database, city)).headcounts
    assert [row[4:] for row in rows if row[0] == "Acme"] == [
        ("executive", "gender", "men", "18"),
        ("executive", "gender", "non_binary", "0"),
        ("executive", "gender", "women", "7"),
        ("executive", "headcount", "total", "25"),
    ]
    assert len([row for row in rows if row[0] == "Zeta"]) == 4
    assert ("women", "2") in [row[-2:] for row in (await handed_in(database, city, "2025")).headcounts]
    async with database.reading() as db:
        sheets = await db.execute(
            select(HeadcountSheet.period, HeadcountSheet.submitted_at, Company.name)
            .join(Company, Company.id == HeadcountSheet.company_id)
            .order_by(Company.name, HeadcountSheet.period)
        )
        assert [tuple(sheet) for sheet in sheets] == [
            ("2025", now, "Acme"),
            ("2026", later, "Acme"),
            ("2026", now, "Zeta"),
        ]
    assert await companies(database) == ["Acme", "Zeta"]


async def test_a_company_is_known_again_by_its_number_and_named_as_it_was_last(
    database: Database, city: City, now: datetime
) -> None:
    header = (*CANONICAL, "company_number", "area")
    first = [[*row, "7", "HV"] for row in canonical_rows("Acme")]
    await submitted(database, city, table(first, header), now)
    second = [[*row, "7", ""] for row in canonical_rows("Acme & Sons", period="2027")]
    await submitted(database, city, table(second, header), now)
    for period in ("2026", "2027"):
        rows = (await handed_in(database, city, period)).headcounts
        assert {row[:4] for row in rows} == {("Acme & Sons", "7", period, "HV")}


async def test_a_company_is_known_again_whatever_the_case_of_its_name(
    database: Database, city: City, now: datetime
) -> None:
    await submitted(database, city, acme(women=1, company="Straße & Söhne"), now)
    await submitted(database, city, acme(women=2, company="STRASSE & SÖHNE", period="2027"), now)
    assert await companies(database) == ["STRASSE & SÖHNE"]


async def test_the_order_of_handing_in_leaves_no_trace(
    database: Database, city: City, other_city: City, now: datetime
) -> None:
    header, rows = of_period(demo_tables()["headcounts"], "2025")
    at_once = sorted(rows, key=lambda row: row[1])[: len(rows) // 3]
    names = {row[0] for row in at_once}
    assert len(names) >= 9
    await submitted(database, city, (header, at_once), now)
    for name in sorted(names, reverse=True):
        of_company = [row for row in reversed(at_once) if row[0] == name]
        await submitted(database, other_city, (header, of_company), now + timedelta(hours=1))
    one, other = await handed_in(database, city, "2025"), await handed_in(database, other_city, "2025")
    assert asdict(one) == asdict(other)
    assert len(one.headcounts) > 300


async def test_a_city_sees_its_own_sheets_and_no_others(
    database: Database, city: City, other_city: City, now: datetime
) -> None:
    await submitted(database, city, acme(women=1), now)
    await submitted(database, other_city, acme(women=2, company="Foreign"), now)
    assert {row[0] for row in (await handed_in(database, city)).headcounts} == {"Acme"}
    assert {row[0] for row in (await handed_in(database, other_city)).headcounts} == {"Foreign"}
    assert (await handed_in(database, city, "2025")).headcounts == []
