"""Reading published files, ours and other people's: what is not of the format is told with its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from rating.errors import InputRefusedError
from rating.intake.publications import read_publication
from tests.builders import base_cells, published

if TYPE_CHECKING:
    from pathlib import Path

    from rating.errors import Fault

#: A cell is read as texts and numbers by key, whatever the key is.
REMEDY = "Give a file as 'diversity-platform release' writes it; see docs/formats/release.md."


def document() -> dict[str, Any]:
    """Return what a published file holds."""
    publication = published(base_cells({"staff": (60, 70), "board": (2, 20)}))
    found: dict[str, Any] = json.loads(publication.model_dump_json(by_alias=True, exclude={"noise"}))
    return found


def faults_of(folder: Path, content: object) -> tuple[tuple[Fault, ...], int]:
    """Return the faults for which a file is refused, and how many more there are."""
    path = folder / "released.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(InputRefusedError) as caught:
        read_publication(path)
    return caught.value.faults, caught.value.more


def test_a_published_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    publication = published(base_cells({"staff": (60, 70), "board": (2, 20)}))
    path = tmp_path / "released.json"
    path.write_text(publication.model_dump_json(by_alias=True), encoding="utf-8")
    assert read_publication(path) == publication


def test_a_file_of_the_published_format_alone_is_enough(tmp_path: Path) -> None:
    """Other people's files need not say more than the format asks for, and may say more."""
    path = tmp_path / "theirs.json"
    theirs = {
        "schema": "released/1",
        "rule": {"k": 5, "k_sensitive": 10, "zeros": "withheld below 30", "rounding": "none", "note": "ours"},
        "population": {"company": "A", "reference_date": "2026-06-30", "joiners": None, "leavers": None},
        "tables": [
            {
                "keys": ["level", "group"],
                "fixed": {"company": "A", "attribute": "gender"},
                "cells": [{"level": "staff", "group": "women", "value": None}],
            }
        ],
        "guarantee": {"values_at_least": 5, "reaches_at_least": 5},
        "licence": "CC0",
    }
    path.write_text(json.dumps(theirs), encoding="utf-8")
    publication = read_publication(path)
    assert publication.tables[0].cells == [{"level": "staff", "group": "women", "value": None}]
    assert publication.floor_of(publication.tables[0]) == 5


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ([], "schema", "this is no 'released/1' document."),
        ("released/1", "schema", "this is no 'released/1' document."),
        ({}, "schema", "this is no 'released/1' document."),
        ({"schema": "ratings/1"}, "schema", "this is no 'released/1' document."),
        ({"schema": "released/2"}, "schema", "this is no 'released/1' document."),
    ],
)
def test_another_document_is_refused(content: object, place: str, message: str, tmp_path: Path) -> None:
    ((fault,), _) = faults_of(tmp_path, content)
    assert (fault.file, fault.place, fault.message, fault.remedy) == ("released.json", place, message, REMEDY)


@pytest.mark.parametrize("content", [b"", b"{", b"company,n\nA,3\n", b"\xff\xfe\xfa", b'{"schema": NaN,}'])
def test_what_is_no_json_is_refused(content: bytes, tmp_path: Path) -> None:
    ((fault,), _) = faults_of(tmp_path, content)
    assert (fault.file, fault.place, fault.remedy) == ("released.json", "", REMEDY)
    assert fault.message.startswith("this is no JSON (")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"tables": None}, "tables"),
        ({"population": {}}, "population.company"),
        ({"rule": {"k": "five"}}, "rule.k"),
        ({"rule": {"k": -5}}, "rule.k"),
        ({"guarantee": {"values_at_least": 5}}, "guarantee.reaches_at_least"),
        ({"tables": [{"keys": ["group"], "fixed": {}}]}, "tables.0.cells"),
        ({"tables": [{"keys": ["group"], "fixed": {"company": 3}, "cells": []}]}, "tables.0.fixed.company"),
        ({"population": {"company": "A", "leavers": -1}}, "population.leavers"),
    ],
)
def test_a_fault_is_told_with_its_place(change: dict[str, Any], place: str, tmp_path: Path) -> None:
    (faults, more) = faults_of(tmp_path, document() | change)
    assert ([fault.place for fault in faults], more) == ([place], 0)
    assert faults[0].remedy == REMEDY


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        [],
        {},
        "four",
        "4",
        True,
    ],
)
def test_a_value_is_a_whole_number_of_people_or_null(value: object, tmp_path: Path) -> None:
    said = document()
    said["tables"][0]["cells"][1]["value"] = value
    (faults, _) = faults_of(tmp_path, said)
    assert {fault.place.startswith("tables.0.cells") for fault in faults} == {True}


def test_of_very_many_faults_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    said = document()
    said["tables"] = [{"keys": [], "fixed": {}} for _ in range(30)]
    faults, more = faults_of(tmp_path, said)
    assert (len(faults), more) == (10, 20)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError) as caught:
        read_publication(tmp_path / "none.json")
    (fault,) = caught.value.faults
    assert fault.file == "none.json"
    assert fault.message.startswith("the file cannot be read (")
