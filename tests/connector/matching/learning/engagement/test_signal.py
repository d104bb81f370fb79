"""Co-engagement among the signals of a matching."""

from __future__ import annotations

from functools import cache

import numpy as np

from connector.matching.learning.engagement import (
    Engagement,
    EngagementModel,
    co_engagement,
    history_of,
    learn_engagement,
    traits_of,
)
from connector.matching.recommend import recommend
from connector.parties import Declaration, Parties, Place, Use
from connector.words import languages, say
from tests.connector.builders import TODAY, columns, incubator, startup

COUNTRIES = ("FR", "DE")


@cache
def learned() -> EngagementModel:
    """Learn from a past in which each country's start-ups met the connector of their country."""
    return learn_engagement(
        history_of(
            Engagement(f"p{n}", f"c-{COUNTRIES[n % 2]}", 2015 + n / 50, {"country": COUNTRIES[n % 2]})
            for n in range(120)
        )
    )


def parties(**stated: object) -> Parties:
    return Parties(
        (
            startup("f", place=Place(country="FR"), **stated),
            startup("d", place=Place(country="DE"), **stated),
            startup("u", **stated),
        ),
        (incubator("c-DE"), incubator("c-new"), incubator("c-FR")),
    )


def test_the_offer_that_others_like_this_one_met_is_the_best_known() -> None:
    found = parties()
    signal = co_engagement(learned(), found)
    values = signal.values(*columns(found.startups, found.offers))
    assert values.is_known.tolist() == [[True, False, True], [True, False, True], [False, False, False]]
    assert values.value[0, 2] == 1
    assert values.value[1, 0] == 1
    assert values.value[0, 0] < 0.2
    assert not values.value[2].any()
    assert not values.value[:, 1].any()


def test_rows_and_columns_that_are_taken_out_keep_their_values() -> None:
    found = parties()
    signal = co_engagement(learned(), found)
    startups, offers, codes = columns(found.startups, found.offers)
    whole = signal.values(startups, offers, codes).value
    some = signal.values(startups.take(np.array([1])), offers.take(np.array([2, 0])), codes).value
    assert np.array_equal(some, whole[1:2][:, [2, 0]])


def test_it_enters_recommendations_and_no_declaration_does() -> None:
    declared = Declaration(
        under_represented=True, backgrounds=frozenset({"migrant"}), uses=frozenset(Use), groups={"g": "x"}
    )
    lists = []
    for own in ({}, {"declared": declared}):
        found = parties(**own)
        signal = co_engagement(learned(), found)
        result = recommend(found, "best_fit", today=TODAY, learned=signal)
        lists.append([[one.offer for one in result.list_of(row)] for row in range(3)])
    assert lists[0] == lists[1]
    assert [own[0] for own in lists[0][:2]] == ["c-FR", "c-DE"]


def test_each_sector_is_a_description_of_its_own() -> None:
    both = startup(sectors={"music_video", "games"}, stage="idea")
    assert list(traits_of(both)) == [
        {"stage": "idea", "sector": "games"},
        {"stage": "idea", "sector": "music_video"},
    ]
    assert list(traits_of(startup())) == [{}]


def test_whom_a_start_up_of_that_name_met_is_known_and_said() -> None:
    """Also of one that states nothing else: of it nothing but that is known."""
    past = [
        Engagement(
            f"p{n}", f"c-{COUNTRIES[n % 2]}", 2015 + n / 50, {"country": COUNTRIES[n % 2]}, f"Firm {n}"
        )
        for n in range(120)
    ]
    past.append(Engagement("p120", "c-DE", 2018.0, {"country": "DE"}, "Baobab Kitchen"))
    found = Parties(
        (startup("x", name="Baobab Kitchen GmbH"), startup("y", name="Cedar")),
        (incubator("c-FR"), incubator("c-new"), incubator("c-DE")),
    )
    signal = co_engagement(learn_engagement(history_of(past)), found)
    values = signal.values(*columns(found.startups, found.offers))
    assert values.is_known.tolist() == [[False, False, True], [False, False, False]]
    assert values.value[0, 2] == 1
    assert not values.value[0, :2].any()
    codes = columns(found.startups, found.offers)[2]
    reason = signal.because(found.startups[0], found.offers[2], 1.0, codes)
    assert (
        say(reason, "en") == "A start-up of this name, or nearly this name, has come together with it before."
    )
    assert all(say(reason, language) for language in languages())
    assert signal.because(found.startups[1], found.offers[2], None, codes).code == "co_engagement.unknown"


def test_its_reasons_have_words_in_every_language() -> None:
    found = parties()
    signal = co_engagement(learned(), found)
    codes = columns(found.startups, found.offers)[2]
    for value in (0.9, 0.5, 0.1, 0.0, None):
        reason = signal.because(found.startups[0], found.offers[0], value, codes)
        assert all(say(reason, language) for language in languages())
