"""Faultlines of teams: golden values, laws, and slow second implementations as oracles."""

from __future__ import annotations

import math
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.indices.average_silhouette_width import average_silhouette_width, silhouette_width
from rating.indices.fau import EXACT_UP_TO, fau
from rating.indices.team_kernels.split import searched_split
from rating.indices.team_members import Team, coordinates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rating.indices.team_faultline import Faultline

KINDS = ("numeric", "category", "category")
WEIGHTS = (0.1, 1, 1)
#: Six members each: age, gender, origin. R package asw.cluster (Glenz and Meyer), faultlines() with weights
#: .1, 1, 1: the values and groupings quoted in the project's method.
GOLDEN = {
    "team 1": (
        ((44, 18, 40, 33, 33, 50), "fmffmf", "ABADCB"),
        (0.3317999126, (1, 2, 1, 2, 2, 1)),
        0.5513439008,
    ),
    "team 2": (
        ((22, 23, 39, 42, 57, 51), "ffmmmm", "AABBCC"),
        (0.8054894974, (1, 1, 2, 2, 3, 3)),
        0.7747786522,
    ),
}
MEASURES = (average_silhouette_width, fau)


def random_team(members: int, rng: np.random.Generator) -> Team:
    ages = rng.integers(22, 66, members).tolist()
    return Team(
        (ages, rng.choice(list("fm"), members).tolist(), rng.choice(list("ABCDE"), members).tolist()),
        KINDS,
        WEIGHTS,
    )


@st.composite
def teams(draw: st.DrawFn, fewest: int = 3, most: int = 9) -> Team:
    members = draw(st.integers(fewest, most))
    ages = draw(st.lists(st.integers(20, 65), min_size=members, max_size=members))
    genders = draw(st.lists(st.sampled_from("fmx"), min_size=members, max_size=members))
    origins = draw(st.lists(st.sampled_from("ABCD"), min_size=members, max_size=members))
    weights = draw(st.tuples(*[st.sampled_from([0.1, 0.5, 1.0, 2.0])] * 3))
    return Team((ages, genders, origins), KINDS, weights)


def rearranged(team: Team, order: list[int]) -> Team:
    return Team([[column[place] for place in order] for column in team.values], team.kinds, team.weights)


def slow_silhouette(team: Team, groups: tuple[int, ...]) -> float:
    """Rousseeuw's definition, word by word."""
    place = coordinates(team)
    distances = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=-1))
    labels = np.array(groups)
    widths = []
    for member, label in enumerate(labels):
        own = (labels == label) & (np.arange(len(labels)) != member)
        if not own.any():
            widths.append(0.0)
            continue
        inside = distances[member, own].mean()
        outside = min(distances[member, labels == other].mean() for other in set(groups) - {label})
        largest = max(inside, outside)
        widths.append((outside - inside) / largest if largest > 0 else 0.0)
    return float(np.mean(widths))


