"""The disclosure gate: how long it takes, how much it withholds, and what it finds in tables of others.

    python benchmarks/disclosure.py [--data DIR] [--companies 1000]

- A company of 5 levels, 4 attributes and 8 groups: median time of a release.
- The same beside the figures of the year before, with joiners and leavers.
- The verifier on a small city with totals.
- A city of companies with totals over all of them: time of a release.
- Information lost, as weighted cells, beside the plain rule "also withhold the next smallest" (in every row
  and column of which one cell is withheld), and how many withheld cells that rule leaves open to a reader.
- Beside the exact optimum on small tables, by trying all patterns.
- Published tables with suppressed cells (folder `csps` of the data): how many of these cells can be narrowed
  down from the published counts alone.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba looks for a package named coverage, which the script beside this one is not

import argparse
import csv
import gzip
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit
from threadpoolctl import threadpool_info, threadpool_limits

from rating.disclosure import Movement, Policy, Publication, publication_of, release, tables_of
from rating.disclosure.audit import audit
from rating.disclosure.kernels.flows import UNBOUNDED
from rating.disclosure.kernels.protection import all_kept, protect, ranges
from rating.disclosure.lattice import Lattice
from rating.disclosure.primary import primary_cells
from rating.disclosure.suppression import shaken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rating.data import Floats
    from rating.disclosure.kernels.flows import Flags
    from rating.disclosure.lattice import Graph, Integers

KEYS = ("company", "level", "attribute", "group")
LEVELS = {
    "staff": 0.7,
    "first_line_manager": 0.15,
    "middle_manager": 0.09,
    "senior_manager": 0.04,
    "executive": 0.02,
}
#: Eight groups each, as the target says; ages and years of service are finer here than in the register.
ATTRIBUTES = {"gender": 5, "age": 5, "origin": 10, "seniority": 5}
GROUPS, FLOOR = 8, 5
#: Part of the people who leave in a year; about as many join.
_TURNOVER = 0.12


def company(rng: np.random.Generator, name: str, people: int) -> list[dict[str, Any]]:
    """Draw the people of one company."""
    sizes = rng.poisson(people * np.array(list(LEVELS.values())))
    rows = []
    for attribute in ATTRIBUTES:
        shares = rng.dirichlet(np.linspace(3.0, 0.3, GROUPS) * 8)
        for level, size in zip(LEVELS, sizes, strict=True):
            for group, n in enumerate(rng.multinomial(size, shares)):
                place = {"city": "X", "company": name, "level": level, "attribute": attribute}
                rows.append(place | {"group": f"g{group}", "n": n})
    return rows


def one_company(repeats: int = 40) -> None:
    """Time the release of one company after another."""
    rng = np.random.default_rng(1)
    seconds = []
    for number in range(repeats):
        tables = tables_of(company(rng, "A", int(np.exp(rng.normal(5.5, 1.0)))), KEYS)
        start = time.perf_counter()
        release(tables, Policy())
        if number:  # the first one loads the compiled code
            seconds.append(time.perf_counter() - start)
    print(
        f"one company, 5 levels x 4 attributes x 8 groups: median {statistics.median(seconds) * 1e3:.1f} ms, "
        f"slowest {max(seconds) * 1e3:.1f} ms (target 200 ms)"
    )


def two_editions(repeats: int = 40) -> None:
    """Time the release of one company after another beside its figures of the year before."""
    rng = np.random.default_rng(3)
    seconds, kept = [], 0
    for number in range(repeats):
        size = int(np.exp(rng.normal(5.5, 1.0)))
        shares = [rng.dirichlet(np.linspace(3.0, 0.3, GROUPS) * 8) for _ in ATTRIBUTES]
        people = _people(rng, size, shares)
        staying = people[rng.random(size) > _TURNOVER]
        joined = _people(rng, int(rng.poisson(_TURNOVER * size)), shares)
        first = publication_of(
            release(tables_of(_counted(people), KEYS), Policy(reference_date="2025-12-31"))
        )
        movement = Movement(len(joined), size - len(staying))
        now = tables_of(_counted(np.concatenate([staying, joined])), KEYS)
        start = time.perf_counter()
        released = release(now, Policy(reference_date="2026-12-31", movement=movement), [first])
        if number:
            seconds.append(time.perf_counter() - start)
        kept += bool(released.frame.as_of)
    print(
        f"the same beside the year before, with joiners and leavers: median "
        f"{statistics.median(seconds) * 1e3:.0f} ms, slowest {max(seconds):.1f} s; {kept} of {repeats} "
        "companies keep their figures"
    )


def _people(rng: np.random.Generator, size: int, shares: list[Floats]) -> Integers:
    """Draw people: a level and a group of each attribute, shape (people, 1 + attributes)."""
    pyramid = np.array(list(LEVELS.values()))
    level = rng.choice(len(LEVELS), size, p=pyramid / pyramid.sum())
    return np.stack([level, *(rng.choice(GROUPS, size, p=own) for own in shares)], axis=1)


def _counted(people: Integers) -> list[dict[str, Any]]:
    """Return people as base cells of one company."""
    return [
        {
            "company": "A",
            "level": level,
            "attribute": attribute,
            "group": f"g{group}",
            "n": int(((people[:, 0] == row) & (people[:, place + 1] == group)).sum()),
        }
        for place, attribute in enumerate(ATTRIBUTES)
        for row, level in enumerate(LEVELS)
        for group in range(GROUPS)
    ]


def a_city(companies: int) -> None:
    """Time the release of a city with totals over its companies."""
    rng = np.random.default_rng(2)
    rows = [
        row
        for number in range(companies)
        for row in company(rng, f"c{number}", int(np.exp(rng.normal(4.8, 1.1))))
    ]
    tables = tables_of(rows, ("city", *KEYS), parents={"company": "city"})
    start = time.perf_counter()
    released = release(tables, Policy())
    seconds = time.perf_counter() - start
    shown = [~np.isnan(table.cells) for table in released.tables.values()]
    city = np.concatenate([own[0].ravel() for own in shown]).mean()
    below = np.concatenate([own[1:].ravel() for own in shown]).mean()
    print(
        f"a city of {companies:,} companies with totals: {seconds:.1f} s (target 180 s for 1,000); shown are "
        f"{city:.0%} of the cells of the city, {below:.0%} of those of companies"
    )


def an_audit(companies: int) -> None:
    """Time the verifier on a city with totals, from the published file alone."""
    rng = np.random.default_rng(2)
    rows = [
        row
        for number in range(companies)
        for row in company(rng, f"c{number}", int(np.exp(rng.normal(4.8, 1.1))))
    ]
    released = release(tables_of(rows, ("city", *KEYS), parents={"company": "city"}), Policy())
    published = publication_of(released)
    start = time.perf_counter()
    findings = audit([published])
    seconds = time.perf_counter() - start
    kept = sum(finding.kept for finding in findings)
    print(
        f"the verifier on a city of {companies} companies with totals: {seconds:.1f} s, "
        f"{kept:,} of {len(findings):,} promises kept"
    )


def tables(rng: np.random.Generator, shape: tuple[int, int], how_many: int) -> Iterator[np.ndarray[Any, Any]]:
    """Draw tables with rows of at least ten people, so that no headcount needs to be withheld."""
    made = 0
    while made < how_many:
        counts = rng.poisson(rng.gamma(1.0, rng.choice([5.0, 15.0, 40.0]), shape)).astype(np.int64)
        if (counts.sum(axis=1) >= 2 * FLOOR).all():
            made += 1
            yield counts


def weighed(lattice: Lattice, groups: int) -> Floats:
    """Return what is lost with each cell: totals count double, headcounts may not be withheld."""
    worth = np.where(np.arange(len(lattice.rows)) < len(lattice.levels), 1.0, 2.0)
    weight = np.repeat(worth[:, None], groups + 1, axis=1)
    weight[:, -1] = np.inf
    return weight


def plain_rule(values: np.ndarray[Any, Any], primary: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Withhold the next smallest in each row and column of which one cell is withheld; headcounts stay."""
    withheld = primary.copy()
    rows, columns = values.shape
    changed = True
    while changed:
        changed = False
        lines = [(np.full(columns - 1, row), np.arange(columns - 1)) for row in range(rows)]
        lines += [(np.arange(rows), np.full(rows, column)) for column in range(columns - 1)]
        for line in lines:
            if withheld[line].sum() == 1:
                candidates = np.where(withheld[line], np.iinfo(np.int64).max, values[line])
                place = int(candidates.argmin())
                withheld[line[0][place], line[1][place]] = True
                changed = True
    return withheld


