"""Bitstring Status List 1.0: one bit for each credential, so that nobody learns which one is looked up."""

from __future__ import annotations

import base64
import gzip
import zlib
from typing import TYPE_CHECKING, Final

from connector.label.credential.errors import StatusListFaultyError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The least number of entries of a list, for the herd to be large enough: 16 KiB.
LEAST: Final = 131_072
#: The most that are unpacked: 16 million entries, 2 MiB. What is packed may claim to be anything.
MOST: Final = 16_777_216


def packed(marked: Iterable[int], entries: int = LEAST) -> str:
    """Return a list as ``encodedList``: the same text for the same marks.

    Parameters
    ----------
    marked
        Places of those that are revoked (or suspended), from 0.
    entries
        How many there are in all; a multiple of 8, at least `LEAST`.

    Raises
    ------
    StatusListFaultyError
        If there are too few or too many entries, or a place is not among them.
    """
    if not LEAST <= entries <= MOST or entries % 8:
        raise StatusListFaultyError(f"A status list has {LEAST:,} to {MOST:,} entries, in eights.")
    bits = bytearray(entries // 8)
    for place in marked:
        if not 0 <= place < entries:
            raise StatusListFaultyError(f"Place {place} is not among {entries:,} entries.")
        bits[place // 8] |= 0x80 >> place % 8  # the first entry is the highest bit of the first byte
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    """Return the bits of an ``encodedList``.

    Raises
    ------
    StatusListFaultyError
        If it is not packed as such lists are, too short, or larger than `MOST`.
    """
    if not text.startswith("u"):
        raise StatusListFaultyError("A status list is written as 'u' and base64url.")
    try:
        data = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        bits = unpacking.decompress(data, MOST // 8 + 1)
    except (ValueError, zlib.error) as error:
        raise StatusListFaultyError(f"The status list cannot be unpacked: {error}.") from error
    if len(bits) > MOST // 8:
        raise StatusListFaultyError(f"The status list has more than {MOST:,} entries.")
    if not unpacking.eof or unpacking.unused_data:
        raise StatusListFaultyError("The status list is cut off, or something follows it.")
    if len(bits) < LEAST // 8:
        raise StatusListFaultyError(f"The status list has fewer than {LEAST:,} entries.")
    return bits


def is_marked(bits: bytes, place: int) -> bool:
    """Tell whether an entry is marked.

    Raises
    ------
    StatusListFaultyError
        If the list has no such entry.
    """
    if not 0 <= place < 8 * len(bits):
        raise StatusListFaultyError(f"The status list has no entry {place}.")
    return bool(bits[place // 8] & 0x80 >> place % 8)
