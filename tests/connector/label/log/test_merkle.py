"""Roots and proofs against known values of other implementations, the definitions of the RFC, and forgery."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.label.log import EMPTY_ROOT, is_consistent, is_included, leaf_hash, root_of
from tests.connector.label.log import naive
from tests.connector.label.log.logs import ENTRIES, flipped

if TYPE_CHECKING:
    from pathlib import Path

#: The leaves, roots and proofs with which implementations of Certificate Transparency are tested. Read in
#: github.com/transparency-dev/merkle, proof/verify_test.go (commit 02194e9), where indices count from 1.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
FIRST_TO_8 = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
#: (index, size) -> path
INCLUSION = {
    (0, 8): FIRST_TO_8,
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
#: (old, new) -> proof
CONSISTENCY = {
    (1, 1): [],
    (1, 8): FIRST_TO_8,
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
SIZES = st.integers(1, 130)
#: Hashes of right and wrong lengths.
HASHES = st.binary(min_size=32, max_size=32) | st.binary(max_size=40)
NUMBERS = st.integers(-3, 70) | st.integers(-(2**70), 2**70)


def unhex(hashes: list[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in hashes]


def leaf_hashes(size: int) -> list[bytes]:
    return [leaf_hash(one) for one in ENTRIES[:size]]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert root_of([leaf_hash(one) for one in LEAVES[:size]]).hex() == ROOTS[size]
    assert naive.mth(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize("place", INCLUSION)
def test_paths_of_certificate_transparency_hold(place: tuple[int, int]) -> None:
    (index, size), path = place, unhex(INCLUSION[place])
    assert is_included(leaf_hash(LEAVES[index]), index, size, path, bytes.fromhex(ROOTS[size]))
    assert naive.path(index, LEAVES[:size]) == path


@pytest.mark.parametrize("sizes", CONSISTENCY)
def test_consistency_proofs_of_certificate_transparency_hold(sizes: tuple[int, int]) -> None:
    (old, new), proof = sizes, unhex(CONSISTENCY[sizes])
    roots = bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new])
    assert is_consistent(old, new, *roots, proof)
    assert naive.proof(old, LEAVES[:new]) == proof


def test_a_real_log_of_a_billion_certificates_has_grown(root: Path) -> None:
    """Google's log Argon 2020, as it answered for golang.org/x/mod, sumdb/tlog/testdata (commit b5136e5)."""
    said = json.loads((root / "tests/reference/argon2020.json").read_text(encoding="utf-8"))
    old_root, new_root = b64decode(said["old_root"]), b64decode(said["new_root"])
    proof = [b64decode(one) for one in said["consistency"]]
    assert is_consistent(said["old"], said["new"], old_root, new_root, proof)
    assert not is_consistent(said["old"] - 1, said["new"], old_root, new_root, proof)
    assert not is_consistent(said["old"], said["new"], old_root, flipped(new_root, 0), proof)


@given(SIZES)
def test_roots_are_those_of_the_definition(size: int) -> None:
    assert root_of(leaf_hashes(size)) == naive.mth(ENTRIES[:size])


@given(SIZES, st.data())
def test_a_path_holds_for_its_entry_and_for_no_other_index(size: int, data: st.DataObject) -> None:
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-size, 2 * size))
    path, root = naive.path(index, ENTRIES[:size]), naive.mth(ENTRIES[:size])
    assert is_included(leaf_hash(ENTRIES[index]), index, size, path, root)
    assert is_included(leaf_hash(ENTRIES[index]), other, size, path, root) == (other == index)
    assert not is_included(leaf_hash(ENTRIES[size]), index, size, path, root)


@given(SIZES, SIZES, st.data())
def test_a_path_holds_under_no_root_of_another_size(size: int, other: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path, root = naive.path(index, ENTRIES[:size]), naive.mth(ENTRIES[:other])
    assert is_included(leaf_hash(ENTRIES[index]), index, other, path, root) == (size == other)


@given(SIZES, st.data())
def test_a_path_of_another_shape_fails(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaf, root = leaf_hash(ENTRIES[index]), naive.mth(ENTRIES[:size])
    path = naive.path(index, ENTRIES[:size])
    assert not is_included(leaf, index, 2 * size, path, root)
    assert not any(is_included(leaf, index, less, path, root) for less in range(index + 1))


@given(SIZES, st.data())
def test_a_path_with_one_changed_bit_fails(size: int, data: st.DataObject) -> None:
    index, bit = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 255))
    leaf, root = leaf_hash(ENTRIES[index]), naive.mth(ENTRIES[:size])
    path = naive.path(index, ENTRIES[:size])
    assert not is_included(flipped(leaf, bit), index, size, path, root)
    assert not is_included(leaf, index, size, path, flipped(root, bit))
    for at in range(len(path)):
        changed = [flipped(one, bit) if place == at else one for place, one in enumerate(path)]
        assert not is_included(leaf, index, size, changed, root)


