"""Signing keys as the oracles want them: multibase for one, PEM for the other, and did:key for both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: The multicodec prefixes of Ed25519 keys (https://www.w3.org/TR/cid-1.0/#Multikey).
PUBLIC, SECRET = b"\xed\x01", b"\x80\x26"
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58btc(data: bytes) -> str:
    """Write bytes in base58 with its multibase letter."""
    number, digits = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _ALPHABET[digit] + digits
    return "z" + _ALPHABET[0] * (len(data) - len(data.lstrip(b"\0"))) + digits


def from_base58btc(text: str) -> bytes:
    """Read bytes from base58 with its multibase letter."""
    digits, number = text.removeprefix("z"), 0
    for digit in digits:
        number = number * 58 + _ALPHABET.index(digit)
    zeros = len(digits) - len(digits.lstrip(_ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


@dataclass(frozen=True)
class Key:
    """An Ed25519 key by its 32 secret bytes."""

    seed: bytes

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def pem(self) -> bytes:
        return self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    @property
    def public_pem(self) -> bytes:
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @property
    def public_multibase(self) -> str:
        return base58btc(PUBLIC + self.private.public_key().public_bytes_raw())

    @property
    def secret_multibase(self) -> str:
        return base58btc(SECRET + self.seed)

    @property
    def did(self) -> str:
        return f"did:key:{self.public_multibase}"

    @property
    def method(self) -> str:
        return f"{self.did}#{self.public_multibase}"


def key_of(name: str) -> Key:
    """Return the key that belongs to a name: the same in every run, and good for nothing but tests."""
    return Key(hashlib.sha256(name.encode()).digest())
