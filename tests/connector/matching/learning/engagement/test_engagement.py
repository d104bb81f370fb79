"""Whom start-ups meet next, learned from whom others met."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from connector.errors import CannotMatchError
from connector.matching.learning.engagement import (
    Engagement,
    EngagementModel,
    Newcomer,
    history_of,
    learn_engagement,
)
from connector.matching.learning.engagement.evidence import Evidence
from connector.matching.learning.engagement.experts import Expert, Popularity, experts_on
from connector.matching.learning.engagement.kernels import first_of
from connector.matching.learning.engagement.latent import column_tastes, row_tastes
from connector.matching.learning.engagement.model import moments
from connector.matching.learning.engagement.resolve import plain, resolve

EACH = Popularity("each", np.inf)


def past(startups: int = 200, seed: int = 3) -> list[Engagement]:
    """Two countries, each with two offers that nearly all its start-ups meet, and one for everybody."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(startups):
        country = ("fr", "de")[number % 2]
        own = [f"{country}-{one}" for one in "ab"]
        offer = own[int(rng.integers(2))] if rng.random() < 0.9 else "anywhere"
        found.append(Engagement(f"s{number}", offer, 2010 + number / 20, {"country": country, "noise": "x"}))
    return found


@cache
def learned() -> EngagementModel:
    """Learn from `past` once."""
    return learn_engagement(history_of(past()))


def test_offers_of_the_newcomers_country_come_first() -> None:
    model = learned()
    likely = model.probabilities([Newcomer("n", ({"country": "DE"},)), Newcomer("m", ({"country": "fr"},))])
    best = [{model.offers[column] for column in np.argsort(-row)[:2]} for row in likely]
    assert best == [{"de-a", "de-b"}, {"fr-a", "fr-b"}]


def test_probabilities_sum_to_one_and_are_the_same_twice() -> None:
    newcomers = [Newcomer("n", ({"country": "de"}, {"country": "fr"})), Newcomer("m", ())]
    likely = learned().probabilities(newcomers)
    assert np.allclose(likely.sum(axis=1), 1, rtol=0, atol=1e-12)
    assert (likely > 0).all()
    assert np.array_equal(likely, learn_engagement(history_of(past())).probabilities(newcomers))


def test_who_describes_itself_twice_gets_the_mean_of_both() -> None:
    model = learned()
    one, other, both = model.probabilities(
        [
            Newcomer("one", ({"country": "de"},)),
            Newcomer("other", ({"country": "fr"},)),
            Newcomer("both", ({"country": "de"}, {"country": "fr"})),
        ]
    )
    assert np.allclose(both, (one + other) / 2, rtol=0, atol=1e-12)


def test_a_newcomer_says_nothing_of_the_other_newcomers() -> None:
    model = learned()
    alone = model.probabilities([Newcomer("n", ({"country": "de"},))])
    beside = model.probabilities([Newcomer("m", ({"country": "fr"},)), Newcomer("n", ({"country": "de"},))])
    assert np.allclose(alone[0], beside[1], rtol=0, atol=1e-12)


def test_the_order_of_engagements_does_not_matter() -> None:
    engagements = past()
    newcomers = [Newcomer("n", ({"country": "de"},))]
    forwards = learned().probabilities(newcomers)
    backwards = learn_engagement(history_of(engagements[::-1])).probabilities(newcomers)
    assert np.array_equal(forwards, backwards)


def test_of_two_engagements_with_one_offer_the_first_counts() -> None:
    history = history_of(
        [Engagement("s", "o", 2012.0, {}), Engagement("s", "o", 2011.0, {}), Engagement("t", "o", 2013.0, {})]
    )
    assert history.time.tolist() == [2011.0, 2013.0]


def test_a_history_knows_occasions_and_who_was_new() -> None:
    history = history_of(
        [
            Engagement("s", "a", 2011.0, {}),
            Engagement("s", "b", 2011.0, {}),
            Engagement("s", "c", 2012.0, {}),
        ]
    )
    assert history.beside.tolist() == [2, 2, 1]
    assert history.is_first.tolist() == [True, True, False]
    assert history.new_since(2011.5).offer.size == 0
    assert history.before(2011.5).offer.tolist() == [0, 1]


def test_nothing_is_learned_from_what_came_later() -> None:
    """Judged at a moment, an expert is told of nothing after it."""
    engagements = past()
    history = history_of(engagements)
    moment = moments(history)[2]
    later = [
        replace(one, traits={"country": "elsewhere"}) if one.time >= moment else one for one in engagements
    ]
    told = Evidence(history.before(moment), moment).popularity(EACH)
    also = Evidence(history_of(later).before(moment), moment).popularity(EACH)
    assert np.array_equal(told, also)


def test_too_short_a_past_is_refused() -> None:
    with pytest.raises(CannotMatchError, match="too short"):
        learn_engagement(history_of(past(12)))
    with pytest.raises(CannotMatchError, match="nothing to learn from"):
        history_of([])


