"""What a log in store says: roots, proofs and entries, each from a few small files.

Where a function takes `kept`, that is how many entries the log in store has, if more than at the size that
is asked about. The names of the last files say how full they are, and the narrower ones of earlier sizes need
not be kept: all that was in them stands in the files of the later size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.label.log.bundles import unbundled
from connector.label.log.errors import LogBrokenError, OutsideLogError
from connector.label.log.layout import WIDTH, bundle_path, width_of
from connector.label.log.merkle import leaf_hash
from connector.label.log.tiles import Tiles, content_of

if TYPE_CHECKING:
    from connector.label.log.tiles import Read


def root_at(read: Read, size: int, *, kept: int | None = None) -> bytes:
    """Return the root that a log had, or has, at a size.

    Parameters
    ----------
    read
        Returns the content of a file by its path.
    size
        Number of entries.
    kept
        How many entries the log in store has; `size` by default.

    Raises
    ------
    OutsideLogError
        If the log in store has fewer entries.
    LogBrokenError
        If a tile is missing or of another length.
    """
    return _tiles(read, size, kept).root(0, size)


def inclusion_proof(read: Read, index: int, size: int, *, kept: int | None = None) -> tuple[bytes, ...]:
    """Return the path from an entry to the root of a size (RFC 9162, section 2.1.3.1).

    Parameters
    ----------
    read, size, kept
        As for `root_at`.
    index
        Which entry, from 0.

    Returns
    -------
    tuple
        Hashes of 32 bytes, the sibling of the leaf first; what `connector.label.log.is_included` takes.

    Raises
    ------
    OutsideLogError
        If there is no such entry at that size, or the log in store has fewer.
    LogBrokenError
        If a tile is missing or of another length.
    """
    tiles = _tiles(read, size, kept)
    if not 0 <= index < size:
        raise OutsideLogError(f"entry {index}", size)
    siblings: list[tuple[int, int]] = []
    first, last = 0, size
    while last - first > 1:
        middle = _middle(first, last)
        if index < middle:
            siblings.append((middle, last))
            last = middle
        else:
            siblings.append((first, middle))
            first = middle
    return tuple(tiles.root(*sibling) for sibling in reversed(siblings))


def consistency_proof(read: Read, old: int, new: int, *, kept: int | None = None) -> tuple[bytes, ...]:
    """Return what shows that the log of a size has grown out of that of an earlier one.

    By RFC 9162, section 2.1.4.1.

    Parameters
    ----------
    read
        Returns the content of a file by its path.
    old, new
        Sizes. The proof is empty where they are the same, and where `old` is 0.
    kept
        How many entries the log in store has; `new` by default.

    Returns
    -------
    tuple
        Hashes of 32 bytes; what `connector.label.log.is_consistent` takes.

    Raises
    ------
    OutsideLogError
        If `old` is above `new`, or the log in store has fewer entries.
    LogBrokenError
        If a tile is missing or of another length.
    """
    tiles = _tiles(read, new, kept)
    if not 0 <= old <= new:
        raise OutsideLogError(f"earlier size {old}", new)
    if old in {0, new}:
        return ()
    found: list[tuple[int, int]] = []
    first, last = 0, new
    while last != old:
        middle = _middle(first, last)
        if old <= middle:
            found.append((middle, last))
            last = middle
        else:
            found.append((first, middle))
            first = middle
    if first:  # otherwise what is left is the whole older tree, whose root the reader has
        found.append((first, last))
    return tuple(tiles.root(*subtree) for subtree in reversed(found))


def entries(read: Read, first: int, last: int, size: int) -> tuple[bytes, ...]:
    """Return entries, each of which has the hash that the tiles say.

    Parameters
    ----------
    read
        Returns the content of a file by its path.
    first, last
        From which entry to before which, from 0.
    size
        How many entries the log in store has.

    Raises
    ------
    OutsideLogError
        If the log in store has fewer entries, or the range ends before it begins.
    LogBrokenError
        If a bundle or a tile is missing, broken, or the two contradict each other.
    """
    tiles = Tiles(read, size)
    if not 0 <= first <= last <= size:
        raise OutsideLogError(f"range of entries {first} to {last}", size)
    found: list[bytes] = []
    for number in range(first // WIDTH, -(-last // WIDTH)):
        start, width = number * WIDTH, width_of(number, size)
        path = bundle_path(number, width)
        bundle = unbundled(content_of(read, path), width, path)
        wanted = slice(max(first - start, 0), last - start)
        if [leaf_hash(entry) for entry in bundle[wanted]] != tiles.hashes(0, number)[wanted]:
            raise LogBrokenError(path, "holds entries that do not have the hashes of their tile")
        found += bundle[wanted]
    return tuple(found)


def _tiles(read: Read, size: int, kept: int | None) -> Tiles:
    tiles = Tiles(read, size if kept is None else kept)
    if not 0 <= size <= tiles.kept:
        raise OutsideLogError(f"size of {size} entries", tiles.kept)
    return tiles


def _middle(first: int, last: int) -> int:
    """Return where a tree is parted: after the largest power of two below its size."""
    return first + (1 << (last - first - 1).bit_length() - 1)
