"""Private keys at rest: the passphrase opens them and nothing else does, and nothing shows them."""

from __future__ import annotations

import base64
import json
import stat
import traceback
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from connector.label.credential.keys import multibase
from connector.label.issuing.errors import KeyLockedError
from connector.label.issuing.folder import working_in
from connector.label.issuing.office import change, endorse
from connector.label.issuing.rotation import rotate_key
from connector.label.issuing.sealing import SHORTEST, opened, sealed
from tests.connector.label.issuing.folders import contents
from tests.connector.label.world import CHEAP, PASSPHRASE, days, issued, working

if TYPE_CHECKING:
    from pathlib import Path

WRONG = b"four other words here"


@pytest.fixture(scope="module")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def content(key: Ed25519PrivateKey) -> bytes:
    return sealed(key, PASSPHRASE, cost=CHEAP)


def locked(content: bytes, passphrase: bytes = PASSPHRASE) -> str:
    with pytest.raises(KeyLockedError) as refused:
        opened(content, passphrase, name="key-1")
    return refused.value.message


def test_the_passphrase_opens_what_it_sealed(key: Ed25519PrivateKey, content: bytes) -> None:
    assert opened(content, PASSPHRASE, name="key-1").private_bytes_raw() == key.private_bytes_raw()


def test_the_content_of_a_key_file_will_do_as_well(key: Ed25519PrivateKey) -> None:
    of_a_file = bytes(range(256))
    content = sealed(key, of_a_file, cost=CHEAP)
    assert opened(content, of_a_file, name="key-1").private_bytes_raw() == key.private_bytes_raw()


@pytest.mark.parametrize("other", [WRONG, b"", PASSPHRASE[:-1], PASSPHRASE + b" ", PASSPHRASE.upper()])
def test_another_passphrase_does_not(content: bytes, other: bytes) -> None:
    assert locked(content, other) == "The key key-1 is not opened by this passphrase, or its file is damaged."


@pytest.mark.parametrize("mask", [0x01, 0x04, 0x20, 0x80])
def test_damage_is_noticed_wherever_it_is(content: bytes, mask: int) -> None:
    for place in range(len(content)):
        damaged = bytearray(content)
        damaged[place] ^= mask
        locked(bytes(damaged))


def test_a_file_that_was_cut_off_is_not_opened_wherever_it_ends(content: bytes) -> None:
    # the line break at the end says nothing
    for end in range(len(content) - 1):
        locked(content[:end])


@pytest.mark.parametrize(
    "told", [b"", b"null", b"[]", b"{}", b'"sealed"', b"\xff", b"[" * 100_000, b'{"cost": {}}']
)
def test_what_is_no_sealed_key_is_not_opened(told: bytes) -> None:
    assert locked(told) == "The file of the key key-1 is damaged."


@pytest.mark.parametrize("cost", [-2, 0, 1, 3, 2**20 + 1, 2**21, 2**63, 2.0, "2", None, True, [2]])
def test_a_file_cannot_ask_for_another_work_than_is_paid(content: bytes, cost: Any) -> None:  # noqa: ANN401
    told = json.loads(content)
    told["cost"] = cost
    locked(json.dumps(told).encode())


@pytest.mark.parametrize("term", ["schema", "kdf", "cipher"])
def test_a_file_that_says_it_was_made_in_another_way_is_not_opened(content: bytes, term: str) -> None:
    told = {**json.loads(content), term: "another"}
    assert locked(json.dumps(told).encode()) == "The file of the key key-1 is damaged."


def test_a_passphrase_that_is_too_short_seals_nothing(key: Ed25519PrivateKey) -> None:
    with pytest.raises(KeyLockedError, match="The passphrase has 11 bytes"):
        sealed(key, b"a" * (SHORTEST - 1), cost=CHEAP)
    assert opened(sealed(key, b"a" * SHORTEST, cost=CHEAP), b"a" * SHORTEST, name="key-1")


def test_the_same_key_is_never_sealed_the_same(key: Ed25519PrivateKey, content: bytes) -> None:
    again = json.loads(sealed(key, PASSPHRASE, cost=CHEAP))
    once = json.loads(content)
    assert {term for term in once if once[term] == again[term]} == {
        "schema", "public", "kdf", "cost", "cipher",
    }  # fmt: skip


def forms(secret: bytes) -> set[bytes]:
    """Return in which forms somebody could find a secret."""
    encoded = {base64.b64encode(secret), base64.urlsafe_b64encode(secret), base64.b16encode(secret)}
    return {secret, secret.hex().encode(), multibase(secret).encode()[1:]} | {
        one.rstrip(b"=") for one in encoded
    }


def worked_in(folder: Path) -> set[bytes]:
    """Do all that an office does, and return its secrets in every form."""
    issued(folder)
    secrets: set[bytes] = set()
    for since in (None, days(0)):
        with working(folder) as office:
            change(office, "2026-0001", "suspended", days(1), notes={"ground": "other"})
            change(office, "2026-0001", "restored", days(1), notes={})
            endorse(office, "did:web:other.example", "They are good.", days(1), days=30)
            rotate_key(office, days(1), compromised_since=since)
            secrets |= {key.private_bytes_raw() for key in office.open_keys.values()}
    assert len(secrets) == 5
    return {form for secret in (*secrets, PASSPHRASE) for form in forms(secret)}


def test_no_file_of_the_folder_has_a_private_key_or_the_passphrase(city: Path) -> None:
    told = worked_in(city)
    files = contents(city)
    assert len(files) > 20
    assert [name for name, content in files.items() for form in told if form in content] == []


def test_nothing_that_is_printed_has_a_private_key_or_the_passphrase(city: Path) -> None:
    told = worked_in(city)
    with working(city) as office:
        office.signing_key("credentials")
        printed = [repr(office), str(office), repr(office.after([])), repr(office.open_keys)]
    (city / "keys" / "key-3.json").write_bytes(b"{}")
    for passphrase in (PASSPHRASE, WRONG):
        with pytest.raises(KeyLockedError) as refused, working_in(city, passphrase, cost=CHEAP) as office:
            office.publish(days(2))
        printed += traceback.format_exception(refused.value)
        printed += [repr(refused.value), str(refused.value)]
    text = "".join(printed).encode()
    assert b"key-3" in text
    told |= forms(WRONG) | {repr(PASSPHRASE).encode(), repr(WRONG).encode()}
    assert [form for form in told if form in text] == []


def test_what_is_not_public_can_be_read_by_its_owner_alone(city: Path) -> None:
    worked_in(city)
    private = [city / "journal.jsonl", *(city / "keys").iterdir()]
    assert len(private) == 6
    assert {stat.S_IMODE(file.stat().st_mode) for file in private} == {0o600}
    public = [file for file in (city / "public").rglob("*") if file.is_file()]
    assert {stat.S_IMODE(file.stat().st_mode) for file in public} == {0o644}


def test_a_key_that_is_not_the_one_that_was_announced_does_not_sign(city: Path, content: bytes) -> None:
    (city / "keys" / "key-1.json").write_bytes(content)
    with pytest.raises(KeyLockedError, match="not the one that was announced"):
        issued(city)


def test_a_key_that_is_not_there_is_told_with_the_way_out(city: Path) -> None:
    (city / "keys" / "log-1.json").unlink()
    with pytest.raises(KeyLockedError, match=r"log-1 is not in the folder.*rotate-key --lost"):
        issued(city)
