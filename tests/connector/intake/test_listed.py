"""Overrides and introductions are read as parties are: all faults at once, each in its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from connector.errors import Fault, PartiesRefusedError
from connector.intake import UnfitEntryError, read_listed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEAD = "startup,offer,reason,by,day\n"
ROW = "s1,hub,They met.,A. Diallo,2026-02-27\n"


def read(folder: Path, content: str | bytes, side: str = "overrides") -> list[Mapping[str, Any]]:
    path = folder / "f.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_listed(path, side, dict).entries)


def faults(folder: Path, content: str | bytes, side: str = "overrides") -> list[Fault]:
    with pytest.raises(PartiesRefusedError) as refusal:
        read(folder, content, side)
    return list(refusal.value.faults)


@pytest.mark.parametrize(
    "content",
    [
        HEAD + ROW,
        (HEAD + ROW).replace(",", ";"),
        (HEAD + ROW).replace(",", "\t"),
        (HEAD + ROW).encode("utf-8-sig"),
        (HEAD + ROW).encode("utf-16"),
        HEAD.upper() + "\n" + ROW,
        json.dumps([dict(zip(HEAD.strip().split(","), ROW.strip().split(","), strict=True))]),
    ],
)
def test_the_same_is_read_however_it_is_written(tmp_path: Path, content: str | bytes) -> None:
    (entry,) = read(tmp_path, content)
    assert {name: str(value) for name, value in entry.items()} == {
        "startup": "s1", "offer": "hub", "reason": "They met.", "by": "A. Diallo", "day": "2026-02-27"
    }  # fmt: skip


def test_json_may_say_yes_and_no_as_it_does(tmp_path: Path) -> None:
    rows = [
        {"startup": 7, "proposed": "2026-01-02", "answered": "2026-01-05", "accepted": True},
        {"startup": "8", "proposed": "2026-01-02", "answered": None, "accepted": None},
    ]
    first, second = read(tmp_path, json.dumps(rows), "introductions")
    assert (first["startup"], first["accepted"]) == ("7", True)
    assert set(second) == {"startup", "proposed"}


@pytest.mark.parametrize(
    ("content", "place", "message", "remedy"),
    [
        (HEAD.replace("by,", "") + "s1,hub,x,2026-01-02\n", "header", "the column 'by' is missing.",
         "A file of overrides needs it; is this the right file?"),
        (HEAD.replace("reason", "raeson") + ROW, "header", "the column 'reason' is missing. Is it 'raeson'?",
         "A file of overrides needs it"),
        (HEAD.replace("\n", ",note\n") + ROW.replace("\n", ",x\n"), "header",
         "the column 'note' is not known to a file of overrides.", "Rename it, or remove it."),
        (HEAD + ROW.replace("2026-02-27", "27.2.2026"), "row 2, column day", "'27.2.2026' is not a day.",
         "Write the day as 2026-03-31."),
        (HEAD + ROW.replace("2026-02-27", "2026-02-30"), "row 2, column day",
         "'2026-02-30' is not a day of the calendar.", "Write the day as"),
        (HEAD + ROW.replace("A. Diallo", ""), "row 2, column by", "it is missing.", "Write who decided."),
        (HEAD, "", "the table has a header and no rows.", "Add at least one row."),
        ('[{"startup": "s1"}]', "", "no object has 'offer'.", "A file of overrides needs it"),
    ],
)  # fmt: skip
def test_a_fault_of_overrides_has_its_place_and_its_remedy(
    tmp_path: Path, content: str, place: str, message: str, remedy: str
) -> None:
    fault = faults(tmp_path, content)[0]
    assert (fault.file, fault.place, fault.message) == ("f.csv", place, message)
    assert fault.remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("content", "place", "message", "remedy"),
    [
        ('[{"startup": "s1", "proposed": "2026-01-02", "startup": "s2"}]', "",
         "an object has the key 'startup' twice.", "Keep one of the two."),
        ('[{"startup": ["s1", "s2"], "proposed": "2026-01-02"}]', "record 1, column startup",
         "one entry is expected, here are 2: s1, s2.", "Write the id of a start-up"),
        ("startup;proposed;accepted\ns1;2026-01-02;perhaps\n", "row 2, column accepted",
         "'perhaps' is neither yes nor no.", "Write yes or no; empty without an answer."),
    ],
)  # fmt: skip
def test_a_fault_of_introductions_has_its_place_and_its_remedy(
    tmp_path: Path, content: str, place: str, message: str, remedy: str
) -> None:
    fault = faults(tmp_path, content, "introductions")[0]
    assert (fault.file, fault.place, fault.message) == ("f.csv", place, message)
    assert fault.remedy.startswith(remedy)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    rows = ROW.replace("s1", "") + ROW + ROW.replace("2026-02-27", "soon").replace("hub", "")
    assert [fault.place for fault in faults(tmp_path, HEAD + rows)] == [
        "row 2, column startup", "row 4, column offer", "row 4, column day"
    ]  # fmt: skip


def test_what_does_not_go_together_is_a_fault_of_its_column(tmp_path: Path) -> None:
    def make(draft: Mapping[str, Any]) -> Mapping[str, Any]:
        if draft["startup"] == "s1":
            raise UnfitEntryError("by", "nobody of that name decides here.")
        return draft

    path = tmp_path / "f.csv"
    path.write_text(HEAD + ROW + ROW.replace("s1", "s2"))
    with pytest.raises(PartiesRefusedError) as refusal:
        read_listed(path, "overrides", make)
    assert [(fault.place, fault.message, fault.remedy) for fault in refusal.value.faults] == [
        ("row 2, column by", "nobody of that name decides here.", "Write who decided.")
    ]


def test_entries_know_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(HEAD + ROW + "\n" + ROW)
    listed = read_listed(path, "overrides", dict)
    assert (listed.side, listed.file, listed.places) == ("overrides", "f.csv", ("row 2", "row 4"))
    assert listed.place_of(1) == "row 4"
    assert listed.place_of(1, "day") == "row 4, column day"
