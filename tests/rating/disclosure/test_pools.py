"""Units too small to say anything about stand behind a pool, with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rating.disclosure import Policy, release
from rating.disclosure.audit import audit
from rating.disclosure.pools import with_pools
from tests.builders import base_cells, figures, linked, published

if TYPE_CHECKING:
    from rating.disclosure import Tables

SITES = {"site": "company"}
CHAIN = {"site": "company", "company": "city"}


def company(name: str = "A", **sites: tuple[int, int]) -> Tables:
    cells = [
        cell for site, row in sites.items() for cell in base_cells({"staff": row}, company=name, site=site)
    ]
    return linked(cells, SITES)


def pooled(tables: Tables, floor: int = 5) -> Tables:
    return with_pools(tables, np.full(len(tables.units), floor))


def test_where_no_unit_is_small_there_is_no_pool() -> None:
    tables = pooled(company(north=(5, 0), south=(30, 20)))
    assert len(tables.units) == 3
    assert not (tables.members | tables.pools | tables.hidden).any()


def test_a_small_unit_is_withheld_with_its_smallest_neighbour() -> None:
    tables = pooled(company(tiny=(1, 1), large=(40, 40), middle=(30, 20), huge=(50, 60)))
    assert tables.units == (
        ("A", "*"), ("A", "(pool)"), ("A", "huge"), ("A", "large"), ("A", "middle"), ("A", "tiny")
    )  # fmt: skip
    assert tables.parents.tolist() == [-1, 0, 0, 0, 1, 1]
    assert tables.members.tolist() == [False, False, False, False, True, True]
    assert tables.pools.tolist() == tables.hidden.tolist() == [False, True, False, False, False, False]
    assert tables.counts["gender"][1].tolist() == [[31, 21]]
    # the totals are as before
    assert tables.counts["gender"][0].tolist() == [[121, 121]]


@pytest.mark.parametrize(
    ("sites", "members"),
    [
        # fifteen people are enough for a floor of five, where the level has not many
        ({"a": (2, 2), "b": (6, 6), "c": (20, 0)}, ["a", "b"]),
        ({"a": (2, 2), "b": (5, 5), "c": (20, 0), "d": (20, 20)}, ["a", "b", "c"]),
        # all small ones are in it, whether or not it takes them
        (
            {"a": (2, 2), "b": (2, 2), "c": (2, 2), "d": (2, 2), "e": (2, 2), "f": (40, 0)},
            ["a", "b", "c", "d", "e"],
        ),
        # where nobody is, nobody has to be protected
        ({"a": (0, 0), "b": (40, 10), "c": (40, 40)}, []),
    ],
)
def test_so_many_are_pooled_that_the_pool_has_people_enough(
    sites: dict[str, tuple[int, int]], members: list[str]
) -> None:
    tables = pooled(company(**sites))
    inside = [unit[-1] for unit, own in zip(tables.units, tables.members, strict=True) if own]
    assert inside == members


def test_a_pool_has_people_at_every_level_that_has_many() -> None:
    """Otherwise the pool would cost the level in the total over all sites."""
    small = base_cells({"staff": (2, 2), "head": (0, 0)}, site="tiny")
    plain = base_cells({"staff": (20, 20), "head": (0, 0)}, site="plain")
    rich = base_cells({"staff": (40, 40), "head": (30, 30)}, site="rich")
    tables = pooled(linked([*small, *plain, *rich], SITES))
    assert tables.pools.tolist() == [True, False, False, False]  # all sites are in: the company is the pool
    assert tables.members.tolist() == [False, True, True, True]


def test_the_floor_of_a_unit_says_what_is_small() -> None:
    tables = company(a=(4, 4), b=(30, 30), c=(30, 40))
    assert not pooled(tables, 5).members.any()
    assert pooled(tables, 10).members.any()


def test_where_the_sum_is_small_itself_nothing_is_pooled_below_it() -> None:
    tables = pooled(company(a=(1, 1), b=(1, 0)))
    assert not (tables.members | tables.pools).any()


def test_members_of_a_company_that_is_pooled_are_members() -> None:
    cells = base_cells({"staff": (1, 1)}, city="X", company="Tiny", site="t1")
    for name in ("B", "C", "D"):
        for site in (f"{name}1", f"{name}2"):
            cells += base_cells({"staff": (30, 40 + ord(name))}, city="X", company=name, site=site)
    ordered = [
        {key: cell[key] for key in ("city", "company", "site", "level", "attribute", "group", "n")}
        for cell in cells
    ]
    tables = pooled(linked(ordered, CHAIN))
    inside = {unit for unit, own in zip(tables.units, tables.members, strict=True) if own}
    assert inside == {
        ("X", "Tiny", "*"), ("X", "Tiny", "t1"), ("X", "B", "*"), ("X", "B", "B1"), ("X", "B", "B2")
    }  # fmt: skip
    for unit, parent in enumerate(tables.parents):
        assert parent < unit  # every unit stands behind the one that it is summed into


def test_of_members_nothing_is_said_and_the_pool_is_in_no_file() -> None:
    sites = {"tiny": (1, 1), "large": (40, 40), "middle": (30, 20), "huge": (50, 60)}
    cells = [cell for site, row in sites.items() for cell in base_cells({"staff": row}, site=site)]
    publication = published(cells, parents=SITES)
    said = figures(publication)
    for site in ("tiny", "middle"):
        assert {value for keys, value in said.items() if site in keys} == {None}
    for site in ("large", "huge", "*"):
        assert None not in {value for keys, value in said.items() if keys[1] == site}
    assert "pool" not in publication.model_dump_json()
    released = release(linked(cells, SITES), Policy())
    assert released.frame.parents.tolist() == [-1, 0, 0, 0, 0]
    assert all(finding.kept for finding in audit([publication]))


def test_where_a_pool_has_nobody_its_members_are_not_told_to_have_nobody() -> None:
    """The company has no other women: those of the pool, none, would be their difference from the total."""
    sites = {"tiny": (0, 3), "middle": (0, 40), "large": (30, 60), "huge": (41, 60)}
    cells = [cell for site, row in sites.items() for cell in base_cells({"staff": row}, site=site)]
    publication = published(cells, parents=SITES)
    said = figures(publication)
    known = [said["A", site, "gender", "staff", "women"] for site in ("*", "large", "huge")]
    assert None in known
    assert all(finding.kept for finding in audit([publication]))
