"""The main job on one year of UK filings: time, memory, where it goes, and how it grows.

    python benchmarks/main_job.py --data DIR

DIR holds uk_gpg/uk_gpg_2021_22.csv.gz. Each run is a new process (cold start, imports included) with BLAS on
one thread. Targets: 15 s without the report, 60 s and 2 GB with it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILING = Path("uk_gpg") / "uk_gpg_2021_22.csv.gz"
TARGETS = {"tables": (15.0, None), "report": (60.0, 2048.0)}
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
SIZES = (1000, 2000, 5000, 10_000)

#: Times the stages inside one process by calling what is public; it patches nothing.
SPLIT = """
import sys, time
clock = time.perf_counter
start = clock()
from pathlib import Path
import numpy as np
from rating.composite import load_framework
from rating.documents import Settings, publish, ratings_rows
from rating.intake import load_profile, read_headcounts
from rating.pipeline import rank, rate, usable_criteria
imported = clock()
intake = read_headcounts([Path(sys.argv[1])], load_profile("uk-gpg"))
read = clock()
framework = load_framework("management-diversity-2016")
framework = framework.restricted_to(usable_criteria(intake.headcounts, framework))
ratings = [rate(h, framework, rng=np.random.default_rng(1)) for h in intake.headcounts]
rated = clock()
rankings = [rank(r) for r in ratings]
ranked = clock()
document = publish(intake, list(zip(ratings, rankings)), Settings(1000, 1, "benchmark"))
published = clock()
document.model_dump_json(by_alias=True); list(ratings_rows(document))
written = clock()
for name, seconds in (("imports", imported - start), ("reading and checking", read - imported),
                      ("prior, draws, scores", rated - read), ("ranks, bands, pairs", ranked - rated),
                      ("release and document", published - ranked), ("json and csv", written - published)):
    print(f"  {name:<24}{seconds:8.2f} s")
"""


def run(file: Path, *more: str) -> tuple[float, float]:
    """Run the command once; returns seconds and the peak of resident memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "diversity_platform", "rate", str(file), "--profile", "uk-gpg",
            "--framework", "management-diversity-2016", "--draws", "1000", "--seed", "1",
            "--out", str(Path(folder) / "out"), "--json", *more,
        ]  # fmt: skip
        watched = [sys.executable, __file__, "--watch", *command]
        start = time.perf_counter()
        done = subprocess.run(
            watched, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=True
        )
        return time.perf_counter() - start, float(done.stderr.split()[-1])


def watch(command: list[str]) -> None:
    """Run a command as the only child of this process and print its peak memory."""
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stderr.write(f"peak {peak:.0f}\n")


def first_rows(file: Path, companies: int, folder: Path) -> Path:
    """Write the first so many employers of a filing to a file of their own."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    part = folder / f"first_{companies}.csv"
    with part.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows[: companies + 1])
    return part


def verdict(name: str, seconds: float, memory: float) -> str:
    """Say whether a target is kept."""
    limit, most = TARGETS[name]
    kept = seconds <= limit and (most is None or memory <= most)
    target = f"{limit:g} s" + (f", {most:g} MB" if most else "")
    return f"target {target}: {'kept' if kept else 'MISSED'}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data")
    parser.add_argument("--repeat", type=int, default=3, help="runs a figure; the median is printed")
    options = parser.parse_args()
    file = options.data / FILING
    print(f"{FILING.name}, 1,000 draws, {os.cpu_count()} cores, BLAS on one thread, new process each run")
    for name, more in (("tables", ["--no-report"]), ("report", [])):
        results = [run(file, *more) for _ in range(options.repeat)]
        seconds = statistics.median(result[0] for result in results)
        memory = max(result[1] for result in results)
        what = "without the report" if more else "with the report"
        print(f"{what:<20}{seconds:8.2f} s  {memory:6.0f} MB   {verdict(name, seconds, memory)}")
    print("where the time goes, without the report:")
    split = [sys.executable, "-c", SPLIT, str(file)]
    print(
        subprocess.run(split, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=True).stdout
    )
    print("growth, without the report:")
    base = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for companies in SIZES:
            part = first_rows(file, companies, Path(folder))
            results = [run(part, "--no-report") for _ in range(options.repeat)]
            seconds = statistics.median(result[0] for result in results)
            base = base or seconds
            memory = max(result[1] for result in results)
            print(f"{companies:>8,} employers {seconds:8.2f} s  {memory:6.0f} MB   x{seconds / base:.1f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--watch"]:
        watch(sys.argv[2:])
    else:
        main()
