"""Which files a log of a size consists of, and what they are called.

Source: C2SP tlog-tiles (https://c2sp.org/tlog-tiles). A tile holds up to 256 hashes of one level side by
side, eight levels of the tree in one file; entries stand in bundles of as many. The last of a row is partial,
and its name says how wide it is: files never change, further ones are added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Levels of the tree in a tile.
HEIGHT: Final = 8
#: Hashes in a full tile, entries in a full bundle.
WIDTH: Final = 1 << HEIGHT
#: Where the signed head is kept: the only file that is replaced.
CHECKPOINT: Final = "checkpoint"
_DIGITS = 1000


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    """Return the path of a tile.

    Parameters
    ----------
    level
        0 for hashes of entries; each further one is eight levels of the tree higher.
    number
        Which of the level, from 0.
    width
        How many hashes it has, 1 to 256.

    Examples
    --------
    >>> tile_path(0, 1234067)
    'tile/0/x001/x234/067'
    >>> tile_path(1, 15, 66)
    'tile/1/015.p/66'
    """
    return _path(f"tile/{level}", number, width)


def bundle_path(number: int, width: int = WIDTH) -> str:
    """Return the path of a bundle of entries; `number` and `width` as for tiles.

    Examples
    --------
    >>> bundle_path(3906, 64)
    'tile/entries/x003/906.p/64'
    """
    return _path("tile/entries", number, width)


def paths_of(size: int) -> Iterator[str]:
    """Yield the paths of all tiles and bundles that a log of a size consists of, without the signed head."""
    for number, width in _row(size):
        yield bundle_path(number, width)
    level, count = 0, size
    while count:
        for number, width in _row(count):
            yield tile_path(level, number, width)
        level, count = level + 1, count >> HEIGHT


def width_of(number: int, count: int) -> int:
    """Return how many of `count` things in a row are in a tile or bundle: 0 where it is beyond them."""
    return max(0, min(WIDTH, count - number * WIDTH))


def _row(count: int) -> Iterator[tuple[int, int]]:
    for number in range(-(-count // WIDTH)):
        yield number, width_of(number, count)


def _path(folder: str, number: int, width: int) -> str:
    groups = [f"{number % _DIGITS:03}"]
    while number := number // _DIGITS:
        groups.insert(0, f"x{number % _DIGITS:03}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"{folder}/{'/'.join(groups)}{partial}"
