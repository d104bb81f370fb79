"""The hashes of a log, read from its tiles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from connector.label.log.errors import LogBrokenError, OutsideLogError
from connector.label.log.layout import HEIGHT, WIDTH, tile_path, width_of
from connector.label.log.merkle import EMPTY_ROOT, HASH_SIZE, node_hash, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Returns the content of a file of the log by its path. That a file is not there is told by `LookupError` or
#: `FileNotFoundError`: the ``__getitem__`` of a mapping will do, and so will reading below a folder.
Read = Callable[[str], bytes]

#: Sizes are below this: numbers of 63 bits, which the programs of others can read.
LARGEST_SIZE: Final = 1 << 63


class Tiles:
    """The hashes of a log in store; each tile is read once at most.

    Parameters
    ----------
    read
        Where its files come from.
    kept
        How many entries the log in store has. The names of its last tiles say so.

    Raises
    ------
    OutsideLogError
        If no log has so many entries.
    """

    def __init__(self, read: Read, kept: int) -> None:
        if not 0 <= kept < LARGEST_SIZE:
            raise OutsideLogError("last entry", kept)
        self.read = read
        self.kept = kept
        self._contents: dict[tuple[int, int], bytes] = {}

    def hashes(self, level: int, number: int, first: int = 0, last: int = WIDTH) -> list[bytes]:
        """Return hashes of a tile, from the one at `first` to before `last` or the end of what is in store.

        Raises
        ------
        LogBrokenError
            If the file is missing or of another length.
        """
        content = self._content(level, number)[: last * HASH_SIZE]
        return [content[at : at + HASH_SIZE] for at in range(first * HASH_SIZE, len(content), HASH_SIZE)]

    def root(self, first: int, last: int) -> bytes:
        """Return the root over the entries from `first` to before `last`.

        Parameters
        ----------
        first, last
            What a tree of RFC 6962 can have as a subtree: `first` is a multiple of a power of two that is not
            smaller than the number of entries.

        Raises
        ------
        LogBrokenError
            If a tile is missing or of another length.
        """
        found = [self._complete(start, height) for start, height in _complete_ranges(first, last)]
        if not found:
            return EMPTY_ROOT
        root = found.pop()
        while found:
            root = node_hash(found.pop(), root)
        return root

    def _complete(self, start: int, height: int) -> bytes:
        """Return the root over the 2 ** height entries from `start`, from hashes of the highest tile."""
        level, height = divmod(height, HEIGHT)
        number, first = divmod(start >> level * HEIGHT, WIDTH)
        return root_of(self.hashes(level, number, first, first + (1 << height)))

    def _content(self, level: int, number: int) -> bytes:
        known = self._contents.get((level, number))
        if known is None:
            width = width_of(number, self.kept >> level * HEIGHT)
            path = tile_path(level, number, width)
            known = content_of(self.read, path)
            if len(known) != width * HASH_SIZE:
                raise LogBrokenError(path, f"has {len(known)} bytes instead of {width * HASH_SIZE}")
            self._contents[level, number] = known
        return known


def content_of(read: Read, path: str) -> bytes:
    """Return the content of a file that must be there.

    Raises
    ------
    LogBrokenError
        If it is not.
    """
    try:
        return read(path)
    except (LookupError, FileNotFoundError) as error:
        raise LogBrokenError(path, "is missing") from error


def _complete_ranges(first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the complete subtrees of a range, the largest first: where each begins, and its height."""
    while first < last:
        height = (last - first).bit_length() - 1
        yield first, height
        first += 1 << height
