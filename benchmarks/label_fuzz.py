"""A hundred thousand attempts to mislead the verifier of labels: what is sent or served is changed.

    python benchmarks/label_fuzz.py [--inputs 100000] [--first 0]

The changes are those of tests/connector/label/verifying: to bytes, to JSON, and arbitrary ones, to badges
and to the documents, status lists, proofs and heads that a verifier reads. The exit status is 1 if an error
escaped, or anything was valid that is not.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.pop(0)  # as in the other benchmarks: a folder of scripts is no place for packages
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import argparse
import time
from collections import Counter
from tempfile import TemporaryDirectory

from tests.connector.label.verifying.fuzzing import Attempt, attempt
from tests.connector.label.verifying.story import told

#: Faults that are shown in full; the others are counted.
SHOWN = 5


def what(done: Attempt) -> str:
    """Return what an attempt was at: a badge, or the kind of a file."""
    if done.address is None:
        return "badge"
    kinds = {"did.json": "document of an issuer", "/status/": "status list", ".log.json": "proof in the log"}
    kinds |= {"/checkpoint": "head of the log", "/tile/": "tile of the log", "register": "register"}
    return next(kind for part, kind in kinds.items() if part in done.address)


def main() -> int:
    """Try, print what came of it; return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first attempt")
    wanted = parser.parse_args()
    with TemporaryDirectory() as folder:
        story = told(Path(folder))
    results: Counter[tuple[str, str]] = Counter()
    crashes = wrong = 0
    slowest, begin = 0.0, time.perf_counter()
    for number in range(wanted.first, wanted.first + wanted.inputs):
        start = time.perf_counter()
        done = attempt(story, number)
        slowest = max(slowest, time.perf_counter() - start)
        results[what(done), str(done.verdict.result) if done.verdict else "error"] += 1
        crashes += done.error is not None
        wrong += done.error is None and not done.is_right
        if (done.error is not None or not done.is_right) and crashes + wrong <= SHOWN:
            print(f"{number}: {done.case}, {done.address}: {done.error!r}\n  {done.data[:2_000]!r}")
    seconds = time.perf_counter() - begin
    for (subject, result), count in sorted(results.items()):
        print(f"  {subject:<24} {result:<12} {count:>8,}")
    print(f"inputs {wanted.inputs:,}, {seconds:,.0f} s, the slowest {slowest:.2f} s")
    print(f"errors that escaped: {crashes} (target 0), wrongly valid: {wrong} (target 0)")
    return int(crashes + wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
