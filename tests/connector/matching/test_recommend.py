"""The whole method on parties in memory."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import connector
from connector.documents import MatchDocument, match_document
from connector.documents.rows import recommendation_rows
from connector.errors import CannotMatchError, UnknownCodeError
from connector.intake import read_offers, read_startups
from connector.matching.congestion import POLICIES
from connector.matching.eligibility import Answer
from connector.matching.overrides import Override
from connector.matching.recommend import recommend
from connector.parties import Declaration, Parties, Use
from connector.reasons import Reason
from connector.words import languages
from tests.connector.builders import TODAY, funder, incubator, service, startup
from tests.connector.intake_files import write_files
from tests.connector.matching.learning.calls import CODES
from tests.connector.matching.learning.rankers import DRAWN, stays

if TYPE_CHECKING:
    from pathlib import Path

NEEDS = ("finance", "coaching", "legal_status")


def crowd(choose: st.DataObject) -> Parties:
    """Draw parties that state now this, now that."""
    some = st.frozensets(st.sampled_from(NEEDS))
    startups = tuple(
        startup(
            f"s{number}",
            needs=dict.fromkeys(choose.draw(some), 3),
            stage=choose.draw(st.sampled_from([None, "idea", "growth"])),
            languages=dict.fromkeys(choose.draw(st.frozensets(st.sampled_from(["fr", "ar"]))), "C1"),
        )
        for number in range(choose.draw(st.integers(1, 8)))
    )
    offers = tuple(
        service(
            f"o{number}",
            needs=dict.fromkeys(choose.draw(some), frozenset()),
            capacity=choose.draw(st.sampled_from([None, 0, 1, 2])),
            rules={"stages": choose.draw(st.sampled_from([None, frozenset({"idea"})]))},
        )
        for number in range(choose.draw(st.integers(1, 6)))
    )
    return Parties(startups, offers)


def test_what_is_found_says_in_a_line_what_it_is() -> None:
    parties = Parties(
        (startup(needs={"finance": 3}),), (service(needs={"finance": frozenset()}), service("2"))
    )
    found = recommend(parties, today=TODAY)
    assert repr(found) == "<Recommendations: 1 start-ups, 2 offers, 1 introductions, policy balance>"


@settings(max_examples=40)
@given(st.data(), st.sampled_from(sorted(POLICIES)))
def test_no_offer_gets_more_than_its_places_and_nobody_an_offer_that_excludes_it(
    data: st.DataObject, policy: str
) -> None:
    parties = crowd(data)
    found = recommend(parties, policy, today=TODAY, asks=2, length=4)
    capacity = {offer.id: offer.capacity for offer in parties.offers}
    introduced: list[str] = []
    for listed in found.proposals():
        assert all(one.why.answer > Answer.INELIGIBLE for one in listed)
        assert len({one.why.offer for one in listed}) == len(listed) <= 4
        own = [one.why.offer for one in listed if one.is_introduced]
        assert len(own) <= 2
        introduced += own
    for offer in set(introduced):
        limit = capacity[offer]
        assert limit is None or introduced.count(offer) <= limit
    assert {offer for offer, places in capacity.items() if places == 0} == set(found.left_out)


@settings(max_examples=15)
@given(st.data())
def test_equal_input_gives_equal_output(data: st.DataObject) -> None:
    parties = crowd(data)
    once, again = (list(recommend(parties, today=TODAY).proposals()) for _ in range(2))
    assert once == again


def test_offers_that_take_nobody_today_are_put_aside_with_the_reason() -> None:
    offers = (
        incubator("open"),
        incubator("ended", is_open=False, capacity=0),
        incubator("over", closes=date(2026, 3, 1)),
        incubator("last_day", closes=TODAY),
        incubator("ahead", opens=date(2026, 3, 3)),
        incubator("full", capacity=0),
    )
    found = recommend(Parties((startup(),), offers), today=TODAY)
    assert found.left_out == {"ended": "closed", "over": "closed", "ahead": "ahead", "full": "full"}
    assert [one.offer for one in found.list_of(0)] == ["open", "last_day"]


def test_a_scarce_helper_goes_first_to_whoever_has_no_other_choice() -> None:
    asks = {"needs": {"legal_status": 5}, "stage": "idea"}
    # the one with a choice fits better: it says more about itself
    spoilt = startup("spoilt", languages={"ar": "C2", "fr": "C2"}, sectors={"food"}, **asks)
    bound = startup("bound", languages={"ar": "A2"}, **asks)
    helps = {"needs": {"legal_status": frozenset()}}
    offers = (
        service("arabic", languages={"ar": "C2"}, sectors={"food"}, capacity=1, **helps),
        service("french", languages={"fr": "C2"}, capacity=9, **helps),
    )
    found = recommend(Parties((spoilt, bound), offers), "best_fit", today=TODAY, asks=1)
    spoilts, bounds = found.proposals()
    assert [one.why.offer for one in bounds if one.is_introduced] == ["arabic"]
    assert [one.why.offer for one in spoilts if one.is_introduced] == ["french"]
    assert next(one for one in bounds if one.is_introduced).scarcity == Reason("scarcity.here_first")
    assert next(one for one in spoilts if one.why.offer == "arabic").scarcity == Reason(
        "scarcity.others_first"
    )


def test_why_entry_is_unclear_stands_beside_the_proposal() -> None:
    offer = service(rules={"stages": {"idea"}})
    ((one,),) = recommend(Parties((startup(),), (offer,)), today=TODAY).proposals()
    assert [reason.code for reason in one.unclear] == ["stage.cannot_tell"]
    ((sure,),) = recommend(Parties((startup(stage="idea"),), (offer,)), today=TODAY).proposals()
    assert sure.unclear == ()


def test_what_owners_declared_changes_no_list() -> None:
    offers = tuple(service(f"o{number}", capacity=1, needs={"finance": frozenset()}) for number in range(3))

    def lists(declared: Declaration | None) -> list[object]:
        startups = tuple(startup(f"s{n}", needs={"finance": n + 1}, declared=declared) for n in range(4))
        return list(recommend(Parties(startups, offers), today=TODAY).proposals())

    told = Declaration(
        under_represented=True,
        backgrounds=frozenset({"x"}),
        groups={"gender": "women"},
        uses=frozenset(Use),
    )
    assert lists(None) == lists(told)


@settings(max_examples=15)
@given(st.data(), st.sampled_from(sorted(POLICIES)))
def test_a_ranker_that_beat_nothing_changes_nothing(data: st.DataObject, policy: str) -> None:
    parties = crowd(data)
    declared, stayed = (recommend(parties, policy, today=TODAY, ranker=by) for by in (None, stays()))
    assert list(declared.proposals()) == list(stayed.proposals())
    assert declared.shortlists.version == stayed.shortlists.version
    assert np.array_equal(declared.allocation.expected, stayed.allocation.expected, equal_nan=True)


@settings(max_examples=15)
@given(st.data(), st.sampled_from(sorted(POLICIES)), st.sampled_from(sorted(DRAWN)))
def test_the_rankers_chances_are_shared_out_like_scores(data: st.DataObject, policy: str, kind: str) -> None:
    parties = crowd(data)
    by = DRAWN[kind](np.random.default_rng(data.draw(st.integers(0, 99))))
    found, again = (recommend(parties, policy, today=TODAY, ranker=by, asks=2, length=4) for _ in range(2))
    assert list(found.proposals()) == list(again.proposals())
    for own in found.proposals():
        assert all(0 < one.why.score <= one.why.possible <= 1 for one in own)
        assert all(one.why.answer > Answer.INELIGIBLE for one in own)
    if policy == "best_fit":
        scores = [[one.why.score for one in own] for own in found.proposals()]
        assert all(own == sorted(own, reverse=True) for own in scores)


def document_by(kind: str, folder: Path, language: str) -> tuple[MatchDocument, str, float]:
    """Make a document of recommendations that a ranker scored; with its version and base."""
    paths = write_files(folder)
    startups, offers = read_startups(paths[0]), read_offers(paths[1])
    by = DRAWN[kind](np.random.default_rng(3))
    wish = Override(startup="s3", offer="hub", reason="They know each other.", by="B", day=TODAY)
    found = recommend(
        Parties(startups.parties, offers.parties), today=TODAY, ranker=by, overrides=[wish], length=3
    )
    made = match_document(startups, offers, found, language=language, product="test")
    return made, by.version, by.base


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", sorted(DRAWN))
def test_the_document_is_built_from_what_a_ranker_scored(kind: str, tmp_path: Path, language: str) -> None:
    made, version, base = document_by(kind, tmp_path, language)
    assert MatchDocument.model_validate_json(made.model_dump_json(by_alias=True)) == made
    assert (made.rules.version, made.rules.scored_by) == (version, "ranker")
    assert made.rules.base == pytest.approx(base, abs=1e-4)
    assert set(made.rules.shares) == set(CODES)
    assert sum(made.rules.shares.values()) == pytest.approx(1, abs=1e-3)
    every = [one for own in made.startups for one in own.recommendations]
    assert every
    for one in every:
        assert base - 1e-4 <= one.score <= one.possible <= 1
        added = sum(part.added for part in one.reasons)
        # the five largest parts at most
        assert (base + added == pytest.approx(one.score, abs=5e-4)) or len(one.reasons) == 5
        assert all(part.added >= 0 and part.reason.text for part in one.reasons)
    assert len(list(recommendation_rows(made))) == len(every)
    (decided,) = made.overrides
    assert (decided.startup, decided.offer, decided.by, decided.passed_over) == ("s3", "hub", "B", [])
    (marked,) = [one for own in made.startups for one in own.recommendations if one.override]
    assert (marked.offer, marked.override) == ("hub", decided.says[0])
    assert "They know each other." in decided.says[0].text
    assert next(offer for offer in made.offers if offer.id == "hub").introductions >= 1


def test_what_a_ranker_cannot_score_is_said() -> None:
    by = DRAWN["logit"](np.random.default_rng(0), (*CODES, "co_engagement"))
    with pytest.raises(CannotMatchError, match="not at hand: co_engagement"):
        recommend(Parties((startup(),), (funder(),)), today=TODAY, ranker=by)


def test_what_cannot_be_matched_is_said() -> None:
    parties = Parties((startup(),), (funder(),))
    with pytest.raises(UnknownCodeError, match=r"There is no policy called 'luck'"):
        recommend(parties, "luck", today=TODAY)
    with pytest.raises(CannotMatchError, match="nothing to match"):
        recommend(Parties((), (funder(),)), today=TODAY)
    with pytest.raises(CannotMatchError, match="Of 2 offers that are shown, 3 cannot be asked"):
        recommend(parties, today=TODAY, asks=3, length=2)


def test_where_all_offers_are_closed_lists_are_empty() -> None:
    found = recommend(Parties((startup(needs={"finance": 1}),), (funder(is_open=False),)), today=TODAY)
    assert list(found.proposals()) == [()]
    assert found.unmet.sum() == 1


def test_the_facade_leads_to_the_method() -> None:
    assert connector.recommend is recommend
    assert set(connector.__all__) == set(dir(connector))
    for name in connector.__all__:
        assert getattr(connector, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        connector.guess  # noqa: B018