def beside_the_plain_rule(how_many: int = 300) -> None:
    """Compare with what is often done."""
    rng = np.random.default_rng(3)
    lattice = Lattice(tuple("abcde"))
    graph = lattice.graph(GROUPS)
    weight = weighed(lattice, GROUPS)
    worth = np.where(np.isinf(weight), 0.0, weight)
    checked = np.isfinite(weight).ravel()
    lost = defaultdict(float)
    open_cells = {"known exactly": 0, "fewer than k values": 0}
    cells = 0
    for counts in tables(rng, (5, GROUPS), how_many):
        values = lattice.extended(counts)
        primary = primary_cells(values, FLOOR)
        plain = plain_rule(values, primary)
        ours = primary.ravel().copy()
        protect(values.ravel(), ours, checked, weight.ravel(), shaken(weight.size), FLOOR, graph)
        lost["primary"] += (worth * primary).sum()
        lost["plain"] += (worth * plain).sum()
        lost["ours"] += (worth.ravel() * ours).sum()
        below, above = np.zeros(values.size, np.int64), np.zeros(values.size, np.int64)
        ranges(values.ravel(), plain.ravel(), graph, FLOOR, below, above)
        possible = (below + above + 1)[plain.ravel()]
        reaches = (values.ravel() + above)[plain.ravel()]
        cells += len(possible)
        open_cells["known exactly"] += int((possible == 1).sum())
        open_cells["fewer than k values"] += int(((possible < FLOOR) | (reaches < FLOOR)).sum())
    print(f"{how_many} tables of 5 levels x 8 groups with all totals, weighted cells withheld:")
    print(
        f"  by the primary rule {lost['primary']:,.0f}, by the plain rule {lost['plain']:,.0f}, by the gate "
        f"{lost['ours']:,.0f} ({lost['ours'] / lost['plain']:.2f} of the plain rule)"
    )
    print(
        f"  of the {cells:,} cells that the plain rule withholds, {open_cells['known exactly']:,} are known "
        f"exactly and {open_cells['fewer than k values']:,} break the promise; of ours none"
    )


