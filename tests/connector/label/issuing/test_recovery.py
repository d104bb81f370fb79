"""A folder made anew out of what was published: what was issued stands, and damage is refused."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from connector.label.issuing.errors import FolderFaultyError, KeyLockedError, NotAllowedError
from connector.label.issuing.folder import working_in
from connector.label.issuing.office import change, issue, open_office
from connector.label.issuing.recovery import GONE, recover
from connector.label.issuing.rotation import Rotation, rotate_key
from connector.label.issuing.settings import LabelSettings, read_settings
from connector.label.log import paths_of
from connector.label.scheme import declared_scheme
from tests.connector.label.issuing.folders import contents
from tests.connector.label.world import (
    AWARD,
    CHEAP,
    CITY,
    CITY_DID,
    PASSPHRASE,
    World,
    answer,
    days,
    issued,
    judged,
    working,
)

if TYPE_CHECKING:
    from pathlib import Path

    from connector.label.issuing.recovery import Recovered

NEW = b"another four words here"
TODAY = days(10)
VALID = ("valid", "verify.scope.good")


def recovered(copy: Path) -> Recovered:
    return recover(copy, copy.parent / "new", NEW, TODAY, cost=CHEAP)


def put(world: World, copy: Path) -> Path:
    """Publish the folder that was recovered."""
    world.sites[CITY] = copy.parent / "new"
    return copy.parent / "new"


def verdicts(world: World, folder: Path) -> dict[str, tuple[str, str]]:
    files = sorted((folder / "public" / "credentials").glob("????-????.json"))
    return {
        file.stem: answer(judged(world, file.read_bytes(), now=days(11), with_log=True)) for file in files
    }


VERDICTS = {
    "2026-0001": ("not valid", "verify.status.suspended_since"),
    "2026-0002": ("not valid", "verify.status.revoked_since"),
    "2026-0003": VALID,
    "2026-0004": VALID,
    "2026-0005": VALID,
}


def test_what_was_issued_before_is_judged_as_before(world: World, copy: Path) -> None:
    came = recovered(copy)
    assert (came.missing, came.damaged, came.gone) == ((), (), GONE)
    assert came.settings == LabelSettings(name="City of Example", address=CITY)
    folder = put(world, copy)
    assert verdicts(world, folder) == VERDICTS
    assert read_settings(folder / "label.toml") == came.settings
    old, new = contents(copy), contents(folder / "public")
    registers = [json.loads(files["register.json"])["entries"] for files in (old, new)]
    assert registers[0] == registers[1]
    for name in ("feed.json", "credentials/2026-0005.json", "endorsements/e-1.json"):
        assert new.get(name) == old[name]


def test_the_log_goes_on_where_it_stood(copy: Path) -> None:
    told = (copy / "log" / "checkpoint").read_text().split("\n")
    entries = (copy / "log" / f"tile/entries/000.p/{told[1]}").read_bytes()
    came = recovered(copy)
    assert came.entries == int(told[1])
    log = copy.parent / "new" / "public" / "log"
    # two keys end, two begin
    assert (log / "checkpoint").read_text().split("\n")[1] == str(came.entries + 4)
    assert (log / f"tile/entries/000.p/{came.entries + 4}").read_bytes().startswith(entries)


def test_the_folder_works_on_with_the_new_passphrase_alone(world: World, copy: Path) -> None:
    recovered(copy)
    folder = put(world, copy)
    with pytest.raises(KeyLockedError), working(folder) as office:
        issue(office, AWARD, days(11))
    with working_in(folder, NEW, cost=CHEAP) as office:
        assert issue(office, AWARD, days(11))["id"] == f"{CITY}/credentials/2026-0006.json"
        change(office, "2026-0001", "restored", days(11), notes={})
    assert verdicts(world, folder) == VERDICTS | {"2026-0001": VALID, "2026-0006": VALID}


def test_a_folder_that_was_recovered_can_be_recovered_again(world: World, copy: Path) -> None:
    recovered(copy)
    again = copy.parent / "again"
    recover(copy.parent / "new" / "public", again, PASSPHRASE, days(11), cost=CHEAP)
    world.sites[CITY] = again
    assert verdicts(world, again) == VERDICTS


def test_documents_that_are_missing_or_damaged_are_told_and_hinder_nothing(world: World, copy: Path) -> None:
    (copy / "credentials" / "2026-0003.json").unlink()
    (copy / "credentials" / "2026-0004.json").write_text("{}")
    endorsement = copy / "endorsements" / "e-1.json"
    endorsement.write_text(endorsement.read_text().replace("They are", "They were"))
    holders_copy = contents(copy)["credentials/2026-0005.json"]
    came = recovered(copy)
    assert (came.missing, came.damaged) == (("2026-0003",), ("2026-0004", "e-1"))
    folder = put(world, copy)
    register = json.loads((folder / "public" / "register.json").read_bytes())
    assert [one["number"] for one in register["entries"]] == [f"2026-000{number}" for number in range(1, 6)]
    assert verdicts(world, folder) == {
        number: told for number, told in VERDICTS.items() if number not in {"2026-0003", "2026-0004"}
    }
    assert answer(judged(world, holders_copy, now=days(11), with_log=True)) == VALID


def test_what_has_no_document_is_told_when_keys_are_stolen_later(copy: Path) -> None:
    (copy / "credentials" / "2026-0003.json").unlink()
    recovered(copy)
    with working_in(copy.parent / "new", NEW, cost=CHEAP) as office:
        key = next(one.key for one in office.ledger.credentials.values() if one.entry.number == "2026-0003")
        came = rotate_key(office, days(12), compromised_since=days(9), key=key)
    assert came.missing == ("2026-0003",)
    assert "2026-0004" in came.reissued
    assert isinstance(came, Rotation)


def test_the_document_that_its_holder_has_is_taken_back_into_the_copy(world: World, copy: Path) -> None:
    file = copy / "credentials" / "2026-0003.json"
    of_its_holder = json.loads(file.read_bytes())
    file.unlink()
    assert recovered(copy).missing == ("2026-0003",)
    shutil.rmtree(copy.parent / "new")
    file.write_text(json.dumps(of_its_holder))
    assert recovered(copy).missing == ()
    assert verdicts(world, put(world, copy)) == VERDICTS


def test_tiles_are_not_needed_for_they_follow_from_the_entries(world: World, copy: Path) -> None:
    shutil.rmtree(copy / "log" / "tile" / "0")
    recovered(copy)
    assert verdicts(world, put(world, copy)) == VERDICTS


def test_a_label_that_issued_nothing_is_recovered_as_well(city: Path, tmp_path: Path) -> None:
    came = recover(city / "public", tmp_path / "new", NEW, TODAY, cost=CHEAP)
    assert (came.entries, came.settings.scheme) == (2, "diversity-connector-2026")


def test_settings_are_those_that_the_site_tells(tmp_path: Path) -> None:
    settings = LabelSettings(
        name="Réseau d’exemple",
        address="https://network.example",
        language="fr",
        lists_hold_days=7,
        places=262_144,
    )
    open_office(tmp_path / "old", settings, PASSPHRASE, days(0), cost=CHEAP)
    issued(tmp_path / "old")
    assert recovered_from(tmp_path).settings == settings


def recovered_from(tmp_path: Path) -> Recovered:
    return recover(tmp_path / "old" / "public", tmp_path / "new", NEW, TODAY, cost=CHEAP)


def test_a_scheme_of_ones_own_is_recovered_as_it_was_published(tmp_path: Path) -> None:
    own = tmp_path / "old"
    own.mkdir()
    told = declared_scheme().model_dump(mode="json") | {"code": "own-label", "version": "2026"}
    (own / "own.json").write_text(json.dumps(told))
    settings = LabelSettings(name="Own", address=CITY, scheme="own.json")
    open_office(own, settings, PASSPHRASE, days(0), cost=CHEAP)
    issued(own)
    assert recovered_from(tmp_path).settings.scheme == "own-label-2026.json"
    with working_in(tmp_path / "new", NEW, cost=CHEAP) as office:
        assert office.scheme.label == "own-label-2026"
        issue(office, AWARD, days(11))
    shutil.rmtree(tmp_path / "new")
    published = own / "public" / "schemes" / "own-label-2026.json"
    published.write_text(published.read_text().replace('"years": 2', '"years": 3'))
    with pytest.raises(FolderFaultyError, match="is not the one that the log names"):
        recovered_from(tmp_path)


@pytest.mark.parametrize("name", ["label.toml", "journal.jsonl", "keys", "public"])
def test_nothing_is_recovered_over_what_is_left_of_a_folder(copy: Path, name: str) -> None:
    (copy.parent / "new" / name).mkdir(parents=True)
    with pytest.raises(NotAllowedError, match=f"it has {name}"):
        recovered(copy)


def test_a_clock_behind_the_log_or_a_short_passphrase_makes_nothing(copy: Path) -> None:
    folder = copy.parent / "new"
    with pytest.raises(NotAllowedError, match="The clock says"):
        recover(copy, folder, NEW, days(4.9), cost=CHEAP)
    with pytest.raises(KeyLockedError, match="has 5 bytes"):
        recover(copy, folder, b"short", TODAY, cost=CHEAP)
    assert not folder.exists()


def test_the_copy_itself_is_only_read(copy: Path) -> None:
    before = contents(copy)
    recovered(copy)
    assert contents(copy) == before
    assert set(paths_of(17)) <= {name.removeprefix("log/") for name in before}
    assert json.loads(before["did.json"])["id"] == CITY_DID
