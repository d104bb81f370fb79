"""Sites in companies in cities: what is withheld holds out against all the totals above it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rating.disclosure import Policy, publication_of, release
from rating.disclosure.audit import audit
from tests.builders import base_cells, figures, linked, published

SITES = {"site": "company"}
CHAIN = {"site": "company", "company": "city"}
Row = tuple[int, int]


def of_sites(**sites: Row) -> list[dict[str, str | int]]:
    """Build a company whose sites have one level."""
    return [cell for site, row in sites.items() for cell in base_cells({"staff": row}, site=site)]


def of_city(*companies: dict[str, Row], levels: tuple[str, ...] = ("staff",)) -> list[dict[str, str | int]]:
    """Build a city of companies with sites, the widest key first."""
    cells = []
    for number, sites in enumerate(companies):
        for site, row in sites.items():
            unit = {"city": "X", "company": f"company {number}", "site": site}
            order = (*unit, "level", "attribute", "group", "n")
            cells += [
                {key: cell[key] for key in order} for cell in base_cells(dict.fromkeys(levels, row), **unit)
            ]
    return cells


def women(cells: list[dict[str, str | int]], parents: dict[str, str]) -> dict[str, int | None]:
    """Return the women published of each unit: of its narrowest part that is not summed over."""
    said = figures(published(cells, parents=parents))
    return {
        ", ".join(text for text in keys[:-3] if text != "*"): value
        for keys, value in said.items()
        if keys[-2:] == ("*", "women")
    }


def test_where_nothing_is_small_everything_is_published_with_all_totals() -> None:
    assert women(of_sites(north=(20, 30), south=(40, 50)), SITES) == {
        "A": 60, "A, north": 20, "A, south": 40
    }  # fmt: skip


def test_a_small_number_of_one_site_is_not_the_difference_of_the_others_from_the_company() -> None:
    found = women(of_sites(north=(3, 30), south=(40, 50), east=(41, 60)), SITES)
    assert found["A, north"] is None
    assert (found["A"], [found["A, south"], found["A, east"]].count(None)) == (84, 1)


def test_a_company_of_one_site_is_that_site() -> None:
    assert women(of_sites(north=(3, 30)), SITES) == {"A": None, "A, north": None}
    assert women(of_sites(north=(30, 30)), SITES) == {"A": 30, "A, north": 30}


def test_a_company_of_one_site_is_hidden_in_its_city_by_another() -> None:
    found = women(of_city({"n": (3, 30)}, {"s": (40, 50)}, {"e": (41, 60), "w": (42, 42)}), CHAIN)
    assert (found["X"], found["X, company 0"], found["X, company 0, n"]) == (126, None, None)
    assert None in (found["X, company 1"], found["X, company 2"])


def test_a_small_level_of_a_site_is_not_counted_back_from_the_other_sites() -> None:
    cells = []
    for site, boards in (("north", (1, 2)), ("south", (20, 25)), ("east", (19, 30))):
        cells += base_cells({"staff": (60, 70), "head": (30, 30), "board": boards}, site=site)
    publication = published(cells, parents=SITES)
    said = figures(publication)
    assert said["A", "north", "gender", "board", "*"] is None
    assert None in (said["A", site, "gender", "board", "*"] for site in ("south", "east", "*"))
    assert said["A", "*", "gender", "*", "*"] == 667
    assert all(finding.kept for finding in audit([publication]))


def test_two_attributes_that_share_headcounts_are_one_problem() -> None:
    cells = []
    for site, row, origin in (
        ("north", (20, 4), (22, 2)),
        ("south", (30, 25), (40, 15)),
        ("east", (19, 30), (30, 19)),
    ):
        cells += base_cells({"staff": row}, site=site)
        cells += base_cells({"staff": origin}, "origin", ("native", "other"), site=site)
    publication = published(cells, parents=SITES)
    said = figures(publication)
    assert said["A", "north", "gender", "staff", "men"] is None
    assert said["A", "north", "origin", "staff", "other"] is None
    findings = audit([publication])
    assert {finding.needed for finding in findings if finding.keys["attribute"] == "origin"} == {10}
    assert all(finding.kept for finding in findings)


@pytest.mark.parametrize(("policy", "needed"), [(Policy(), 5), (Policy(k=9), 9)])
def test_the_promise_is_that_of_the_policy(policy: Policy, needed: int) -> None:
    publication = published(of_sites(north=(8, 30), south=(4, 50), east=(41, 60)), policy, parents=SITES)
    said = figures(publication)
    assert (said["A", "north", "gender", "staff", "women"] is None) is (needed == 9)
    findings = audit([publication])
    assert {finding.needed for finding in findings} == {needed}
    assert all(finding.kept for finding in findings)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=3))
def test_every_withheld_number_of_sites_keeps_five_values_by_enumeration(sites: list[Row]) -> None:
    """All companies with the published headcounts and numbers are written down, whatever withheld them."""
    cells = of_sites(**{f"s{number}": row for number, row in enumerate(sites)})
    said = figures(published(cells, parents=SITES))
    units = ("*", *(f"s{number}" for number in range(len(sites))))
    known = [[said["A", unit, "gender", "*", group] for group in ("women", "men", "*")] for unit in units]
    assume(all(row[2] is not None for row in known))  # not so below the floor: that is what pools are for
    splits = np.indices([int(row[2] or 0) + 1 for row in known[1:]]).reshape(len(sites), -1)
    female = np.concatenate([splits.sum(axis=0, keepdims=True), splits])
    everybody = np.array([[row[2]] for row in known], dtype=np.int64)
    possible = np.stack([female, everybody - female], axis=1)  # (units, groups, companies)
    fits = np.ones(possible.shape[2], np.bool_)
    for unit, group in np.ndindex(len(units), 2):
        told = known[unit][group]
        fits &= True if told is None else possible[unit, group] == told
    for unit, group in np.ndindex(len(units), 2):
        if known[unit][group] is None:
            values = set(possible[unit, group, fits].tolist())
            assert len(values) >= 5
            assert max(values) >= 5


@st.composite
def companies_of_sites(draw: st.DrawFn) -> list[dict[str, str | int]]:
    """Draw a company of up to three sites with up to two levels, small ones among them."""
    cells = []
    levels = draw(st.sampled_from((("staff",), ("staff", "head"))))
    most = draw(st.sampled_from((6, 20, 60)))
    for number in range(draw(st.integers(1, 3))):
        rows = {level: (draw(st.integers(0, most)), draw(st.integers(0, most))) for level in levels}
        cells += base_cells(rows, site=f"s{number}")
        if levels == ("staff",):
            people = sum(rows["staff"])
            native = draw(st.integers(0, people))
            cells += base_cells(
                {"staff": (native, people - native)}, "origin", ("native", "other"), site=f"s{number}"
            )
    return cells


@settings(max_examples=100)
@given(companies_of_sites())
def test_companies_of_sites_pass_the_audit(cells: list[dict[str, str | int]]) -> None:
    publication = published(cells, parents=SITES)
    assert [finding for finding in audit([publication]) if not finding.kept] == []


@settings(max_examples=60)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(("a", "b", "c")),
            st.tuples(st.integers(0, 25), st.integers(0, 25)),
            min_size=1,
            max_size=2,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_cities_of_companies_of_sites_pass_the_audit(companies: list[dict[str, Row]]) -> None:
    publication = published(of_city(*companies), parents=CHAIN)
    assert [finding for finding in audit([publication]) if not finding.kept] == []


@settings(max_examples=60)
@given(companies_of_sites(), st.data())
def test_companies_of_sites_pass_the_audit_whatever_groups_are_worth(
    cells: list[dict[str, str | int]], data: st.DataObject
) -> None:
    tables = linked(cells, SITES)
    worth = st.sampled_from([1.0, 10.0, 1e6])
    group_worth = {
        attribute: {group: data.draw(worth) for group in groups}
        for attribute, groups in tables.groups.items()
    }
    publication = publication_of(release(replace(tables, group_worth=group_worth), Policy()))
    assert [finding for finding in audit([publication]) if not finding.kept] == []


def test_what_holds_out_against_totals_is_chosen_by_what_groups_are_worth_too() -> None:
    cells = []
    for site, row in (("s0", (40, 8, 0, 0)), ("s1", (8, 8, 8, 0)), ("s2", (40, 0, 3, 40))):
        cells += base_cells({"staff": row}, groups="abcd", site=site)
    tables = linked(cells, SITES)
    withheld = []
    for worth in ({}, {"gender": {"a": 1000.0}}):
        said = figures(publication_of(release(replace(tables, group_worth=worth), Policy())))
        withheld.append({key[-1] for key, value in said.items() if value is None})
    assert withheld == [set("acd"), set("bcd")]


def test_headcounts_are_worth_what_is_lost_with_them_however_that_is_weighed() -> None:
    cells = base_cells({"a": (8, 8), "b": (40, 8)}, site="s0")
    cells += base_cells({"a": (8, 40), "b": (20, 3)}, site="s1")
    tables = replace(linked(cells, SITES), group_worth={"gender": {"men": 10.0}})
    said = figures(publication_of(release(tables, Policy())))
    assert None in said.values()
    assert None not in {value for key, value in said.items() if key[-1] == "*"}


@pytest.mark.parametrize("seed", range(4))
def test_published_numbers_are_the_true_ones_and_add_up(seed: int) -> None:
    rng = np.random.default_rng(seed)
    companies = [
        {f"s{site}": (int(a), int(b)) for site, (a, b) in enumerate(rng.integers(0, 40, (4, 2)))}
        for _ in range(5)
    ]
    said = figures(published(of_city(*companies, levels=("staff", "head")), parents=CHAIN))
    true = {}
    for number, sites in enumerate(companies):
        for site, row in sites.items():
            for place in (("X", f"company {number}", site), ("X", f"company {number}", "*"), ("X", "*", "*")):
                for level, times in (("staff", 1), ("head", 1), ("*", 2)):
                    for group, people in zip(("women", "men", "*"), (*row, sum(row)), strict=True):
                        key = (*place, "gender", level, group)
                        true[key] = true.get(key, 0) + times * people
    assert {key: value for key, value in said.items() if value not in (None, true[key])} == {}
    # of large sums little is lost
    assert said["X", "*", "*", "gender", "*", "*"] == true["X", "*", "*", "gender", "*", "*"]
