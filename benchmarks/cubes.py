"""Ten million answers to a cube, beside four engines of tables, in one process on the same rows.

    python benchmarks/cubes.py

10,000 companies x 5 levels x 8 groups in random order, with weights: people, sum of weights and sum of
squared weights of each cell. From arrays: every engine gets its own columns before the clock starts. From
Parquet: from the file (uncompressed, just written, so in memory) to the cube; ours is read by pyarrow, which
is a choice of this benchmark and no dependency of the product. An engine that is not installed is left out
and named; polars takes its threads from its environment and is run with two only.

Ours runs on one thread and is in line "2 threads" as two halves of the rows at once, merged. Beside the
median on the wall stands the processor's time: on a machine with other work it is the steadier.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not

import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from rating.tabulate import Tabulation, tabulate

if TYPE_CHECKING:
    from collections.abc import Callable

    Columns = dict[str, np.ndarray]
    Cube = dict[str, np.ndarray]
    Work = Callable[[], object]

ROWS, SHAPE, ROUNDS = 10_000_000, (10_000, 5, 8), 7
KEYS = ["company", "level", "grp"]
QUERY = "SELECT company, level, grp, count(*) n, sum(w) s, sum(w * w) q FROM {} GROUP BY company, level, grp"
TARGET_MS, TARGET_RATIO = 60.0, 2.0


def answers() -> Columns:
    """Return the rows."""
    rng = np.random.default_rng(38)
    sizes = zip(KEYS, SHAPE, (np.int32, np.int8, np.int8), strict=True)
    columns = {name: rng.integers(0, size, ROWS, dtype=dtype) for name, size, dtype in sizes}
    return columns | {"w": rng.uniform(0.5, 2.0, ROWS)}


def ours(columns: Columns, rows: slice = slice(None)) -> Tabulation:
    """Tabulate some of the rows."""
    company, level, group, weights = (columns[name][rows] for name in (*KEYS, "w"))
    return tabulate(company, level, group, shape=SHAPE, weights=weights)


def halves(columns: Columns, pool: ThreadPoolExecutor) -> Tabulation:
    """Tabulate two halves at once."""
    parts = pool.map(lambda rows: ours(columns, rows), (slice(ROWS // 2), slice(ROWS // 2, None)))
    first, second = parts
    return first.merged(second)


def bincount(columns: Columns) -> Cube:
    """Make the same sums with numpy alone."""
    company, level, group, weights = (columns[name] for name in (*KEYS, "w"))
    keys = (company.astype(np.int64) * SHAPE[1] + level) * SHAPE[2] + group
    cells = int(np.prod(SHAPE))
    sums = (np.bincount(keys, given, cells) for given in (None, weights, weights * weights))
    return dict(zip("nsq", sums, strict=True))


def dense(found: Any) -> Cube:  # noqa: ANN401 - a table of any engine, as columns
    """Put the groups of an engine into their cells."""
    cells = np.ravel_multi_index(tuple(np.asarray(found[name]) for name in KEYS), SHAPE)
    cube = {name: np.zeros(int(np.prod(SHAPE))) for name in "nsq"}
    for name, array in cube.items():
        array[cells] = np.asarray(found[name])
    return cube


def with_duckdb(columns: Columns, parquet: Path, threads: int) -> dict[str, Work]:
    """Return duckdb's work, from arrays (registered Arrow columns) and from the file."""
    duckdb, arrow = import_module("duckdb"), import_module("pyarrow")
    base = duckdb.connect()
    base.execute(f"SET threads = {threads}")
    base.register("answers", arrow.table(columns))
    base.execute("CREATE TABLE stored AS SELECT * FROM answers")
    return {
        "arrays": lambda: base.execute(QUERY.format("stored")).fetchnumpy(),
        "parquet": lambda: base.execute(QUERY.format(f"read_parquet('{parquet}')")).fetchnumpy(),
    }


def with_pyarrow(columns: Columns, parquet: Path, threads: int) -> dict[str, Work]:
    """Return pyarrow's work."""
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    reader = import_module("pyarrow.parquet")
    arrow.set_cpu_count(threads)
    stored = arrow.table(columns)

    def group(table: Any) -> object:  # noqa: ANN401 - pyarrow is loaded by name
        squares = compute.multiply(table["w"], table["w"])
        grouped = table.append_column("w2", squares).group_by(KEYS, use_threads=threads > 1)
        found = grouped.aggregate([("w", "count"), ("w", "sum"), ("w2", "sum")])
        return found.rename_columns([*KEYS, "n", "s", "q"])

    return {
        "arrays": lambda: group(stored),
        "parquet": lambda: group(reader.read_table(parquet, use_threads=threads > 1)),
    }


