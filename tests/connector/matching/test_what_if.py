"""The search for the smallest change finds what trying every value by hand finds."""

from __future__ import annotations

from datetime import date
from itertools import product
from math import log2
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from connector.matching.columns import codes_of
from connector.matching.eligibility import Answer, shelf
from connector.matching.what_if import SUGGESTIONS, changes, offered, what_if
from connector.parties import Amount, Declaration, EntryRules, Parties, Permission, Place, StartUp, Use
from connector.taxonomies import taxonomy
from connector.words import languages, say
from tests.connector import one_pair
from tests.connector.builders import TODAY, funder, incubator, service, startup
from tests.connector.drawn import (
    COUNTRIES,
    CURRENCIES,
    LANGUAGES,
    LEVELS,
    SECTORS,
    SPOTS,
    STAGES,
    SUMS,
    offers_about_one_thing,
    startups,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector.parties import Offer

FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


class Tried(NamedTuple):
    """A change tried by hand."""

    field: str
    size: float
    opens: frozenset[str]
    harms: frozenset[str]


def every_change(founder: StartUp) -> Iterator[tuple[str, object, float]]:
    """Yield every other value of every field that may be suggested: far more than the search tries."""
    yield from every_yes(founder)
    for place, stage in enumerate(STAGES):
        steps = 0 if founder.stage is None else abs(place - STAGES.index(founder.stage))
        yield "stage", stage, 2 * steps
    tree = taxonomy("sectors")
    for sector in (*SECTORS, "security", "restaurants", "health"):
        if not founder.sectors or set(tree.path(sector)[:-1]) & founder.sectors:
            yield "sectors", founder.sectors | {sector}, 0
    for place in every_place(founder.place or Place()):
        yield "place", place, 0
    yield from every_language(founder)
    for value, currency in product((100.0, *SUMS, *(near + 1 for near in SUMS)), CURRENCIES):
        ticket = Amount(value=value, currency=currency)
        yield "ticket", ticket, size_of_sum(founder.ticket, value, currency)
    for people in range(1, 10):
        yield "team_size", people, 0 if founder.team_size is None else abs(people - founder.team_size)


def every_yes(founder: StartUp) -> Iterator[tuple[str, object, float]]:
    """Yield other answers to what is asked with yes or no."""
    if not founder.is_registered:
        yield "is_registered", True, 0 if founder.is_registered is None else 3
    if founder.is_registered is None:
        yield "is_registered", False, 0
    if founder.may_register != Permission.YES:
        size = {None: 0, Permission.UNSURE: 1, Permission.NOT_YET: 6}
        yield "may_register", Permission.YES, size[founder.may_register]


def every_language(founder: StartUp) -> Iterator[tuple[str, object, float]]:
    """Yield every language at every level above the present one."""
    for tag, level in product(LANGUAGES, LEVELS):
        spoken = [LEVELS.index(own) + 1 for one, own in founder.languages.items() if one[:2] == tag[:2]]
        steps = LEVELS.index(level) + 1 - max(spoken, default=0)
        if steps > 0:
            yield "languages", {**founder.languages, tag: level}, steps * (1 if founder.languages else 0.1)


def every_place(here: Place) -> Iterator[Place]:
    """Yield places that add a country, an exact place or both."""
    for country in [here.country] if here.country else [None, *COUNTRIES]:
        for spot in [(here.latitude, here.longitude)] if here.latitude else [(None, None), *SPOTS]:
            yield Place(country=country, city=here.city, latitude=spot[0], longitude=spot[1])


def size_of_sum(now: Amount | None, value: float, currency: str) -> float:
    if now is None:
        return 0
    return abs(log2(value / now.value)) if now.currency == currency else 1


def tried(field: str, size: float, before: StartUp, after: StartUp, offers: tuple[Offer, ...]) -> Tried:
    """Ask one pair after the other what a change does."""
    was = {offer.id: one_pair.may_enter(before, offer, TODAY) for offer in offers}
    now = {offer.id: one_pair.may_enter(after, offer, TODAY) for offer in offers}
    opens = {code for code in was if now[code] == Answer.ELIGIBLE != was[code]}
    harms = {f"closes {code}" for code in was if was[code] == Answer.ELIGIBLE != now[code]}
    harms |= {
        f"settles {code}"
        for code in was
        if was[code] == Answer.CANNOT_TELL and now[code] == Answer.INELIGIBLE
    }
    return Tried(field, size, frozenset(opens), frozenset(harms))


def is_matched(change: Tried, other: Tried) -> bool:
    """Say whether the other one is no larger, opens all that a change opens, and does no other harm."""
    is_small = other.size <= change.size + 1e-12
    return (
        change.field == other.field
        and is_small
        and change.opens <= other.opens
        and other.harms <= change.harms
    )


def exact_places(offers: tuple[Offer, ...]) -> set[tuple[str | None, float]]:
    return {
        (place.country, place.latitude)
        for offer in offers
        for place in offer.places
        if offer.rules.radius_km and place.latitude
    }


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


def is_elsewhere(there: Place, here: Place, spots: set[tuple[str | None, float]]) -> bool:
    """Say whether an exact place is not one of an offer in that country: such are not tried."""
    if there.latitude == here.latitude:
        return False
    countries = {country for country, latitude in spots if latitude == there.latitude}
    return not countries & {None, there.country} or (None not in countries and there.country is None)


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


def test_only_what_founders_can_state_or_change_is_suggested() -> None:
    fields = [suggestion.field for suggestion in SUGGESTIONS]
    asked = {field for rule in shelf().values() for field in rule.asks}
    # nobody is told to be older or younger
    assert sorted(fields) == sorted(asked - {"founded"})
    assert "declared" not in fields


def test_stating_comes_before_learning_and_learning_before_registering() -> None:
    offers = [
        incubator("a", rules=EntryRules(stages={"growth"})),
        incubator("b", rules=EntryRules(languages={"fr": "B1"})),
        incubator("c", rules=EntryRules(must_be_registered=True)),
    ]
    founder = startup(languages={"fr": "A2"}, is_registered=False)
    found = what_if(founder, offers, TODAY)
    assert [(change.field, change.size, change.opens) for change in found] == [
        ("stage", 0, ("a",)),
        ("languages", 1, ("b",)),
        ("is_registered", 3, ("c",)),
    ]
    assert [" ".join(say(sentence, "en") for sentence in change.says) for change in found] == [
        "Stage stated as Growth: 1 more offer would open.",
        "French at B1 instead of A2: 1 more offer would open.",
        "The company registered: 1 more offer would open.",
    ]
    assert found[1].profile.languages == {"fr": "B1"}


def test_a_ticket_is_moved_to_the_nearest_bound_and_what_it_closes_is_said() -> None:
    offers = [
        funder("small", largest_ticket=10_000, currency="EUR"),
        funder("large", smallest_ticket=40_000, currency="EUR"),
        funder("larger", smallest_ticket=80_000, currency="EUR"),
    ]
    founder = startup(ticket=Amount(value=5000, currency="EUR"))
    found = what_if(founder, offers, TODAY)
    assert [(change.size, change.opens, change.closes) for change in found] == [
        (3, ("large",), ("small",)),
        (4, ("large", "larger"), ("small",)),
    ]
    assert say(found[1].says[0], "fr") == (
        "Montant cherché\u00a0: 80\u202f000\u00a0€ (aujourd’hui\u00a0: 5\u202f000\u00a0€)\u00a0: "
        "2 offres de plus s’ouvriraient."
    )
    assert say(found[1].says[1], "fr") == "1 offre ouverte aujourd’hui se fermerait."


def test_what_stating_something_would_rule_out_is_said() -> None:
    offers = [service("a", rules=EntryRules(smallest_team=3)), service("b", rules=EntryRules(largest_team=2))]
    found = what_if(startup(), offers, TODAY)
    assert [(change.profile.team_size, change.opens, change.settles) for change in found] == [
        (2, ("b",), ("a",)),
        (3, ("a",), ("b",)),
    ]
    assert say(found[0].says[1], "en") == "1 offer that is in doubt now would be ruled out."


def test_a_larger_change_that_closes_less_is_listed_beside_the_smaller_one() -> None:
    offers = [
        incubator("a", rules=EntryRules(stages={"pre_start", "growth"})),
        incubator("b", rules=EntryRules(stages={"idea", "growth"})),
    ]
    found = what_if(startup(stage="idea"), offers, TODAY)
    assert [(change.profile.stage, change.size, change.opens, change.closes) for change in found] == [
        ("pre_start", 2, ("a",), ("b",)),
        ("growth", 6, ("a",), ()),
    ]


def test_a_team_is_no_smaller_than_it_must_be() -> None:
    offers = [service("a", rules=EntryRules(largest_team=3)), service("b", rules=EntryRules(largest_team=1))]
    found = what_if(startup(team_size=5), offers, TODAY)
    assert [(change.profile.team_size, change.size, change.opens) for change in found] == [
        (3, 2, ("a",)),
        (1, 4, ("a", "b")),
    ]


def test_a_level_is_raised_from_that_of_the_language_whatever_its_region() -> None:
    offer = incubator("a", rules=EntryRules(languages={"en-GB": "C1"}))
    (found,) = what_if(startup(languages={"en": "B1", "fr": "C2"}), [offer], TODAY)
    assert (found.size, found.profile.languages) == (2, {"en": "B1", "fr": "C2", "en-GB": "C1"})
    assert (
        say(found.says[0], "en") == "English (United Kingdom) at C1 instead of B1: 1 more offer would open."
    )


@pytest.mark.parametrize(
    "offer",
    [
        incubator(closes=date(2026, 3, 1), rules=EntryRules(stages={"growth"})),
        incubator(capacity=0, rules=EntryRules(stages={"growth"})),
        incubator(rules=EntryRules(oldest_months=12)),
        incubator(rules=EntryRules(stages={"growth"}, must_be_registered=True)),
        incubator(),
        incubator(rules=EntryRules(smallest_team=200_000)),
        funder(smallest_ticket=0, currency="EUR"),
    ],
    ids=["closed", "full", "age", "two things missing", "open to all", "for the army", "any sum"],
)
def test_what_no_single_change_opens_is_not_suggested(offer: Offer) -> None:
    assert what_if(startup(), [offer], TODAY) == ()


def test_offers_are_looked_at_once_for_many_startups() -> None:
    founders = [
        startup("a", languages={"uk": "C2"}, ticket=Amount(value=10, currency="UAH")),
        startup("b", stage="growth"),
    ]
    offers = [incubator(rules=EntryRules(stages={"growth"}, languages={"fr": "B1"})), funder(), service()]
    market = offered(offers, codes_of(Parties(tuple(founders), tuple(offers)), TODAY))
    for founder in founders:
        assert changes(founder, market) == what_if(founder, offers, TODAY)


def test_without_offers_nothing_is_suggested() -> None:
    assert what_if(startup(), [], TODAY) == ()
