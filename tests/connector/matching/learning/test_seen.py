"""What the engine saw of what was shown is taken from the recommendations, pair by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import connector
from connector.errors import CannotMatchError
from connector.matching.learning.outcomes import Outcome
from connector.matching.learning.seen import seen_of
from connector.matching.recommend import recommend
from connector.parties import Parties
from connector.parties.place import Place
from tests.connector import crowd
from tests.connector.builders import TODAY, service, startup

if TYPE_CHECKING:
    from connector.matching.recommendations import Recommendations


def parties(seed: int) -> Parties:
    rng = np.random.default_rng(seed)
    return Parties(tuple(crowd.startups(rng, 8)), tuple(crowd.offers(rng, 9)))


def outcomes(found: Recommendations, run: int = 0) -> list[Outcome]:
    """Return what was shown, and that nobody did anything."""
    return [
        Outcome(startup=one.startup, offer=one.offer, shown_in=f"{run}-{row}", day=TODAY, position=place)
        for row in range(len(found.startups))
        for place, one in enumerate(found.list_of(row), start=1)
    ]


def test_each_row_holds_what_the_score_of_its_pair_was_made_of() -> None:
    runs = [recommend(parties(seed), today=TODAY) for seed in (1, 2)]
    told = [(found, outcomes(found, number)[::-1]) for number, found in enumerate(runs)]
    seen = seen_of(told)
    rows = [(found, one) for found, some in told for one in some]
    assert len(seen) == len(rows) > 20
    for row, (found, one) in enumerate(rows):
        ids = [party.id for party in found.parties.startups]
        (why,) = [why for why in found.list_of(ids.index(one.startup)) if why.offer == one.offer]
        assert why.score == pytest.approx(float(seen.value[row] @ found.shortlists.shares), abs=1e-5)
        known = {code for code, value in zip(seen.codes, seen.value[row].tolist(), strict=True) if value}
        assert {part.signal for part in why.contributions if part.added} <= known


def test_a_signal_that_a_run_did_not_read_is_not_known_in_it() -> None:
    people = parties(1)
    past = [
        connector.Engagement(
            f"p{n}", people.offers[n % 3].id, 2000.0 + n // 4, {"stage": ("idea", "growth")[n % 2]}
        )
        for n in range(60)
    ]
    model = connector.learn_engagement(connector.history_of(past))
    with_it = recommend(people, today=TODAY, learned=connector.co_engagement(model, people))
    without = recommend(people, today=TODAY)
    told = [(without, outcomes(without)), (with_it, outcomes(with_it, 1))]
    seen = seen_of(told)
    column = seen.codes.index("co_engagement")
    first = len(told[0][1])
    assert not seen.value[:first, column].any()
    assert seen.value[first:, column].any()


def test_a_pair_that_was_not_looked_at_is_refused() -> None:
    found = recommend(parties(1), today=TODAY)
    strange = Outcome(startup="nobody", offer=found.parties.offers[0].id, shown_in="1", day=TODAY)
    with pytest.raises(CannotMatchError, match="was not looked at for start-up 'nobody'"):
        seen_of([(found, [strange])])
    with pytest.raises(CannotMatchError, match="no outcome is given"):
        seen_of([(found, [])])


def test_an_offer_that_was_not_shown_to_somebody_is_refused() -> None:
    far = service("far", rules={"countries": {"FR"}})
    someone = startup("s1", place=Place(city="Bonn", country="DE"))
    found = recommend(Parties((someone,), (far, service("near"))), today=TODAY)
    strange = Outcome(startup="s1", offer="far", shown_in="1", day=TODAY)
    with pytest.raises(CannotMatchError, match="'far' was not looked at for start-up 's1'"):
        seen_of([(found, [strange])])


def test_a_ranker_can_be_learned_from_the_facade_alone() -> None:
    found = recommend(parties(1), today=TODAY)
    told = outcomes(found)
    ranker = connector.learn(
        connector.shown_columns(told),
        connector.seen_of([(found, told)]),
        connector.declared_weights(),
        rng=np.random.default_rng(1),
    )
    again = connector.Learned.from_json(ranker.to_json())
    assert (again, again.card.in_use) == (ranker, "declared")
