"""Small logs, kept in a mapping of paths to contents."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from connector.label.log import Checkpoint, append, root_at, signed

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Two full bundles and more: three levels of tiles are not reached, which `test_tiles` builds by itself.
MOST: Final = 700
NAME: Final = "register.example.org/log"
KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
#: The files of an empty log.
NOTHING: Final[dict[str, bytes]] = {}


def entry(number: int) -> bytes:
    """Return an entry unlike all others, of a length between 2 and 25."""
    return b"e" * (number % 23) + number.to_bytes(2, "big")


ENTRIES: Final = tuple(entry(number) for number in range(MOST))


def log_of(entries: Iterable[bytes]) -> dict[str, bytes]:
    """Return the files of a log that got its entries in one go."""
    return dict(append(NOTHING.__getitem__, 0, list(entries)).files)


@cache
def kept(size: int) -> dict[str, bytes]:
    """Return the files of the log of the first entries."""
    return log_of(ENTRIES[:size])


def head(size: int, name: str = NAME) -> str:
    """Return the signed head of the log of the first entries."""
    root = root_at(kept(size).__getitem__, size)
    return signed(Checkpoint(name, size, root), name, KEY)


def flipped(value: bytes, bit: int) -> bytes:
    """Return bytes of which one bit is another, wherever the number of the bit falls."""
    at, mask = bit // 8 % len(value), 1 << bit % 8
    return value[:at] + bytes([value[at] ^ mask]) + value[at + 1 :]
