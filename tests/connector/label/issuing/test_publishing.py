"""What is published follows from the journal alone: it can be removed, damaged, and made again."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from connector.label.credential.moments import written
from connector.label.issuing.book import Act
from connector.label.issuing.errors import FolderFaultyError
from connector.label.issuing.office import change, endorse
from connector.label.issuing.rotation import rotate_key
from connector.label.journal import entry_of
from connector.label.log import paths_of
from connector.label.verifying import verify
from tests.connector.label.issuing.folders import contents, continues, head
from tests.connector.label.world import (
    CITY,
    CITY_DID,
    World,
    answer,
    days,
    issued,
    judged,
    opened,
    trusting,
    working,
)

if TYPE_CHECKING:
    from pathlib import Path

#: Entries beyond a full tile.
MANY = 300
LAST = days(20)


def worked_in(folder: Path) -> None:
    """Let an office do what offices do: six things issued, one suspended, one revoked, keys changed twice."""
    for _ in range(4):
        issued(folder)
    with working(folder) as office:
        endorse(office, "did:web:other.example", "They are good.", days(1), days=365)
        change(office, "2026-0001", "suspended", days(2), notes={})
        change(office, "2026-0002", "revoked", days(2), notes={})
        rotate_key(office, days(3))
    issued(folder, now=days(4))
    with working(folder) as office:
        rotate_key(office, days(5), compromised_since=days(3.5), confirmed=["2026-0006"])
        office.publish(LAST)


def suspended_often(folder: Path) -> None:
    """Fill the log beyond one tile, at the price of one command."""
    with working(folder) as office:
        number = f"{CITY}/credentials/2026-0001.json"
        acts = ["restored", "suspended"] * (MANY // 2)
        entries = [entry_of(act=act, at=written(days(6)), credential=number) for act in acts]
        office.do(Act(tuple(entries)), LAST)


def verdicts(world: World, folder: Path) -> dict[str, tuple[str, str]]:
    files = sorted((folder / "public" / "credentials").glob("????-????.json"))
    return {file.stem: answer(judged(world, file.read_bytes(), now=LAST, with_log=True)) for file in files}


VERDICTS = {
    "2026-0001": ("not valid", "verify.status.suspended_since"),
    "2026-0002": ("not valid", "verify.status.revoked_since"),
    "2026-0003": ("valid", "verify.scope.good"),
    "2026-0004": ("valid", "verify.scope.good"),
    "2026-0006": ("valid", "verify.scope.good"),
}


def current(files: dict[str, bytes], size: int) -> dict[str, bytes]:
    """Leave out what earlier sizes of the log left, and proofs, which lead to the head of their time."""
    log = {f"log/{path}" for path in paths_of(size)} | {"log/checkpoint"}
    return {
        name: content
        for name, content in files.items()
        if (name in log if name.startswith("log/") else not name.endswith(".log.json"))
    }


def again(folder: Path) -> dict[str, bytes]:
    shutil.rmtree(folder / "public")
    with working(folder) as office:
        office.publish(LAST)
    return contents(folder / "public")


def test_what_was_removed_is_made_again_byte_for_byte(world: World, city: Path) -> None:
    worked_in(city)
    suspended_often(city)
    before, size = contents(city / "public"), head(city).size
    assert verdicts(world, city) == VERDICTS
    once = again(city)
    assert current(once, size) == current(before, size)
    assert {name for name in before if not name.startswith("log/")} == {
        name for name in once if not name.startswith("log/")
    }
    assert verdicts(world, city) == VERDICTS
    assert again(city) == once


def test_publishing_again_changes_nothing_but_the_status_lists_and_the_day_of_the_register(
    city: Path,
) -> None:
    worked_in(city)
    before = contents(city / "public")
    with working(city) as office:
        office.publish(LAST)
    assert contents(city / "public") == before
    with working(city) as office:
        office.publish(days(21))
    after = contents(city / "public")
    assert {name for name in after if after[name] != before.get(name)} == {
        "register.json", "status/revocation.json", "status/suspension.json",
    }  # fmt: skip
    registers = [json.loads(files["register.json"]) for files in (before, after)]
    assert registers[0] | {"as_of": written(days(21))} == registers[1]


@pytest.mark.parametrize("damage", ["removed", "cut off", "changed", "empty"])
def test_a_damaged_file_is_made_anew_whichever_it_is(world: World, city: Path, damage: str) -> None:
    worked_in(city)
    suspended_often(city)
    whole = again(city)
    assert len([name for name in whole if name.startswith("log/tile/")]) == 5
    for name, content in whole.items():
        file = city / "public" / name
        if name == "log/checkpoint" and damage == "changed":
            continue  # a head of its own that says something else is not mended but refused: see below
        match damage:
            case "removed":
                file.unlink()
            case "cut off":
                file.write_bytes(content[:3])
            case "changed":
                middle = len(content) // 2
                file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
            case _:
                file.write_bytes(b"")
    with working(city) as office:
        office.publish(LAST)
    assert contents(city / "public") == whole
    assert verdicts(world, city) == VERDICTS


def test_a_published_head_that_says_something_else_is_refused(city: Path) -> None:
    issued(city)
    file = city / "public" / "log" / "checkpoint"
    name, size, root, *rest = file.read_text().split("\n")
    file.write_text("\n".join([name, size, ("A" if root[0] != "A" else "B") + root[1:], *rest]))
    before = contents(city)
    with pytest.raises(FolderFaultyError, match=r"not those that were published.*remove the folder public"):
        issued(city)
    assert contents(city) == before
    file.unlink()
    assert issued(city)["id"] == f"{CITY}/credentials/2026-0002.json"


def test_an_old_backup_beside_a_newer_publication_is_refused(city: Path, tmp_path: Path) -> None:
    issued(city)
    shutil.copytree(city, tmp_path / "backup")
    issued(city)
    shutil.rmtree(tmp_path / "backup" / "public")
    shutil.copytree(city / "public", tmp_path / "backup" / "public")
    before = contents(tmp_path / "backup")
    with pytest.raises(
        FolderFaultyError, match=r"The journal has 3 entries, and 4 were published.*old backup"
    ):
        issued(tmp_path / "backup")
    assert contents(tmp_path / "backup") == before


def test_a_backup_with_which_others_went_on_is_refused_beside_what_was_published(
    city: Path, tmp_path: Path
) -> None:
    """Two folders of one label, each of which went on: the log of the one is not that of the other."""
    issued(city)
    shutil.copytree(city, tmp_path / "backup")
    issued(city)
    issued(tmp_path / "backup", now=days(1))
    issued(tmp_path / "backup", now=days(1))
    shutil.rmtree(tmp_path / "backup" / "public")
    shutil.copytree(city / "public", tmp_path / "backup" / "public")
    with pytest.raises(FolderFaultyError, match="not those that were published"):
        issued(tmp_path / "backup", now=days(1))


def test_a_whole_backup_goes_on_where_it_stood(world: World, city: Path, tmp_path: Path) -> None:
    worked_in(city)
    shutil.copytree(city, tmp_path / "backup")
    shutil.rmtree(city)
    earlier = head(tmp_path / "backup")
    world.sites[CITY] = tmp_path / "backup"
    assert issued(tmp_path / "backup", now=LAST)["id"] == f"{CITY}/credentials/2026-0007.json"
    assert verdicts(world, tmp_path / "backup") == VERDICTS | {"2026-0007": ("valid", "verify.scope.good")}
    assert continues(tmp_path / "backup", earlier)


def test_a_backup_needs_only_what_is_not_public(world: World, city: Path, tmp_path: Path) -> None:
    worked_in(city)
    backup = tmp_path / "backup"
    (backup / "keys").mkdir(parents=True)
    for name in ("label.toml", "journal.jsonl", *(f"keys/{file.name}" for file in (city / "keys").iterdir())):
        shutil.copy2(city / name, backup / name)
    before = contents(city / "public")
    with working(backup) as office:
        office.publish(LAST)
    size = head(backup).size
    assert current(contents(backup / "public"), size) == current(before, size)
    world.sites[CITY] = backup
    assert verdicts(world, backup) == VERDICTS


def test_everything_that_is_published_is_made_for_others(city: Path) -> None:
    worked_in(city)
    files = contents(city / "public")
    kinds = {name.split("/")[0] for name in files}
    assert kinds == {
        "credentials", "did.json", "endorsements", "feed.json", "log", "register.json", "schemes", "status",
    }  # fmt: skip
    assert all(b"notes" not in content for name, content in files.items() if "scheme" not in name)


def test_a_label_at_the_root_of_a_site_is_found_where_such_sites_have_it(tmp_path: Path) -> None:
    world, address = World(), "https://network.example"
    folder = opened(world, tmp_path / "network", address)
    assert "did.json" not in contents(folder / "public")
    assert (
        json.loads((folder / "public/.well-known/did.json").read_bytes())["id"] == "did:web:network.example"
    )
    document = json.dumps(issued(folder)).encode()
    verdict = verify(
        document, sources=world, trust=trusting("did:web:network.example"), now=days(0), with_log=True
    )
    assert answer(verdict) == ("valid", "verify.scope.good")
    assert CITY_DID not in document.decode()


@pytest.mark.parametrize(
    ("term", "value", "words"),
    [
        ("address", '"https://other.example/label"', "address: .* was issued, not below https://other"),
        ("places", "131071", "places"),
        ("lists_hold_days", "0", "lists_hold_days"),
        ("scheme", '"none.toml"', "scheme: none"),
        ("name", '""', "name"),
        ("colour", '"blue"', "colour"),
    ],
)
def test_settings_that_do_not_fit_are_refused_with_their_place(
    city: Path, term: str, value: str, words: str
) -> None:
    issued(city)
    settings = city / "label.toml"
    lines = [line for line in settings.read_text().splitlines() if not line.startswith(f"{term} =")]
    settings.write_text("\n".join([*lines, f"{term} = {value}\n"]))
    before = contents(city)
    with pytest.raises(FolderFaultyError, match=f"label.toml, {words}"):
        issued(city)
    assert contents(city) == before
