"""What organisers decide on: kept, explained, logged, and never more than there are places."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from connector.errors import CannotMatchError
from connector.matching.congestion import POLICIES, Cause
from connector.matching.eligibility import Answer
from connector.matching.overrides import Override, OverridesRefusedError
from connector.matching.recommend import DEPTH, recommend
from connector.parties import Parties
from connector.reasons import Reason
from connector.words import say
from tests.connector.builders import TODAY, incubator, service, startup
from tests.connector.matching.learning.rankers import DRAWN
from tests.connector.matching.test_recommend import crowd

if TYPE_CHECKING:
    from connector.matching.recommendations import Proposal, Recommendations

POLICY = st.sampled_from(sorted(POLICIES))
DAY = date(2026, 2, 27)


def decided(of: str, to: str, reason: str = "They met at the fair.") -> Override:
    return Override(startup=of, offer=to, reason=reason, by="A. Diallo", day=DAY)


def lists(found: Recommendations) -> list[tuple[Proposal, ...]]:
    return list(found.proposals())


def one_of(found: Recommendations, of: str, to: str) -> Proposal:
    row = [party.id for party in found.parties.startups].index(of)
    return next(one for one in lists(found)[row] if one.why.offer == to)


def wishes(choose: st.DataObject, parties: Parties, asks: int) -> list[Override]:
    """Draw overrides that there is room for, of pairs that are not excluded."""
    whole = recommend(parties, today=TODAY, length=len(parties.offers), asks=1)
    open_to = {(one.startup, one.offer) for row in range(len(parties.startups)) for one in whole.list_of(row)}
    room = {offer.id: 99 if offer.capacity is None else offer.capacity for offer in parties.offers}
    has: Counter[str] = Counter()
    found = []
    for of, to in sorted(open_to):
        if choose.draw(st.integers(0, 3)) == 0 and room[to] > 0 and has[of] < asks:
            room[to] -= 1
            has[of] += 1
            found.append(decided(of, to, f"wish {len(found)}"))
    return choose.draw(st.permutations(found))


@settings(max_examples=40)
@given(st.data(), POLICY, st.sampled_from([None, *sorted(DRAWN)]))
def test_an_override_is_always_kept_and_capacity_never_exceeded(
    data: st.DataObject, policy: str, kind: str | None
) -> None:
    parties = crowd(data)
    overrides = wishes(data, parties, asks=2)
    by = None if kind is None else DRAWN[kind](np.random.default_rng(0))
    found = recommend(parties, policy, today=TODAY, asks=2, length=3, overrides=overrides, ranker=by)
    introduced = [
        (one.why.startup, one.why.offer) for own in lists(found) for one in own if one.is_introduced
    ]
    taken = Counter(offer for _, offer in introduced)
    assert all(offer.capacity is None or taken[offer.id] <= offer.capacity for offer in parties.offers)
    assert max(Counter(of for of, _ in introduced).values(), default=0) <= 2
    assert {(one.startup, one.offer) for one in overrides} <= set(introduced)
    marked = {(one.why.startup, one.why.offer) for own in lists(found) for one in own if one.override}
    assert marked == {(one.startup, one.offer) for one in overrides}
    assert [one.override for one in found.overrides] == overrides
    assert all(one.why.answer > Answer.INELIGIBLE for own in lists(found) for one in own)


@settings(max_examples=20)
@given(st.data(), POLICY)
def test_without_overrides_nothing_changes(data: st.DataObject, policy: str) -> None:
    parties = crowd(data)
    plain, none = (
        recommend(parties, policy, today=TODAY),
        recommend(parties, policy, today=TODAY, overrides=[]),
    )
    assert lists(plain) == lists(none)
    assert plain.overrides == none.overrides == ()
    assert plain.shortlists.offer.shape == none.shortlists.offer.shape
    assert not (plain.allocation.causes == Cause.OVERRIDE).any()


def crowded(policy: str = "best_fit", **options: object) -> Recommendations:
    """Recommend more offers than are looked at: the last ones are on nobody's shortlist."""
    offers = tuple(service(f"o{n:02}", needs={"finance": frozenset()}) for n in range(DEPTH + 9))
    late = (service("late", capacity=1), service("later", languages={"fr": "C1"}))
    asks = tuple(startup(f"s{n}", needs={"finance": 5}, languages={"fr": "C1"}) for n in range(3))
    return recommend(Parties(asks, (*offers, *late)), policy, today=TODAY, **options)


@pytest.mark.parametrize("policy", sorted(POLICIES))
@pytest.mark.parametrize("kind", [None, *sorted(DRAWN)])
def test_a_pair_that_is_not_shortlisted_is_listed_with_its_own_score_and_reasons(
    policy: str, kind: str | None
) -> None:
    by = None if kind is None else DRAWN[kind](np.random.default_rng(5))
    before = crowded("best_fit", ranker=by, length=DEPTH + 11)
    found = crowded(policy, ranker=by, overrides=[decided("s1", "late")])
    assert len(found.offers) - 2 not in found.shortlists.offer[0]
    told = one_of(found, "s1", "late")
    assert told.is_introduced
    assert told.scarcity is None
    # what it would be told if it were looked at without anybody's decision
    assert told.why == one_of(before, "s1", "late").why
    assert told.why.possible > told.why.score > 0 or by is None
    (score,) = found.shortlists.score[1][found.shortlists.offer[1] == len(found.offers) - 2]
    assert score == told.why.score


