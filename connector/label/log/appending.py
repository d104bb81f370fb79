"""Entries come in at the end, and with them the files that have to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector.label.log.bundles import bundled, unbundled
from connector.label.log.layout import HEIGHT, WIDTH, bundle_path, tile_path
from connector.label.log.merkle import leaf_hash, root_of
from connector.label.log.reading import root_at
from connector.label.log.tiles import Tiles, content_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from connector.label.log.tiles import Read


@dataclass(frozen=True, slots=True)
class Appended:
    """A log after entries came in.

    Attributes
    ----------
    size
        Number of entries.
    root
        Of the tree, 32 bytes: what is to be signed.
    files
        Path -> content of the files that the log did not have at the earlier size. None of that size is
        changed. Write them all, and the signed head after them.
    """

    size: int
    root: bytes
    files: Mapping[str, bytes]


def append(read: Read, size: int, entries: Sequence[bytes]) -> Appended:
    """Return a log with further entries.

    The files in store are believed. Before adding to a log compare `root_at(read, size)` with its last signed
    head: otherwise what somebody changed in store is signed as well.

    Parameters
    ----------
    read
        Returns the content of a file by its path.
    size
        How many entries the log in store has.
    entries
        In their order, of 65,535 bytes or less each.

    Returns
    -------
    Appended
        The same tiles, bundles and root however entries are shared out among calls; besides them, each call
        leaves the partial files of the size that it ended with.

    Raises
    ------
    EntryTooLongError
        If an entry is longer.
    LogBrokenError
        If one of the last files in store is missing or broken.
    """
    tiles = Tiles(read, size)
    files = dict(_bundles(read, size, entries))
    level, count = 0, size
    row = [leaf_hash(entry) for entry in entries]
    while row:
        number, width = divmod(count, WIDTH)
        waiting = (tiles.hashes(level, number) if width else []) + row
        full = []
        for start in range(0, len(waiting), WIDTH):
            tile = waiting[start : start + WIDTH]
            files[tile_path(level, number + start // WIDTH, len(tile))] = b"".join(tile)
            if len(tile) == WIDTH:
                full.append(root_of(tile))
        level, count, row = level + 1, count >> HEIGHT, full

    def together(path: str) -> bytes:
        return files[path] if path in files else read(path)

    total = size + len(entries)
    return Appended(total, root_at(together, total), files)


def _bundles(read: Read, size: int, entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the bundles that entries go into, the last one in store among them if it is not full."""
    number, width = divmod(size, WIDTH)
    start = 0
    while start < len(entries):
        known = b""
        if width:
            path = bundle_path(number, width)
            known = content_of(read, path)
            unbundled(known, width, path)
        added = entries[start : start + WIDTH - width]
        yield bundle_path(number, width + len(added)), known + bundled(added, start)
        start, number, width = start + len(added), number + 1, 0
