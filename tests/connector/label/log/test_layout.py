"""Names of files, against the examples of the specification, and entries side by side in a file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.label.log import (
    LONGEST_ENTRY,
    EntryTooLongError,
    LogBrokenError,
    bundle_path,
    paths_of,
    tile_path,
)
from connector.label.log.bundles import bundled, unbundled


def test_the_tiles_of_70_000_entries_are_those_that_the_specification_counts() -> None:
    """C2SP tlog-tiles, "Partial Tiles"."""
    tiles = [path for path in paths_of(70_000) if "entries" not in path]
    full = [path for path in tiles if ".p/" not in path]
    assert [sum(path.startswith(f"tile/{level}/") for path in full) for level in range(3)] == [273, 1, 0]
    assert [path for path in tiles if path not in full] == [
        "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
    ]  # fmt: skip


def test_256_entries_have_a_full_tile_and_one_hash_above_it() -> None:
    assert list(paths_of(256)) == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]


def test_an_empty_log_has_no_files() -> None:
    assert list(paths_of(0)) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (tile_path(0, 1_234_067), "tile/0/x001/x234/067"),
        (tile_path(5, 123_456_078), "tile/5/x123/x456/078"),
        (tile_path(63, 0, 255), "tile/63/000.p/255"),
        (tile_path(0, 999), "tile/0/999"),
        (tile_path(0, 1_000), "tile/0/x001/000"),
        (tile_path(0, 1_000_000), "tile/0/x001/x000/000"),
        (bundle_path(3_057_500, 2), "tile/entries/x003/x057/500.p/2"),
    ],
)
def test_numbers_stand_in_groups_of_three_digits(path: str, expected: str) -> None:
    assert path == expected


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_give_back_what_was_put_in(entries: list[bytes]) -> None:
    content = bundled(entries)
    assert unbundled(content, len(entries), "a path") == entries
    assert len(content) == sum(2 + len(one) for one in entries)


def test_the_length_stands_before_an_entry_with_its_most_significant_byte_first() -> None:
    assert bundled([b"", b"ab", b"c" * 258]) == b"\x00\x00" + b"\x00\x02ab" + b"\x01\x02" + b"c" * 258


def test_the_longest_entry_is_taken_and_one_byte_more_is_not() -> None:
    longest = b"x" * LONGEST_ENTRY
    assert unbundled(bundled([longest]), 1, "a path") == [longest]
    with pytest.raises(EntryTooLongError) as refused:
        bundled([b"", longest + b"x"], start=7)
    assert (refused.value.position, refused.value.length) == (8, 65_536)


@given(st.binary(max_size=40), st.integers(0, 5))
def test_a_bundle_is_read_whole_or_not_at_all(content: bytes, count: int) -> None:
    try:
        found = unbundled(content, count, "a path")
    except LogBrokenError as error:
        assert error.path == "a path"
    else:
        assert (len(found), bundled(found)) == (count, content)
