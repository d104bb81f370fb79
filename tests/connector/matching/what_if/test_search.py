"""The search for the smallest change finds what trying every value by hand finds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connector.matching.columns import codes_of
from connector.matching.what_if import changes, offered, what_if
from connector.parties import Declaration, Offer, Parties, Place, StartUp, Use
from connector.words import languages, say
from tests.connector.builders import TODAY
from tests.connector.drawn import offers_about_one_thing, startups
from tests.connector.matching.what_if.by_hand import (
    Tried,
    every_change,
    exact_places,
    is_elsewhere,
    is_matched,
    tried,
)

FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@settings(FEW, max_examples=200)
@given(startups(), offers_about_one_thing())
def test_every_change_that_opens_something_is_found_or_matched_by_a_smaller_one(
    founder: StartUp, offers: tuple[Offer, ...]
) -> None:
    found = what_if(founder, offers, TODAY, most=None, most_of_a_field=None)
    listed = [
        Tried(
            change.field,
            change.size,
            frozenset(change.opens),
            frozenset(
                {f"closes {code}" for code in change.closes} | {f"settles {code}" for code in change.settles}
            ),
        )
        for change in found
    ]
    # what is listed is true ...
    by_hand = list(every_change(founder))
    for change, said in zip(found, listed, strict=True):
        assert tried(change.field, change.size, founder, change.profile, offers) == said
        assert said.opens
        value = getattr(change.profile, change.field)
        assert [pytest.approx(change.size)] == [
            size for field, tried_value, size in by_hand if (field, tried_value) == (change.field, value)
        ]
    # ... and nothing is missing ...
    spots = exact_places(offers)
    for field, value, size in every_change(founder):
        if field == "place" and is_elsewhere(value, founder.place or Place(), spots):
            continue
        by_hand = tried(field, size, founder, founder.model_copy(update={field: value}), offers)
        assert not by_hand.opens or any(is_matched(by_hand, said) for said in listed), (field, value)
    # ... nor said twice
    assert not any(is_matched(one, other) for one in listed for other in listed if one is not other)


@FEW
@given(startups(), offers_about_one_thing())
def test_changes_come_smallest_first_and_differ_from_the_profile_in_one_field(
    founder: StartUp, offers: tuple[Offer, ...]
) -> None:
    found = what_if(founder, offers, TODAY, most=None, most_of_a_field=None)
    order = [(change.size, -len(change.opens), len(change.closes) + len(change.settles)) for change in found]
    assert order == sorted(order)
    for change in found:
        differs = [
            name for name in StartUp.model_fields if getattr(founder, name) != getattr(change.profile, name)
        ]
        assert differs == [change.field]


@FEW
@given(startups(), offers_about_one_thing())
def test_a_shorter_list_begins_as_the_whole_and_spares_its_fields(
    founder: StartUp, offers: tuple[Offer, ...]
) -> None:
    whole = what_if(founder, offers, TODAY, most=None, most_of_a_field=None)
    assert what_if(founder, offers, TODAY, most=2, most_of_a_field=None) == whole[:2]
    kept = [
        change
        for place, change in enumerate(whole)
        if [earlier.field for earlier in whole[:place]].count(change.field) < 1
    ]
    assert what_if(founder, offers, TODAY, most=None, most_of_a_field=1) == tuple(kept)


@FEW
@given(startups(), offers_about_one_thing())
def test_every_change_can_be_said_in_every_language(founder: StartUp, offers: tuple[Offer, ...]) -> None:
    for change in what_if(founder, offers, TODAY, most=None, most_of_a_field=None):
        assert len(change.says) == 1 + bool(change.closes) + bool(change.settles)
        for language in languages():
            assert all(say(sentence, language) for sentence in change.says)


@FEW
@given(startups(), offers_about_one_thing())
def test_what_owners_declare_changes_no_suggestion(founder: StartUp, offers: tuple[Offer, ...]) -> None:
    declared = Declaration(under_represented=True, backgrounds=frozenset({"syria"}), uses=frozenset(Use))
    told = [
        [(change.field, change.size, change.opens, change.says) for change in what_if(party, offers, TODAY)]
        for party in (founder, founder.model_copy(update={"declared": declared}))
    ]
    assert told[0] == told[1]


@FEW
@given(st.lists(startups(), max_size=4), offers_about_one_thing(), st.sampled_from([1, 60, 10_000]))
def test_many_startups_are_told_what_each_is_told_alone(
    founders: list[StartUp], offers: tuple[Offer, ...], at_once: int
) -> None:
    crowd = [founder.model_copy(update={"id": f"s{number}"}) for number, founder in enumerate(founders)]
    market = offered(offers, codes_of(Parties(tuple(crowd), offers), TODAY))
    assert list(changes(crowd, market, at_once=at_once)) == [what_if(one, offers, TODAY) for one in crowd]
