"""Speed of the matching engine, beside its peers, in one run.

    python benchmarks/matching_speed.py [--only stable] [--slow] [--json]

BLAS and our compiled loops on one thread; medians. The rows stand in `benchmarks/matching_rows/`, a file a
subject. ``--only`` takes subjects (nearest, stable, assignment ...), ``--slow`` also lets peers run what
takes them minutes. The exit status is 1 if a target is missed.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import argparse
import json
import os
from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING

import numba
import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.matching_rows.row import Row

ROWS = Path(__file__).resolve().parent / "matching_rows"
SUBJECTS = sorted(path.stem.removesuffix("_rows") for path in ROWS.glob("*_rows.py"))
VERDICTS = {None: "", True: "met", False: "MISSED"}


def rows_of(subject: str, *, slow: bool) -> list[Row]:
    """Measure one subject."""
    found: list[Row] = import_module(f"benchmarks.matching_rows.{subject}_rows").measure(slow=slow)
    return found


def show(rows: Iterable[Row]) -> None:
    """Print rows by task: times, how many times ours, quality, verdicts."""
    tasks: dict[str, list[Row]] = {}
    for row in rows:
        tasks.setdefault(row.task, []).append(row)
    for task, members in tasks.items():
        print(f"\n{task}")
        ours = next((row.seconds for row in members if row.method.startswith("ours")), None)
        for row in members:
            ratio = "" if ours is None or row.method.startswith("ours") else f"x{row.seconds / ours:,.1f}"
            print(f"  {row.method:<42} {_time(row.seconds):>10} {ratio:>9}   {row.quality}")
            if row.target:
                print(f"  {'':<42} {'':>10} {'':>9}   target {row.target}: {VERDICTS[row.is_kept]}")


def _time(seconds: float) -> str:
    if seconds < 0.1:
        return f"{1000 * seconds:.3f} ms"
    return f"{seconds:.3f} s"


def main() -> int:
    """Print all rows; return 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", choices=SUBJECTS, action="append", help="one subject; may be repeated")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    rows: list[Row] = []
    with threadpool_limits(1):
        if not wanted.json:
            load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
            threads = [pool["num_threads"] for pool in threadpool_info()]
            print(f"BLAS threads: {threads}, kernels: one thread; {os.cpu_count()} cores, load {load}")
            print(f"numba {numba.__version__}, numpy {np.__version__}")
        for subject in wanted.only or SUBJECTS:
            found = rows_of(subject, slow=wanted.slow)
            rows += found
            if not wanted.json:
                show(found)
    if wanted.json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    return int(any(row.is_kept is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
