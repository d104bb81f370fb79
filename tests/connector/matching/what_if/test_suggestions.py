"""What is suggested: only what founders can state or change, what asks least of them first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from connector.matching.eligibility import shelf
from connector.matching.what_if import SUGGESTIONS, what_if
from connector.parties import Amount, EntryRules, Place
from connector.words import say
from tests.connector.builders import TODAY, funder, incubator, service, startup

if TYPE_CHECKING:
    from connector.parties import Offer

PARIS = Place(country="FR", city="Paris", latitude=48.857, longitude=2.352)
SOMEWHERE = PARIS.model_copy(update={"country": None})


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
    assert say(found.says[0], "en") == "British English at C1 instead of B1: 1 more offer would open."


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


def test_without_offers_nothing_is_suggested() -> None:
    assert what_if(startup(), [], TODAY) == ()


def test_of_equal_changes_the_one_that_rules_out_less_comes_first() -> None:
    offers = [
        incubator("a", rules=EntryRules(stages={"growth"})),
        incubator("b", rules=EntryRules(stages={"idea"})),
        incubator("c", rules=EntryRules(smallest_team=2)),
    ]
    found = what_if(startup(), offers, TODAY, most=2)
    assert [(change.field, change.opens, change.settles) for change in found] == [
        ("team_size", ("c",), ()),
        ("stage", ("b",), ("a",)),
    ]


def test_a_wide_sector_is_made_narrower_and_another_one_is_not_suggested() -> None:
    offers = [
        incubator("a", rules=EntryRules(sectors={"software"})),
        incubator("b", rules=EntryRules(sectors={"agriculture"})),
    ]
    (found,) = what_if(startup(sectors={"digital"}), offers, TODAY)
    assert (found.opens, found.profile.sectors) == (("a",), {"digital", "software"})
    assert say(found.says[0], "en") == "Sector stated more exactly, as Software: 1 more offer would open."


def test_an_exact_place_lies_in_the_country_that_is_stated() -> None:
    offers = [incubator("a", places=[PARIS], rules=EntryRules(radius_km=20))]
    here = Place(country="FR", city="Montreuil")
    (found,) = what_if(startup(place=here), offers, TODAY)
    assert (found.opens, found.profile.place) == (("a",), PARIS.model_copy(update={"city": "Montreuil"}))
    assert what_if(startup(place=Place(country="BE")), offers, TODAY) == ()


def test_what_is_stated_of_a_place_stays_where_the_rest_is_added() -> None:
    offers = [incubator("a", places=[SOMEWHERE], rules=EntryRules(countries={"FR"}, radius_km=20))]
    for here in (Place(country="FR"), SOMEWHERE):
        (found,) = what_if(startup(place=here), offers, TODAY)
        assert (found.opens, found.profile.place) == (("a",), PARIS.model_copy(update={"city": here.city}))


def test_a_place_is_asked_for_by_its_country_and_by_its_distance() -> None:
    offers = [
        incubator("near", places=[PARIS], rules=EntryRules(radius_km=20)),
        incubator("elsewhere", rules=EntryRules(countries={"BE"})),
        incubator("near and elsewhere", places=[PARIS], rules=EntryRules(countries={"BE"}, radius_km=20)),
    ]
    by_country, exact = what_if(startup(), offers, TODAY)
    assert (by_country.opens, by_country.settles) == (("elsewhere",), ())
    assert (exact.opens, exact.settles) == (("near",), ("elsewhere", "near and elsewhere"))
