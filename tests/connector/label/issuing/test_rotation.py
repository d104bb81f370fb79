"""Other keys: in good order, after a theft, after a theft that is noticed late, and after a loss."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from connector.label.credential.did import address_of
from connector.label.credential.keys import public_key
from connector.label.credential.proof import is_signed
from connector.label.issuing.errors import KeyLockedError, NotAllowedError
from connector.label.issuing.folder import working_in
from connector.label.issuing.office import change
from connector.label.issuing.rotation import Rotation, replace_lost_keys, rotate_key
from connector.label.log import HeadRefusedError
from connector.label.log import opened as opened_head
from tests.connector.label.issuing.folders import LOG_NAME, contents, continues, head, without_proof
from tests.connector.label.world import (
    CHEAP,
    CITY,
    CITY_DID,
    World,
    answer,
    days,
    issued,
    judged,
    working,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

VALID = ("valid", "verify.scope.good")
NEW = b"another four words here"


def published(folder: Path, name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "public" / name).read_bytes())
    return told


def credential(folder: Path, number: str) -> dict[str, Any]:
    return published(folder, f"credentials/{number}.json")


def key_of(document: dict[str, Any]) -> str:
    return str(document["proof"]["verificationMethod"]).removeprefix(f"{CITY_DID}#")


def listed(folder: Path) -> dict[str, dict[str, Any]]:
    """Return name -> key of the DID document."""
    methods = published(folder, "did.json")["verificationMethod"]
    return {one["id"].removeprefix(f"{CITY_DID}#"): one for one in methods}


def judgement(
    world: World, folder: Path, number: str, now: datetime, *, with_log: bool = True
) -> tuple[str, str]:
    return answer(judged(world, credential(folder, number), now=now, with_log=with_log))


def rotated(folder: Path, now: datetime, since: datetime | None = None, **how: Any) -> Rotation:  # noqa: ANN401
    with working(folder) as office:
        return rotate_key(office, now, compromised_since=since, **how)


def changed(folder: Path, number: str, act: str, now: datetime) -> None:
    with working(folder) as office:
        change(office, number, act, now, notes={})


def test_a_normal_change_leaves_what_was_signed_and_the_key_of_the_log(world: World, city: Path) -> None:
    issued(city)
    before = contents(city / "public")
    earlier = head(city)
    assert rotated(city, days(2)) == Rotation((), (), ())
    assert contents(city / "public")["credentials/2026-0001.json"] == before["credentials/2026-0001.json"]
    assert {name: (key.get("expires"), key.get("revoked")) for name, key in listed(city).items()} == {
        "key-1": ("2026-11-04T12:00:00Z", None),
        "log-1": (None, None),
        "key-2": (None, None),
    }
    assert published(city, "did.json")["assertionMethod"] == [f"{CITY_DID}#key-1", f"{CITY_DID}#key-2"]
    issued(city, now=days(3))
    assert [key_of(credential(city, number)) for number in ("2026-0001", "2026-0002")] == ["key-1", "key-2"]
    assert [judgement(world, city, number, days(3)) for number in ("2026-0001", "2026-0002")] == [VALID] * 2
    assert continues(city, earlier)


@pytest.mark.parametrize("since", [None, days(1)])
def test_after_any_change_the_status_lists_are_signed_by_the_new_key(
    city: Path, since: datetime | None
) -> None:
    issued(city)
    rotated(city, days(2), since)
    key = public_key(listed(city)["key-2"]["publicKeyMultibase"])
    for purpose in ("revocation", "suspension"):
        told = published(city, f"status/{purpose}.json")
        assert key_of(told) == "key-2"
        assert is_signed(told, told["proof"], key)


def with_five(folder: Path) -> None:
    """Issue five: the 1st stays, the 2nd is suspended, the 3rd is revoked, the 4th and 5th come at day 3."""
    for _ in range(3):
        issued(folder)
    changed(folder, "2026-0002", "suspended", days(1))
    changed(folder, "2026-0003", "revoked", days(1))
    for _ in range(2):
        issued(folder, now=days(3))


def test_after_a_theft_what_stays_is_signed_anew_and_the_rest_is_told(world: World, city: Path) -> None:
    with_five(city)
    before = {number: credential(city, f"2026-000{number}") for number in range(1, 6)}
    came = rotated(city, days(4), days(2), confirmed=["2026-0004"])
    assert came == Rotation(("2026-0001", "2026-0002", "2026-0004"), ("2026-0005",), ())
    after = {number: credential(city, f"2026-000{number}") for number in range(1, 6)}
    assert {number: key_of(told) for number, told in after.items()} == {
        1: "key-2",
        2: "key-2",
        3: "key-1",
        4: "key-2",
        5: "key-1",
    }
    assert {number: without_proof(told) for number, told in after.items()} == {
        number: without_proof(told) for number, told in before.items()
    }
    assert [judgement(world, city, f"2026-000{number}", days(5)) for number in range(1, 6)] == [
        VALID,
        ("not valid", "verify.status.suspended_since"),
        ("not valid", "verify.status.revoked_since"),
        VALID,
        ("not valid", "verify.key.after_compromise"),
    ]
    states = [one["state"] for one in published(city, "register.json")["entries"]]
    assert states == ["valid", "suspended", "withdrawn", "valid", "valid"]


def test_after_a_theft_both_keys_are_others_and_the_old_ones_marked_with_the_moment(city: Path) -> None:
    issued(city)
    note = (city / "public" / "log" / "checkpoint").read_text()
    earlier, log_1 = head(city), public_key(listed(city)["log-1"]["publicKeyMultibase"])
    rotated(city, days(4), days(2))
    assert {name: (key.get("expires"), key.get("revoked")) for name, key in listed(city).items()} == {
        "key-1": (None, "2026-11-04T12:00:00Z"),
        "key-2": (None, None),
        "log-2": (None, None),
    }
    present = (city / "public" / "log" / "checkpoint").read_text()
    assert opened_head(note, LOG_NAME, log_1) == earlier
    with pytest.raises(HeadRefusedError):
        opened_head(present, LOG_NAME, log_1)
    log_2 = public_key(listed(city)["log-2"]["publicKeyMultibase"])
    assert opened_head(present, LOG_NAME, log_2) == head(city)
    assert continues(city, earlier)
    with working(city) as office:
        assert office.ledger.keys["log-1"].compromised == "2026-11-04T12:00:00Z"


def test_the_copy_that_a_holder_has_is_saved_by_the_log_and_the_new_one_needs_none(
    world: World, city: Path
) -> None:
    old = issued(city)
    rotated(city, days(4), days(2))
    assert answer(judged(world, old, now=days(5))) == ("cannot tell", "verify.key.compromised")
    assert answer(judged(world, old, now=days(5), with_log=True)) == VALID
    assert judgement(world, city, "2026-0001", days(5), with_log=False) == VALID


def test_what_was_suspended_stays_suspended_when_signed_anew_and_can_be_restored(
    world: World, city: Path
) -> None:
    with_five(city)
    rotated(city, days(4), days(2))
    changed(city, "2026-0002", "restored", days(5))
    assert judgement(world, city, "2026-0002", days(5)) == VALID


def test_the_moment_counts_in_whole_seconds_and_at_it_is_since_it(city: Path) -> None:
    issued(city, now=days(1))
    issued(city, now=days(1) + timedelta(seconds=1))
    came = rotated(city, days(2), days(1) + timedelta(seconds=1.7))
    assert came == Rotation(("2026-0001",), ("2026-0002",), ())


def test_what_has_expired_is_neither_signed_anew_nor_looked_at(city: Path) -> None:
    issued(city)
    issued(city, now=days(3))
    came = rotated(city, days(800), days(2))
    assert came == Rotation((), (), ())
    assert key_of(credential(city, "2026-0001")) == "key-1"
    assert [one["state"] for one in published(city, "register.json")["entries"]] == ["expired"] * 2


def test_an_old_thief_cannot_sign_for_today(world: World, city: Path) -> None:
    issued(city)
    with working(city) as office:
        stolen, _ = office.signing_key("credentials")
        rotate_key(office, days(4), compromised_since=days(2))
        key, name = office.signing_key("credentials")
    assert name == "key-2"
    assert key.private_bytes_raw() != stolen.private_bytes_raw()
    assert judgement(world, city, "2026-0001", days(5)) == VALID


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"since": days(5)}, "a time that is still to come"),
        ({"since": days(2), "confirmed": ["2026-0001"]}, "2026-0001 was not issued since then"),
        ({"since": days(2), "confirmed": ["2026-0009"]}, "2026-0009 was not issued since then"),
        ({"since": days(0), "confirmed": ["2026-0003"]}, "2026-0003 was not issued since then"),
        ({"since": days(2), "key": "key-9"}, "no key key-9 for credentials"),
        ({"since": days(2), "key": "log-1"}, "no key log-1 for credentials"),
        ({"key": "key-1"}, "Since when"),
        ({"confirmed": ["2026-0004"]}, "Since when"),
    ],
)
def test_a_theft_that_cannot_have_been_is_refused_and_the_folder_is_as_it_was(
    city: Path, how: dict[str, Any], words: str
) -> None:
    with_five(city)
    before = contents(city)
    with pytest.raises(NotAllowedError, match=words):
        rotated(city, days(4), **how)
    assert contents(city) == before


def test_an_older_key_that_was_stolen_is_marked_and_nothing_else_changes_key(
    world: World, city: Path
) -> None:
    with_five(city)
    rotated(city, days(4))
    issued(city, now=days(5))
    before = contents(city / "keys")
    came = rotated(city, days(6), days(2), key="key-1", confirmed=["2026-0005"])
    assert came == Rotation(("2026-0001", "2026-0002", "2026-0005"), ("2026-0004",), ())
    assert contents(city / "keys") == before
    assert {name: (key.get("expires"), key.get("revoked")) for name, key in listed(city).items()} == {
        "key-1": ("2026-11-06T12:00:00Z", "2026-11-04T12:00:00Z"),
        "log-1": (None, None),
        "key-2": (None, None),
    }
    keys = [key_of(credential(city, f"2026-000{number}")) for number in range(1, 7)]
    assert keys == ["key-2", "key-2", "key-1", "key-1", "key-2", "key-2"]
    assert [judgement(world, city, f"2026-000{number}", days(7)) for number in range(1, 7)] == [
        VALID,
        ("not valid", "verify.status.suspended_since"),
        ("not valid", "verify.status.revoked_since"),
        ("not valid", "verify.key.after_compromise"),
        VALID,
        VALID,
    ]


def test_naming_the_key_in_use_is_the_same_as_naming_none(city: Path) -> None:
    issued(city)
    assert rotated(city, days(4), days(2), key="key-1") == Rotation(("2026-0001",), (), ())
    assert sorted(listed(city)) == ["key-1", "key-2", "log-2"]


def test_what_people_look_at_later_can_be_confirmed_later(world: World, city: Path) -> None:
    with_five(city)
    assert rotated(city, days(4), days(2)).doubtful == ("2026-0004", "2026-0005")
    came = rotated(city, days(5), days(2), key="key-1", confirmed=["2026-0005"])
    assert came == Rotation(("2026-0005",), ("2026-0004",), ())
    assert judgement(world, city, "2026-0005", days(6)) == VALID
    before = contents(city)
    with pytest.raises(NotAllowedError, match="nothing is left to be signed anew"):
        rotated(city, days(6), days(2), key="key-1")
    assert contents(city) == before


def test_the_moment_of_a_theft_can_move_to_an_earlier_one_and_never_to_a_later(city: Path) -> None:
    with_five(city)
    rotated(city, days(4), days(2))
    with pytest.raises(NotAllowedError, match="Only an earlier moment"):
        rotated(city, days(5), days(3), key="key-1")
    assert rotated(city, days(5), days(1), key="key-1").doubtful == ("2026-0004", "2026-0005")
    assert listed(city)["key-1"]["revoked"] == "2026-11-03T12:00:00Z"


def test_two_thefts_in_a_row_leave_what_was_signed_anew_valid(world: World, city: Path) -> None:
    issued(city)
    rotated(city, days(4), days(2))
    came = rotated(city, days(8), days(6))
    assert came == Rotation(("2026-0001",), (), ())
    assert judgement(world, city, "2026-0001", days(9)) == VALID
    assert len(published(city, "credentials/2026-0001.log.json")["issues"]) == 3


def test_lost_keys_are_followed_by_new_ones_and_what_they_signed_stands(world: World, city: Path) -> None:
    issued(city)
    earlier = head(city)
    for file in (city / "keys").iterdir():
        file.unlink()
    with pytest.raises(KeyLockedError, match="rotate-key --lost"):
        issued(city, now=days(1))
    with working_in(city, NEW, cost=CHEAP) as office:
        replace_lost_keys(office, days(2))
    assert {name: key.get("expires") for name, key in listed(city).items()} == {
        "key-1": "2026-11-04T12:00:00Z",
        "key-2": None,
        "log-2": None,
    }
    assert key_of(credential(city, "2026-0001")) == "key-1"
    assert judgement(world, city, "2026-0001", days(3)) == VALID
    assert continues(city, earlier)
    with pytest.raises(KeyLockedError):
        issued(city, now=days(3))  # the old passphrase opens nothing any more
    with working_in(city, NEW, cost=CHEAP) as office:
        change(office, "2026-0001", "suspended", days(3), notes={})
    assert judgement(world, city, "2026-0001", days(4))[0] == "not valid"
    assert address_of(CITY_DID) == CITY
