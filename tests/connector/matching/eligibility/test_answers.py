"""All rules for all pairs are what the rules say of each pair alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.eligibility import Answer, eligibility, reasons
from connector.parties import EntryRules, Offer, StartUp
from tests.connector import one_pair
from tests.connector.builders import TODAY, columns, funder, incubator, service, startup
from tests.connector.drawn import some_offers, startups

if TYPE_CHECKING:
    from random import Random

FEWER = settings(max_examples=30)
many_startups = st.lists(startups(), max_size=5).map(
    lambda drawn: [one.model_copy(update={"id": f"s{row}"}) for row, one in enumerate(drawn)]
)


@FEWER
@given(many_startups, some_offers())
def test_every_pair_and_every_rule_is_answered_as_one_pair_alone(
    people: list[StartUp], offers: tuple[Offer, ...]
) -> None:
    found = eligibility(*columns(people, offers)[:2])
    assert found.answers.shape == (len(people), len(offers))
    assert found.answers.dtype == np.int8
    for row, one in enumerate(people):
        for column, offer in enumerate(offers):
            alone = one_pair.answers(one, offer, TODAY)
            assert found.answers[row, column] == min(alone.values())
            assert found.not_eligible(row, column) == {
                code: answer for code, answer in alone.items() if answer != Answer.ELIGIBLE
            }


@FEWER
@given(many_startups, some_offers())
def test_the_summary_counts_the_offers_of_each_startup(
    people: list[StartUp], offers: tuple[Offer, ...]
) -> None:
    counted = eligibility(*columns(people, offers)[:2]).summary()
    for row, one in enumerate(people):
        alone = [one_pair.answers(one, offer, TODAY) for offer in offers]
        least = [min(answers.values()) for answers in alone]
        assert counted.eligible[row] == least.count(Answer.ELIGIBLE)
        assert counted.cannot_tell[row] == least.count(Answer.CANNOT_TELL)
        assert counted.ineligible[row] == least.count(Answer.INELIGIBLE)
        for counts, answer in ((counted.excluded_by, 0), (counted.unclear_by, 1)):
            found = {code: counts[code][row] for code in counts if counts[code][row]}
            tally = (
                {code: sum(answers[code] == answer for answers in alone) for code in alone[0]}
                if alone
                else {}
            )
            assert found == {code: count for code, count in tally.items() if count}


@FEWER
@given(many_startups, some_offers(), st.integers(1, 4))
def test_blocks_of_startups_have_the_answers_of_the_whole(
    people: list[StartUp], offers: tuple[Offer, ...], size: int
) -> None:
    sides = columns(people, offers)[:2]
    blocks = [
        eligibility(sides[0].take(slice(start, start + size)), sides[1]).answers
        for start in range(0, len(people), size)
    ]
    whole = eligibility(*sides).answers
    assert np.array_equal(np.concatenate([whole[:0], *blocks]), whole)


@FEWER
@given(many_startups, some_offers(), st.randoms())
def test_the_order_of_the_offers_does_not_matter(
    people: list[StartUp], offers: tuple[Offer, ...], random: Random
) -> None:
    order = list(range(len(offers)))
    random.shuffle(order)
    turned = eligibility(*columns(people, [offers[place] for place in order])[:2]).answers
    assert np.array_equal(turned, eligibility(*columns(people, offers)[:2]).answers[:, order])


def test_rules_that_no_offer_makes_are_left_out() -> None:
    offers = [incubator(rules=EntryRules(stages=frozenset({"growth"}))), service()]
    found = eligibility(*columns([startup()], offers)[:2])
    assert [answered.rule.code for answered in found.by_rule] == ["stage"]
    assert found.answers.tolist() == [[Answer.CANNOT_TELL, Answer.ELIGIBLE]]


def test_offers_without_rules_let_everybody_in() -> None:
    found = eligibility(*columns([startup()], [incubator(), service(), funder()])[:2])
    assert found.by_rule == ()
    assert found.answers.tolist() == [[Answer.ELIGIBLE] * 3]


def test_a_pair_has_one_reason_a_rule_and_exclusions_come_first() -> None:
    founder = startup(stage="idea")
    offer = incubator(
        closes=date(2026, 3, 1),
        rules=EntryRules(stages=frozenset({"growth"}), must_be_registered=True, smallest_team=3),
    )
    answers = eligibility(*columns([founder], [offer])[:2]).not_eligible(0, 0)
    assert [reason.code for reason in reasons(founder, offer, answers, TODAY)] == [
        "open.closed",
        "stage.ineligible",
        "registration.cannot_tell",
        "team_size.cannot_tell",
    ]


def test_an_eligible_pair_has_no_reason() -> None:
    founder, offer = startup(stage="growth"), incubator(rules=EntryRules(stages=frozenset({"growth"})))
    answers = eligibility(*columns([founder], [offer])[:2]).not_eligible(0, 0)
    assert reasons(founder, offer, answers, TODAY) == ()
