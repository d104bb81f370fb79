"""A faulty file is refused as a whole: every fault has its place, its value and its remedy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from connector.errors import Fault, PartiesRefusedError, UnknownCodeError
from connector.intake import read_offers, read_startups

if TYPE_CHECKING:
    from pathlib import Path


def faults(
    folder: Path, content: str | bytes | list[Any], side: str = "startups", profile: str = "canonical"
) -> list[Fault]:
    path = folder / "f"
    if isinstance(content, list):
        content = json.dumps(content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(PartiesRefusedError) as refusal:
        (read_startups if side == "startups" else read_offers)(path, profile)
    return list(refusal.value.faults)


@pytest.mark.parametrize(
    ("column", "entry", "message", "remedy"),
    [
        ("stage", "grwth", "there is no stage called 'grwth'. Is it 'growth'?", "Write idea, pre_start"),
        ("sectors", "food|moon", "there is no sector called 'moon'.", "Write codes or names of sectors"),
        ("needs", "finance", "'finance' gives no urgency.", "Write need:urgency"),
        ("needs", "finance:6", "6 does not lie between 1 and 5.", "Write need:urgency"),
        ("needs", "finance:1|finance:2", "'finance' stands twice and differs.", "Write need:urgency"),
        ("languages", "fr", "'fr' gives no level, or one that is none of", "Write language:level"),
        ("languages", "xx:B1", "'xx' is not a language tag.", "Write language:level"),
        ("country", "Atlantis", "there is no country called 'Atlantis'.", "Write the two-letter code"),
        ("founded", "2012", "'2012' is not a day.", "Write the day as"),
        ("founded", "2012-02-30", "'2012-02-30' is not a day of the calendar.", "Write the day as"),
        ("team_size", "0", "0 does not lie between 1 and 100,000.", "Write a whole number"),
        ("team_size", "1,234", "'1,234' could be read in two ways", "Write a whole number"),
        ("team_size", "1.234", "'1.234' could be read in two ways", "Write a whole number"),
        ("team_size", "2.5", "'2.5' is not a whole number.", "Write a whole number"),
        ("ticket", "0", "0 is not above 0.", "Write a sum"),
        ("ticket_currency", "EURO", "there is no currency 'EURO'.", "Write the three letters"),
        ("is_registered", "perhaps", "'perhaps' is neither yes nor no.", "Write yes or no"),
        ("may_register", "later", "'later' is none of: yes, not_yet, unsure.", "Write yes, not_yet"),
        ("declared_uses", "score", "'score' is none of: pairs, cohorts, audit.", "Write what the owners"),
        ("declared_groups", "women", "'women' gives no group.", "Write attribute:group"),
        ("latitude", "91", "91 does not lie between -90 and 90.", "Write degrees"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named_with_its_place(
    tmp_path: Path, column: str, entry: str, message: str, remedy: str
) -> None:
    (fault,) = faults(tmp_path, f'id,name,{column}\n1,A,\n2,B,"{entry}"\n')
    assert fault.place == f"row 3, column {column}"
    assert fault.message.startswith(message)
    assert fault.remedy.startswith(remedy)


def test_all_rows_are_checked_and_so_many_faults_are_told(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text("id,name,team_size\n" + "".join(f"{row},A,none\n" for row in range(50)))
    with pytest.raises(PartiesRefusedError) as refusal:
        read_startups(path)
    assert (len(refusal.value.faults), refusal.value.more) == (20, 30)


@pytest.mark.parametrize(
    ("table", "place", "message"),
    [
        ("id,nam\n1,A\n", "header", "the column 'name' is missing. Is it 'nam'?"),
        (
            "id,name,tem_size\n1,A,3\n",
            "header",
            "the column 'tem_size' is not known to the profile 'canonical'. Is it 'team_size'?",
        ),
        ("id,name,NAME\n1,A,B\n", "row 1", "the column 'name' stands twice in the header."),
        ("id,,name\n1,,A\n", "row 1", "a column has no name."),
        ("id,name\n", "", "the table has a header and no rows."),
        ("id,name\n1\n", "row 2", "the row has 1 cells, the header 2."),
        ('id,name\n1,"A\n', "row 2, line 2", "the row cannot be read (unexpected end of data)."),
        ("id,name\n1,A\n1,B\n", "row 3", "a second party is called '1'; the first is row 2."),
        ("id,name\n,A\n", "row 2, column id", "it is missing."),
        ("id,name,ticket\n1,A,5\n", "row 2, column ticket_currency", "it is missing."),
        (
            "id,name,latitude\n1,A,5\n",
            "row 2, column city",
            "latitude and longitude are stated together or not at all.",
        ),
        ("   \n", "", "the file is empty."),
        (b"PK\x03\x04 a workbook", "", "this is a workbook of a spreadsheet."),
        (b"id,name\n1,caf\xe9\n", "line 2", "the byte 0xe9 is not UTF-8."),
        (b"id,name\n1,a\x07\n", "line 2", "this is no text: it holds control characters."),
        ("{}", "", "this is no list of objects."),
        ("[{]", "line 1", "this is no readable JSON (Expecting property name enclosed in double quotes)."),
        ('[{"id": NaN}]', "", "this is no readable JSON (NaN is no number)."),
        ("[" * 100_000, "", "this is no readable JSON (maximum recursion depth exceeded"),
        ("[1]", "record 1", "this is no object."),
    ],
)
def test_a_file_that_is_no_table_of_parties_is_refused(
    tmp_path: Path, table: str | bytes, place: str, message: str
) -> None:
    fault = faults(tmp_path, table)[0]
    assert (fault.place, fault.message[: len(message)]) == (place, message)
    assert fault.remedy


@pytest.mark.parametrize(
    ("entry", "place", "message", "remedy"),
    [
        ({"id": "1"}, "record 2, name", "'name' is missing.", "Add it."),
        (
            {"id": "1", "name": "A", "team": 3},
            "record 2, team",
            "there is no 'team' here.",
            "Is it 'team_size'?",
        ),
        (
            {"id": "1", "name": "A", "needs": {"finance": 9}},
            "record 2, needs.finance",
            "input should be less than or equal to 5. Here stands: 9.",
            "Correct it, or leave it out.",
        ),
        (
            {"id": "1", "name": "A", "needs": {"luck": 1}},
            "record 2",
            "there is no need called 'luck'.",
            "Known: legal_status",
        ),
        (
            {"id": "1", "name": "A", "place": {"country": "XX"}},
            "record 2",
            "there is no country 'XX'.",
            "Correct the code.",
        ),
        (
            {"id": "1", "name": "A", "markets_sought": ["FR", "QQ"]},
            "record 2",
            "there is no country 'QQ'.",
            "Correct the code.",
        ),
        (
            {"id": "1", "name": "A", "ticket": {"value": 1, "currency": "ZZZ"}},
            "record 2",
            "there is no currency 'ZZZ'.",
            "Correct",
        ),
        (
            {"id": "1", "name": "A", "languages": {"xx": "B1"}},
            "record 2",
            "there is no language 'xx'.",
            "Correct the code.",
        ),
        ({"id": "1", "name": "A\u0000"}, "record 2", "'A\ufffd' holds control characters.", "Remove them."),
    ],
)
def test_an_object_that_is_no_party_is_named_with_its_place(
    tmp_path: Path, entry: dict[str, Any], place: str, message: str, remedy: str
) -> None:
    (fault,) = faults(tmp_path, [{"id": "0", "name": "fine"}, entry])
    assert (fault.place, fault.message) == (place, message)
    assert fault.remedy.startswith(remedy)


def test_a_key_that_stands_twice_is_a_fault_and_not_the_last_one(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, '[{"id": "1", "name": "A", "name": "B"}]')
    assert (fault.place, fault.message) == ("record 1, name (2)", "the key 'name' stands twice.")


@pytest.mark.parametrize(
    ("row", "place", "message"),
    [
        ("guru,1,A,,,", "row 2, column kind", "'guru' is none of: connector, funder, service."),
        (",1,A,,,", "row 2, column kind", "the kind is missing."),
        ("service,1,A,3,,", "row 2, column label_level", "a service has no label_level."),
        ("funder,1,A,,100,EUR", "row 2, column price", "a funder has no price."),
    ],
)
def test_an_offer_has_a_kind_and_only_what_its_kind_has(
    tmp_path: Path, row: str, place: str, message: str
) -> None:
    (fault,) = faults(tmp_path, f"kind,id,name,label_level,price,price_currency\n{row}\n", "offers")
    assert (fault.place, fault.message) == (place, message)


def test_an_offer_that_closes_before_it_opens_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "kind,id,name,opens,closes\nservice,1,A,2026-02-01,2026-01-01\n", "offers")
    assert fault.message == "it closes (2026-01-01) before it opens (2026-02-01)."


@pytest.mark.parametrize(
    ("content", "side", "profile", "place", "message", "remedy"),
    [
        ("Company,Satus\nA,Operating\n", "startups", "canonical", "header", "the column 'id' is missing.",
         "The profile 'canonical' needs it; is this the right profile? Other profiles of startups: yc."),
        ([{"Company": "A", "Satus": "Operating"}], "startups", "canonical", "", "no object has 'id'.",
         "The profile 'canonical' needs it; is this the right profile? Other profiles of startups: yc."),
        ([{"id": "1", "name": "A"}], "startups", "yc", "", "no object has 'Company'.",
         "The profile 'yc' needs it; is this the right profile? Other profiles of startups: canonical."),
        ([{"Accelerator": "A"}], "offers", "canonical", "", "no object has 'kind'.",
         ("The profile 'canonical' needs it; is this the right profile? "
          "Other profiles of offers: corporate-accelerators.")),
        ("id,name,Satus\n1,A,\n", "startups", "canonical", "header",
         "the column 'Satus' is not known to the profile 'canonical'.",
         "Rename it, remove it, or use the profile of its source. Other profiles of startups: yc."),
    ],
)  # fmt: skip
def test_a_file_of_another_source_is_led_to_the_profiles_there_are(  # noqa: PLR0917 - a row of a table
    tmp_path: Path, content: str | list[Any], side: str, profile: str, place: str, message: str, remedy: str
) -> None:
    (fault,) = faults(tmp_path, content, side, profile)
    assert (fault.place, fault.message, fault.remedy) == (place, message, remedy)


def test_there_is_no_such_file_and_no_such_profile(tmp_path: Path) -> None:
    with pytest.raises(PartiesRefusedError, match="there is no such file"):
        read_startups(tmp_path / "absent.csv")
    with pytest.raises(PartiesRefusedError, match="this is a directory"):
        read_startups(tmp_path)
    with pytest.raises(UnknownCodeError, match="There is no profile called 'guess'"):
        read_startups(tmp_path / "absent.csv", "guess")


def test_more_parties_than_the_engine_takes_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connector.intake.read.MOST", {"startups": 2, "offers": 2})
    (fault,) = faults(tmp_path, "id,name\n1,A\n2,B\n3,C\n")
    assert fault.message == "there are more than 2 startups."