def test_whoever_decided_when_and_why_stands_beside_the_introduction() -> None:
    found = crowded(overrides=[decided("s1", "late")])
    told = one_of(found, "s1", "late").override
    assert told == Reason(
        "override.introduced", {"by": "A. Diallo", "day": DAY, "reason": "They met at the fair."}
    )
    assert say(told, "en") == (
        "A. Diallo decided on February 27, 2026 to introduce them now: “They met at the fair.”"
    )
    assert say(told, "fr") == (
        "A. Diallo a décidé le 27 février 2026 de les mettre en relation maintenant\u00a0: "
        "«\u00a0They met at the fair.\u00a0»"
    )
    others = [one for own in lists(found) for one in own if one.why.offer != "late"]
    assert [one for one in others if one.override] == []


def test_the_log_says_whom_it_cost_the_only_choice() -> None:
    needs = {"needs": {"legal_status": 5}, "stage": "idea"}
    offers = (
        service("arabic", languages={"ar": "C2"}, capacity=1, needs={"legal_status": frozenset()}),
        service("french", languages={"fr": "C2"}, needs={"legal_status": frozenset()}),
    )
    spoilt = startup("spoilt", languages={"ar": "C2", "fr": "C2"}, **needs)
    bound = [startup(f"bound{n}", languages={"ar": "A2"}, **needs) for n in range(2)]
    parties = Parties((spoilt, *bound), offers)
    (entry,) = recommend(parties, today=TODAY, overrides=[decided("spoilt", "arabic")]).overrides
    assert entry.passed_over == ("bound0", "bound1")
    assert [say(one, "en") for one in entry.sentences()][1:] == [
        "For this, 2 start-ups that have no other choice were passed over."
    ]
    (alone,) = recommend(
        Parties((spoilt, bound[0]), offers), today=TODAY, overrides=[decided("spoilt", "arabic")]
    ).overrides
    assert say(alone.sentences()[1], "fr") == "Pour cela, 1 start-up sans autre choix a été laissée de côté."
    free = recommend(parties, today=TODAY, overrides=[decided("spoilt", "french")]).overrides
    assert [len(one.sentences()) for one in free] == [1]


def test_where_it_cannot_be_told_whether_somebody_may_enter_an_organiser_may_decide() -> None:
    offer = service(rules={"stages": {"idea"}}, capacity=1)
    parties = Parties((startup("s1"), startup("s2", stage="idea")), (offer,))
    found = recommend(parties, today=TODAY, overrides=[decided("s1", "v1")])
    told = one_of(found, "s1", "v1")
    assert told.is_introduced
    assert [reason.code for reason in told.unclear] == ["stage.cannot_tell"]
    assert not one_of(found, "s2", "v1").is_introduced


OFFERS = (
    incubator("hub", rules={"stages": {"growth"}, "must_be_registered": True}),
    incubator("old", is_open=False),
    incubator("soon", opens=date(2026, 3, 9)),
    incubator("full", capacity=0),
    incubator("one", capacity=1),
    incubator("free"),
)
STARTUPS = tuple(startup(f"s{n}", stage="idea", is_registered=False) for n in range(3))


@pytest.mark.parametrize(
    ("pairs", "what"),
    [
        (["nobody free"], "start-up 'nobody' to offer 'free': there is no such start-up"),
        (["s0 nothing"], "start-up 's0' to offer 'nothing': there is no such offer"),
        (["s0 old"], "start-up 's0' to offer 'old', which takes nobody today: it is closed"),
        (["s0 soon"], "start-up 's0' to offer 'soon', which takes nobody today: it opens later"),
        (["s0 full"], "start-up 's0' to offer 'full', which takes nobody today: it is full"),
        (["s0 hub"], "start-up 's0' to offer 'hub': it may not enter, by the rules registration, stage"),
        (["s0 free", "s1 free", "s0 free"], "introduce start-up 's0' to offer 'free' twice"),
        (["s0 one", "s1 one"], "start-up 's1' to offer 'one': others give away all of its 1 places"),
        (["s2 one", "s2 free"], "start-up 's2' to offer 'free': others give it all that it may have \\(1\\)"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_pair(pairs: list[str], what: str) -> None:
    overrides = [decided(*pair.split()) for pair in pairs]
    with pytest.raises(CannotMatchError, match=what):
        recommend(Parties(STARTUPS, OFFERS), today=TODAY, asks=1, overrides=overrides)


def test_nobody_has_decided_tomorrow() -> None:
    late = decided("s0", "free").model_copy(update={"day": TODAY + timedelta(days=1)})
    with pytest.raises(OverridesRefusedError, match="after the day of matching") as raised:
        recommend(Parties(STARTUPS, OFFERS), today=TODAY, overrides=[late])
    assert raised.value.refusals[0].remedy == "Correct the day."


def test_all_that_cannot_be_kept_is_told_at_once_beside_what_can() -> None:
    pairs = ["s0 one", "nobody free", "s1 one", "s0 hub", "s1 free", "s1 free"]
    with pytest.raises(OverridesRefusedError) as raised:
        recommend(
            Parties(STARTUPS, OFFERS),
            today=TODAY,
            asks=2,
            overrides=[decided(*pair.split()) for pair in pairs],
        )
    assert [one.number for one in raised.value.refusals] == [1, 2, 3, 5]
    assert str(raised.value) == raised.value.refusals[0].message
    assert all(one.remedy for one in raised.value.refusals)


@pytest.mark.parametrize("field", ["startup", "offer", "reason", "by"])
def test_an_override_says_whom_why_and_by_whom(field: str) -> None:
    with pytest.raises(ValidationError, match="at least 1 character"):
        Override.model_validate({**decided("s", "o").model_dump(), field: "  "})
