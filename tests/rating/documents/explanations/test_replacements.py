"""The fewest people of other groups: no fewer do, for any small team; and those that are named really do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rating.composite import MEASURES, Workforce
from rating.composite.measures import judged_representation
from rating.documents.explanations.replacements import Replaced, fewest_replacements
from rating.documents.explanations.shortfall import SHORTFALLS
from rating.indices import representation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.composite import Scope
    from rating.data import Floats

NOTHING = 1e-9


class Team(NamedTuple):
    """One small company, and the part of it in which people are replaced."""

    measure: str
    people: dict[Scope, Floats]
    even_groups: int
    benchmark: Floats | None
    whole: bool

    def workforce(self, raised: Floats | None = None) -> Workforce:
        """Build the workforce, or the one in which others are in the part that is raised."""
        part = MEASURES[self.measure].raised_in
        people = dict(self.people)
        if raised is not None:
            change = raised - people[part]
            people = {scope: own + change * (scope in {part, "workforce"}) for scope, own in people.items()}
        return Workforce.as_counted(
            {scope: own[None] for scope, own in people.items()},
            even_groups=self.even_groups,
            benchmark=self.benchmark,
            whole=self.whole,
        )

    def value(self, raised: Floats | None = None) -> float:
        return float(MEASURES[self.measure].compute(self.workforce(raised))[0, 0])

    @property
    def raised(self) -> Floats:
        return self.people[MEASURES[self.measure].raised_in]

    def found(self, value: float) -> Replaced:
        shortfall = SHORTFALLS[self.measure](self.workforce(), np.array([value]))
        return fewest_replacements(self.raised[None], shortfall)


@st.composite
def teams(draw: st.DrawFn, measure: str) -> Team:
    """Draw a company of at most ten people in the part that is raised, whole ones or parts of them."""
    k = draw(st.integers(2, 4))
    counts = st.lists(st.integers(0, 10), min_size=k, max_size=k)
    own = np.array(draw(counts.filter(lambda people: 1 <= sum(people) <= 10)), dtype=float)
    whole = draw(st.booleans())
    if not whole:
        own += np.array(draw(st.lists(st.sampled_from([0.0, 0.25, 0.6]), min_size=k, max_size=k)))
    other, middle = (np.array(draw(counts), dtype=float) for _ in range(2))
    people: dict[Scope, Floats] = {"management": own, "rest": other}
    if measure == "ascent":
        people = {"upper": own, "lower": other, "workforce": own + other + middle}
    elif measure == "parity_with_catchment":
        people = {"workforce": own}
    benchmark = None
    if MEASURES[measure].population:
        shares = np.array(draw(st.lists(st.integers(1, 9), min_size=k, max_size=k)), dtype=float)
        benchmark = shares / shares.sum()
        if k > 2 and draw(st.booleans()):
            benchmark[draw(st.integers(0, k - 1))] = np.nan
    return Team(measure, people, draw(st.integers(2, k)), benchmark, whole)


def compositions(people: int, groups: int) -> Iterator[tuple[int, ...]]:
    if groups == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in compositions(people - first, groups - 1):
            yield first, *rest


def by_trying(team: Team, value: float) -> float:
    """Return the fewest people by trying every other composition; infinite where none is enough."""
    whole = np.floor(team.raised)
    known = np.ones(len(whole), bool) if team.benchmark is None else ~np.isnan(team.benchmark)
    fewest = math.inf
    for composition in compositions(int(whole.sum()), len(whole)):
        tried = np.array(composition) + team.raised - whole
        if (tried != team.raised)[~known].any():
            continue
        moved = np.maximum(np.array(composition) - whole, 0.0).sum()
        if moved < fewest and reached(team, tried) >= value - NOTHING:
            fewest = moved
    return fewest


def reached(team: Team, tried: Floats) -> float:
    """Return the value of a composition; the groups judged by their ascent stay those that are judged now."""
    if team.measure != "ascent":
        return team.value(tried)
    ratios = representation(tried, team.people["lower"])
    return float(ratios[~np.isinf(judged_representation(team.workforce())[0])].min())


@pytest.mark.parametrize("measure", MEASURES)
@given(data=st.data())
def test_no_fewer_people_are_enough(measure: str, data: st.DataObject) -> None:
    team = data.draw(teams(measure))
    now = team.value()
    assume(not math.isnan(now))
    # half a point, one, five and twenty on a scale of a hundred
    value = now + data.draw(st.sampled_from([0.005, 0.01, 0.05, 0.2]))
    assume(measure != "evenness" or value <= 1.0)  # the scale ends there
    found = team.found(value)
    fewest = by_trying(team, value)
    if math.isinf(fewest):
        assert not found.enough[0]
        assert not found.joining.any()
        return
    assert found.enough[0]
    assert found.joining.sum() == found.leaving.sum() == fewest
    after = team.raised + found.joining[0] - found.leaving[0]
    assert team.value(after) >= value - NOTHING
    assert (found.leaving[0] <= np.floor(team.raised)).all()
    assert not np.minimum(found.leaving, found.joining).any()
    for changes in (found.leaving, found.joining):
        assert (changes == np.rint(changes)).all()


def women_and_men(women: float, men: float, even_groups: int = 2) -> Team:
    return Team("evenness", {"management": np.array([women, men, 0.0])}, even_groups, None, whole=True)


def test_two_of_eighteen() -> None:
    """5 women of 18: 1 - (25 + 169) / 324 over a half is 0.8025; 6 give 0.8889."""
    team = Team("evenness", {"management": np.array([5.0, 13.0])}, 2, None, whole=True)
    found = team.found(team.value() + 0.05)
    assert (found.joining.tolist(), found.leaving.tolist()) == ([[1.0, 0.0]], [[0.0, 1.0]])
    assert team.found(team.value() + 0.1).joining.tolist() == [[2.0, 0.0]]


def test_a_value_that_is_reached_already_needs_nobody() -> None:
    team = women_and_men(9, 9)
    found = team.found(team.value())
    assert found.enough.tolist() == [True]
    assert not found.joining.any()


def test_of_ways_with_as_few_people_one_among_the_groups_that_evenness_is_judged_over_is_named() -> None:
    """One more woman or one more person of a third group: both are one person, and both are enough."""
    team = women_and_men(6, 14)
    assert team.found(team.value() + 0.01).joining.tolist() == [[1.0, 0.0, 0.0]]
    judged_over_all = women_and_men(6, 14, even_groups=3)
    assert judged_over_all.found(judged_over_all.value() + 0.01).joining.tolist() == [[0.0, 0.0, 1.0]]


def test_of_ways_with_as_few_people_the_one_where_most_is_amiss_is_named() -> None:
    """Each person who joins a group below its share takes as much off; the third group lacks most."""
    city = np.array([0.5, 0.2, 0.3])
    team = Team("parity_with_catchment", {"workforce": np.array([80.0, 15.0, 5.0])}, 3, city, whole=True)
    found = team.found(team.value() + 0.05)
    assert (found.joining.tolist(), found.leaving.tolist()) == ([[0.0, 0.0, 5.0]], [[5.0, 0.0, 0.0]])


def test_many_companies_at_once_get_what_each_gets_alone() -> None:
    rng = np.random.default_rng(3)
    counts = rng.multinomial(200, [0.5, 0.3, 0.15, 0.05], size=50).astype(float)
    counts[0] = [40_000.0, 9_000.0, 800.0, 200.0]  # one that takes far more people than the others
    city = np.array([0.4, 0.3, 0.2, 0.1])
    everybody = Workforce.as_counted({"workforce": counts}, even_groups=4, benchmark=city)
    values = MEASURES["parity_with_catchment"].compute(everybody)[:, 0] + 0.02
    together = fewest_replacements(counts, SHORTFALLS["parity_with_catchment"](everybody, values))
    for row, own in enumerate(counts):
        team = Team("parity_with_catchment", {"workforce": own}, 4, city, whole=True)
        alone = team.found(values[row])
        np.testing.assert_array_equal(together.joining[row], alone.joining[0])
    # two percent of 50,000 people, each of whom counts for one 50,000th
    assert together.joining[0].sum() == 1000
    assert together.joining[1:].sum(axis=1).max() <= 5


def test_of_very_many_people_the_fewest_are_those_of_the_formula() -> None:
    women, men = 100_000.0, 300_000.0
    team = Team("evenness", {"management": np.array([women, men])}, 2, None, whole=True)
    moved = team.found(0.76).joining[0, 0]
    assert moved == math.ceil((1 - math.sqrt(1 - 0.76)) / 2 * 400_000 - women)
