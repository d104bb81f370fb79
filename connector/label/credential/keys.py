"""Ed25519 keys as credentials write them: multibase, base58 (Bitcoin's alphabet), a prefix for the kind."""

from __future__ import annotations

import hashlib
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from connector.label.credential.errors import KeyFaultyError

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES: Final = {letter: value for value, letter in enumerate(_ALPHABET)}
#: Longer than any key or signature here; work grows with the square of the length.
_LONGEST: Final = 200
#: ed25519-pub of the multicodec table, as a variable-length number.
_ED25519: Final = b"\xed\x01"
_KEY_BYTES: Final = 32


def multibase(data: bytes) -> str:
    """Return bytes as ``z`` and base58."""
    number = int.from_bytes(data)
    digits = []
    while number:
        number, digit = divmod(number, 58)
        digits.append(_ALPHABET[digit])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + _ALPHABET[0] * zeros + "".join(reversed(digits))


def bytes_of(text: str) -> bytes:
    """Return the bytes that `multibase` wrote.

    Raises
    ------
    KeyFaultyError
        If it is another base, too long, or has a letter that there is not.
    """
    if not text.startswith("z") or len(text) > _LONGEST:
        raise KeyFaultyError("A key or signature is written as 'z' and base58.")
    number = 0
    for letter in text[1:]:
        if letter not in _VALUES:
            raise KeyFaultyError(f"'{letter}' is no letter of base58.")
        number = number * 58 + _VALUES[letter]
    zeros = len(text) - 1 - len(text[1:].lstrip(_ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def multikey(key: Ed25519PublicKey) -> str:
    """Return a public key as ``publicKeyMultibase`` of a Multikey."""
    return multibase(_ED25519 + key.public_bytes_raw())


def public_key(text: str) -> Ed25519PublicKey:
    """Return the key that `multikey` wrote.

    Raises
    ------
    KeyFaultyError
        If it is no Ed25519 key.
    """
    data = bytes_of(text)
    if not data.startswith(_ED25519) or len(data) != len(_ED25519) + _KEY_BYTES:
        raise KeyFaultyError("This is no Ed25519 key; eddsa-rdfc-2022 signs by no other.")
    return Ed25519PublicKey.from_public_bytes(data[len(_ED25519) :])


def fingerprint(key: Ed25519PublicKey) -> str:
    """Return what people compare: the first 16 hexadecimal digits of the key's SHA-256, in groups of four."""
    digits = hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))
