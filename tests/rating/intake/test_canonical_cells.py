"""Canonical cells: written down and read again, a headcount is the same headcount."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rating.data import RUNG_CODES, registered_attributes
from rating.intake import load_profile, read_tables
from rating.intake.canonical import canonical_cells
from rating.intake.tables import table_in_memory
from tests.builders import CANONICAL, canonical_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.data import Headcount
    from rating.intake.canonical import CanonicalCell

Row = tuple[str, ...]
ATTRIBUTES = {code: attribute.group_codes for code, attribute in registered_attributes().items()}
SUPPRESSED = "c"


def read(rows: Sequence[Sequence[object]]) -> tuple[Headcount, ...]:
    text = [[str(cell) for cell in row] for row in rows]
    return read_tables(
        [lambda: table_in_memory("rows", "", CANONICAL, text)], load_profile("canonical")
    ).headcounts


def written(headcount: Headcount) -> list[Row]:
    return [
        (
            headcount.companies[cell.company].name,
            headcount.period,
            cell.level,
            cell.attribute,
            cell.group,
            SUPPRESSED if cell.count is None else str(cell.count),
        )
        for cell in canonical_cells(headcount)
    ]


def cells(*rows: Sequence[object]) -> list[CanonicalCell]:
    (headcount,) = read(rows)
    return list(canonical_cells(headcount))


def assert_same(found: Headcount, expected: Headcount) -> None:
    assert (found.period, found.ladder, found.measure) == (expected.period, expected.ladder, expected.measure)
    assert found.companies == expected.companies
    np.testing.assert_array_equal(found.sizes, expected.sizes)
    assert list(found.cubes) == list(expected.cubes)
    for code, cube in expected.cubes.items():
        np.testing.assert_array_equal(found.cubes[code].counts, cube.counts)
        np.testing.assert_array_equal(found.cubes[code].unobserved, cube.unobserved)


@st.composite
def levels(draw: st.DrawFn, company: str, period: str, level: str) -> list[Row]:
    """Rows about one level: none, some or all attributes, with what is suppressed, unknown or left out."""
    rows: list[Row] = []
    people = draw(st.integers(0, 9))
    states_total = draw(st.booleans())
    if states_total:
        rows.append((company, period, level, "headcount", "total", str(people)))
    for code in draw(st.lists(st.sampled_from(["gender", "origin", "disability"]), unique=True)):
        groups = ATTRIBUTES[code]
        left, counts = people, []
        for _ in groups:
            counts.append(draw(st.integers(0, left)))
            left -= counts[-1]
        hidden = draw(st.sets(st.sampled_from(groups)))
        rows += [
            (company, period, level, code, group, SUPPRESSED if group in hidden else str(count))
            for group, count in zip(groups, counts, strict=True)
        ]
        if draw(st.booleans()) or not states_total:  # without a total the attributes have to agree
            rows.append((company, period, level, code, "unknown", str(left)))
    return rows


@st.composite
def submissions(draw: st.DrawFn) -> list[Row]:
    rows: list[Row] = []
    for company in draw(st.lists(st.sampled_from(["Acme", "zeta & Co", "Ægir"]), min_size=1, unique=True)):
        for period in draw(st.lists(st.sampled_from(["2025", "2026"]), min_size=1, unique=True)):
            for level in draw(st.lists(st.sampled_from(RUNG_CODES), min_size=1, max_size=3, unique=True)):
                rows += draw(levels(company, period, level))
    return rows or [("Acme", "2026", "staff", "headcount", "total", "0")]


@settings(max_examples=100)
@given(submissions())
def test_read_again_the_cells_give_the_same_headcount_and_the_same_cells(rows: list[Row]) -> None:
    for headcount in read(rows):
        first = written(headcount)
        assert len({row[:5] for row in first}) == len(first)
        (again,) = read(first)
        assert_same(again, headcount)
        assert written(again) == first


def test_a_cell_is_a_row_of_the_canonical_format() -> None:
    found = cells(
        *canonical_rows("Zeta", counts={"gender": {"women": 1, "men": 2}}),
        *canonical_rows("Acme", level="staff", counts={"gender": {"women": 12, "men": 18, "unknown": 4}}),
    )
    assert [(cell.company, cell.level, cell.attribute, cell.group, cell.count) for cell in found] == [
        (0, "staff", "headcount", "total", 34),
        (0, "staff", "gender", "women", 12),
        (0, "staff", "gender", "men", 18),
        (0, "staff", "gender", "non_binary", 0),
        (0, "staff", "gender", "unknown", 4),
        (1, "executive", "headcount", "total", 3),
        (1, "executive", "gender", "women", 1),
        (1, "executive", "gender", "men", 2),
        (1, "executive", "gender", "non_binary", 0),
    ]


def test_what_is_suppressed_has_no_number_and_leaves_the_size_unstated() -> None:
    found = cells(*canonical_rows(counts={"gender": {"women": SUPPRESSED, "men": 18}}))
    assert [(cell.attribute, cell.group, cell.count) for cell in found] == [
        ("gender", "women", None),
        ("gender", "men", 18),
        ("gender", "non_binary", 0),
    ]


def test_what_a_company_does_not_say_about_an_attribute_is_not_written() -> None:
    found = cells(
        *canonical_rows("Acme"),
        *canonical_rows("Zeta", counts={"disability": {"with": 3, "without": 27}}),
    )
    assert {(cell.company, cell.attribute) for cell in found} == {
        (0, "headcount"),
        (0, "gender"),
        (1, "headcount"),
        (1, "disability"),
    }


def test_a_level_without_people_is_left_out_unless_something_is_suppressed_there() -> None:
    staff = canonical_rows(level="staff", counts={"gender": {"women": 3, "men": 4}})
    empty = canonical_rows(level="board", counts={"gender": {"women": 0, "men": 0}})
    assert {cell.level for cell in cells(*staff, *empty)} == {"staff"}
    suppressed = [
        ("Acme", "2026", "board", "headcount", "total", 0),
        *canonical_rows(level="board", counts={"gender": {"women": SUPPRESSED, "men": 0}}),
    ]
    assert {cell.level for cell in cells(*staff, *suppressed)} == {"staff", "board"}


def test_a_company_without_anybody_is_written_down_as_such() -> None:
    nobody = canonical_rows("Acme", level="board", counts={"gender": {"women": 0, "men": 0}})
    found = cells(*nobody, *canonical_rows("Zeta"))
    assert [(cell.level, cell.attribute, cell.group, cell.count) for cell in found if cell.company == 0] == [
        ("staff", "headcount", "total", 0)
    ]