@given(SIZES, st.data())
def test_a_path_with_more_or_fewer_hashes_fails(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaf, root = leaf_hash(ENTRIES[index]), naive.mth(ENTRIES[:size])
    path = naive.path(index, ENTRIES[:size])
    for changed in ([*path, root], [root, *path], [*path, b""], path[:-1] or [root], path[1:] or [leaf]):
        assert not is_included(leaf, index, size, changed, root)


@given(st.integers(0, 130), st.integers(0, 130))
def test_what_has_grown_is_consistent_and_what_has_shrunk_is_not(one: int, other: int) -> None:
    old, new = sorted((one, other))
    roots = naive.mth(ENTRIES[:old]), naive.mth(ENTRIES[:new])
    proof = naive.proof(old, ENTRIES[:new]) if old else []
    assert is_consistent(old, new, *roots, proof)
    assert is_consistent(new, old, *roots[::-1], proof) == (old == new)


@given(SIZES, SIZES, st.data())
def test_a_rewritten_history_is_consistent_with_no_proof_of_either(
    one: int, other: int, data: st.DataObject
) -> None:
    old, new = sorted((one, other))
    at = data.draw(st.integers(0, old - 1))
    rewritten = [*ENTRIES[:at], b"something else", *ENTRIES[at + 1 : new]]
    roots = naive.mth(ENTRIES[:old]), naive.mth(rewritten)
    for history in (ENTRIES[:new], rewritten):
        assert not is_consistent(old, new, *roots, naive.proof(old, history))


@given(SIZES, SIZES, st.data())
def test_a_consistency_proof_with_one_changed_bit_or_another_length_fails(
    one: int, other: int, data: st.DataObject
) -> None:
    old, new = sorted((one, other))
    old_root, new_root = naive.mth(ENTRIES[:old]), naive.mth(ENTRIES[:new])
    proof, bit = naive.proof(old, ENTRIES[:new]), data.draw(st.integers(0, 255))
    assert not is_consistent(old, new, flipped(old_root, bit), new_root, proof)
    assert not is_consistent(old, new, old_root, flipped(new_root, bit), proof)
    for at in range(len(proof)):
        changed = [flipped(part, bit) if place == at else part for place, part in enumerate(proof)]
        assert not is_consistent(old, new, old_root, new_root, changed)
    for changed in ([*proof, new_root], [old_root, *proof], proof[:-1] or [b""], proof[1:] or [new_root]):
        assert not is_consistent(old, new, old_root, new_root, changed)


@given(SIZES, SIZES)
def test_a_consistency_proof_of_another_shape_fails(one: int, other: int) -> None:
    old, new = sorted((one, other))
    roots = naive.mth(ENTRIES[:old]), naive.mth(ENTRIES[:new])
    assert not is_consistent(old, 2 * new, *roots, naive.proof(old, ENTRIES[:new]))
    assert not any(is_consistent(old, less, roots[0], roots[0], []) for less in range(old))


def test_the_empty_tree_has_one_root() -> None:
    root = leaf_hash(b"")
    assert is_consistent(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    assert is_consistent(0, 1, EMPTY_ROOT, root, [])
    assert not is_consistent(0, 1, root, root, [])
    assert not is_consistent(0, 0, EMPTY_ROOT, root, [])
    assert not is_consistent(0, 1, EMPTY_ROOT, root, [root])


@given(NUMBERS, NUMBERS, HASHES, HASHES, st.lists(HASHES, max_size=8))
def test_nothing_is_raised_whatever_is_handed_over(
    one: int, other: int, leaf: bytes, root: bytes, path: list[bytes]
) -> None:
    assert is_included(leaf, one, other, path, root) == (
        (one, other, path) == (0, 1, []) and leaf == root and len(root) == 32
    )
    are_trivial = not path and len(leaf) == len(root) == 32 and one == other > 0 and leaf == root
    assert is_consistent(one, other, leaf, root, path) == are_trivial
