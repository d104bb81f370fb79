"""Merkle trees of RFC 6962 and 9162 over SHA-256: hashes, roots, and whether a proof holds.

Sources: RFC 6962, section 2.1, and RFC 9162, section 2.1. Leaves and nodes are hashed with different first
bytes, so that nobody can pass a node off as an entry. A tree of n leaves has the largest power of two below n
on its left.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Bytes of a hash.
HASH_SIZE: Final = 32
#: The root of a tree without leaves.
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry, 32 bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node from those of its two children, 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the tree over leaf hashes, in their order.

    Parameters
    ----------
    leaves
        Hashes of 32 bytes: of entries, or of complete subtrees that are all of the same size.

    Returns
    -------
    bytes
        32 bytes; `EMPTY_ROOT` without leaves.
    """
    if not leaves:
        return EMPTY_ROOT
    row = list(leaves)
    while len(row) > 1:
        # one that is left over goes up as it is: on its level it is a whole right side
        left_over = row[-1:] if len(row) % 2 else []
        row = [node_hash(*pair) for pair in zip(row[::2], row[1::2], strict=False)] + left_over
    return row[0]


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a path leads from a leaf to a root (RFC 9162, section 2.1.3.2).

    Parameters
    ----------
    leaf
        Hash of the entry.
    index, size
        Where the entry is, from 0, and how many there are.
    path
        Hashes of the siblings, the leaf's own first.
    root
        Of the tree of that size.

    Returns
    -------
    bool
        False also for hashes of another length, an index that is not below the size, and a path that is too
        short or too long; nothing is raised. A path alone does not show of which size the root is (that of
        entry 0 is as long among 5 as among 8): take both from a signed head.
    """
    if not 0 <= index < size or not _are_hashes((leaf, root, *path)):
        return False
    inner, border = _shape(index, size)
    if len(path) != inner + border:
        return False
    return _climbed(leaf, path, index, inner) == root


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a tree has grown out of an earlier one (RFC 9162, section 2.1.4.2).

    Parameters
    ----------
    old, new
        Sizes.
    old_root, new_root
        Of the trees of these sizes.
    proof
        As of `connector.label.log.consistency_proof`.

    Returns
    -------
    bool
        Whether the first `old` entries of both are the same, in the same order. False also for hashes of
        another length, impossible sizes, and a proof that is too short or too long; nothing is raised. Every
        tree grows out of the empty one, and a tree out of itself, with an empty proof.
    """
    if not 0 <= old <= new or not _are_hashes((old_root, new_root, *proof)):
        return False
    if old == 0:
        return not proof and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    if old == new:
        return not proof and old_root == new_root
    # the way begins at the last complete subtree of the older tree, which both trees have
    level = (old & -old).bit_length() - 1
    inner, border = _shape(old - 1, new)
    index, inner = (old - 1) >> level, inner - level
    # a proof leaves that subtree out where it is the whole older tree
    start, *path = (old_root, *proof) if old == 1 << level else proof or [b""]
    if len(path) != inner + border:
        return False
    shared = [sibling for height, sibling in enumerate(path) if _is_left(index, inner, height)]
    return _climbed(start, shared, 0, 0) == old_root and _climbed(start, path, index, inner) == new_root


def _shape(index: int, size: int) -> tuple[int, int]:
    """Return how many siblings a leaf has below the right border of the tree, and how many on it.

    Up to the level where its way meets that of the last leaf every node has a sibling; from there on only
    those that are right children have one.
    """
    inner = (index ^ (size - 1)).bit_length()
    return inner, (index >> inner).bit_count()


def _is_left(index: int, inner: int, height: int) -> bool:
    """Tell whether the sibling number `height` of a way stands to its left."""
    return height >= inner or bool(index >> height & 1)


def _climbed(start: bytes, path: Sequence[bytes], index: int, inner: int) -> bytes:
    """Return the hash at the end of a way up."""
    at = start
    for height, sibling in enumerate(path):
        at = node_hash(sibling, at) if _is_left(index, inner, height) else node_hash(at, sibling)
    return at


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
