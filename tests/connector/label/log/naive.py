"""The definitions of RFC 6962, sections 2.1 to 2.1.2, written down as they stand there, over whole lists.

Nothing of the product is used here: it is what the product is compared with.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def mth(entries: Sequence[bytes]) -> bytes:
    """Return MTH(D[n])."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m: int, entries: Sequence[bytes]) -> list[bytes]:
    """Return PATH(m, D[n])."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def proof(m: int, entries: Sequence[bytes]) -> list[bytes]:
    """Return PROOF(m, D[n])."""
    return subproof(m, entries, is_known=True)


def subproof(m: int, entries: Sequence[bytes], *, is_known: bool) -> list[bytes]:
    """Return SUBPROOF(m, D[n], b)."""
    if m == len(entries):
        return [] if is_known else [mth(entries)]
    k = split(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], is_known=is_known), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], is_known=False), mth(entries[:k])]


def split(n: int) -> int:
    """Return the largest power of two below n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k