def test_the_past_is_cut_where_the_first_of_a_year_appear() -> None:
    years = [2001.0] * 30 + [2002.0] * 30 + [2003.0] * 40
    history = history_of([Engagement(f"s{n}", "o", year, {}) for n, year in enumerate(years)])
    assert moments(history) == [2002.0, 2003.0]


def test_recent_engagements_count_more_with_a_half_life() -> None:
    history = history_of([Engagement("s", "old", 2010.0, {}), Engagement("t", "new", 2012.0, {})])
    shares = Evidence(history, 2012.0).popularity(Popularity("each", 1.0))
    assert dict(zip(history.offers, shares.tolist(), strict=True)) == {"new": 0.8, "old": 0.2}


def test_each_kind_of_expert_gives_shares() -> None:
    history = history_of(past())
    evidence = Evidence(history, 2020.0)
    stated = np.array([[0, 0], [1, -1], [-1, -1]])
    for expert in experts_on(["country", "noise"]):
        if expert.kind in {"within", "kindred", "latent"} and len(expert.attributes) == 2:
            shares = getattr(evidence, expert.kind)(expert, stated)
            assert (shares >= 0).all(), expert
            assert np.allclose(shares.sum(axis=1), 1, rtol=0, atol=1e-9), expert


def test_who_states_nothing_gets_the_popularity() -> None:
    history = history_of(past())
    evidence = Evidence(history, 2020.0)
    nothing = np.array([[-1]])
    popular = evidence.popularity(EACH)
    assert np.allclose(evidence.within(Expert("within", EACH, ("country",)), nothing)[0], popular)
    kindred = Expert("kindred", EACH, ("country",), 10.0, 0.3)
    assert np.allclose(evidence.kindred(kindred, nothing)[0], popular)
    assert np.array_equal(evidence.lifts(("country",), 3.0, nothing)[0], np.zeros(len(popular)))


def test_lifts_are_shrunk_conditional_shares() -> None:
    """By hand: offer "o" met 3 in "a" and 1 in "b", offer "p" 1 and 3; with 4 engagements of the average."""
    history = history_of(
        [
            Engagement(f"s{n}", offer, 2010.0, {"t": value})
            for n, (offer, value) in enumerate(
                [("o", "a")] * 3 + [("o", "b")] + [("p", "a")] + [("p", "b")] * 3
            )
        ]
    )
    lift = Evidence(history, 2011.0).lifts(("t",), 4.0, np.array([[0]]))[0]
    share = 4.5 / 9
    assert np.allclose(lift, np.log([(3 + 4 * share) / (8 * share), (1 + 4 * share) / (8 * share)]))


def test_hidden_tastes_bring_together_what_goes_together() -> None:
    """Two blocks: who has one column of a block fits the others of that block better."""
    rng = np.random.default_rng(5)
    blocks = np.kron(np.eye(2), np.ones((20, 5))) * (rng.random((40, 10)) < 0.8)
    columns = column_tastes(sp.csr_matrix(blocks), 2, 1.0)
    asked = np.zeros((1, 10))
    asked[0, 0] = 1
    fit = (row_tastes(sp.csr_matrix(asked), columns, 1.0) @ columns.T)[0]
    assert fit[:5].min() > fit[5:].max()


@given(
    st.lists(st.floats(-5, 5), min_size=3, max_size=12),
    st.integers(1, 4),
    st.floats(0.1, 2),
    st.integers(1, 12),
)
def test_the_first_of_a_row_are_those_of_a_stable_sort(
    base: list[float], rows: int, power: float, k: int
) -> None:
    values = np.array(base)
    lift = np.round(np.random.default_rng(len(base)).normal(size=(rows, len(base))), 1)
    k = min(k, len(base))
    expected = np.argsort(-(values + power * lift), axis=1, kind="stable")[:, :k]
    assert np.array_equal(first_of(values, lift, power, k), expected)


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("Bengaluru", ["bangalore", "mumbai"], "bangalore"),
        ("E-Commerce", ["ecommerce", "education"], "ecommerce"),
        ("Seed\\\\nFunding", ["private equity", "seed funding"], "seed funding"),
        ("Series B", ["private equity", "seed funding"], "private equity"),
        ("online education platform", ["education", "online education"], "online education"),
        ("steel", ["education"], None),
        ("Ahemdabad", ["bangalore", "ahmedabad"], "ahmedabad"),
        # a slip tells more than shared words
        (
            "fintech and paymentts",
            ["fintech and payments data", "fintech and payments"],
            "fintech and payments",
        ),
        ("pune", ["puna"], None),
        ("", ["education"], None),
    ],
)
def test_a_value_is_taken_for_the_known_one_that_is_meant(
    written: str, known: list[str], meant: str | None
) -> None:
    assert resolve(plain(written), known) == meant
