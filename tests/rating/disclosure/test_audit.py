"""The promise verifier finds exactly what a reader can find out, from nothing but published files."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.disclosure import Policy, Publication
from rating.disclosure.audit import MOST, audit
from rating.disclosure.lattice import Lattice
from rating.disclosure.placing import ContradictionError
from rating.disclosure.programme import NothingFitsError
from tests.builders import base_cells, published

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rating.disclosure.audit import Finding
    from rating.errors import RatingError

Rows = dict[str, list[int | None]]


def told(
    rows: Mapping[str, Sequence[int | None]],
    groups: Sequence[str] = ("women", "men", "*"),
    *,
    attribute: str = "gender",
    k: int = 5,
    **unit: str,
) -> Publication:
    """Write a publication by hand: the numbers of each level, None where withheld."""
    return together([table(rows, groups, attribute=attribute, **unit)], k)


def table(
    rows: Mapping[str, Sequence[int | None]],
    groups: Sequence[str] = ("women", "men", "*"),
    *,
    attribute: str = "gender",
    **unit: str,
) -> dict[str, object]:
    cells = [
        {"level": level, "group": group, "value": value}
        for level, values in rows.items()
        for group, value in zip(groups, values, strict=True)
    ]
    return {
        "keys": ["level", "group"],
        "fixed": ({"company": "A"} | unit) | {"attribute": attribute},
        "cells": cells,
    }


def together(tables: list[dict[str, object]], k: int = 5) -> Publication:
    return Publication.model_validate(
        {
            "schema": "released/1",
            "rule": {"k": k, "k_sensitive": max(k, 10)},
            "population": {"company": "A"},
            "tables": tables,
            "guarantee": {"values_at_least": k, "reaches_at_least": k},
        }
    )


def brief(findings: list[Finding]) -> list[tuple[str, int, bool, int, bool]]:
    """Return of each finding the cell, its values, whether these are all, the largest, and the verdict."""
    return [
        (f"{f.keys['level']} {f.keys['group']}", f.possible, f.exact, f.reaches, f.kept) for f in findings
    ]


def test_a_lone_withheld_cell_is_found_to_have_one_value() -> None:
    publication = told({"staff": [30, 40, 70], "board": [None, 8, 9], "*": [31, 48, 79]})
    (finding,) = audit([publication])
    assert brief([finding]) == [("board women", 1, True, 1, False)]
    assert finding.keys == {"company": "A", "level": "board", "attribute": "gender", "group": "women"}
    assert finding.needed == 5


@pytest.mark.parametrize("people", [1, 3, 4, 5, 9])
def test_two_withheld_cells_of_a_level_have_as_many_values_as_there_are_people_and_one_more(
    people: int,
) -> None:
    publication = told({"board": [None, None, people], "*": [None, None, people]})
    kept = people >= 5
    assert brief(audit([publication])) == [
        (f"{level} {group}", people + 1, True, people, kept)
        for level in ("board", "*")
        for group in ("women", "men")
    ]


def test_enough_values_of_which_none_is_large_enough_break_the_promise_too() -> None:
    """Four people in a level: five values, 0 to 4, and readers know that they are few."""
    publication = told({"staff": [None, None, 40], "board": [None, None, 4], "*": [22, 22, 44]})
    found = {
        cell: (possible, reaches, kept) for cell, possible, _, reaches, kept in brief(audit([publication]))
    }
    assert found["board women"] == (5, 4, False)
    assert found["staff women"] == (5, 22, True)


def test_withheld_headcounts_are_held_to_the_promise_as_well() -> None:
    publication = told(
        {"staff": [60, 70, 130], "head": [None, None, None], "board": [None, None, 6], "*": [75, 75, 150]}
    )
    findings = audit([publication])
    assert [finding for finding in brief(findings) if finding[0] == "head *"] == [
        ("head *", 1, True, 14, False)
    ]


def test_what_nothing_holds_from_above_is_told_up_to_a_limit() -> None:
    publication = told({"staff": [None, None, None], "*": [None, None, None]})
    findings = brief(audit([publication]))
    assert len(findings) == 6
    assert {(possible, exact, kept) for _, possible, exact, _, kept in findings} == {(MOST, False, True)}


def test_where_nothing_is_withheld_there_is_nothing_to_find() -> None:
    assert audit([told({"staff": [30, 40, 70], "*": [30, 40, 70]})]) == []


def test_a_cell_that_another_number_gives_away_is_not_missed() -> None:
    """A key that a file leaves out is summed over: the total by group stands in a file of its own."""
    by_level = told({"staff": [30, 40, 70], "board": [None, None, 9]})
    assert [finding.possible for finding in audit([by_level])] == [10, 10]
    by_group = Publication.model_validate(
        by_level.model_dump(by_alias=True)
        | {
            "tables": [
                {
                    "keys": ["group"],
                    "fixed": {"company": "A", "attribute": "gender"},
                    "cells": [{"group": "women", "value": 31}, {"group": "men", "value": 48}],
                }
            ]
        }
    )
    assert audit([by_group]) == []
    findings = audit([by_level, by_group])
    assert brief(findings) == [("board women", 1, True, 1, False), ("board men", 1, True, 8, False)]


def test_a_filter_is_a_file_about_the_same_cells() -> None:
    everything = told({"staff": [None, None, 70], "board": [None, None, 9], "*": [31, 48, 79]})
    assert all(finding.kept for finding in audit([everything]))
    staff_alone = Publication.model_validate(
        everything.model_dump(by_alias=True)
        | {
            "tables": [
                {
                    "keys": ["group"],
                    "fixed": {"company": "A", "attribute": "gender", "level": "staff"},
                    "cells": [{"group": "women", "value": 30}, {"group": "men", "value": 40}],
                }
            ]
        }
    )
    assert {finding[1] for finding in brief(audit([everything, staff_alone]))} == {1}


@pytest.mark.parametrize(
    ("attribute", "k", "needed"), [("gender", 0, 5), ("gender", 7, 7), ("race", 0, 10), ("race", 12, 12)]
)
def test_the_promise_is_never_less_than_the_floors_in_code(attribute: str, k: int, needed: int) -> None:
    publication = told({"staff": [None, None, 9], "*": [None, None, 9]}, attribute=attribute, k=k)
    findings = audit([publication])
    assert {finding.needed for finding in findings} == {needed}
    assert {finding.kept for finding in findings} == {needed <= 9}


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ([{"staff": [30, 40, 70]}, {"staff": [31, None, None]}], ContradictionError),
        ([{"staff": [30, 40, 71]}], NothingFitsError),
        ([{"staff": [30, 40, 70], "*": [29, None, None]}], NothingFitsError),
        ([{"staff": [30, None, 29]}], NothingFitsError),
    ],
    ids=["two numbers", "groups do not add up", "a total below its part", "a part above its total"],
)
def test_files_that_no_people_can_be_behind_are_told(files: list[Rows], error: type[RatingError]) -> None:
    with pytest.raises(error):
        audit([told(rows) for rows in files])


def test_headcounts_that_attributes_do_not_share_are_a_contradiction() -> None:
    origin = table({"staff": [50, 19, 69]}, ("native", "other", "*"), attribute="origin")
    with pytest.raises(ContradictionError, match="'level': 'staff'"):
        audit([together([table({"staff": [30, 40, 70]}), origin])])


def test_an_attribute_that_tells_a_headcount_tells_it_of_the_others() -> None:
    """Withheld for one attribute and shown for another, it is known."""
    gender = table({"staff": [30, 40, 70], "board": [None, 8, None], "*": [None, 48, None]})
    origin = table(
        {"staff": [50, 20, 70], "board": [9, 0, 9], "*": [59, 20, 79]},
        ("native", "other", "*"),
        attribute="origin",
    )
    linked = {
        cell: (possible, kept) for cell, possible, *_, kept in brief(audit([together([gender, origin])]))
    }
    assert linked["board women"] == (1, False)
    alone = {cell: (exact, kept) for cell, _, exact, _, kept in brief(audit([together([gender])]))}
    assert alone["board women"] == (False, True)


def agrees(finding: Finding, values: set[int]) -> bool:
    """Tell whether a finding agrees with the values that a cell can have."""
    if finding.exact:
        right = finding.possible == len(values)
    else:  # by integer programming few more values are looked for than were promised
        right = finding.needed <= finding.possible <= len(values)
    kept = len(values) >= finding.needed and max(values) >= finding.needed
    return right and finding.reaches in values and finding.kept == kept


@given(st.data())
def test_the_possible_values_of_one_unit_are_those_that_enumeration_finds(data: st.DataObject) -> None:
    lattice = Lattice(("a", "b"))
    true = lattice.extended(data.draw(arrays(np.int64, (2, 2), elements=st.integers(0, 4))))
    hidden = data.draw(arrays(np.bool_, true.shape))
    hidden[-1, -1] = False  # so that there are no more people than can be written down
    rows = {
        name: [None if own else int(people) for people, own in zip(*row, strict=True)]
        for name, row in zip(lattice.rows, zip(true, hidden, strict=True), strict=True)
    }
    people = int(true[-1, -1])
    every = np.array([b for b in product(range(people + 1), repeat=4) if sum(b) == people]).reshape(-1, 2, 2)
    tables = lattice.extended(every)
    possible = tables[(tables[:, ~hidden] == true[~hidden]).all(axis=1)]
    places = [(row, column) for row, column in np.argwhere(hidden)]
    for finding, (row, column) in zip(audit([told(rows)]), places, strict=True):
        values = set(possible[:, row, column].tolist())
        assert (finding.keys["level"], finding.keys["group"]) == (
            lattice.rows[row],
            ("women", "men", "*")[column],
        )
        assert agrees(finding, values)


@settings(max_examples=25)
@given(st.data())
def test_the_possible_values_of_sites_are_those_that_enumeration_finds(data: st.DataObject) -> None:
    sites = [data.draw(st.tuples(st.integers(0, 4), st.integers(0, 3))) for _ in range(2)]
    own = np.array([*sites, np.sum(sites, axis=0)])
    true = np.concatenate([own, own.sum(axis=1, keepdims=True)], axis=1)
    hidden = data.draw(arrays(np.bool_, true.shape))
    hidden[2, 2] = False
    people = int(true[2, 2])
    every = np.array([b for b in product(range(people + 1), repeat=4) if sum(b) == people]).reshape(-1, 2, 2)
    units = np.concatenate([every, every.sum(axis=1, keepdims=True)], axis=1)
    tables = np.concatenate([units, units.sum(axis=2, keepdims=True)], axis=2)
    possible = tables[(tables[:, ~hidden] == true[~hidden]).all(axis=1)]
    publication = together(
        [
            table({"staff": [None if h else int(n) for n, h in zip(*row, strict=True)]}, site=site)
            for site, row in zip(("n", "s", "*"), zip(true, hidden, strict=True), strict=True)
        ]
    )
    for finding in audit([publication]):
        place = (
            ("n", "s", "*").index(finding.keys["site"]),
            ("women", "men", "*").index(finding.keys["group"]),
        )
        values = set(possible[:, *place].tolist())
        assert hidden[place]
        assert agrees(finding, values)


@pytest.mark.parametrize("floor", [5, 8])
def test_what_the_gate_publishes_is_found_to_keep_its_promise(floor: int) -> None:
    cells = base_cells({"staff": (34, 40), "head": (30, 31), "board": (1, 40)})
    findings = audit([published(cells, Policy(k=floor))])
    assert findings
    assert {(finding.needed, finding.kept, finding.exact) for finding in findings} == {(floor, True, True)}