def groupings(members: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to form 2 ... n - 1 groups."""
    waiting: list[tuple[int, ...]] = [()]
    while waiting:
        start = waiting.pop()
        if len(start) == members:
            if 2 <= max(start) <= members - 1:
                yield start
        else:
            waiting += [(*start, group) for group in range(1, max(start, default=0) + 2)]


def gray_code_fau(team: Team) -> float:
    """All splits in the order of a Gray code: one member changes sides at a time."""
    place = coordinates(team)
    centred = place - place.mean(axis=0)
    n, side, here, best = team.size, np.zeros(team.size, dtype=bool), np.zeros(centred.shape[1]), 0.0
    for step in range(1, 2 ** (n - 1)):
        member = (step & -step).bit_length() - 1
        side[member] = not side[member]
        here += centred[member] if side[member] else -centred[member]
        best = max(best, float(here @ here) * n / (side.sum() * (n - side.sum())))
    return best / float((centred**2).sum())


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_faultlines(name: str) -> None:
    values, (width, groups), share = GOLDEN[name]
    team = Team(values, KINDS, WEIGHTS)
    found = average_silhouette_width(team)
    assert found.strength == pytest.approx(width, abs=1e-9)
    assert found.groups == groups
    assert fau(team).strength == pytest.approx(share, abs=1e-9)
    assert silhouette_width(team, groups) == pytest.approx(width, abs=1e-9)


@pytest.mark.parametrize("name", GOLDEN)
def test_no_grouping_of_a_golden_team_is_wider(name: str) -> None:
    values, (width, _), _ = GOLDEN[name]
    team = Team(values, KINDS, WEIGHTS)
    assert max(slow_silhouette(team, groups) for groups in groupings(6)) == pytest.approx(width, abs=1e-9)


def test_a_mismatch_counts_its_weight_and_a_year_its_weight() -> None:
    place = coordinates(Team(((30, 33), "fm", "AA"), KINDS, (0.5, 2, 7)))
    assert float(np.linalg.norm(place[0] - place[1])) == pytest.approx(math.hypot(0.5 * 3, 2))


@given(teams(), st.data())
def test_width_of_a_given_grouping_is_rousseeuws(team: Team, data: st.DataObject) -> None:
    groups = data.draw(st.tuples(*[st.integers(1, 3)] * team.size).filter(lambda drawn: len(set(drawn)) > 1))
    assert silhouette_width(team, groups) == pytest.approx(slow_silhouette(team, groups), abs=1e-9)


@given(teams())
def test_strength_is_the_width_of_the_grouping_that_comes_with_it(team: Team) -> None:
    found = average_silhouette_width(team)
    if math.isnan(found.strength):
        assert len(set(zip(*team.values, strict=True))) == 1
    else:
        assert found.strength == pytest.approx(slow_silhouette(team, found.groups), abs=1e-9)


def test_search_finds_the_widest_grouping_of_nearly_all_small_teams() -> None:
    """Measured on 200 teams of eight like these: 98.5 %. Here 12 of seven, all groupings looked at."""
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(12):
        team = random_team(7, rng)
        widest = max(slow_silhouette(team, groups) for groups in groupings(7))
        strength = average_silhouette_width(team).strength
        assert strength <= widest + 1e-9
        hits += strength > widest - 1e-9
    assert hits >= 11


@pytest.mark.parametrize("members", [30, 120])
def test_no_single_move_widens_what_the_search_found(members: int) -> None:
    team = random_team(members, np.random.default_rng(3))
    found = average_silhouette_width(team)
    assert found.strength == pytest.approx(slow_silhouette(team, found.groups), abs=1e-9)
    for mover in range(0, members, 7):
        for target in {*found.groups, members + 1} - {found.groups[mover]}:
            groups = (*found.groups[:mover], target, *found.groups[mover + 1 :])
            assert silhouette_width(team, groups) <= found.strength + 1e-9


@given(teams(fewest=2))
def test_fau_is_the_best_of_all_splits_walked_by_gray_code(team: Team) -> None:
    found = fau(team)
    if not math.isnan(found.strength):
        assert found.is_exact
        assert found.strength == pytest.approx(gray_code_fau(team), abs=1e-9)


@given(teams(fewest=2))
def test_fau_is_the_share_between_its_two_groups(team: Team) -> None:
    found = fau(team)
    if not math.isnan(found.strength):
        place, labels = coordinates(team), np.array(found.groups)
        centred = place - place.mean(axis=0)
        between = sum((labels == g).sum() * (centred[labels == g].mean(axis=0) ** 2).sum() for g in (1, 2))
        assert found.strength == pytest.approx(between / (centred**2).sum(), abs=1e-9)


def test_the_search_beyond_the_exact_size_never_exceeds_it_and_nearly_always_meets_it() -> None:
    """Measured on 300 teams of 5 to 16: 99.7 %, the worst at 93 % of the exact value."""
    rng = np.random.default_rng(12)
    hits = 0
    for _ in range(100):
        team = random_team(int(rng.integers(5, 15)), rng)
        place = coordinates(team)
        centred = place - place.mean(axis=0)
        searched = searched_split(centred)[0] / (centred**2).sum()
        exact = fau(team).strength
        assert 0.85 * exact <= searched <= exact + 1e-9
        hits += searched > exact - 1e-9
    assert hits >= 95


def test_beyond_the_exact_size_fau_says_so_and_finds_two_camps() -> None:
    camps = Team((["f"] * 20 + ["m"] * 20, ["A"] * 20 + ["B"] * 20), ("category", "category"), (1, 1))
    found = fau(camps)
    assert camps.size > EXACT_UP_TO
    assert not found.is_exact
    assert found.strength == pytest.approx(1.0)
    assert found.groups == (1,) * 20 + (2,) * 20


@pytest.mark.parametrize("measure", MEASURES)
@given(data=st.data())
def test_the_order_of_the_members_does_not_matter(
    measure: Callable[[Team], Faultline], data: st.DataObject
) -> None:
    team = data.draw(teams())
    order = data.draw(st.permutations(range(team.size)))
    strength = measure(team).strength
    np.testing.assert_equal(measure(rearranged(team, order)).strength, strength)


@pytest.mark.parametrize("measure", MEASURES)
@given(team=teams())
def test_twice_the_weights_and_all_ten_years_older_change_nothing(
    measure: Callable[[Team], Faultline], team: Team
) -> None:
    older = [age + 10 for age in team.values[0]]
    changed = Team((older, *team.values[1:]), team.kinds, [2 * weight for weight in team.weights])
    np.testing.assert_allclose(measure(changed).strength, measure(team).strength, atol=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
@given(team=teams(fewest=1, most=6))
def test_values_stay_in_their_range(measure: Callable[[Team], Faultline], team: Team) -> None:
    found = measure(team)
    lowest = {average_silhouette_width: -1.0, fau: 0.0}[measure]
    assert math.isnan(found.strength) or lowest < found.strength <= 1.0
    assert len(found.groups) == team.size
    assert float(found) is found.strength


@pytest.mark.parametrize("measure", MEASURES)
def test_two_camps_reach_the_maximum(measure: Callable[[Team], Faultline]) -> None:
    camps = Team(("ffffmmm", "AAAABBB"), ("category", "category"), (1, 2))
    found = measure(camps)
    assert found.strength == pytest.approx(1.0)
    assert found.groups == (1, 1, 1, 1, 2, 2, 2)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("values", [("",), ("f",), ("fffff",)], ids=["nobody", "one member", "all alike"])
def test_who_cannot_split_has_no_faultline(
    measure: Callable[[Team], Faultline], values: tuple[str, ...]
) -> None:
    found = measure(Team(values, ("category",), (1,)))
    assert math.isnan(found.strength)
    assert found.groups == (1,) * len(values[0])


def test_two_members_that_differ_are_split_and_have_no_silhouette() -> None:
    duo = Team(("fm",), ("category",), (1,))
    assert fau(duo).strength == pytest.approx(1.0)
    assert math.isnan(average_silhouette_width(duo).strength)


def test_an_attribute_without_weight_changes_nothing() -> None:
    team = random_team(9, np.random.default_rng(5))
    with_noise = Team((*team.values, list("abcdefghi")), (*KINDS, "category"), (*WEIGHTS, 0))
    for measure in MEASURES:
        assert measure(with_noise).strength == pytest.approx(measure(team).strength)


def test_one_group_has_no_silhouette_and_each_member_needs_a_group() -> None:
    team = random_team(4, np.random.default_rng(6))
    assert math.isnan(silhouette_width(team, "aaaa"))
    with pytest.raises(ValueError, match="3 groups are given for 4 members"):
        silhouette_width(team, "aab")


@pytest.mark.parametrize(
    ("values", "kinds", "weights", "message"),
    [
        ((), (), (), "at least one attribute"),
        (("fm",), ("category",), (1, 1), "1 kinds and 2 weights"),
        (("fm", "ABC"), ("category", "category"), (1, 1), "values for 3 members, the first one for 2"),
        (("fm",), ("ordinal",), (1,), "of kind 'ordinal': a kind is numeric or category"),
        (("fm",), ("category",), (-1,), "weight -1.0: a weight is finite and at least 0"),
        (((30, 40),), ("numeric",), (math.inf,), "weight inf"),
        (((30, math.nan),), ("numeric",), (1,), "attribute 1 of member 2 is nan: .* not known"),
        (((30, "old"),), ("numeric",), (1,), "takes finite numbers"),
        ((("f", ""),), ("category",), (1,), "member 2 is '': a category is a text"),
        ((("f", None),), ("category",), (1,), "member 2 is None"),
        ((("f", 1),), ("category",), (1,), "a category is a text"),
    ],
)
def test_a_team_that_does_not_fit_together_is_refused(
    values: tuple[object, ...], kinds: tuple[str, ...], weights: tuple[float, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Team(values, kinds, weights)


def test_a_team_does_not_change_with_the_lists_it_was_made_from() -> None:
    ages = [30.0, 40.0]
    team = Team([ages], ["numeric"], [1])
    ages[0] = 99.0
    assert team.values == ((30.0, 40.0),)
    assert hash(team) == hash(Team([[30.0, 40.0]], ["numeric"], [1]))


def test_the_modules_of_the_measures_do_not_load_numba() -> None:
    """Looking through the shelf imports every module of the folder."""
    code = (
        "import sys; from rating.indices import shelf; shelf(); import rating.inference.permutation; "
        "print([name in sys.modules for name in ('rating.indices.fau', 'numba')])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[True, False]"
