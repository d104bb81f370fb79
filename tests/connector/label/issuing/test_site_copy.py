"""A copy of what a label published: whatever is damaged or contradicts itself is refused."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from connector.label.issuing.errors import FolderFaultyError
from connector.label.issuing.recovery import recover
from connector.label.log import Checkpoint, signed
from tests.connector.label.issuing.folders import LOG_NAME
from tests.connector.label.world import CHEAP, days

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connector.label.issuing.recovery import Recovered

NEW = b"another four words here"
TODAY = days(10)


def recovered(copy: Path) -> Recovered:
    return recover(copy, copy.parent / "new", NEW, TODAY, cost=CHEAP)


def changed(told: bytes) -> bytes:
    middle = len(told) // 2
    return told[:middle] + bytes([told[middle] ^ 1]) + told[middle + 1 :]


def with_term(*place: str, value: Any) -> Callable[[bytes], bytes]:  # noqa: ANN401
    def change_it(content: bytes) -> bytes:
        document = json.loads(content)
        part = document
        for step in place[:-1]:
            part = part[int(step) if isinstance(part, list) else step]
        part[place[-1]] = value
        return json.dumps(document).encode()

    return change_it


def gone(_: bytes) -> None:
    return None


ENTRIES = "log/tile/entries/000.p/17"
#: Key material that is nobody's here.
OTHER_KEY = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


DAMAGES: dict[str, tuple[str, Callable[[bytes], bytes | None], str]] = {
    "no keys": ("did.json", gone, r"did\.json is not in the copy"),
    "a changed letter in the keys": ("did.json", changed, "damaged|contradicts itself"),
    "another site": ("did.json", with_term("id", value="did:web:other.example"), "stands in another place"),
    "another issuer": (
        "did.json",
        with_term("id", value="did:web:other.example:label"),
        "signed by no key of did.json",
    ),
    "keys for anything": ("did.json", with_term("assertionMethod", value=[]), "signed by no key|other keys"),
    "another key": (
        "did.json",
        with_term("verificationMethod", "0", "publicKeyMultibase", value=OTHER_KEY),
        "did.json has other keys than the log says",
    ),
    "a key that was stolen": (
        "did.json",
        with_term("verificationMethod", "0", "revoked", value="2020-01-01T00:00:00Z"),
        "did.json has other keys than the log says",
    ),
    "an empty list of keys": ("did.json", with_term("verificationMethod", value=[]), "signed by no key"),
    "no head": ("log/checkpoint", gone, "checkpoint is not in the copy"),
    "a changed head": ("log/checkpoint", changed, "signed by no key of did.json|damaged"),
    "an empty head": ("log/checkpoint", lambda _: b"", "signed by no key of did.json"),
    "no entries": (ENTRIES, gone, "is not in the copy"),
    "a changed entry": (ENTRIES, changed, "not those that its head stands for"),
    "entries cut off": (ENTRIES, lambda told: told[:-1], "damaged: .*does not hold 17 entries"),
    "no register": ("register.json", gone, r"register\.json is not in the copy"),
    "an empty register": ("register.json", lambda _: b"{}", "damaged"),
    "a register of others": (
        "register.json",
        with_term("issuer", "did", value="did:web:other.example"),
        "of another issuer",
    ),
    "an issuer without a name": ("register.json", with_term("issuer", "name", value=""), "damaged"),
    "no status list": ("status/revocation.json", gone, "is not in the copy"),
    "a status list cut off": ("status/revocation.json", lambda told: told[:100], "damaged"),
}


@pytest.mark.parametrize(("name", "damage", "words"), DAMAGES.values(), ids=DAMAGES)
def test_a_copy_that_is_damaged_or_contradicts_itself_is_refused_and_nothing_is_made(
    copy: Path, name: str, damage: Callable[[bytes], bytes | None], words: str
) -> None:
    content = damage((copy / name).read_bytes())
    if content is None:
        (copy / name).unlink()
    else:
        (copy / name).write_bytes(content)
    with pytest.raises(FolderFaultyError, match=words) as refused:
        recovered(copy)
    assert refused.value.remedy == "Copy the whole site again, or take another copy."
    assert not (copy.parent / "new").exists()


def test_an_earlier_head_with_todays_keys_is_refused(copy: Path, tmp_path: Path) -> None:
    """A copy that was made while a site was uploaded: the keys of today, the log of yesterday."""
    shutil.copytree(copy, tmp_path / "yesterday")
    recovered(copy)
    shutil.copy(copy.parent / "new" / "public" / "did.json", tmp_path / "yesterday" / "did.json")
    with pytest.raises(FolderFaultyError, match="contradicts itself"):
        recover(tmp_path / "yesterday", tmp_path / "third", NEW, TODAY, cost=CHEAP)
    assert not (tmp_path / "third").exists()


def test_a_log_whose_head_another_key_signed_is_refused(copy: Path) -> None:
    thief = Ed25519PrivateKey.generate()
    root = b"\1" * 32
    (copy / "log" / "checkpoint").write_text(signed(Checkpoint(LOG_NAME, 17, root), LOG_NAME, thief))
    with pytest.raises(FolderFaultyError, match="signed by no key"):
        recovered(copy)
