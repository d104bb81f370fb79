"""The gate: what leaves is a `Released`, and what it withholds cannot be recovered from what it shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from rating.disclosure import Policy, Released, Statistic, floor_of, possible_values, release
from rating.disclosure.cells import protected, releasable_total
from tests.builders import headcount, ladder

PUBLIC = Policy(already_public=True, source="a public filing")
PRIVATE = Policy(already_public=False, source="self-reported")


def whole_statistic(values: list[float], attributes: tuple[str, ...], *, index_of: str = "") -> Statistic:
    array = np.array(values)
    return Statistic(array, array - 2.4, array + 2.4, attributes, about="leaders", index_of=index_of)


def test_nobody_builds_a_released_but_the_gate() -> None:
    with pytest.raises(TypeError, match=r"rating\.disclosure\.release"):
        Released(object(), policy=PUBLIC, tables={}, sizes=np.zeros(0), leaders=np.zeros(0), statistics={})


def test_what_is_released_does_not_change() -> None:
    released = release(headcount({"gender": [[[20, 20], [20, 20]]]}), {}, PUBLIC)
    with pytest.raises(AttributeError, match="does not change"):
        released.sizes = np.zeros(0)
    with pytest.raises(AttributeError, match="does not change"):
        del released.sizes


def test_attributes_that_nobody_thought_of_are_sensitive() -> None:
    """Renaming origin to race does not escape the floor."""
    assert {code: floor_of(code) for code in ("gender", "age", "origin", "race", "ethnie", "")} == {
        "gender": 5, "age": 5, "origin": 10, "race": 10, "ethnie": 10, "": 10
    }  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [
        ([4, 40], [True, True]),  # a small group, and its complement
        ([5, 40], [False, False]),
        ([0, 29], [True, True]),  # nobody and everybody among fewer than thirty
        ([0, 30], [False, False]),
        ([1, 8], [True, True]),  # one woman director among nine
        ([5, 3, 40], [False, True, False]),
        ([np.nan, 40], [True, False]),
    ],
)
def test_primary_rule(counts: list[float], withheld: list[bool]) -> None:
    people = np.nansum(counts) if not np.isnan(counts).any() else 60.0
    assert protected(np.array(counts), np.asarray(people), 5).tolist() == withheld


def test_public_filings_are_shown_as_filed() -> None:
    released = release(
        headcount({"gender": [[[1, 8], [0, 3]]]}), {"score": whole_statistic([51.234], ("gender",))}, PUBLIC
    )
    assert released.tables["gender"].cells.tolist() == [[[1, 8], [0, 3]]]
    assert released.statistics["score"].value.tolist() == [51.2]
    assert released.leaders.tolist() == [3]


def test_private_rows_are_shown_whole_or_not_at_all() -> None:
    released = release(headcount({"gender": [[[50, 60], [3, 40]]]}), {}, PRIVATE)
    cells = released.tables["gender"].cells[0]
    assert cells[0].tolist() == [50, 60]
    assert np.isnan(cells[1]).all()
    assert np.isnan(released.tables["gender"].management).all()
    assert released.tables["gender"].pooled is None


def test_small_numbers_of_people_are_not_shown() -> None:
    released = release(headcount({"gender": [[[50, 60], [1, 3]], [[50, 60], [0, 0]]]}), {}, PRIVATE)
    assert np.isnan(released.leaders[0])
    assert np.isnan(released.sizes[0, 1])
    assert released.leaders[1] == 0


def test_a_small_level_is_not_uncovered_by_the_number_of_leaders() -> None:
    three = ladder(False, True, True, True)
    counts = headcount({"gender": [[[50, 60], [20, 20], [6, 6], [1, 2]]]}, on=three)
    released = release(counts, {}, PRIVATE)
    np.testing.assert_array_equal(released.sizes, [[110, 40, np.nan, np.nan]])
    assert released.leaders.tolist() == [55]
    assert np.isnan(released.tables["gender"].cells[0, 2]).all()


def test_scores_about_fewer_than_thirty_leaders_are_withheld() -> None:
    gender = [[[50, 50], [15, 14]], [[50, 50], [15, 15]]]
    released = release(
        headcount({"gender": gender}), {"score": whole_statistic([80.0, 81.0], ("gender",))}, PRIVATE
    )
    score = released.statistics["score"]
    assert np.isnan(score.value[0])
    assert np.isnan(score.low[0])
    assert score.withheld.tolist() == [True, False]
    assert score.value[1] == 81.0


def test_private_scores_come_in_whole_points() -> None:
    counts = headcount({"gender": [[[50, 50], [15, 15]]]})
    score = release(counts, {"score": whole_statistic([80.4], ("gender",))}, PRIVATE).statistics["score"]
    assert (score.value[0], score.low[0], score.high[0]) == (80.0, 78.0, 83.0)


def test_an_index_is_withheld_where_its_composition_is() -> None:
    counts = headcount({"gender": [[[50, 50], [2, 38]]]})
    score = release(counts, {"score": whole_statistic([19.0], ("gender",))}, PRIVATE).statistics["score"]
    assert np.isnan(score.value[0])


@pytest.mark.parametrize(("left", "stays"), [(4, False), (5, True)])
def test_a_score_of_several_attributes_stays_where_it_leaves_enough_open(left: int, stays: bool) -> None:  # noqa: FBT001 - a case
    counts = headcount({"gender": [[[50, 50], [20, 20]]], "age": [[[50, 50], [2, 38]]]})
    released = release(
        counts,
        {
            "score": replace(whole_statistic([60.0], ("gender", "age")), possible={"age": np.array([left])}),
            "evenness.gender": whole_statistic([100.0], ("gender",), index_of="gender"),
            "evenness.age": whole_statistic([20.0], ("age",), index_of="age"),
        },
        PRIVATE,
    )
    shown = {name: float(statistic.value[0]) for name, statistic in released.statistics.items()}
    assert np.isnan(shown["score"]) != stays
    assert np.isnan([shown["evenness.gender"], shown["evenness.age"]]).all()


def test_one_index_an_attribute() -> None:
    counts = headcount({"gender": [[[50, 50], [20, 20]]]})
    first, second = (whole_statistic([value], ("gender",), index_of="gender") for value in (90.0, 70.0))
    released = release(counts, {"first": first, "second": second}, PRIVATE)
    assert released.statistics["first"].value.tolist() == [90.0]
    assert np.isnan(released.statistics["second"].value).all()


def attacked_range(
    sizes: list[int], shown: dict[int, list[int]], total: list[int] | None, cell: tuple[int, int]
) -> tuple[int, int]:
    """Return the smallest and largest value of a cell that an attacker finds by integer programming."""
    rows, groups = len(sizes), len(total or next(iter(shown.values()), [0, 0]))
    variables = rows * groups
    constraints = []
    for row in range(rows):
        weights = np.zeros(variables)
        weights[row * groups : (row + 1) * groups] = 1
        constraints.append(LinearConstraint(weights, sizes[row], sizes[row]))
        for group, value in enumerate(shown.get(row, [])):
            weights = np.zeros(variables)
            weights[row * groups + group] = 1
            constraints.append(LinearConstraint(weights, value, value))
    for group, value in enumerate(total or []):
        weights = np.zeros(variables)
        weights[group::groups] = 1
        constraints.append(LinearConstraint(weights, value, value))
    aim = np.zeros(variables)
    aim[cell[0] * groups + cell[1]] = 1
    ends = []
    for sign in (1, -1):
        found = milp(
            sign * aim, constraints=constraints, integrality=np.ones(variables), bounds=Bounds(0, np.inf)
        )
        assert found.success
        ends.append(round(sign * found.fun))
    return ends[0], ends[1]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=2, max_size=4).filter(
        lambda rows: sum(map(sum, rows)) > 0
    )
)
def test_an_attacker_with_all_that_is_shown_keeps_at_least_five_possibilities(
    rows: list[tuple[int, int]],
) -> None:
    """Cells of levels with fewer people than the floor excepted: their size is known and that small."""
    flags = [True] * len(rows)
    released = release(headcount({"gender": [rows]}, on=ladder(*flags)), {}, PRIVATE)
    table = released.tables["gender"]
    sizes = [sum(row) for row in rows]
    shown = {
        index: [int(value) for value in cells]
        for index, cells in enumerate(table.cells[0])
        if not np.isnan(cells).any()
    }
    total = None if np.isnan(table.management[0]).any() else [int(v) for v in table.management[0]]
    for index, size in enumerate(sizes):
        if index in shown or size < 5:
            continue
        low, high = attacked_range(sizes, shown, total, (index, 0))
        assert high - low + 1 >= 5, (rows, index)
        assert high >= 5, (rows, index)


def test_a_total_that_would_uncover_the_only_withheld_row_is_withheld() -> None:
    counts = np.array([[28.0, 16.0], [3.0, 9.0]])
    assert not releasable_total(counts, counts.sum(axis=1), np.array([True, False]), 5)


def test_a_total_over_two_withheld_rows_is_shown_where_it_leaves_enough_open() -> None:
    counts = np.array([[40.0, 40.0], [4.0, 20.0], [16.0, 4.0]])
    assert releasable_total(counts, counts.sum(axis=1), np.array([True, False, False]), 5)


def test_a_total_that_says_that_a_withheld_row_has_nobody_of_a_group_is_withheld() -> None:
    counts = np.array([[40.0, 40.0], [0.0, 8.0], [0.0, 9.0]])
    assert not releasable_total(counts, counts.sum(axis=1), np.array([True, False, False]), 5)


def test_a_score_near_its_end_leaves_a_lone_leader_no_company() -> None:
    """Forty leaders, one of them not native: a score to half a point leaves no other composition."""
    alone = np.array([39.0, 0.0, 0.0, 0.0, 1.0])
    total = 40 + 2.5
    slack = 0.25 / 100 * 2 * 0.8 * total * (total + 1)
    assert possible_values(alone, np.full(5, 0.5), slack) == 1
    mixed = np.array([16.0, 8.0, 6.0, 6.0, 4.0])
    assert possible_values(mixed, np.full(5, 0.5), slack) >= 10


def test_possible_values_are_never_more_than_an_enumeration_with_a_wider_window_finds() -> None:
    rng = np.random.default_rng(8)
    alpha = np.array([1.5, 0.7, 0.3])
    compositions = np.array([(a, b, 20 - a - b) for a in range(21) for b in range(21 - a)], dtype=float)
    squares = ((compositions + alpha) ** 2).sum(axis=1)
    for _ in range(30):
        counts = compositions[rng.integers(len(compositions))]
        slack = rng.uniform(2, 12)
        target = ((counts + alpha) ** 2).sum()
        near = compositions[np.abs(squares - target) <= slack + 4]
        enumerated = min(len(set(near[:, cell])) for cell in range(3))
        assert possible_values(counts, alpha, slack) <= enumerated + 2


def test_differences_between_levels_need_every_level_to_be_shown() -> None:
    counts = headcount({"disability": [[[1, 99], [9, 91]]]})
    m = Statistic(np.array([0.02]), np.array([0.02]), np.array([0.02]), ("disability",), about="levels")
    assert np.isnan(release(counts, {"m": m}, PRIVATE).statistics["m"].value[0])


def test_one_person_who_did_not_answer_is_not_told() -> None:
    released = release(
        headcount({"gender": [[[48, 51], [20, 20]]]}, unobserved={"gender": [[1, 0]]}), {}, PRIVATE
    )
    assert np.isnan(released.tables["gender"].cells[0, 0]).all()
    assert np.isnan(released.tables["gender"].unobserved[0, 0])


def test_what_is_not_stated_is_not_shown_as_nobody() -> None:
    released = release(
        headcount({"gender": [[[0, 0], [20, 20]]]}, unobserved={"gender": [[100, 0]]}), {}, PUBLIC
    )
    assert np.isnan(released.tables["gender"].cells[0, 0]).all()
    assert released.tables["gender"].unobserved[0, 0] == 100
