"""The whole method on parties in memory."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import connector
from connector.errors import CannotMatchError, UnknownCodeError
from connector.matching.congestion import POLICIES
from connector.matching.eligibility import Answer
from connector.matching.recommend import recommend
from connector.parties import Declaration, Parties, Use
from connector.reasons import Reason
from tests.connector.builders import TODAY, funder, incubator, service, startup

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
