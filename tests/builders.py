"""Plain functions that build inputs with honest defaults; a test states only what it is about."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np

from rating.data import Attribute, Company, Cube, Group, Headcount, Ladder, Level
from rating.disclosure import Policy, publication_of, release, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from rating.data import Exclusion, Measure
    from rating.disclosure import Publication, Tables

    BaseCell = dict[str, str | int]

CANONICAL = ("company", "period", "level", "attribute", "group", "count")


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as one dictionary a row."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def attribute(code: str = "gender", groups: Sequence[str] = ("women", "men")) -> Attribute:
    """Build an attribute whose evenness is judged over all its groups."""
    return Attribute(code, code.capitalize(), tuple(Group(g, g.capitalize()) for g in groups), len(groups))


def ladder(*management: bool, stated: bool = True) -> Ladder:
    """Build a ladder of one level a rung; by default staff and managers."""
    flags = management or (False, True)
    return Ladder(
        tuple(Level(f"level{rung}", f"Level {rung}", rung, flag) for rung, flag in enumerate(flags)),
        stated=stated,
    )


def headcount(
    counts: Mapping[str, object],
    *,
    groups: Mapping[str, Sequence[str]] | None = None,
    unobserved: Mapping[str, object] | None = None,
    on: Ladder | None = None,
    measure: Measure = "counts",
    exclusions: Mapping[str, Exclusion] | None = None,
    period: str = "2026",
) -> Headcount:
    """Build a headcount from arrays of counts (companies, levels, groups) by attribute code."""
    cubes = {}
    sizes = np.zeros(0)
    for code, values in counts.items():
        array = np.array(values, dtype=float)
        hidden = np.array((unobserved or {}).get(code, np.zeros(array.shape[:2])), dtype=float)
        names = (groups or {}).get(code, [f"g{index}" for index in range(array.shape[2])])
        cubes[code] = Cube(attribute(code, names), array, hidden)
        sizes = np.array(array.sum(axis=2) + hidden)
    return Headcount(
        period=period,
        ladder=on or ladder(),
        companies=tuple(Company(f"k{index}", f"Company {index:04d}") for index in range(len(sizes))),
        cubes=cubes,
        sizes=sizes,
        measure=measure,
        exclusions=exclusions or {},
    )


def base_cells(
    levels: Mapping[str, Sequence[int]],
    attribute: str = "gender",
    groups: Sequence[str] = ("women", "men"),
    **unit: str,
) -> list[BaseCell]:
    """Build base cells for the disclosure gate: people by level and group; of company A unless it is said."""
    return [
        {**({"company": "A"} | unit), "level": level, "attribute": attribute, "group": group, "n": people}
        for level, row in levels.items()
        for group, people in zip(groups, row, strict=True)
    ]


def linked(cells: Sequence[BaseCell], parents: Mapping[str, str] | None = None) -> Tables:
    """Build linked tables of base cells; all their keys are key columns."""
    return tables_of(cells, [key for key in cells[0] if key != "n"], parents=parents)


def published(
    cells: Sequence[BaseCell],
    policy: Policy | None = None,
    earlier: Sequence[Publication] = (),
    parents: Mapping[str, str] | None = None,
) -> Publication:
    """Put base cells through the gate and return what is published of them."""
    return publication_of(release(linked(cells, parents), policy or Policy(), earlier))


def figures(publication: Publication) -> dict[tuple[str, ...], int | None]:
    """Return what a publication says: the value of each cell, None where withheld, by its keys in order."""
    return {
        (*table.fixed.values(), *(str(cell[key]) for key in table.keys)): cell["value"]  # type: ignore[misc]
        for table in publication.tables
        for cell in table.cells
    }


def canonical_rows(
    company: str = "Acme",
    *,
    period: str = "2026",
    level: str = "executive",
    counts: Mapping[str, Mapping[str, object]] | None = None,
) -> list[tuple[object, ...]]:
    """Build rows of the canonical format for one company and level."""
    figures = counts or {"gender": {"women": 12, "men": 18}}
    return [
        (company, period, level, code, group, count)
        for code, groups in figures.items()
        for group, count in groups.items()
    ]


def csv_text(
    rows: Iterable[Sequence[object]], header: Sequence[str] = CANONICAL, delimiter: str = ","
) -> str:
    """Write rows as CSV text."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def canonical_file(path: Path, rows: Iterable[Sequence[object]], header: Sequence[str] = CANONICAL) -> Path:
    """Write rows as a CSV file and return its path."""
    path.write_text(csv_text(rows, header), encoding="utf-8")
    return path


def city_rows(companies: int = 6, *, leaders: int = 40, period: str = "2026") -> list[tuple[object, ...]]:
    """Build a small city: every company has staff and executives, with shares that differ."""
    rows: list[tuple[object, ...]] = []
    for number in range(companies):
        women = leaders * (number + 2) // (companies + 3)
        name = f"Company {number}"
        rows += canonical_rows(
            name, period=period, level="staff", counts={"gender": {"women": 60, "men": 60}}
        )
        rows += canonical_rows(
            name, period=period, counts={"gender": {"women": women, "men": leaders - women}}
        )
    return rows


EEO1_RACES = (
    "Hispanic_or_Latino", "White", "Black_or_African_American", "Native_Hawaiian_or_Pacific_Islander",
    "Asian", "American_Indian_Alaskan_Native", "Two_or_more_races",
)  # fmt: skip
EEO1_LEVELS = {"Executives": 40, "Managers": 300, "Professionals": 900}


def eeo1_file(path: Path, names: Sequence[str] = ("Acme", "Bolt", "Core", "Dune", "Echo", "Fern")) -> Path:
    """Write invented EEO-1 reports for 2016: a public filing, so nothing about them is withheld."""
    rng = np.random.default_rng(2016)
    rows: list[tuple[object, ...]] = []
    for name in names:
        shares = rng.dirichlet(np.array([2, 9, 1.5, 0.3, 5, 0.3, 1]))
        women = rng.uniform(0.2, 0.5)
        for level, people in EEO1_LEVELS.items():
            for race, number in zip(EEO1_RACES, rng.multinomial(people, shares), strict=True):
                female = int(rng.binomial(number, women))
                rows.append((name, 2016, race, "female", level, female))
                rows.append((name, 2016, race, "male", level, int(number) - female))
    return canonical_file(path, rows, ("company", "year", "race", "gender", "job_category", "count"))
