"""Headcounts of a period through the gate, and the possible ones that everything else is computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rating.data import Exclusion
from rating.disclosure import Policy
from rating.disclosure.headcounts import (
    lattice_of,
    possible_headcounts,
    public_form,
    public_shares,
    release_headcount,
    tables_of_headcount,
)
from rating.disclosure.kernels.protection import ranges
from rating.disclosure.suppression import graph_of
from tests.builders import headcount, ladder

if TYPE_CHECKING:
    from rating.data import Headcount
    from rating.disclosure import Released

PUBLIC = Policy(already_public=True, source="a public filing")
PRIVATE = Policy(source="self-reported")
nan = np.nan


def shown(released: Released, unit: int = 1, attribute: str = "gender") -> list[list[float | None]]:
    """Return the cells of a unit, None where there is no number; by default of the first company."""
    cells = released.tables[attribute].cells[unit]
    return [[None if np.isnan(cell) else float(cell) for cell in row] for row in cells]


# ------------------------------------------------------------------------------------ what is released


def test_rows_are_levels_leaders_and_all_and_columns_groups_the_unknown_and_all() -> None:
    people = headcount(
        {"gender": [[[50, 60], [20, 30], [10, 30]]]},
        unobserved={"gender": [[40, 0, 0]]},
        on=ladder(False, True, True),
    )
    released = release_headcount(people, PRIVATE)
    assert released.frame.rows == ("level0", "level1", "level2", "management", "*")
    assert released.tables["gender"].groups == ("g0", "g1", "unknown")
    assert shown(released) == [
        [50, 60, 40, 150], [20, 30, 0, 50], [10, 30, 0, 40], [30, 60, 0, 90], [80, 120, 40, 240]
    ]  # fmt: skip


def test_all_companies_come_first_as_far_as_they_can_be_added_up() -> None:
    people = headcount({"gender": [[[50, 60], [20, 30]], [[70, 80], [3, 40]]]})
    released = release_headcount(people, PRIVATE)
    assert released.frame.units == (("*",), ("k0",), ("k1",))
    assert released.frame.parents.tolist() == [-1, 0, 0]
    everybody = shown(released, unit=0)
    assert everybody[1] == [None, None, 0, 93]  # a sum over withheld cells would give them away
    assert everybody[-1][2:] == [0, 353]
    alone = release_headcount(headcount({"gender": [[[50, 60], [20, 30]]] * 2}), PRIVATE)
    assert shown(alone, unit=0) == [
        [100, 120, 0, 220],
        [40, 60, 0, 100],
        [40, 60, 0, 100],
        [140, 180, 0, 320],
    ]


def test_a_small_company_costs_no_other_company_its_figures() -> None:
    """There is no total over companies that readers could not add up themselves."""
    people = headcount({"gender": [[[50, 60], [20, 30]], [[1, 1], [1, 0]]]})
    released = release_headcount(people, PRIVATE)
    assert None not in [cell for row in shown(released) for cell in row]
    assert {cell for row in shown(released, unit=2) for cell in row} == {None}


def test_one_person_who_did_not_answer_is_not_told() -> None:
    people = headcount({"gender": [[[48, 51], [20, 20]]]}, unobserved={"gender": [[1, 0]]})
    first = shown(release_headcount(people, PRIVATE))[0]
    assert first[2] is None
    assert first.count(None) >= 2
    assert first[3] == 100


def test_that_nobody_is_unknown_is_told_of_few_people_too() -> None:
    people = headcount({"gender": [[[50, 60], [6, 6]]]})
    assert shown(release_headcount(people, PRIVATE))[1] == [6, 6, 0, 12]


def test_companies_where_nobody_s_group_is_known_say_how_many_they_are() -> None:
    people = headcount(
        {"gender": [[[50, 60], [20, 30]], [[0, 0], [0, 0]]]}, unobserved={"gender": [[0, 0], [80, 35]]}
    )
    assert shown(release_headcount(people, PRIVATE), unit=2) == [
        [0, 0, 80, 80], [0, 0, 35, 35], [0, 0, 35, 35], [0, 0, 115, 115]
    ]  # fmt: skip


def test_what_is_missing_at_the_source_is_not_released_as_nobody() -> None:
    people = headcount({"gender": [[[50, 60], [nan, 40]], [[50, 60], [20, 30]]]})
    missing = shown(public_form(release_headcount(people, PRIVATE), people))[1]
    assert missing[0] is None
    assert missing[-1] is None


def test_public_filings_are_shown_as_filed() -> None:
    people = headcount({"gender": [[[1, 8], [0, 3]]]}, unobserved={"gender": [[1, 0]]})
    assert shown(release_headcount(people, PUBLIC)) == [
        [1, 8, 1, 10],
        [0, 3, 0, 3],
        [0, 3, 0, 3],
        [1, 11, 1, 13],
    ]


def test_what_is_missing_in_a_public_filing_stays_missing() -> None:
    people = headcount({"gender": [[[50, 60], [nan, 40]]]})
    assert shown(release_headcount(people, PUBLIC))[1:3] == [[None, 40, 0, None]] * 2
    silent = headcount({"gender": [[[0, 0], [20, 20]]]}, unobserved={"gender": [[100, 0]]})
    assert shown(release_headcount(silent, PUBLIC))[0] == [None, None, 100, 100]


def test_all_companies_of_public_filings_are_those_whose_size_is_known() -> None:
    """A group is not counted in the sum without the people whom it is a part of."""
    people = headcount({"gender": [[[50, nan], [5, 5]], [[30, 20], [4, 6]]]})
    assert np.isnan(people.sizes).tolist() == [[True, False], [False, False]]
    assert shown(release_headcount(people, PUBLIC), unit=0)[:2] == [[30, 20, 0, 50], [9, 11, 0, 20]]


def test_shares_of_public_filings_have_the_decimal_they_were_filed_with() -> None:
    people = headcount({"gender": [[[33.3, 91.7], [12.5, 112.5]]]}, measure="shares")
    assert shown(release_headcount(people, PUBLIC))[:2] == [[26.6, 73.4, 0, 125], [10, 90, 0, 125]]


@pytest.mark.parametrize(
    ("counts", "percents"),
    [
        ([50, 50], [50, 50]),
        ([33, 67], [33, 67]),
        ([334, 666], [33, 67]),
        ([125, 875], [12, 88]),
        ([33, 66], [35, 65]),  # ninety-nine people: steps of five
        ([6, 14], [30, 70]),
        ([7, 16], [30, 70]),
        ([1, 39], [0, 100]),
        ([0, 0], [None, None]),
        ([nan, 67], [None, 67]),
    ],
)
def test_public_shares_are_whole_percents_from_a_hundred_people_and_steps_of_five_below(
    counts: list[float], percents: list[float | None]
) -> None:
    people = 100.0 if np.isnan(counts).any() else float(sum(counts))
    found = public_shares(np.array(counts), np.array(people))
    assert [None if np.isnan(share) else share for share in found] == percents


@given(st.integers(0, 300), st.integers(1, 300))
def test_a_public_share_is_as_near_as_its_step_allows(group: int, rest: int) -> None:
    people = group + rest
    share = float(public_shares(np.array([float(group)]), np.array(float(people)))[0])
    step = 1 if people >= 100 else 5
    assert share % step == 0
    assert abs(share - 100 * group / people) <= step / 2 + 1e-9


def test_shares_that_are_not_public_follow_from_the_released_counts() -> None:
    people = headcount({"gender": [[[33.3, 91.7], [12.5, 27.5]], [[60, 65], [3.2, 36.8]]]}, measure="shares")
    released = release_headcount(people, PRIVATE)
    form = public_form(released, people)
    assert {table.measure for table in form.tables.values()} == {"shares"}
    assert shown(form)[:2] == [[26, 74, 0, 125], [30, 70, 0, 40]]
    # of the second company three people are few: no share of them is shown either
    assert [cell is None for cell in shown(form, unit=2)[1]] == [True, True, False, False]
    assert (
        np.isnan(form.tables["gender"].cells).tolist() == np.isnan(released.tables["gender"].cells).tolist()
    )


def test_counts_need_no_other_form() -> None:
    people = headcount({"gender": [[[50, 60], [20, 30]]]})
    released = release_headcount(people, PRIVATE)
    assert public_form(released, people) is released


@given(st.lists(st.floats(0, 60), min_size=2, max_size=5))
def test_fractions_of_people_become_whole_people_of_the_same_number(parts: list[float]) -> None:
    people = headcount({"gender": [[parts]]}, on=ladder(False), measure="shares")
    counts = tables_of_headcount(people).counts["gender"][0, 0]
    assert counts[:-1].sum() == round(sum(parts))
    assert (np.abs(counts[:-1] - parts) < 1).all()


# ------------------------------------------------------------------------------------ what may be behind it


def leaders(women: int) -> Headcount:
    """Build forty leaders, and a company beside them of which everything is shown."""
    return headcount({"gender": [[[women, 40 - women]], [[20, 30]]]}, on=ladder(True))


def agrees(possible: Headcount, released: Released) -> bool:
    """Tell whether tables of a headcount have every number that was released of the companies."""
    tables = tables_of_headcount(possible)
    return all(
        (np.isnan(table.cells[1:]) | (table.cells[1:] == tables.values(code))).all()
        for code, table in released.tables.items()
    )


def test_where_nothing_is_withheld_the_counts_themselves_are_the_only_possible_ones() -> None:
    people = headcount({"gender": [[[50, 60], [20, 30]]]}, unobserved={"gender": [[40, 0]]})
    (possible,) = possible_headcounts(release_headcount(people, PRIVATE), people)
    np.testing.assert_array_equal(possible.cubes["gender"].counts, people.cubes["gender"].counts)
    np.testing.assert_array_equal(possible.cubes["gender"].unobserved, people.cubes["gender"].unobserved)
    np.testing.assert_array_equal(possible.sizes, people.sizes)
    assert possible.exclusions == {}


def test_three_suppositions_span_what_is_possible() -> None:
    released = release_headcount(leaders(3), PRIVATE)
    women = [own.cubes["gender"].counts[0, 0, 0] for own in possible_headcounts(released, leaders(3))]
    assert women == [20, 40, 0]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=3)
)
def test_the_suppositions_reach_as_far_as_some_group_of_the_leaders_can(
    rows: list[tuple[int, int, int]],
) -> None:
    """So that the spread of what is computed from them does not say too little: at least half the way."""
    people = headcount({"gender": [rows]}, on=ladder(False, False, True))
    released = release_headcount(people, PRIVATE)
    cells = released.tables["gender"].cells[1]
    assume(not np.isnan(cells[:, -1]).any())
    lattice = lattice_of(people)
    value = tables_of_headcount(people).values("gender")[0]
    below, above = np.zeros_like(value).ravel(), np.zeros_like(value).ravel()
    ranges(value.ravel(), np.isnan(cells).ravel(), graph_of(lattice, 4), 500, below, above)
    management = lattice.rows.index("management")
    widest = (below + above).reshape(value.shape)[management, :-2].max()
    found = np.array([own.cubes["gender"].counts[0, 2] for own in possible_headcounts(released, people)])
    assert (found.max(axis=0) - found.min(axis=0)).max() >= widest / 2


@given(st.data())
def test_possible_headcounts_have_every_number_that_was_released(data: st.DataObject) -> None:
    flags = data.draw(st.lists(st.booleans(), min_size=1, max_size=4))
    companies = data.draw(st.integers(1, 3))
    counts = {"gender": np.zeros((companies, len(flags), 2)), "origin": np.zeros((companies, len(flags), 3))}
    unobserved = {code: np.zeros((companies, len(flags))) for code in counts}
    for company, level in np.ndindex(companies, len(flags)):
        people = data.draw(st.integers(0, 60))
        for code, cube in counts.items():
            cuts = sorted(data.draw(st.integers(0, people)) for _ in range(cube.shape[2]))
            parts = np.diff([0, *cuts, people])
            cube[company, level], unobserved[code][company, level] = parts[:-1], parts[-1]
    headcounts = headcount(counts, unobserved=unobserved, on=ladder(*flags))
    released = release_headcount(headcounts, PRIVATE)
    for possible in possible_headcounts(released, headcounts):
        assert agrees(possible, released)


def same(one: Headcount, other: Headcount) -> bool:
    """Tell whether two headcounts are the same to the last digit."""
    return (
        (one.companies, one.exclusions, one.measure, one.period)
        == (other.companies, other.exclusions, other.measure, other.period)
        and np.array_equal(one.sizes, other.sizes, equal_nan=True)
        and all(
            np.array_equal(cube.counts, other.cubes[code].counts, equal_nan=True)
            and np.array_equal(cube.unobserved, other.cubes[code].unobserved)
            for code, cube in one.cubes.items()
        )
    )


def test_possible_headcounts_are_the_same_for_all_who_may_stand_behind_a_release() -> None:
    """Forty leaders, one to four of them women or men: which, and how many, nobody can tell."""
    found = []
    for women in (1, 2, 3, 4, 36, 37, 38, 39):
        people = leaders(women)
        released = release_headcount(people, PRIVATE)
        found.append((released, possible_headcounts(released, people)))
    (first, expected), *others = found
    assert shown(first) == [[None, None, 0, 40]] * 3
    for released, possible in others:
        assert shown(released) == shown(first)
        assert all(same(one, other) for one, other in zip(possible, expected, strict=True))


def test_possible_headcounts_do_not_look_at_the_counts() -> None:
    """Whatever is handed in besides the release, also people whom the rule would not have withheld."""
    released = release_headcount(leaders(1), PRIVATE)
    expected = possible_headcounts(released, leaders(1))
    for women in range(41):
        possible = possible_headcounts(released, leaders(women))
        assert all(same(one, own) for one, own in zip(possible, expected, strict=True))


def test_companies_whose_leaders_are_withheld_are_not_rated() -> None:
    people = headcount({"gender": [[[50, 60], [2, 1]], [[50, 60], [20, 30]]]})
    possible = possible_headcounts(release_headcount(people, PRIVATE), people)
    assert [one.exclusions for one in possible] == [{"k0": Exclusion("leaders_withheld")}] * 3


def test_a_reason_that_the_source_gave_stays() -> None:
    given_reason = {"k0": Exclusion("unknown_size")}
    people = headcount({"gender": [[[50, 60], [2, 1]]]}, exclusions=given_reason)
    assert possible_headcounts(release_headcount(people, PRIVATE), people)[0].exclusions == given_reason


def test_gaps_at_the_source_are_gaps_in_every_possible_headcount() -> None:
    people = headcount({"gender": [[[50, 60], [nan, 40]], [[97, 103], [3, 37]]]})
    for possible in possible_headcounts(release_headcount(people, PRIVATE), people):
        assert np.isnan(possible.cubes["gender"].counts[0, 1]).all()
        assert np.isnan(possible.sizes).tolist() == [[False, True], [False, False]]


def test_shares_of_a_nominal_size_are_counts_from_here_on() -> None:
    people = headcount({"gender": [[[33.3, 91.7], [12.5, 27.5]]]}, measure="shares")
    (possible,) = possible_headcounts(release_headcount(people, PRIVATE), people)
    assert possible.measure == "counts"
    assert possible.cubes["gender"].counts.tolist() == [[[33, 92], [13, 27]]]


def test_without_management_there_are_levels_and_a_total() -> None:
    people = headcount({"gender": [[[50, 60], [20, 30]]]}, on=ladder(False, False))
    assert lattice_of(people).rows == ("level0", "level1", "*")
    (possible,) = possible_headcounts(release_headcount(people, PRIVATE), people)
    assert possible.exclusions == {}