def with_polars(columns: Columns, parquet: Path, _threads: int) -> dict[str, Work]:
    """Return polars' work, on as many threads as its environment gave it."""
    polars = import_module("polars")
    stored = polars.DataFrame(columns)
    weight = polars.col("w")
    sums = [polars.len().alias("n"), weight.sum().alias("s"), (weight * weight).sum().alias("q")]
    return {
        "arrays": lambda: stored.group_by(KEYS).agg(sums),
        "parquet": lambda: polars.scan_parquet(parquet).group_by(KEYS).agg(sums).collect(),
    }


def with_pandas(columns: Columns, _parquet: Path, _threads: int) -> dict[str, Work]:
    """Return pandas' work."""
    pandas = import_module("pandas")
    stored = pandas.DataFrame(columns)

    def group() -> object:
        table = stored.assign(w2=stored["w"] ** 2).groupby(KEYS, sort=False, as_index=False)
        return table.agg(n=("w", "size"), s=("w", "sum"), q=("w2", "sum"))

    return {"arrays": group}


PEERS = {"duckdb": with_duckdb, "pyarrow": with_pyarrow, "polars": with_polars, "pandas": with_pandas}


def from_parquet(parquet: Path, threads: int) -> Tabulation:
    """Read the file with pyarrow and tabulate it."""
    table = import_module("pyarrow.parquet").read_table(parquet, use_threads=threads > 1)
    columns = {name: table[name].to_numpy() for name in table.column_names}
    if threads == 1:
        return ours(columns)
    with ThreadPoolExecutor(threads) as pool:
        return halves(columns, pool)


def medians(works: dict[str, Work]) -> dict[str, float]:
    """Return the median milliseconds of each and print the processor's.

    The rounds take turns, so that a busy moment hits all.
    """
    wall: dict[str, list[float]] = {name: [] for name in works}
    processor: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(ROUNDS + 1):
        for name, work in works.items():
            start, used = time.perf_counter(), time.process_time()
            work()
            if turn:  # the first round compiles and warms up
                wall[name].append(1000 * (time.perf_counter() - start))
                processor[name].append(1000 * (time.process_time() - used))
    spent = {name: round(statistics.median(times)) for name, times in processor.items()}
    print(f"\nmilliseconds of the processor: {spent}")
    return {name: statistics.median(times) for name, times in wall.items()}


def check(mine: Tabulation, works: dict[str, Work]) -> None:
    """Stop if an engine finds other cubes than ours."""
    expected = {"n": mine.counts, "s": mine.weights[..., 1:], "q": mine.squares[..., 1:]}
    for name, work in works.items():
        cube = dense(work())
        for sums, array in expected.items():
            np.testing.assert_allclose(cube[sums], array.ravel(), rtol=1e-9, err_msg=f"{name}, {sums}")


def report(title: str, times: dict[str, float]) -> None:
    """Print the times and the ratios to ours."""
    print(title)
    for name, spent in times.items():
        ratio = "" if name == "ours" else f"   x{spent / times['ours']:.2f} of ours"
        print(f"  {name:<18} {spent:8.1f} ms{ratio}")


def main() -> None:
    """Print times, ratios and whether the targets are met."""
    columns = answers()
    here = [name for name in PEERS if find_spec(name)]
    print(f"not installed: {', '.join(set(PEERS) - set(here)) or 'nothing'}")
    with threadpool_limits(1), tempfile.TemporaryDirectory() as folder:
        print(f"BLAS threads: {[pool['num_threads'] for pool in threadpool_info()]}")
        parquet = Path(folder) / "answers.parquet"
        if find_spec("pyarrow"):
            table = import_module("pyarrow").table(columns)
            import_module("pyarrow.parquet").write_table(table, parquet, compression="none")
        for threads in (1, 2):
            with ThreadPoolExecutor(threads) as pool:
                running = [name for name in here if name != "polars" or threads > 1]
                peers = {name: PEERS[name](columns, parquet, threads) for name in running}
                works: dict[str, Work] = {
                    "ours": (lambda: ours(columns)) if threads == 1 else (lambda p=pool: halves(columns, p)),
                    "numpy bincount": lambda: bincount(columns),
                } | {name: work["arrays"] for name, work in peers.items()}
                check(ours(columns), {name: works[name] for name in running})
                times = medians(works)
                report(f"from arrays, threads: {threads}", times)
                print(f"  target {TARGET_MS:.0f} ms: {'met' if times['ours'] <= TARGET_MS else 'MISSED'}")
                if parquet.exists():
                    files = {"ours": lambda n=threads: from_parquet(parquet, n)}
                    files |= {name: work["parquet"] for name, work in peers.items() if "parquet" in work}
                    times = medians(files)
                    report(f"from Parquet, threads: {threads}", times)
                    ratio = times["ours"] / times["duckdb"] if "duckdb" in times else float("nan")
                    print(f"  ours / duckdb {ratio:.2f}, target {TARGET_RATIO:.0f}")


if __name__ == "__main__":
    main()
