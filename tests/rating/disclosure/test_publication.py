"""What stands in `released.json` and `released.csv`: the format, and no number of anything withheld."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from pydantic import ValidationError

from rating.disclosure import Movement, Policy, Publication, publication_of, release
from rating.disclosure.publication import columns, rows
from tests.builders import base_cells, figures, linked, published

DAY = Policy(reference_date="2026-06-30")
#: Three on the board, one of them a woman; the others of the company are many.
LONELY = {"staff": (34, 40), "middle_manager": (30, 31), "board": (1, 40)}


def document(publication: Publication) -> dict[str, Any]:
    """Return a publication as it stands in a file."""
    found: dict[str, Any] = json.loads(publication.as_text())
    return found


def test_the_document_has_the_published_format() -> None:
    said = document(published(base_cells({"staff": (34, 40), "executive": (7, 12)}), DAY))
    assert list(said) == ["schema", "rule", "population", "tables", "guarantee"]
    assert said["schema"] == "released/1"
    assert said["rule"] == {
        "k": 5,
        "k_sensitive": 10,
        "zeros": "withheld below 30",
        "rounding": "none",
        "editions": "small changes are kept back",
    }
    population = {"company": "A", "reference_date": "2026-06-30", "joiners": None, "leavers": None}
    assert said["population"] == {**population, "kept": {}}
    assert said["tables"] == [
        {
            "keys": ["level", "group"],
            "fixed": {"company": "A", "attribute": "gender"},
            "cells": [
                {"level": "staff", "group": "women", "value": 34},
                {"level": "staff", "group": "men", "value": 40},
                {"level": "staff", "group": "*", "value": 74},
                {"level": "executive", "group": "women", "value": 7},
                {"level": "executive", "group": "men", "value": 12},
                {"level": "executive", "group": "*", "value": 19},
                {"level": "*", "group": "women", "value": 41},
                {"level": "*", "group": "men", "value": 52},
                {"level": "*", "group": "*", "value": 93},
            ],
            "k": 5,
        }
    ]
    assert said["guarantee"] == {"values_at_least": 5, "reaches_at_least": 5}


def test_withheld_cells_are_null_and_nothing_else_is() -> None:
    (table,) = document(published(base_cells(LONELY)))["tables"]
    withheld = {(cell["level"], cell["group"]) for cell in table["cells"] if cell["value"] is None}
    assert {("board", "women"), ("board", "men")} <= withheld
    assert all(set(cell) == {"level", "group", "value"} for cell in table["cells"])


def test_a_publication_is_read_back_as_it_was() -> None:
    cells = base_cells(LONELY) + base_cells(
        {"staff": (70, 4), "middle_manager": (31, 30), "board": (40, 1)}, "origin", ("native", "other")
    )
    publication = published(cells, Policy(k=7, reference_date="2026-01-31", movement=Movement(12, 11)))
    text = publication.model_dump_json(by_alias=True)
    assert Publication.model_validate_json(text) == publication
    assert Publication.model_validate(document(publication)) == publication
    assert (publication.rule.k, publication.guarantee.values_at_least) == (7, 7)
    assert (publication.population.joiners, publication.population.leavers) == (12, 11)
    assert {table.fixed["attribute"]: table.k for table in publication.tables} == {"gender": 7, "origin": 10}


def test_there_is_a_total_for_every_subset_of_level_and_group() -> None:
    said = figures(published(base_cells(LONELY)))
    levels, groups = ("staff", "middle_manager", "board", "*"), ("women", "men", "*")
    assert list(said) == [("A", "gender", level, group) for level in levels for group in groups]


def test_several_companies_are_told_apart_by_their_tables() -> None:
    cells = base_cells({"staff": (34, 40)}) + base_cells({"middle_manager": (31, 50)}, company="B")
    publication = published(cells, Policy(movements={"A": Movement(1, 1)}))
    assert publication.population.company == "*"
    assert publication.population.joiners is None
    # a level that a company does not have is not in its table
    assert [table.fixed["company"] for table in publication.tables] == ["A", "B"]
    assert [sorted({str(cell["level"]) for cell in table.cells}) for table in publication.tables] == [
        ["*", "staff"],
        ["*", "middle_manager"],
    ]


def test_keys_that_there_are_not_are_not_in_the_files() -> None:
    cells = [{"group": "women", "n": 34}, {"group": "men", "n": 40}]
    released = release(linked(cells), Policy())
    (table,) = document(publication_of(released))["tables"]
    assert (table["keys"], table["fixed"], table["k"]) == (["group"], {}, 10)
    assert table["cells"] == [
        {"group": "men", "value": 40},
        {"group": "women", "value": 34},
        {"group": "*", "value": 74},
    ]
    assert columns(released) == ("group", "value", "status")
    assert list(rows(released)) == [
        ("men", 40, "released"),
        ("women", 34, "released"),
        ("*", 74, "released"),
    ]


def test_sums_over_units_have_a_star_in_their_key() -> None:
    cells = base_cells({"staff": (34, 40)}, site="north") + base_cells({"staff": (31, 50)}, site="south")
    released = release(linked(cells, {"site": "company"}), Policy())
    assert columns(released) == ("company", "site", "level", "attribute", "group", "value", "status")
    assert ("A", "*", "staff", "gender", "women", 65, "released") in list(rows(released))
    said = document(publication_of(released))
    assert said["population"]["company"] == "A"
    assert [table["fixed"]["site"] for table in said["tables"]] == ["*", "north", "south"]


def test_the_table_says_the_same_as_the_document() -> None:
    cells = []
    for site, boards in (("north", (1, 40)), ("south", (20, 25)), ("east", (19, 2))):
        cells += base_cells({"staff": (60, 70), "board": boards}, site=site)
    released = release(linked(cells, {"site": "company"}), Policy())
    named = [dict(zip(columns(released), row, strict=True)) for row in rows(released)]
    keys = ("company", "site", "attribute", "level", "group")
    assert {tuple(row[key] for key in keys): row["value"] for row in named} == figures(
        publication_of(released)
    )
    assert {(row["value"] is None, row["status"]) for row in named} == {
        (True, "withheld"), (False, "released")
    }  # fmt: skip


@pytest.mark.parametrize("women", [1, 2, 3, 4, 37, 38, 39, 40])
def test_files_are_the_same_to_the_byte_whatever_stands_behind_what_is_withheld(women: int) -> None:
    """So that no number of a withheld cell is in them in any form: value, order, length or key."""
    rest = base_cells({"board": (20, 30)}, company="B")
    files = []
    for number in (1, women):
        publication = published([*base_cells({"board": (number, 41 - number)}), *rest], DAY)
        withheld = {keys for keys, value in figures(publication).items() if value is None}
        assert withheld == {
            ("A", "gender", row, group) for row in ("board", "*") for group in ("women", "men")
        }
        files.append(publication.model_dump_json(by_alias=True))
    assert files[0] == files[1]


def test_the_numbers_of_a_file_are_those_of_the_cells_and_the_rule() -> None:
    publication = published(base_cells({"board": (3, 138)}))
    numbers = {int(text) for text in re.findall(r"\d+", publication.model_dump_json(by_alias=True))}
    floors = {5, 10, 30}  # and where nobody is not told; the other one is that of released/1
    assert numbers == {141} | floors | {1}


@pytest.mark.parametrize(
    ("change", "attribute", "floor"),
    [
        ({}, "gender", 5),
        ({"rule": {"k": 0, "k_sensitive": 0}}, "gender", 5),
        ({"rule": {"k": 1, "k_sensitive": 1}}, "race", 10),
        ({"rule": {"k": 12, "k_sensitive": 10}}, "gender", 12),
        ({"rule": {"k": 12, "k_sensitive": 10}}, "origin", 12),
        ({"rule": {"k": 5, "k_sensitive": 20}}, "origin", 20),
    ],
)
def test_what_a_file_says_about_its_floors_never_lowers_them(
    change: dict[str, Any], attribute: str, floor: int
) -> None:
    said = document(published(base_cells({"staff": (34, 40)}, attribute))) | change
    said["tables"][0]["k"] = 0
    publication = Publication.model_validate(said)
    assert publication.floor_of(publication.tables[0]) == floor


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "released/2"},
        {"tables": [{"keys": [], "fixed": {}, "cells": [{"value": 1.5}]}]},
        {"population": {"company": "A", "joiners": -1}},
        {"rule": {"k": -1}},
        {"guarantee": {}},
    ],
    ids=["another format", "half a person", "negative joiners", "negative floor", "no promise"],
)
def test_what_is_no_such_document_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Publication.model_validate(document(published(base_cells({"staff": (34, 40)}))) | change)


def test_what_is_published_does_not_change() -> None:
    publication = published(base_cells({"staff": (34, 40)}))
    with pytest.raises(ValidationError, match="frozen"):
        publication.schema_ = "released/1"
