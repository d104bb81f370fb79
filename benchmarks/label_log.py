"""Proofs in a transparency log of a million entries, and how fast it is filled.

    python benchmarks/label_log.py [--entries 1000000] [--proofs 2000] [--folder DIR]

The log is built once; proofs are made and checked from its files in memory and again from a folder on disk,
each proof reading its tiles anew. Inclusion: of a random entry under the last head, with its signature and
the JSON document that stands beside a credential. Consistency: from a random earlier size to the last. One
entry at a time is appended as well, its files written to the folder. Beside them: the same path by the
definition in RFC 6962, from all entries. One process; medians and 99th percentiles. The exit status is 1 if a
target is missed.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not

import argparse
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from connector.label.log import (
    Checkpoint,
    LogProof,
    append,
    check,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    prove,
    root_at,
    root_of,
    signed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connector.label.log import Read

TARGET = 0.010
BATCH = 10_000
NAME = "register.example.org/log"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def entry(number: int) -> bytes:
    """Return some 200 bytes, as an event of a credential has."""
    return b'{"event":"issued","id":"urn:uuid:%032d","digest":"%s"}' % (number, b"0123456789abcdef" * 8)


def built(count: int) -> tuple[dict[str, bytes], float]:
    """Return the files of a log that was filled in batches, and the seconds that took."""
    files: dict[str, bytes] = {}
    seconds = 0.0
    for start in range(0, count, BATCH):
        batch = [entry(number) for number in range(start, min(start + BATCH, count))]
        begun = perf_counter()
        files.update(append(files.__getitem__, start, batch).files)
        seconds += perf_counter() - begun
    return files, seconds


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def timed(work: Callable[[int], object], numbers: list[int]) -> tuple[float, float]:
    """Return the median and the 99th percentile of the seconds that each takes."""
    seconds = []
    for number in numbers:
        begun = perf_counter()
        work(number)
        seconds.append(perf_counter() - begun)
    return float(np.median(seconds)), float(np.quantile(seconds, 0.99))


def measure(place: str, read: Read, size: int, numbers: list[int]) -> bool:
    """Print times of proofs from one place; tell whether the target is kept."""
    root = root_at(read, size)
    note = signed(Checkpoint(NAME, size, root), NAME, KEY)
    public = KEY.public_key()
    documents = {number: prove(read, number, size, note).to_json() for number in numbers}
    roots = {number: root_at(read, number, kept=size) for number in numbers}

    def include(number: int) -> None:
        prove(read, number, size, note).to_json()

    def confirm(number: int) -> None:
        check(LogProof.from_json(documents[number]), entry(number), NAME, public)

    def consist(number: int) -> None:
        consistency_proof(read, number, size)

    proofs = {number: consistency_proof(read, number, size) for number in numbers}

    def agree(number: int) -> None:
        if not is_consistent(number, size, roots[number], root, proofs[number]):
            raise SystemExit("a proof does not hold")

    is_kept = True
    for what, works in {"inclusion": (include, confirm), "consistency": (consist, agree)}.items():
        (made, made_99), (checked, checked_99) = (timed(work, numbers) for work in works)
        is_met = made_99 + checked_99 <= TARGET
        is_kept &= is_met
        print(
            f"  {what + ', ' + place:<26} make {made * 1e3:6.3f} ({made_99 * 1e3:6.3f}) ms   "
            f"check {checked * 1e3:6.3f} ({checked_99 * 1e3:6.3f}) ms   "
            f"target {TARGET * 1e3:.0f} ms: {'met' if is_met else 'MISSED'}"
        )
    return is_kept


def naive_path(index: int, hashes: list[bytes]) -> list[bytes]:
    """Return the path of an entry from the hashes of all, as RFC 6962 defines it."""
    path: list[bytes] = []
    while len(hashes) > 1:
        middle = 1 << (len(hashes) - 1).bit_length() - 1
        left, right = hashes[:middle], hashes[middle:]
        hashes, other = (left, right) if index < middle else (right, left)
        index -= 0 if hashes is left else middle
        path.append(root_of(other))
    return path[::-1]


def main() -> int:
    """Print what was measured; return 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--proofs", type=int, default=2_000)
    parser.add_argument("--folder", type=Path, help="where to write the log; a temporary folder by default")
    wanted = parser.parse_args()
    size = wanted.entries

    files, seconds = built(size)
    volume = sum(map(len, files.values())) / 1e6
    print(
        f"{size:,} entries of {len(entry(0))} bytes, {BATCH:,} a batch: {len(files):,} files, {volume:.0f} MB"
    )
    print(f"  appended in memory in {seconds:.1f} s, {size / seconds:,.0f} entries a second")
    rng = np.random.default_rng(0)
    numbers = rng.integers(1, size, wanted.proofs).tolist()
    with tempfile.TemporaryDirectory(dir=wanted.folder) as folder:
        place = Path(folder)
        begun = perf_counter()
        write(place, files)
        print(f"  written to a folder in {perf_counter() - begun:.1f} s")

        def read(path: str) -> bytes:
            return (place / path).read_bytes()

        print("median (99th percentile)")
        is_kept = measure("in memory", files.__getitem__, size, numbers)
        is_kept &= measure("in a folder", read, size, numbers)

        at = size

        def add(number: int) -> None:
            nonlocal at
            added = append(read, at, [entry(number)])
            write(place, added.files)
            signed(Checkpoint(NAME, added.size, added.root), NAME, KEY)
            at = added.size

        median, high = timed(add, numbers)
        print(
            f"  one entry appended, its files written, head signed: {median * 1e3:.2f} ({high * 1e3:.2f}) ms"
        )

    begun = perf_counter()
    hashes = [leaf_hash(entry(number)) for number in range(size)]
    path = naive_path(numbers[0], hashes)
    naive = perf_counter() - begun
    if tuple(path) != inclusion_proof(files.__getitem__, numbers[0], size):
        raise SystemExit("the path is not that of the definition")
    median, _ = timed(lambda number: inclusion_proof(files.__getitem__, number, size), numbers)
    print(f"  the same path by hashing all entries: {naive:.2f} s, {naive / median:,.0f} times as long")
    print("  no other implementation is among the peers that are installed")
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
