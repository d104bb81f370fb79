"""The Technology Achievement Index of 23 countries under seven schemes of the OECD/JRC Handbook.

    python benchmarks/tai.py --data DIR --scheme EW --out ranks.csv

DIR holds the raw table (`tai_raw_23.csv`). Schemes, in `tai.toml` beside this file: EW equal weights; FA
factor analysis, BAP budget allocation and AHP analytic hierarchy process, with the weights that the Handbook
prints for them; BOD benefit of the doubt; GME geometric mean of the raw columns; NCMC non-compensatory
multi-criteria. Writes country and rank; units that are equal share the best of their places.
"""

from __future__ import annotations

import argparse
import csv
import tomllib
from pathlib import Path
from typing import Any

from rating.composite.outranking import best_order, support
from rating.composite.tables import Composed, Table, TableFramework, compose

RULES = Path(__file__).with_name("tai.toml")


def framework(scheme: str) -> TableFramework:
    """Return the framework under one scheme."""
    rules: dict[str, Any] = tomllib.loads(RULES.read_text(encoding="utf-8"))
    changes = rules.pop("schemes")[scheme]
    weights = changes.pop("weights", None)
    if weights:
        for indicator, weight in zip(rules["indicators"], weights, strict=True):
            indicator["weight"] = weight
    return TableFramework(**rules, **changes)


def rank(data: Path, scheme: str) -> tuple[Table, Composed]:
    """Return the table and what one scheme makes of it."""
    table = Table.from_csv(
        (data / "tai_raw_23.csv").read_text(encoding="utf-8"), unit="country", name="tai_raw_23.csv"
    )
    return table, compose(table, framework(scheme))


def main() -> None:
    """Rank, write, and say what was found."""
    schemes = tuple(tomllib.loads(RULES.read_text(encoding="utf-8"))["schemes"])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scheme", choices=schemes, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    table, found = rank(given.data, given.scheme)
    ranks = found.ranks("TAI").astype(int)
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["country", "rank"])
        writer.writerows(zip(found.units, ranks.tolist(), strict=True))
    first = sorted(zip(ranks.tolist(), found.units, strict=True))[:5]
    print(f"{given.scheme}: {', '.join(f'{place} {unit}' for place, unit in first)}, ...")
    if given.scheme == "NCMC":
        weights = next(step for step in found.steps if step.step == "aggregate").learned["weights_"][1]
        values = table.only(framework(given.scheme).codes)
        _, proven = best_order(support(values, values, weights))
        print(
            "no order agrees more with the pairwise comparisons" + ("" if proven else ", as far as searched")
        )


if __name__ == "__main__":
    main()
