"""Entries side by side in a file: two bytes of length before each, the most significant first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connector.label.log.errors import EntryTooLongError, LogBrokenError

if TYPE_CHECKING:
    from collections.abc import Iterable

_LENGTH = 2
#: Bytes that an entry can have.
LONGEST_ENTRY: Final = (1 << 8 * _LENGTH) - 1


def bundled(entries: Iterable[bytes], start: int = 0) -> bytes:
    """Return entries as the content of a bundle.

    Parameters
    ----------
    entries
        In their order.
    start
        How many went into other bundles before: errors count from there.

    Raises
    ------
    EntryTooLongError
        If one has more than 65,535 bytes.
    """
    parts: list[bytes] = []
    for position, entry in enumerate(entries, start):
        if len(entry) > LONGEST_ENTRY:
            raise EntryTooLongError(position, len(entry), LONGEST_ENTRY)
        parts += (len(entry).to_bytes(_LENGTH, "big"), entry)
    return b"".join(parts)


def unbundled(content: bytes, count: int, path: str) -> list[bytes]:
    """Return the entries of a bundle.

    Parameters
    ----------
    content
        Of the file.
    count
        How many entries it must have.
    path
        What it is called.

    Raises
    ------
    LogBrokenError
        If it has more or fewer, or ends within one.
    """
    found: list[bytes] = []
    at = 0
    while at < len(content) and len(found) < count:
        begin = at + _LENGTH
        at = begin + int.from_bytes(content[at:begin], "big")
        found.append(content[begin:at])
    if len(found) != count or at != len(content):
        raise LogBrokenError(path, f"does not hold {count} entries and nothing else")
    return found
