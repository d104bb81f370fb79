"""The ASEM Sustainable Connectivity index of the JRC, rebuilt from its raw data.

    python benchmarks/asem.py --data DIR --out scores.csv

DIR holds the raw data, metadata, denominators, weights and method of the example that comes with the R
package COINr: 51 countries, 49 indicators, 8 pillars, 2 sub-indices, 1 index. Writes a row a country with
every aggregate, does the recorded steps once more from their JSON and compares, and says how long it took.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from rating.composite.steps import StepRecord
from rating.composite.tables import Table, TableFramework, compose, replay

#: COINr's name of a method -> ours.
METHODS = {"indgroup_mean": "group_mean", "minmax": "min_max", "arith_mean": "arithmetic"}
#: Points that may be moved before the logarithm takes over: stated in the provenance, not in the method.
MOST_POINTS = 6


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_framework(data: Path) -> TableFramework:
    """Put the tree and the methods together from the files."""
    method = json.loads((data / "method.json").read_text(encoding="utf-8"))
    weights = {row["Code"]: float(row["Weight"]) for row in rows(data / "weights.csv")}
    structure = rows(data / "structure.csv")
    parent = {row["IndCode"]: row["Agg1"] for row in structure}
    parent |= {row["Agg1"]: row["Agg2"] for row in structure} | {
        row["Agg2"]: row["Agg3"] for row in structure
    }
    return TableFramework(
        title="ASEM Sustainable Connectivity",
        indicators=[
            {
                "code": row["IndCode"],
                "title": row["IndName"],
                "parent": parent[row["IndCode"]],
                "weight": weights[row["IndCode"]],
                "direction": int(float(row["Direction"])),
                "divided_by": row["Denominator"] or None,
            }
            for row in rows(data / "ind_meta.csv")
        ],
        aggregates=[
            {
                "code": row["Code"],
                "title": row["Name"],
                "parent": parent.get(row["Code"]),
                "weight": weights[row["Code"]],
            }
            for row in rows(data / "agg_meta.csv")
        ],
        impute={"method": METHODS[method["impute"]["imtype"][0]], "by": method["impute"]["groupvar"][0]},
        treat={
            "method": "winsorise_or_log",
            "skew": method["treat"]["t_skew"][0],
            "kurtosis": method["treat"]["t_kurt"][0],
            "points": MOST_POINTS,
        },
        normalise={"method": METHODS[method["normalise"]["ntype"][0]]},
        aggregate={"method": METHODS[method["aggregate"]["agtype"][0]]},
    )


def read_table(data: Path) -> Table:
    """Return the raw data beside the sizes."""
    raw = rows(data / "data_Raw.csv")
    sizes = {row["UnitCode"]: row for row in rows(data / "denominators.csv")}
    columns = {code: [row[code] for row in raw] for code in raw[0] if code not in {"UnitCode", "UnitName"}}
    columns |= {
        code: [sizes[row["UnitCode"]][code] for row in raw]
        for code in next(iter(sizes.values()))
        if code.startswith("Den_")
    }
    return Table.of([row["UnitCode"] for row in raw], columns)


def main() -> None:
    """Compute, write, replay, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    with threadpool_limits(1):
        framework, table = read_framework(given.data), read_table(given.data)
        start = time.perf_counter()
        composed = compose(table, framework)
        seconds = time.perf_counter() - start
        records = [StepRecord.model_validate_json(step.model_dump_json()) for step in composed.steps]
        again = replay(records, table)
    codes = [aggregate.code for aggregate in framework.aggregates]
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["UnitCode", *codes])
        for unit, code in enumerate(composed.units):
            writer.writerow([code, *(repr(float(composed.scores[score][unit])) for score in codes)])
    treated = next(step for step in composed.steps if step.step == "treat").learned["treatments_"][1]
    moved = np.array(treated).reshape(-1, 5)[:, 4]
    gaps = sum(int(filled.sum()) for filled in composed.imputed.values())
    same = all(np.array_equal(again[code], composed.scores[code], equal_nan=True) for code in codes)
    print(f"{len(composed.units)} units x {len(framework.indicators)} indicators -> {len(codes)} aggregates")
    print(f"{gaps} gaps filled, {int((moved > 0).sum())} indicators treated, in {1000 * seconds:.0f} ms")
    print(f"replayed from JSON: {'the same to the last digit' if same else 'DIFFERENT'}")
    pillars = [code for code in codes if framework.parts_of(code)[0].code in framework.codes]
    for code in pillars:
        parts = [part.code for part in framework.parts_of(code)]
        found = composed.coherence(code)
        print(f"  {code:<9} {len(parts):2} indicators, alpha {found.alpha:5.2f}")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