@njit
def cheapest_pattern(  # noqa: PLR0917 - compiled functions take no keyword-only arguments
    value: Integers, primary: Flags, checked: Flags, weight: Floats, floor: int, graph: Graph
) -> float:
    """Try all patterns; returns the least weight that has to be withheld besides the primary cells."""
    free = np.flatnonzero(checked & ~primary)
    ceiling = np.full(len(value), UNBOUNDED)
    best = np.inf
    for pattern in range(1 << len(free)):
        cost = 0.0
        for bit in range(len(free)):
            if pattern >> bit & 1:
                cost += weight[free[bit]]
        if cost >= best:
            continue
        trial = primary.copy()
        for bit in range(len(free)):
            if pattern >> bit & 1:
                trial[free[bit]] = True
        if all_kept(value, trial, checked, floor, ceiling, graph):
            best = cost
    return best


def beside_the_optimum(how_many: int = 150) -> None:
    """Compare with the best pattern there is, on tables small enough to try all."""
    rng = np.random.default_rng(4)
    levels, groups = 3, 4
    lattice = Lattice(tuple("abc"))
    graph = lattice.graph(groups)
    weight = weighed(lattice, groups)
    checked = np.isfinite(weight).ravel()
    ours_lost, best_lost, worst, same, compared = 0.0, 0.0, 1.0, 0, 0
    for counts in tables(rng, (levels, groups), how_many):
        values = lattice.extended(counts)
        primary = primary_cells(values, FLOOR)
        if not primary.any():
            continue
        best = cheapest_pattern(values.ravel(), primary.ravel(), checked, weight.ravel(), FLOOR, graph)
        ours = primary.ravel().copy()
        protect(values.ravel(), ours, checked, weight.ravel(), shaken(weight.size), FLOOR, graph)
        base = weight.ravel()[primary.ravel()].sum()
        own = weight.ravel()[ours].sum()
        ours_lost, best_lost = ours_lost + own, best_lost + base + best
        worst = max(worst, own / (base + best))
        same += own <= base + best + 1e-9
        compared += 1
    print(
        f"{compared} tables of 3 levels x 4 groups beside the exact optimum: {ours_lost / best_lost:.3f} "
        f"times its weight in all, {worst:.2f} at worst, the same in {same} (target 1.25)"
    )


# ------------------------------------------------------------------------- published tables of others

