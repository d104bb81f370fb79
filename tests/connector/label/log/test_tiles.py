"""A log in its files says what the naive definitions say, of every size, from any way of filling it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.label.log import (
    EMPTY_ROOT,
    EntryTooLongError,
    LogBrokenError,
    OutsideLogError,
    append,
    consistency_proof,
    entries,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    paths_of,
    root_at,
)
from tests.connector.label.log import naive
from tests.connector.label.log.logs import ENTRIES, MOST, NOTHING, flipped, kept, log_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from connector.label.log import Read

#: More than 256 x 256 entries: tiles of three levels.
MANY = 66_000
SIZES = st.integers(1, MOST)
#: Where tiles become full, and one beside.
EDGES = st.sampled_from([1, 2, 255, 256, 257, 511, 512, 513, MOST])


@cache
def many() -> tuple[list[bytes], Mapping[str, bytes]]:
    """Return many short entries and the files of their log."""
    numbered = [number.to_bytes(3, "big") for number in range(MANY)]
    return numbered, log_of(numbered)


@given(st.lists(st.integers(0, 300), max_size=12))
def test_entries_make_the_same_log_in_whatever_batches_they_come(batches: list[int]) -> None:
    files: dict[str, bytes] = {}
    size, root = 0, EMPTY_ROOT
    for batch in batches:
        added = append(files.__getitem__, size, ENTRIES[size : size + batch])
        assert not set(added.files) & set(paths_of(size))
        files |= added.files
        size, root = added.size, added.root
    assert (size, root) == (min(sum(batches), MOST), naive.mth(ENTRIES[:size]))
    assert {path: files[path] for path in paths_of(size)} == kept(size)


@given(SIZES | EDGES)
def test_the_files_of_a_log_are_those_of_its_size(size: int) -> None:
    assert set(kept(size)) == set(paths_of(size))


@given(SIZES, SIZES)
def test_an_earlier_size_is_answered_from_the_files_of_a_later_one(one: int, other: int) -> None:
    size, later = sorted((one, other))
    assert root_at(kept(later).__getitem__, size, kept=later) == naive.mth(ENTRIES[:size])


@settings(max_examples=60)
@given(SIZES | EDGES, SIZES | EDGES, st.data())
def test_paths_are_those_of_the_definition(one: int, other: int, data: st.DataObject) -> None:
    size, later = sorted((one, other))
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_proof(kept(later).__getitem__, index, size, kept=later)
    assert list(path) == naive.path(index, ENTRIES[:size])


@settings(max_examples=60)
@given(SIZES | EDGES, SIZES | EDGES, SIZES | EDGES)
def test_consistency_proofs_are_those_of_the_definition(one: int, two: int, three: int) -> None:
    old, new, later = sorted((one, two, three))
    proof = consistency_proof(kept(later).__getitem__, old, new, kept=later)
    assert list(proof) == naive.proof(old, ENTRIES[:new])


@given(st.integers(0, MANY), st.integers(0, MANY), st.integers(0, MANY - 1))
def test_any_proof_of_many_entries_holds(one: int, other: int, index: int) -> None:
    numbered, files = many()
    (old, new), read = sorted((one, other)), files.__getitem__
    roots = root_at(read, old, kept=MANY), root_at(read, new, kept=MANY)
    assert is_consistent(old, new, *roots, consistency_proof(read, old, new, kept=MANY))
    if index < new:
        path = inclusion_proof(read, index, new, kept=MANY)
        assert is_included(leaf_hash(numbered[index]), index, new, path, roots[1])


def test_the_root_of_many_entries_is_that_of_the_definition() -> None:
    numbered, files = many()
    assert root_at(files.__getitem__, MANY) == naive.mth(numbered)


def test_a_proof_among_many_entries_needs_few_reads() -> None:
    _, files = many()
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return files[path]

    inclusion_proof(read, 40_000, MANY)
    assert sorted(asked) == ["tile/0/156", "tile/0/257.p/208", "tile/1/000", "tile/1/001.p/1"]


@given(SIZES | EDGES, st.data())
def test_entries_come_back_as_they_went_in(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, size))
    last = data.draw(st.integers(first, size))
    assert entries(kept(size).__getitem__, first, last, size) == ENTRIES[first:last]


def test_a_log_is_read_from_a_folder(tmp_path: Path) -> None:
    for path, content in kept(300).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)

    def read(path: str) -> bytes:
        return (tmp_path / path).read_bytes()

    added = append(read, 300, ENTRIES[300:310])
    assert added.root == naive.mth(ENTRIES[:310])
    (tmp_path / "tile/0/000").unlink()
    with pytest.raises(LogBrokenError) as broken:
        inclusion_proof(read, 3, 300)
    assert broken.value.path == "tile/0/000"


def test_nothing_added_changes_nothing() -> None:
    added = append(kept(300).__getitem__, 300, [])
    assert (added.size, added.root, added.files) == (300, naive.mth(ENTRIES[:300]), {})


def test_of_entries_one_of_which_is_too_long_none_is_added() -> None:
    with pytest.raises(EntryTooLongError) as refused:
        append(NOTHING.__getitem__, 0, [b"", b"x" * 65_536])
    assert refused.value.position == 1
    with pytest.raises(EntryTooLongError) as later:
        append(kept(300).__getitem__, 300, [b""] * 400 + [b"x" * 65_536])
    assert later.value.position == 400


def test_nothing_is_added_behind_a_broken_bundle() -> None:
    path = "tile/entries/001.p/44"
    for content in (kept(300)[path][:-1], kept(300)[path] + b"\0"):
        with pytest.raises(LogBrokenError) as broken:
            append((kept(300) | {path: content}).__getitem__, 300, [b"more"])
        assert broken.value.path == path


@given(st.sampled_from(sorted(kept(600))), st.integers(0, 2**20), st.data())
def test_a_changed_bit_in_a_file_is_noticed(path: str, bit: int, data: st.DataObject) -> None:
    """In a bundle when its entries are read; in a tile by the root, or by the proofs that need the tile."""
    files = dict(kept(600))
    at = data.draw(st.integers(0, len(files[path]) - 1)) * 8 + bit % 8
    read = (files | {path: flipped(files[path], at)}).__getitem__
    root = root_at(files.__getitem__, 600)
    if "entries" in path:
        with pytest.raises(LogBrokenError):
            entries(read, 0, 600, 600)
        return
    level = int(path.split("/")[1])
    index = (int(path.split("/")[2][:3]) * 256 + at // 256) * 256**level
    sibling = index ^ 256**level if index ^ 256**level < 600 else index - 256**level
    proof = inclusion_proof(read, sibling, 600)
    assert not is_included(leaf_hash(ENTRIES[sibling]), sibling, 600, proof, root)


def read_all(files: Mapping[str, bytes], size: int) -> None:
    """Read every file of a log."""
    for index in range(size):
        inclusion_proof(files.__getitem__, index, size)
    entries(files.__getitem__, 0, size, size)


@pytest.mark.parametrize("path", sorted(kept(600)))
def test_a_file_that_is_missing_or_of_another_length_is_named(path: str) -> None:
    whole = kept(600)
    less = {other: content for other, content in whole.items() if other != path}
    read_all(whole, 600)
    for files in (less, {**less, path: whole[path][:-1]}, {**less, path: whole[path] + b"\0"}):
        with pytest.raises(LogBrokenError) as broken:
            read_all(files, 600)
        assert broken.value.path == path


#: What is asked -> the question, and how many entries there are.
OUTSIDE: dict[str, tuple[Callable[[Read], object], int]] = {
    "the entry after the last": (lambda read: inclusion_proof(read, 10, 10), 10),
    "an entry before the first": (lambda read: inclusion_proof(read, -1, 10), 10),
    "the first of none": (lambda read: inclusion_proof(read, 0, 0), 0),
    "a path to a later size": (lambda read: inclusion_proof(read, 0, 11, kept=10), 10),
    "a log that shrinks": (lambda read: consistency_proof(read, 11, 10), 10),
    "growth from below nothing": (lambda read: consistency_proof(read, -1, 10), 10),
    "growth to a later size": (lambda read: consistency_proof(read, 3, 11, kept=10), 10),
    "the root of a later size": (lambda read: root_at(read, 11, kept=10), 10),
    "the root of a negative size": (lambda read: root_at(read, -1), -1),
    "the root of too many": (lambda read: root_at(read, 2**63), 2**63),
    "entries beyond the last": (lambda read: entries(read, 3, 11, 10), 10),
    "entries backwards": (lambda read: entries(read, 4, 3, 10), 10),
    "entries from before the first": (lambda read: entries(read, -1, 3, 10), 10),
    "more on a negative size": (lambda read: append(read, -1, [b""]), -1),
}


@pytest.mark.parametrize("asked", OUTSIDE)
def test_what_a_log_does_not_have_is_said_to_be_outside(asked: str) -> None:
    question, size = OUTSIDE[asked]
    with pytest.raises(OutsideLogError) as outside:
        question(kept(10).__getitem__)
    assert outside.value.size == size
