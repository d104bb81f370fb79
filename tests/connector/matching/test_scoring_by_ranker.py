"""Scores of a ranker whose gate passed: who is chosen, in which order, and how that is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.errors import CannotMatchError
from connector.matching.congestion import allocate
from connector.matching.eligibility import Answer, eligibility
from connector.matching.learning.engagement import co_engagement
from connector.matching.learning.ranker.models import Logit
from connector.matching.scoring import Weights, declared_weights, explain, score, with_pairs
from connector.matching.signals import shelf
from connector.parties import Parties
from connector.words import languages, say
from tests.connector import crowd
from tests.connector.builders import columns, incubator, startup
from tests.connector.matching.learning.calls import CODES
from tests.connector.matching.learning.engagement.test_signal import learned as engaged
from tests.connector.matching.learning.rankers import AT_REST, DRAWN, logit, ranker, stays, trees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.eligibility import Answers
    from connector.matching.learning.ranker import Learned
    from connector.matching.scoring import Shortlists
    from connector.parties import Offer, StartUp

SEEDS = st.integers(0, 2**32 - 1)
KINDS = st.sampled_from(sorted(DRAWN))
ARRAYS = ("offer", "score", "possible", "value", "is_known", "answer", "shares", "contributions")


def by_rules(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    """Ask the rules."""
    return eligibility(startups, offers).answers


def everybody(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    """Let everybody in everywhere."""
    return np.full((len(startups), len(offers)), Answer.ELIGIBLE, np.int8)


def drawn(seed: int, startups: int = 7, offers: int = 11) -> tuple[list[StartUp], list[Offer]]:
    rng = np.random.default_rng(seed)
    return crowd.startups(rng, startups), crowd.offers(rng, offers)


def of_kind(kind: str, seed: int, codes: Sequence[str] = CODES) -> Learned:
    return DRAWN[kind](np.random.default_rng([seed, 1]), codes)


def scored(
    startups: Sequence[StartUp], offers: Sequence[Offer], by: Learned | None, **options: object
) -> Shortlists:
    chosen = {"answer_of": by_rules, "weights": declared_weights(), "ranker": by, **options}
    return score(*columns(startups, offers), **chosen)


def same(one: Shortlists, other: Shortlists) -> bool:
    """Say whether all arrays are equal, to the last bit."""
    return one.version == other.version and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS
    )


def pair_by_pair(startups: Sequence[StartUp], offers: Sequence[Offer], by: Learned) -> np.ndarray:
    """Return the score of each pair, each asked about alone."""
    of_startups, of_offers, codes = columns(startups, offers)
    found = np.empty((len(startups), len(offers)), np.float32)
    for row in range(len(startups)):
        for column in range(len(offers)):
            one, other = of_startups.take(np.array([row])), of_offers.take(np.array([column]))
            seen = [shelf()[code].values(one, other, codes) for code in by.signals]
            found[row, column] = by.score([float(of.value[0, 0]) for of in seen])
    return found


# --------------------------------------------------------------------------- who is chosen


@given(seed=SEEDS, kind=KINDS, depth=st.integers(1, 14))
@settings(max_examples=25)
def test_the_best_by_the_rankers_chance_are_kept_and_none_that_is_ineligible(
    seed: int, kind: str, depth: int
) -> None:
    startups, offers = drawn(seed)
    by = of_kind(kind, seed)
    chances = pair_by_pair(startups, offers, by)
    answers = by_rules(*columns(startups, offers)[:2])
    found = scored(startups, offers, by, depth=depth)
    for row in range(len(startups)):
        open_ones = np.flatnonzero(answers[row] > Answer.INELIGIBLE).tolist()
        expected = sorted(open_ones, key=lambda offer: (-chances[row, offer], offer))[:depth]
        kept = [offer for offer in found.offer[row].tolist() if offer >= 0]
        assert kept == expected
        assert found.score[row, : len(kept)].tolist() == chances[row, kept].tolist()
        assert found.answer[row, : len(kept)].tolist() == answers[row, kept].tolist()
    assert ((found.score >= 0) & (found.score <= found.possible) & (found.possible <= 1)).all()


def test_another_order_than_that_of_the_declared_weights_comes_out() -> None:
    """Show that the test above can fail: the ranker is really asked."""
    startups, offers = drawn(3, 20, 20)
    declared = scored(startups, offers, None)
    for kind in DRAWN:
        assert not np.array_equal(scored(startups, offers, of_kind(kind, 3)).offer, declared.offer)


@given(seed=SEEDS, kind=KINDS, block=st.integers(1, 8))
@settings(max_examples=20)
def test_equal_input_gives_equal_output_whatever_the_block(seed: int, kind: str, block: int) -> None:
    startups, offers = drawn(seed)
    by = of_kind(kind, seed)
    once = scored(startups, offers, by)
    assert same(once, scored(startups, offers, by))
    assert same(once, scored(startups, offers, by, block=block))
    assert same(once, scored(startups, offers, type(by).from_json(by.to_json())))


def test_pairs_that_are_equal_stand_in_the_order_of_the_offers() -> None:
    nothing = ranker(Logit(weights=(0.0,) * len(CODES), weights_above_0=(0.0,) * len(CODES)))
    found = scored([startup()], [incubator(f"c{number}") for number in range(4)], nothing, depth=3)
    assert found.offer.tolist() == [[0, 1, 2]]
    assert len(set(found.score[0].tolist())) == 1
    assert not found.contributions.any()
    assert not found.shares.any()


@given(seed=SEEDS)
@settings(max_examples=10)
def test_where_the_gate_did_not_pass_everything_is_as_with_the_declared_weights(seed: int) -> None:
    startups, offers = drawn(seed)
    found = scored(startups, offers, stays())
    assert same(found, scored(startups, offers, None))
    assert found.version == declared_weights().version
    other = Weights("other", dict.fromkeys(shelf(), 1.0))
    assert same(
        scored(startups, offers, stays(), weights=other), scored(startups, offers, None, weights=other)
    )


def test_nobody_and_no_offer_are_no_error() -> None:
    startups, offers, codes = columns([startup()], [incubator()])
    nobody = np.array([], np.int64)
    for kind in DRAWN:
        how = {"weights": declared_weights(), "ranker": of_kind(kind, 0)}
        assert score(startups.take(nobody), offers, codes, by_rules, **how).offer.shape == (0, 50)
        lonely = score(startups, offers.take(nobody), codes, by_rules, depth=2, **how)
        assert lonely.offer.tolist() == [[-1, -1]]
        assert not lonely.score.any()
        assert not lonely.possible.any()


# --------------------------------------------------------------------------- what it reads


def test_a_ranker_that_reads_a_signal_that_is_not_at_hand_is_refused() -> None:
    by = of_kind("logit", 0, (*CODES, "co_engagement"))
    with pytest.raises(CannotMatchError, match=r"reads signals that are not at hand: co_engagement\."):
        scored([startup()], [incubator()], by)


def test_a_ranker_that_beat_other_weights_is_refused() -> None:
    by = ranker(logit(np.random.default_rng(0)).model, judged_beside="2025-1")
    with pytest.raises(CannotMatchError, match="judged beside weights 2025-1, not 2026-1"):
        scored([startup()], [incubator()], by)


def test_signals_that_it_was_not_learned_on_are_not_asked() -> None:
    few = ("need_coverage", "language")
    startups, offers = drawn(5)
    found = scored(startups, offers, of_kind("trees", 5, few))
    assert tuple(signal.code for signal in found.signals) == few
    assert found.shares.sum() == pytest.approx(1)
    chances = pair_by_pair(startups, offers, of_kind("trees", 5, few))
    is_offer = found.offer >= 0
    rows = np.nonzero(is_offer)[0]
    assert np.array_equal(found.score[is_offer], chances[rows, found.offer[is_offer]])


@pytest.mark.parametrize("kind", sorted(DRAWN))
def test_co_engagement_and_a_ranker_work_together(kind: str) -> None:
    startups = [startup(f"s{n}", sectors={"games"}, place={"country": "FR"}) for n in range(3)]
    offers = [incubator("c-DE"), incubator("c-new"), incubator("c-FR")]
    codes = ("co_engagement", "need_coverage")
    signal = co_engagement(engaged(), Parties(tuple(startups), tuple(offers)))
    heavy = ranker(Logit(weights=(3.0, 1.0), weights_above_0=(0.0, 0.0)), codes=codes)
    by = heavy if kind == "logit" else trees(np.random.default_rng(2), codes, count=40)
    found = scored(startups, offers, by, learned=signal, depth=3)
    at = codes_of(found).index("co_engagement")
    assert found.offer[:, 0].tolist() == [2, 2, 2]
    assert (found.contributions[:, 0, at] > 0).all()
    assert found.is_known[0, :, at].tolist() == [offer != 1 for offer in found.offer[0].tolist()]
    told = explain(found, Parties(tuple(startups), tuple(offers)), columns(startups, offers)[2], 0, 0)
    assert told.contributions[0].signal == "co_engagement"


def codes_of(found: Shortlists) -> list[str]:
    return [signal.code for signal in found.signals]


# --------------------------------------------------------------------------- how it is explained


@given(seed=SEEDS, kind=KINDS)
@settings(max_examples=25)
def test_base_and_contributions_add_up_to_the_score(seed: int, kind: str) -> None:
    startups, offers = drawn(seed)
    by = of_kind(kind, seed)
    found = scored(startups, offers, by)
    is_offer = found.offer >= 0
    assert (found.contributions >= 0).all()
    assert not found.contributions[~found.is_known].any()
    summed = by.base + found.contributions.sum(axis=2)
    assert summed[is_offer] == pytest.approx(found.score[is_offer], abs=1e-6)
    assert found.scorer.base == by.base


@given(seed=SEEDS, kind=KINDS)
@settings(max_examples=25)
def test_possible_is_the_chance_if_all_that_is_not_known_were_known_and_best(seed: int, kind: str) -> None:
    startups, offers = drawn(seed)
    by = of_kind(kind, seed)
    found = scored(startups, offers, by)
    is_offer = found.offer >= 0
    value, is_known = found.value[is_offer], found.is_known[is_offer]
    best = by.score(np.where(is_known, value, 1.0)).astype(np.float32)
    assert np.array_equal(found.possible[is_offer], best)
    # and no statement leads further: whatever the unknown signals turn out to be
    other = np.random.default_rng(seed).random(value.shape)
    is_stated = is_known | (np.random.default_rng(seed + 1).random(value.shape) < 0.5)
    turned = by.score(np.where(is_known, value, other * is_stated)).astype(np.float32)
    assert (turned <= best).all()
    assert (turned >= found.score[is_offer]).all()


@given(seed=SEEDS, kind=KINDS)
@settings(max_examples=10)
def test_every_kept_offer_can_be_explained(seed: int, kind: str) -> None:
    startups, offers = drawn(seed, 4, 5)
    parties, codes = Parties(tuple(startups), tuple(offers)), columns(startups, offers)[2]
    by = of_kind(kind, seed)
    found = scored(startups, offers, by, depth=5)
    for row, place in np.argwhere(found.offer >= 0).tolist():
        told = explain(found, parties, codes, row, place, most=len(CODES))
        assert told.base + sum(one.added for one in told.contributions) == pytest.approx(told.score, abs=1e-6)
        added = [one.added for one in told.contributions]
        assert added == sorted(added, reverse=True)
        assert all(part > 0 for part in added)
        for gap in told.gaps:
            at = CODES.index(gap.signal)
            assert gap.up_to == pytest.approx(rise(by, found, (row, place), at), abs=1e-9)
        assert bool(told.possible - told.score > 1e-6) <= bool(told.gaps)
        for language in languages():
            assert all(say(one.reason, language) for one in (*told.contributions, *told.gaps))


def rise(by: Learned, found: Shortlists, where: tuple[int, int], at: int) -> float:
    """Return what a signal adds at most: alone, or after everything that is missing."""
    value, is_known = found.value[where].astype(float), found.is_known[where]
    filled = np.where(is_known, value, 1.0)
    best, without, own = filled.copy(), filled.copy(), value.copy()
    best[at], without[at], own[at] = 1.0, value[at], 1.0
    return float(max(by.score(own) - by.score(value), by.score(best) - by.score(without)))


def test_what_is_known_not_to_fit_counts_as_what_is_not_known() -> None:
    codes = ("language", "need_coverage")
    by = ranker(Logit(weights=(2.0, 1.0), weights_above_0=(0.5, 0.5)), codes=codes)
    offers = [incubator(languages={"fr": "C2"})]
    told = [
        explain(
            scored([one], offers, by, depth=1), Parties((one,), (offers[0],)), columns([one], offers)[2], 0, 0
        )
        for one in (startup(languages={"ar": "C2"}), startup())
    ]
    assert [one.contributions for one in told] == [(), ()]
    assert [one.score for one in told] == pytest.approx([1 / (1 + np.exp(-AT_REST))] * 2)
    # but only where nothing is stated is something missing
    assert [[gap.signal for gap in one.gaps] for one in told] == [
        ["need_coverage"],
        ["language", "need_coverage"],
    ]


def test_signals_of_which_a_ranker_makes_nothing_are_not_missing() -> None:
    codes = ("language", "need_coverage")
    by = ranker(Logit(weights=(2.0, 0.0), weights_above_0=(0.0, 0.0)), codes=codes)
    parties = Parties((startup(),), (incubator(),))
    found = scored(parties.startups, parties.offers, by, depth=1)
    told = explain(found, parties, columns(parties.startups, parties.offers)[2], 0, 0)
    assert [gap.signal for gap in told.gaps] == ["language"]
    assert found.shares.tolist() == [1.0, 0.0]


# --------------------------------------------------------------------------- pairs that somebody asks for


@given(seed=SEEDS, kind=st.sampled_from(["declared", *sorted(DRAWN)]), depth=st.integers(1, 4))
@settings(max_examples=25)
def test_pairs_more_have_the_scores_that_they_have_anyway(seed: int, kind: str, depth: int) -> None:
    startups, offers = drawn(seed)
    by = None if kind == "declared" else of_kind(kind, seed)
    of_startups, of_offers, codes = columns(startups, offers)
    rng = np.random.default_rng(seed)
    asked = {(int(rng.integers(len(startups))), int(rng.integers(len(offers)))) for _ in range(6)}
    whole, few = (scored(startups, offers, by, depth=of) for of in (len(offers), depth))
    found = with_pairs(few, sorted(asked), of_startups, of_offers, codes, answer_of=by_rules, block=2)
    answers = by_rules(of_startups, of_offers)
    for row in range(len(startups)):
        kept = [offer for offer in found.offer[row].tolist() if offer >= 0]
        best = [offer for offer in few.offer[row].tolist() if offer >= 0]
        more = {offer for of, offer in asked if of == row and answers[row, offer] > Answer.INELIGIBLE}
        # as many as are wanted, and in the order in which they stand among all
        assert kept == [offer for offer in whole.offer[row].tolist() if offer in {*best, *more}]
        places = [whole.offer[row].tolist().index(offer) for offer in kept]
        for name in ("score", "possible", "value", "is_known", "answer"):
            assert np.array_equal(getattr(found, name)[row, : len(kept)], getattr(whole, name)[row, places])
    assert with_pairs(few, [], of_startups, of_offers, codes, answer_of=by_rules) is few


# --------------------------------------------------------------------------- chances as values


@given(seed=SEEDS)
@settings(max_examples=15)
def test_balance_agrees_with_itself_on_chances_however_small(seed: int) -> None:
    """Offers are asked by chance times odds, and at the prices nobody asks more than there are places."""
    startups, offers = drawn(seed, 30, 8)
    line = (float(np.random.default_rng(seed).uniform(0.3, 3.0)), -8.0)
    by = ranker(logit(np.random.default_rng(seed)).model, line=line)
    found = scored(startups, offers, by, depth=8, answer_of=everybody)
    assert found.score.min() < 0.2
    places = np.full(8, 3.0)
    given_out = allocate("balance", found.offer, found.score, places, asks=2, length=8)
    assert (given_out.odds > 0).all()
    assert (given_out.odds <= 1).all()
    asked = np.zeros(8)
    for row in range(30):
        own = found.offer[row] >= 0
        chosen = luce(found.score[row, own] * given_out.odds[found.offer[row, own]], 2)
        np.add.at(asked, found.offer[row, own], chosen)
    expected = np.minimum(1.0, places / np.maximum(asked, 1e-9))
    assert given_out.odds == pytest.approx(expected, abs=2e-3)


def luce(worth: np.ndarray, asks: int) -> np.ndarray:
    """Return the chances of asking each, so that as many are asked as are to be, by halving."""
    if len(worth) <= asks:
        return np.ones(len(worth))
    weights = (worth / worth.max()) ** 10.0
    low, high = -50.0, 200.0
    for _ in range(200):
        middle = (low + high) / 2
        total = (weights * np.exp(middle) / (1 + weights * np.exp(middle))).sum()
        low, high = (middle, high) if total < asks else (low, middle)
    return weights * np.exp(low) / (1 + weights * np.exp(low))