#: Year -> the files that count all bodies by a characteristic of the people.
CSPS = {
    2021: ("ethnicity", "gender", "health", "sexual_orientation", "socio_economic_background"),
    2022: ("ethnicity", "gender", "health", "sexual_orientation", "socio_economic_background"),
    2023: (
        "ethnicity",
        "gender",
        "long_term_health_status",
        "sexual_orientation",
        "socio_economic_background",
    ),
}
SUPPRESSED = "[c]"
#: Sums over bodies of the same department stand among the bodies.
_SUM = "group (including"


def read_csps(folder: Path, year: int, name: str) -> dict[tuple[str, str], dict[str, int | None]]:
    """Return the counts by department and body, and of all under ("", "")."""
    found: dict[tuple[str, str], dict[str, int | None]] = defaultdict(dict)
    (path,) = folder.glob(f"crosstabs/{year}_{name}_organisation*.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        for row in csv.reader(stream):
            if row[4] == "Response":
                continue
            department, name_of_body = (row[2], row[0]) if year != 2022 else (row[0], row[2])
            # names stand for several bodies in some years, codes do not
            body = name_of_body if _SUM in name_of_body else row[1]
            place = ("", "") if row[1] == "CS_MEAN" else (department, body)
            found[place][row[4]] = None if row[5] == SUPPRESSED else int(row[5])
    return found


def national(folder: Path, year: int, groups: Sequence[str]) -> dict[str, int]:
    """Return the published counts of all bodies together, by group."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - a peer of the benchmarks

    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in pq.read_table(folder / "04_03-raw_tbl_dem_data.parquet").to_pylist():
        if row["obj_year"] == year and row["question_measure"] == "Count" and row["value"] is not None:
            counts[row["demographic"]][row["category"]] = int(row["value"])
    # the same words stand under several questions: the one with just these answers is meant
    return next((own for own in counts.values() if set(own) == set(groups)), {})


def as_publication(folder: Path, year: int, name: str) -> Publication:
    """Return one table of counts as a release: bodies in groups of bodies in the service."""
    counts = read_csps(folder, year, name)
    totals = counts.pop(("", ""), None) or national(
        folder, year, sorted({group for own in counts.values() for group in own})
    )
    sums = {department for department, body in counts if _SUM in body}
    tables = []

    def add(department: str, body: str, cells: dict[str, int | None]) -> None:
        fixed = {"service": "all", "department": department, "body": body, "attribute": name}
        shown = [{"group": group, "value": value} for group, value in cells.items()]
        tables.append({"keys": ["group"], "fixed": fixed, "cells": shown})

    add("*", "*", dict(totals))
    for (department, body), cells in counts.items():
        if _SUM in body:
            add(department, "*", cells)
        else:  # a body outside these sums is a department of its own
            add(department if department in sums else body, body, cells)
    return Publication.model_validate(
        {
            "schema": "released/1",
            "rule": {"k": 10, "k_sensitive": 10},
            "population": {"company": "*", "reference_date": str(year)},
            "tables": tables,
            "guarantee": {"values_at_least": 10, "reaches_at_least": 10},
        }
    )


def published_tables(folder: Path) -> None:
    """Audit suppressed tables as they were published."""
    total, narrowed, exact = 0, 0, 0
    for year, names in CSPS.items():
        for name in names:
            findings = audit([as_publication(folder, year, name)])
            few = [finding for finding in findings if finding.exact and finding.possible < finding.needed]
            known = sum(finding.possible == 1 for finding in few)
            total, narrowed, exact = total + len(findings), narrowed + len(few), exact + known
            told = f"{len(findings)} suppressed, {len(few)} narrowed below 10 values, {known} known"
            print(f"  {year} {name}: {told}")
    print(f"  in all: {total} suppressed, {narrowed} narrowed below 10 values, {exact} known exactly")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--companies", type=int, default=1000)
    arguments = parser.parse_args()
    with threadpool_limits(1):
        print([(info["internal_api"], info["num_threads"]) for info in threadpool_info()])
        one_company()
        two_editions()
        an_audit(30)
        a_city(arguments.companies)
        beside_the_plain_rule()
        beside_the_optimum()
        if arguments.data:
            print("counts of the Civil Service People Survey by body and group, suppressed below 10:")
            published_tables(arguments.data / "csps")


if __name__ == "__main__":
    main()
