"""The journal of a folder: a torn line was never said to be done, a damaged one is refused by its number."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

import pytest

from connector.label.issuing.book import NAME, Act, acts_of, mend, note_down
from connector.label.issuing.errors import FolderFaultyError
from connector.label.issuing.office import change
from connector.label.journal import entry_of
from tests.connector.label.issuing.folders import contents
from tests.connector.label.world import CITY, days, issued, working

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def entry(number: int) -> Any:  # noqa: ANN401
    return entry_of(act="revoked", at="2026-11-02T12:00:00Z", credential=f"{CITY}/credentials/{number}.json")


def written(folder: Path, count: int) -> list[Act]:
    acts = [Act((entry(number),), {}, {"ground": f"Nº {number}\nof all"}) for number in range(count)]
    for act in acts:
        note_down(folder, act)
    return acts


def test_what_was_noted_down_is_read_as_it_was(tmp_path: Path) -> None:
    acts = written(tmp_path, 3)
    assert acts_of(tmp_path) == acts


def test_a_last_line_that_was_cut_off_anywhere_is_taken_away_and_the_rest_stands(tmp_path: Path) -> None:
    acts = written(tmp_path, 3)
    journal = tmp_path / NAME
    whole = journal.read_bytes()
    kept = whole[: whole.rindex(b"\n", 0, -1) + 1]
    for end in range(len(kept), len(whole)):
        journal.write_bytes(whole[:end])
        assert acts_of(tmp_path) == acts[:2]
        # whoever only looks leaves it: another command may be writing it
        assert journal.read_bytes() == whole[:end]
        mend(tmp_path)
        assert acts_of(tmp_path) == acts[:2]
        assert journal.read_bytes() == kept
    note_down(tmp_path, acts[2])
    assert journal.read_bytes() == whole


def test_a_journal_whose_only_line_was_cut_off_is_empty(tmp_path: Path) -> None:
    written(tmp_path, 1)
    journal = tmp_path / NAME
    journal.write_bytes(journal.read_bytes()[:-1])
    mend(tmp_path)
    assert acts_of(tmp_path) == []
    assert journal.read_bytes() == b""


def test_after_a_line_that_was_cut_off_the_office_works_on(city: Path) -> None:
    issued(city)
    journal = city / NAME
    whole = journal.read_bytes()
    with journal.open("ab") as file:
        file.write(whole.splitlines()[-1][:200])
    assert issued(city)["id"] == f"{CITY}/credentials/2026-0002.json"
    assert journal.read_bytes().startswith(whole)


def test_a_line_that_the_disk_has_no_room_for_leaves_nothing_and_the_next_one_stands(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    acts = written(tmp_path, 2)
    length = (tmp_path / NAME).stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length + 20, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            note_down(tmp_path, acts[0])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    note_down(tmp_path, acts[1])
    assert acts_of(tmp_path) == [*acts, acts[1]]


def without(term: str) -> Callable[[dict[str, Any]], object]:
    return lambda told: told.pop(term)


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda line: line[: len(line) // 2], id="half"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"null", id="null"),
        pytest.param(lambda _: b"[" * 10_000, id="deep"),
        pytest.param(lambda line: b"\xff" + line, id="no text"),
        pytest.param(lambda line: line.replace(b'"revoked"', b'"forgiven"'), id="another act"),
        pytest.param(lambda line: line.replace(b'"credential"', b'"credentials"'), id="another term"),
        pytest.param(
            lambda line: line.replace(b'"documents":{}', b'"documents":{"a:b":{}}'), id="of nothing"
        ),
        pytest.param(lambda line: line.replace(b'"notes"', b'"remarks"'), id="without notes"),
    ],
)
def test_a_whole_line_that_is_damaged_is_refused_with_its_number(
    tmp_path: Path, damage: Callable[[bytes], bytes], number: int
) -> None:
    written(tmp_path, 3)
    journal = tmp_path / NAME
    lines = journal.read_bytes().splitlines()
    lines[number - 1] = damage(lines[number - 1])
    journal.write_bytes(b"\n".join(lines) + b"\n")
    before = journal.read_bytes()
    with pytest.raises(FolderFaultyError, match=rf"journal.jsonl, line {number} cannot be read"):
        acts_of(tmp_path)
    assert journal.read_bytes() == before


def test_a_document_of_which_a_letter_was_changed_is_refused_with_its_line(city: Path) -> None:
    issued(city)
    journal = city / NAME
    changed = journal.read_bytes().replace(b'"narrative":"All programmes', b'"narrative":"All Programmes')
    assert changed != journal.read_bytes()
    journal.write_bytes(changed)
    with pytest.raises(FolderFaultyError, match="line 2 cannot be read: the document"):
        issued(city)


def test_an_entry_that_was_changed_after_it_was_published_is_refused(city: Path) -> None:
    issued(city)
    journal = city / NAME
    changed = journal.read_bytes().replace(b'"level_name":"Diversity', b'"level_name":"diversity')
    assert changed != journal.read_bytes()
    journal.write_bytes(changed)
    with pytest.raises(FolderFaultyError, match="The first 3 entries of the journal are not those"):
        issued(city)


def test_lines_that_change_places_contradict_each_other(city: Path) -> None:
    issued(city)
    with working(city) as office:
        change(office, "2026-0001", "revoked", days(1), notes={})
    first, issue, revoked = (city / NAME).read_bytes().splitlines()
    (city / NAME).write_bytes(b"\n".join([first, revoked, issue]) + b"\n")
    with pytest.raises(FolderFaultyError, match=r"journal\.jsonl contradicts itself"):
        issued(city)


def test_a_folder_without_its_journal_tells_the_way_out(city: Path) -> None:
    (city / NAME).unlink()
    with pytest.raises(FolderFaultyError, match=r"There is no journal\.jsonl.*label recover"):
        issued(city)


def test_notes_and_grounds_are_in_the_journal_and_in_no_public_file(city: Path) -> None:
    issued(city)
    notes = {"ground": "misuse_of_the_mark", "remark": "Frau Beispiel rief an"}
    for act in ("suspended", "restored", "revoked"):
        with working(city) as office:
            change(office, "2026-0001", act, days(1), notes=notes)
    files = contents(city)
    for told in notes.values():
        assert [name for name, content in files.items() if told.encode() in content] == [NAME]
    told_by = [json.loads(line)["notes"] for line in files[NAME].splitlines()]
    assert told_by == [{}, {}, notes, notes, notes]
