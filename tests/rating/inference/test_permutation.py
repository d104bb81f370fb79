"""Permutation nulls: exact sampling, what chance alone makes of H, ASW and Fau, and honest p values."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.indices import theil_h
from rating.indices.average_silhouette_width import average_silhouette_width
from rating.indices.fau import fau
from rating.indices.team_members import Team
from rating.inference.permutation import permutation_null, permuted_team, tables_with_margins

TABLES = arrays(np.int64, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=st.integers(0, 9))


def random_team(members: int, rng: np.random.Generator) -> Team:
    """Build a team of independent attributes: age from 22 to 65, two genders, five origins, all even."""
    ages = rng.integers(22, 66, members).tolist()
    labels = [rng.choice(list(names), members).tolist() for names in ("fm", "ABCDE")]
    return Team((ages, *labels), ("numeric", "category", "category"), (0.1, 1, 1))


@given(TABLES, st.integers(0, 99))
def test_permuted_tables_keep_their_totals(table: np.ndarray, seed: int) -> None:
    drawn = tables_with_margins(table, 5, np.random.default_rng(seed))
    assert drawn.shape == (5, *table.shape)
    assert (drawn >= 0).all()
    np.testing.assert_array_equal(drawn.sum(axis=1), np.tile(table.sum(axis=0), (5, 1)))
    np.testing.assert_array_equal(drawn.sum(axis=2), np.tile(table.sum(axis=1), (5, 1)))


@pytest.mark.parametrize("times", [1, 30], ids=["eight people", "hundreds"])
def test_tables_come_as_often_as_permuting_people_makes_them(times: int) -> None:
    """Against the hypergeometric probabilities of each cell, and for few people of each whole table."""
    table = times * np.array([[2, 1, 1], [0, 2, 1], [0, 1, 0]])
    rows, columns, people = table.sum(axis=1), table.sum(axis=0), int(table.sum())
    draws = 20_000
    drawn = tables_with_margins(table, draws, np.random.default_rng(4))
    expected = np.outer(rows, columns) / people
    variance = expected * np.outer(people - rows, people - columns) / (people * (people - 1))
    np.testing.assert_array_less(np.abs(drawn.mean(axis=0) - expected), 5 * np.sqrt(variance / draws))
    np.testing.assert_allclose(drawn.var(axis=0), variance, rtol=0.06)
    if times > 1:
        return
    seen = Counter(tuple(one.ravel().astype(int)) for one in drawn)
    ways = math.prod(map(math.factorial, (*rows.tolist(), *columns.tolist()))) / math.factorial(people)
    chances = {cells: ways / math.prod(map(math.factorial, cells)) for cells in seen}
    assert sum(chances.values()) == pytest.approx(1.0)  # every possible table was seen
    for cells, chance in chances.items():
        # five standard errors: a right sampler fails less than once in a million cells
        assert abs(seen[cells] - draws * chance) <= 5 * math.sqrt(draws * chance * (1 - chance))


@pytest.mark.parametrize(("ratio", "average"), [(0.5, 0.133), (1.0, 0.170)], ids=["pyramid", "even"])
def test_h_of_independent_tables_of_fifty_people_is_far_from_zero(ratio: float, average: float) -> None:
    """The method quotes 0.133 for 5 x 8: so it is when each level and group is half of the one before."""
    rng = np.random.default_rng(5)
    levels, groups = (ratio ** np.arange(number) for number in (5, 8))
    shares = np.outer(levels / levels.sum(), groups / groups.sum()).ravel()
    tables = rng.multinomial(50, shares, size=4_000).reshape(-1, 5, 8)
    assert float(theil_h(tables).mean()) == pytest.approx(average, abs=0.005)
    nulls = [permutation_null(theil_h, table, permutations=99, rng=rng) for table in tables[:100]]
    assert float(np.mean([null.expected for null in nulls])) == pytest.approx(average, abs=0.008)
    assert float(np.mean([null.excess for null in nulls])) == pytest.approx(0.0, abs=0.015)


def test_independent_attributes_alone_give_strong_faultlines() -> None:
    """Quoted in the project's method: ASW about 0.44, Fau about 0.55-0.63, here in teams of 6 to 20."""
    rng = np.random.default_rng(6)
    widths, shares = [], []
    for members in (6, 8, 10, 15, 20):
        teams = [random_team(members, rng) for _ in range(40)]
        widths.append(np.mean([average_silhouette_width(team).strength for team in teams]))
        shares.append(np.mean([fau(team).strength for team in teams]))
    assert np.mean(widths) == pytest.approx(0.44, abs=0.03)
    assert 0.52 < min(shares) < max(shares) < 0.66
    assert shares[0] > shares[-1]


