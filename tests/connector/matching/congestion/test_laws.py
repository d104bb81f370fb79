"""What holds under every policy, whatever the market."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.errors import CannotMatchError
from connector.matching.congestion import POLICIES, Allocation, Cause, allocate
from connector.matching.congestion.market import ENOUGH

Market = dict[str, Any]
POLICY = st.sampled_from(sorted(POLICIES))


def market(
    seed: int, startups: int, offers: int, width: int, *, scarce: bool, decimals: int = 9, base: float = 0.0
) -> Market:
    """Draw shortlists, scores, capacities (some not stated) and, if asked for, choices."""
    rng = np.random.default_rng(seed)
    order = np.argsort(rng.random((startups, offers)), axis=1)[:, :width]
    shortlists = np.where(rng.random(order.shape) < 0.2, -1, order)
    capacity = rng.integers(0, 5, offers).astype(float)
    capacity[rng.random(offers) < 0.1] = np.nan
    return {
        "offers": shortlists,
        "scores": rng.random(shortlists.shape).round(decimals).astype(np.float32),
        "capacity": capacity,
        "choices": rng.integers(0, 6, shortlists.shape) if scarce else None,
        "base": base,
    }


@st.composite
def markets(draw: st.DrawFn) -> Market:
    offers = draw(st.integers(1, 8))
    return market(
        draw(st.integers(0, 99_999)),
        draw(st.integers(0, 15)),
        offers,
        draw(st.integers(0, offers)),
        scarce=draw(st.booleans()),
        decimals=draw(st.sampled_from([1, 9])),
        base=draw(st.sampled_from([0.0, 0.3])),
    )


@st.composite
def markets_with_overrides(draw: st.DrawFn) -> Market:
    """Wishes that there is room for: of any offer, also of one that is not shortlisted."""
    one = draw(markets())
    room, wishes = np.nan_to_num(one["capacity"], nan=9.0), []
    for startup in range(len(one["offers"])):
        offer = draw(st.integers(0, len(room) - 1))
        if draw(st.integers(0, 3)) == 0 and room[offer] > 0:
            room[offer] -= 1
            wishes.append((startup, offer, "they met already"))
    return {**one, "overrides": wishes}


def same(one: Allocation, other: Allocation) -> bool:
    return one.overrides == other.overrides and all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
        for name in ("lists", "expected", "introductions", "causes", "gave_way", "prices")
    )


def counted(one: Market) -> np.ndarray:
    """Return the choices that start-ups have, counted as far as they count."""
    return (
        np.full(one["offers"].shape, ENOUGH) if one["choices"] is None else np.minimum(one["choices"], ENOUGH)
    )


def pairs(found: Allocation) -> list[tuple[int, int]]:
    return [(i, j) for i, row in enumerate(found.introductions.tolist()) for j in row if j >= 0]


def spoken_for(one: Market) -> dict[tuple[int, int], tuple[int, float]]:
    """Return pairs of start-up and offer for which something speaks, with choices and score."""
    return {
        (i, int(j)): (int(counted(one)[i, k]), float(one["scores"][i, k]))
        for (i, k), j in np.ndenumerate(one["offers"])
        if j >= 0 and one["scores"][i, k] > np.float32(one["base"])
    }


def is_scarce(one: Market) -> list[bool]:
    """Say of each offer whether something speaks for it with more start-ups than it has places."""
    wanting = Counter(j for _, j in spoken_for(one))
    return [wanting[j] > places for j, places in enumerate(one["capacity"].tolist())]


@given(markets_with_overrides(), POLICY, st.integers(1, 3))
def test_no_more_introductions_than_places_and_asks(one: Market, policy: str, asks: int) -> None:
    found = allocate(policy, **one, asks=asks)
    taken = Counter(j for _, j in pairs(found))
    limit = one["capacity"]
    assert all(np.isnan(limit[j]) or count <= limit[j] for j, count in taken.items())
    assert found.introductions.shape == (len(one["offers"]), asks)


@given(markets_with_overrides(), POLICY, st.integers(1, 3))
def test_nobody_is_introduced_or_shown_twice_or_to_what_is_not_shortlisted(
    one: Market, policy: str, asks: int
) -> None:
    found = allocate(policy, **one, asks=asks, length=4)
    wanted = {(i, j) for i, j, _ in one["overrides"]}
    shortlists = {(i, j) for i, row in enumerate(one["offers"].tolist()) for j in row if j >= 0} | wanted
    shown = [(i, j) for i, row in enumerate(found.lists.tolist()) for j in row if j >= 0]
    for these in (pairs(found), shown):
        assert len(set(these)) == len(these)
        assert set(these) <= shortlists
    assert set(pairs(found)) <= set(shown)
    counts = Counter(i for i, _ in shortlists)
    assert Counter(i for i, _ in shown) == {i: min(count, 4) for i, count in counts.items()}


@given(markets_with_overrides(), POLICY)
def test_lists_and_introductions_have_no_gaps_and_say_why(one: Market, policy: str) -> None:
    found = allocate(policy, **one)
    for rows in (found.lists, found.introductions):
        assert (np.diff((rows >= 0).astype(int), axis=1) <= 0).all()
    assert np.array_equal(found.causes == Cause.NONE, found.introductions < 0)
    assert np.array_equal(np.isnan(found.expected), found.lists < 0)
    for shown, introduced in zip(found.lists.tolist(), found.introductions.tolist(), strict=True):
        places = [shown.index(offer) for offer in introduced if offer >= 0]
        assert places == sorted(places)


@given(markets_with_overrides(), st.sampled_from(["best_fit", "balance"]), st.integers(1, 3))
def test_serve_most_serves_at_least_as_many(one: Market, policy: str, asks: int) -> None:
    most = allocate("serve_most", **one, asks=asks)
    assert most.served() >= allocate(policy, **one, asks=asks).served()
    assert most.served() == len({i for i, _ in pairs(most)})


@given(markets_with_overrides(), POLICY)
def test_equal_input_gives_equal_output(one: Market, policy: str) -> None:
    assert same(allocate(policy, **one), allocate(policy, **one))


@given(markets(), POLICY, st.integers(0, 99))
def test_the_order_of_shortlists_is_of_no_account(one: Market, policy: str, seed: int) -> None:
    order = np.argsort(np.random.default_rng(seed).random(one["offers"].shape), axis=1)
    turned = {
        name: np.take_along_axis(one[name], order, axis=1) if one[name] is not None else None
        for name in ("offers", "scores", "choices")
    }
    again = allocate(policy, capacity=one["capacity"], base=one["base"], **turned)
    assert same(allocate(policy, **one), again)


@settings(max_examples=50)
@given(st.integers(0, 9999), POLICY, st.booleans())
def test_the_order_of_startups_is_of_no_account(seed: int, policy: str, scarce: bool) -> None:  # noqa: FBT001
    one = market(seed, 12, 6, 5, scarce=scarce)
    order = np.random.default_rng(seed).permutation(12)
    turned = {
        name: one[name][order] if one[name] is not None else None for name in ("offers", "scores", "choices")
    }
    found, other = allocate(policy, **one), allocate(policy, capacity=one["capacity"], **turned)
    assert other.lists.tolist() == found.lists[order].tolist()
    assert other.introductions.tolist() == found.introductions[order].tolist()
    assert other.causes.tolist() == found.causes[order].tolist()
    assert other.prices == pytest.approx(found.prices, abs=1e-5)


@given(markets_with_overrides(), POLICY)
def test_no_place_is_left_that_somebody_could_use(one: Market, policy: str) -> None:
    found = allocate(policy, **one, asks=2)
    introduced = set(pairs(found))
    taken, has = Counter(j for _, j in introduced), Counter(i for i, _ in introduced)
    for i, j in spoken_for(one):
        if (i, j) not in introduced and has[i] < 2:
            assert taken[j] == one["capacity"][j]


@given(markets_with_overrides(), POLICY)
def test_nobody_is_introduced_to_what_nothing_speaks_for_unless_an_organiser_decides(
    one: Market, policy: str
) -> None:
    by_hand = {(i, j) for i, j, _ in one["overrides"]}
    assert set(pairs(allocate(policy, **one))) <= spoken_for(one).keys() | by_hand


@given(markets(), POLICY)
def test_whoever_has_no_other_choice_comes_first_at_a_scarce_offer(one: Market, policy: str) -> None:
    """Only what fits better, and as many as are asked, keeps such a start-up out; or others like it."""
    one["choices"] = np.zeros_like(one["offers"]) if one["choices"] is None else one["choices"]
    found = allocate(policy, **one, asks=2)
    introduced = set(pairs(found))
    known, scarce = spoken_for(one), is_scarce(one)
    for (i, j), (choices, score) in known.items():
        if choices or not scarce[j] or (i, j) in introduced:
            continue
        own = [known[pair] for pair in introduced if pair[0] == i]
        there = [known[pair] for pair in introduced if pair[1] == j]
        is_full_of_better = len(own) == 2 and all(left == 0 and s >= score for left, s in own)
        assert is_full_of_better or all(left == 0 and s >= score for left, s in there)


@given(markets(), st.sampled_from(["best_fit", "balance"]))
def test_nobody_with_more_choices_is_served_where_one_with_fewer_has_nothing(
    one: Market, policy: str
) -> None:
    one["choices"] = np.zeros_like(one["offers"]) if one["choices"] is None else one["choices"]
    found = allocate(policy, **one)
    introduced = set(pairs(found))
    served = {i for i, _ in introduced}
    known, scarce = spoken_for(one), is_scarce(one)
    for (i, j), (choices, _) in known.items():
        if i in served or not scarce[j]:
            continue
        assert all(known[other, j][0] <= choices for other, offer in introduced if offer == j)


@given(markets_with_overrides(), POLICY)
def test_what_organisers_want_is_introduced_and_logged(one: Market, policy: str) -> None:
    found = allocate(policy, **one)
    for startup, offer, _ in one["overrides"]:
        place = found.introductions[startup].tolist().index(offer)
        assert found.causes[startup, place] == Cause.OVERRIDE
    assert (found.causes == Cause.OVERRIDE).sum() == len(one["overrides"])
    assert [entry[:3] for entry in found.overrides] == one["overrides"]


@given(markets(), POLICY)
def test_without_choices_nobody_is_moved(one: Market, policy: str) -> None:
    found = allocate(policy, **{**one, "choices": None})
    assert set(found.causes.ravel().tolist()) <= {Cause.NONE, Cause.POLICY}
    assert found.gave_way.tolist() == []


@given(markets(), POLICY)
def test_who_is_moved_by_scarcity_is_who_would_not_be_introduced_if_all_were_alike(
    one: Market, policy: str
) -> None:
    found = allocate(policy, **one, asks=1)
    alike = set(pairs(allocate(policy, **{**one, "choices": None}, asks=1)))
    rows, columns = np.nonzero(found.causes == Cause.SCARCITY)
    moved = {(int(i), int(found.introductions[i, k])) for i, k in zip(rows, columns, strict=True)}
    scarce = is_scarce(one)
    few = {(i, j) for (i, j), (choices, _) in spoken_for(one).items() if scarce[j] and choices < ENOUGH}
    assert moved == (set(pairs(found)) - alike) & few
    gave_way = {(int(i), int(j)) for i, j in found.gave_way}
    assert gave_way == {(i, j) for i, j in alike - set(pairs(found)) if scarce[j]}


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_more_overrides_than_there_is_are_refused(policy: str) -> None:
    one = {"offers": np.array([[0, 1]] * 3), "scores": np.ones((3, 2), np.float32), "capacity": [1, 9]}
    with pytest.raises(CannotMatchError, match="offer 0 more introductions than its 1 places"):
        allocate(policy, **one, overrides=[(0, 0, "a"), (2, 0, "b")])
    with pytest.raises(CannotMatchError, match="more than 1 introductions"):
        allocate(policy, **one, overrides=[(0, 0, "a"), (0, 1, "b")], asks=1)
