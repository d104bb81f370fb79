"""Private keys at rest: sealed by a passphrase or by a key file, never written in another form."""

from __future__ import annotations

import base64
import json
import os
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from connector.label.credential.keys import multikey
from connector.label.issuing.errors import KeyLockedError

SCHEMA: Final = "sealed-key/1"
#: Cost of a guess (scrypt, r = 8): 128 MiB of memory and some 0.3 s.
COST: Final = 2**17
#: A file cannot ask for more than 1 GiB.
_HIGHEST_COST: Final = 2**20
#: Of a passphrase, in bytes.
SHORTEST: Final = 12


def sealed(key: Ed25519PrivateKey, passphrase: bytes, *, cost: int = COST) -> bytes:
    """Return a private key as a file that only the passphrase opens.

    Parameters
    ----------
    key
        What is kept.
    passphrase
        At least `SHORTEST` bytes.
    cost
        Of scrypt: a power of two.

    Raises
    ------
    KeyLockedError
        If the passphrase is too short.
    """
    check_passphrase(passphrase)
    salt, nonce = os.urandom(16), os.urandom(12)
    public = multikey(key.public_key())
    box = ChaCha20Poly1305(_derived(passphrase, salt, cost)).encrypt(
        nonce, key.private_bytes_raw(), public.encode()
    )
    return (json.dumps(_told(public, cost, salt, nonce, box), indent=1) + "\n").encode()


def check_passphrase(passphrase: bytes) -> None:
    """Refuse a passphrase that is guessed too soon.

    Raises
    ------
    KeyLockedError
        If it is too short.
    """
    if len(passphrase) < SHORTEST:
        raise KeyLockedError(
            f"The passphrase has {len(passphrase)} bytes.",
            f"Take one of at least {SHORTEST}: four words, say.",
        )


def opened(data: bytes, passphrase: bytes, *, name: str) -> Ed25519PrivateKey:
    """Return the private key of a file.

    Raises
    ------
    KeyLockedError
        If the passphrase is another one, or the file is damaged. Which of the two cannot be told.
    """
    try:
        public, cost, salt, nonce, box = _parts(json.loads(data))
        kept = ChaCha20Poly1305(_derived(passphrase, salt, cost)).decrypt(nonce, box, public.encode())
        key = Ed25519PrivateKey.from_private_bytes(kept)
    except InvalidTag as error:
        raise KeyLockedError(
            f"The key {name} is not opened by this passphrase, or its file is damaged.",
            "Try again; if the passphrase is lost, `label rotate-key --lost` makes a new key.",
        ) from error
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise KeyLockedError(
            f"The file of the key {name} is damaged.", "Take it from a backup of the folder."
        ) from error
    return key


def _told(public: str, cost: int, salt: bytes, nonce: bytes, box: bytes) -> dict[str, object]:
    """Return what stands in the file: opening compares all of it, so that damage is damage anywhere."""
    return {
        "schema": SCHEMA,
        "public": public,
        "kdf": "scrypt",
        "cost": cost,
        "salt": base64.b64encode(salt).decode(),
        "cipher": "chacha20-poly1305",
        "nonce": base64.b64encode(nonce).decode(),
        "sealed": base64.b64encode(box).decode(),
    }


def _parts(told: dict[str, Any]) -> tuple[str, int, bytes, bytes, bytes]:
    public, cost = str(told["public"]), told["cost"]
    if not isinstance(cost, int) or not 1 < cost <= _HIGHEST_COST:
        raise ValueError("a cost that is not paid")
    salt, nonce, box = (base64.b64decode(told[part]) for part in ("salt", "nonce", "sealed"))
    if told != _told(public, cost, salt, nonce, box):
        raise ValueError("not as it was written")
    return public, cost, salt, nonce, box


def _derived(passphrase: bytes, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase)
