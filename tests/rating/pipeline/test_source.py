"""What is supposed of a criterion, and what is measured on it."""

from __future__ import annotations

import numpy as np
import pytest

from rating.composite import load_framework, split
from rating.data import Attribute, Cube, Group
from rating.pipeline.source import Source
from tests.builders import headcount

OURS = load_framework("diversity-advantage-2026")
EVERYBODY = np.array([0, 1, 2])
COUNTS = [[[40, 10, 0], [10, 4, 0]], [[30, 20, 0], [6, 6, 0]], [[10, 40, 0], [3, 9, 0]]]


def source(benchmark: list[float] | None = None, unobserved: object = None, even_groups: int = 3) -> Source:
    hidden = None if unobserved is None else {"gender": unobserved}
    figures = headcount({"gender": COUNTS * 2}, unobserved=hidden)  # six are enough to tell about peers
    groups = tuple(Group(code, code) for code in "abc")
    cube = Cube(
        Attribute("gender", "Gender", groups, even_groups),
        figures.cubes["gender"].counts,
        figures.cubes["gender"].unobserved,
    )
    strata = split(figures.ladder, ["management", "rest"])
    return Source(cube, figures, strata, OURS, None if benchmark is None else np.array(benchmark))


def test_paths_begin_where_measures_are_highest() -> None:
    leaders, rest = source([0.5, 0.3, 0.2]).suppose(EVERYBODY, "process", ("even", "population", "own"))
    for part in (leaders, rest):
        np.testing.assert_allclose(part.starts[0], 1 / 3)
        np.testing.assert_allclose(part.starts[1], [[0.5, 0.3, 0.2]] * 3)
        np.testing.assert_allclose(part.starts.sum(axis=2), 1.0)
    np.testing.assert_allclose(leaders.starts[2], rest.starts[2])  # one workforce has one make-up
    assert leaders.starts[2][0, 0] == pytest.approx(50 / 64, abs=0.02)


def test_evenness_over_two_groups_of_three_is_highest_at_two_halves() -> None:
    leaders, _ = source(even_groups=2).suppose(EVERYBODY, "process", ("even",))
    assert leaders.starts[0][0, :2].tolist() == pytest.approx([0.5, 0.5], abs=0.01)
    assert 0 < leaders.starts[0][0, 2] < 0.02


def test_a_group_that_the_population_does_not_know_is_as_among_the_peers() -> None:
    leaders, _ = source([0.5, 0.5, np.nan]).suppose(EVERYBODY, "process", ("population",))
    shares = leaders.starts[0][0]
    assert shares[0] == pytest.approx(shares[1])
    assert 0 < shares[2] < 0.02


def test_people_are_brought_to_the_size_of_their_stratum() -> None:
    there = source(unobserved=[[10, 0], *[[0, 0]] * 5])
    people = [part.seen[:, None] for part in there.suppose(EVERYBODY, "counted", ("even",))]
    workforce = there.workforce(EVERYBODY, people, "counted")
    np.testing.assert_allclose(workforce.people["rest"][:, 0].sum(axis=1), [60, 50, 50])
    np.testing.assert_allclose(workforce.people["management"][1, 0], [6, 6, 0], atol=1e-9)
    np.testing.assert_allclose(workforce.seen["rest"][0], [40, 10, 0])
    assert workforce.whole
    assert not there.workforce(EVERYBODY, people, "process").whole


def test_a_census_is_exact() -> None:
    """No trace of a person is added: 93.75 is to be rounded as 93.75."""
    workforce = source().census(EVERYBODY)
    np.testing.assert_array_equal(workforce.people["management"][:, 0], [[10, 4, 0], [6, 6, 0], [3, 9, 0]])
    assert workforce.whole


def test_too_few_seen_of_many_groups_are_too_thin_for_a_score_as_counted() -> None:
    assert source().is_too_thin(EVERYBODY).tolist() == [False] * 3  # everybody was seen
    counts = headcount({"gender": [[[0, 0, 0], [3, 2, 1]]]}, unobserved={"gender": [[0, 5]]})
    strata = split(counts.ladder, ["management"])
    few = Source(counts.cubes["gender"], counts, strata, OURS)
    assert few.is_too_thin(np.array([0])).tolist() == [True]
    pair = headcount({"gender": [[[0, 0], [3, 3]]]}, unobserved={"gender": [[0, 5]]})
    assert Source(pair.cubes["gender"], pair, strata, OURS).is_too_thin(np.array([0])).tolist() == [False]