@pytest.mark.parametrize("measure", [average_silhouette_width, fau])
def test_a_team_of_two_camps_exceeds_its_null_and_a_crossed_one_does_not(measure: object) -> None:
    kinds, weights = ("numeric", "category", "category"), (0.1, 1, 1)
    camps = Team(((25, 26, 27, 28, 55, 56, 57, 58), "ffffmmmm", "AAAABBBB"), kinds, weights)
    null = permutation_null(measure, camps, permutations=199, rng=np.random.default_rng(7))
    assert null.observed > 0.9
    assert null.excess > 0.1
    assert null.p < 0.02
    crossed = Team(((25, 56, 27, 58, 55, 26, 57, 28), "ffffmmmm", "AABBAABB"), kinds, weights)
    null = permutation_null(measure, crossed, permutations=199, rng=np.random.default_rng(7))
    assert null.excess < 0
    assert null.p > 0.5


def test_full_segregation_is_far_above_chance() -> None:
    null = permutation_null(theil_h, [[30, 0], [0, 30]], permutations=999, rng=np.random.default_rng(8))
    assert null.observed == pytest.approx(1.0)
    assert null.p == pytest.approx(1 / 1000)
    assert null.excess == pytest.approx(1.0 - null.expected)
    assert 0 < null.expected < 0.05


def test_under_independence_p_is_at_most_its_level_as_often_as_it_says() -> None:
    rng = np.random.default_rng(9)
    tables = rng.multinomial(60, np.full(12, 1 / 12), size=400).reshape(-1, 3, 4)
    p = np.array([permutation_null(theil_h, table, permutations=99, rng=rng).p for table in tables])
    for level in (0.05, 0.2, 0.5):
        assert float((p <= level).mean()) == pytest.approx(
            level, abs=4 * math.sqrt(level * (1 - level) / 400)
        )


@pytest.mark.parametrize(
    ("statistic", "sample"),
    [(theil_h, [[5, 1, 2], [1, 6, 3]]), (fau, random_team(7, np.random.default_rng(1)))],
    ids=["table", "team"],
)
def test_the_same_seed_gives_the_same_null(statistic: object, sample: object) -> None:
    first, second = (
        permutation_null(statistic, sample, permutations=50, rng=np.random.default_rng(3)) for _ in range(2)
    )
    other = permutation_null(statistic, sample, permutations=50, rng=np.random.default_rng(4))
    assert first == second
    assert first.observed == other.observed
    assert first.expected != other.expected
    assert first.permutations == 50


@settings(max_examples=25)
@given(st.integers(1, 9), st.integers(0, 99))
def test_permuting_a_team_keeps_the_values_of_each_attribute(members: int, seed: int) -> None:
    team = random_team(members, np.random.default_rng(seed))
    permuted = permuted_team(team, np.random.default_rng(seed))
    assert [sorted(column) for column in permuted.values] == [sorted(column) for column in team.values]
    assert (permuted.kinds, permuted.weights) == (team.kinds, team.weights)


def test_attributes_are_permuted_apart_from_each_other() -> None:
    camps = Team(("ffffmmmm", "AAAABBBB"), ("category",) * 2, (1, 1))
    rng = np.random.default_rng(2)
    pairs = {pair for _ in range(20) for pair in zip(*permuted_team(camps, rng).values, strict=True)}
    assert pairs == {("f", "A"), ("f", "B"), ("m", "A"), ("m", "B")}


def test_where_the_index_is_not_defined_there_is_no_null() -> None:
    one_group = permutation_null(theil_h, [[3, 0], [4, 0]], permutations=9, rng=np.random.default_rng(1))
    alike = Team(("ffff",), ("category",), (1,))
    no_faultline = permutation_null(fau, alike, permutations=9, rng=np.random.default_rng(1))
    for null in (one_group, no_faultline):
        assert np.isnan([null.observed, null.expected, null.excess, null.p]).all()


@pytest.mark.parametrize(
    ("table", "permutations", "message"),
    [
        ([[1, 2]], 0, "0 permutations show nothing"),
        ([1, 2], 9, r"the shape \(2,\)"),
        ([[0.5, 1], [1, 1]], 9, "whole numbers"),
        ([[-1, 1], [1, 1]], 9, "whole numbers"),
        ([[math.nan, 1], [1, 1]], 9, "whole numbers"),
    ],
)
def test_what_cannot_be_permuted_is_refused(table: object, permutations: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        permutation_null(
            lambda tables: np.asarray(tables).sum(axis=(-2, -1)) if np.ndim(tables) > 1 else 1.0,
            table,
            permutations=permutations,
            rng=np.random.default_rng(1),
        )
