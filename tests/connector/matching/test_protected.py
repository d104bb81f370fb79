"""What owners declare of themselves reaches no column, no signal, no rule, no score and no list."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.columns import codes_of, offer_columns, startup_columns
from connector.matching.congestion import POLICIES
from connector.matching.eligibility import eligibility
from connector.matching.learning.engagement import Engagement, co_engagement, history_of, learn_engagement
from connector.matching.overrides import Override
from connector.matching.recommend import recommend
from connector.matching.scoring import declared_weights, explain, score, unmet_needs
from connector.matching.text import TfIdfEmbedder, text_vectors
from connector.matching.what_if import changes, offered
from connector.parties import Declaration, Offer, Parties, StartUp, Use
from tests.connector import crowd
from tests.connector.builders import TODAY
from tests.connector.matching.learning.rankers import DRAWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.random import Generator

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.learning.engagement import EngagementModel
    from connector.matching.learning.ranker import Learned

BACKGROUNDS = ("eritrean", "syrian", "ukrainian", "belgian")
GROUPS = {"origin": ("here", "eu", "elsewhere"), "gender": ("women", "men", "other")}
SEEDS = st.integers(0, 2**32 - 1)
#: Who scores: the declared weights, and every kind of ranker that may take their place.
SCORERS: dict[str, Learned | None] = {
    "declared": None,
    **{kind: draw(np.random.default_rng(1)) for kind, draw in DRAWN.items()},
}

Change = "Callable[[Generator, Declaration], Declaration]"


def declaration(rng: Generator) -> Declaration:
    """Draw what owners may declare."""
    return Declaration(
        under_represented=(None, False, True)[int(rng.integers(3))],
        backgrounds=frozenset(code for code in BACKGROUNDS if rng.random() < 0.5),
        groups={of: groups[int(rng.integers(len(groups)))] for of, groups in GROUPS.items()},
        uses=frozenset(use for use in Use if rng.random() < 0.5),
    )


#: One change for each field of a declaration; all of them turn its value into another.
FLIPS: dict[str, Callable[[Declaration], object]] = {
    "under_represented": lambda declared: not declared.under_represented,
    "backgrounds": lambda declared: frozenset(BACKGROUNDS) - declared.backgrounds,
    "groups": lambda declared: {
        of: groups[(groups.index(declared.groups[of]) + 1) % len(groups)] for of, groups in GROUPS.items()
    },
    "uses": lambda declared: frozenset(Use) - declared.uses,
}


def test_every_field_of_a_declaration_is_flipped() -> None:
    assert set(FLIPS) == set(Declaration.model_fields)
    some = declaration(np.random.default_rng(0))
    assert all(flip(some) != getattr(some, field) for field, flip in FLIPS.items())


def with_declarations(
    startups: tuple[StartUp, ...], declared: list[Declaration | None]
) -> tuple[StartUp, ...]:
    return tuple(
        one.model_copy(update={"declared": of_one}) for one, of_one in zip(startups, declared, strict=True)
    )


def columns(parties: Parties) -> tuple[StartUpColumns, OfferColumns, Codes]:
    codes = codes_of(parties, TODAY)
    of_startups, of_offers = text_vectors(parties, TfIdfEmbedder(32))
    return (
        startup_columns(parties.startups, codes, of_startups),
        offer_columns(parties.offers, codes, of_offers),
        codes,
    )


def arrays_in(record: object) -> Iterator[np.ndarray]:
    """Yield all columns, those of the entry rules included."""
    for field in fields(record):  # type: ignore[arg-type] # a dataclass, as the caller and the test below see to
        value = getattr(record, field.name)
        if is_dataclass(value):
            yield from arrays_in(value)
        else:
            yield value


@cache
def past() -> EngagementModel:
    """Learn from a past in which offers met start-ups of some stages and countries more than of others."""
    rng = np.random.default_rng(5)
    return learn_engagement(
        history_of(
            Engagement(
                f"p{n}",
                f"o{rng.integers(9) * (n % 3 > 0)}",
                2015 + n / 50,
                {"stage": "idea", "country": "FR"},
            )
            for n in range(150)
        )
    )


def everything(
    startups: tuple[StartUp, ...], offers: tuple[Offer, ...], by: str, policy: str = "balance"
) -> list[np.ndarray]:
    """Return all that is computed before people decide, and what is proposed to them then."""
    parties = Parties(startups, offers)
    of_startups, of_offers, codes = columns(parties)

    def answers(some: StartUpColumns, against: OfferColumns) -> np.ndarray:
        return eligibility(some, against).answers

    how = {"weights": declared_weights(), "ranker": SCORERS[by], "learned": co_engagement(past(), parties)}
    found = score(of_startups, of_offers, codes, answers, depth=4, **how)
    told = [
        explain(found, parties, codes, row, place) for row, place in np.argwhere(found.offer >= 0).tolist()
    ]
    # an organiser decides on whatever stands last on the first list
    last = [(row, offer) for row, own in enumerate(found.offer.tolist()) for offer in own if offer >= 0][:4]
    decided = [
        Override(startup=startups[row].id, offer=offers[offer].id, reason="They met.", by="City", day=TODAY)
        for row, offer in last[-1:]
    ]
    taking = recommend(parties, policy, today=TODAY, asks=2, length=4, **how)
    proposed = recommend(
        parties,
        policy,
        today=TODAY,
        asks=2,
        length=4,
        overrides=[one for one in decided if one.offer not in taking.left_out],
        **how,
    )
    market = offered(proposed.parties.offers, proposed.codes)
    return [
        *arrays_in(of_startups),
        *arrays_in(of_offers),
        answers(of_startups, of_offers),
        unmet_needs(of_startups, of_offers, answers),
        found.offer,
        found.score,
        found.possible,
        found.value,
        found.contributions,
        found.is_known,
        found.answer,
        np.array([repr(one) for one in told]),
        proposed.allocation.lists,
        proposed.allocation.introductions,
        proposed.allocation.expected,
        taking.allocation.lists,
        taking.allocation.introductions,
        np.array([repr(one) for listed in proposed.proposals() for one in listed]),
        np.array([repr(one) for one in proposed.overrides]),
        np.array(
            [
                repr((one.startup.id, one.field, one.opens, one.closes, one.settles, one.says))
                for own in changes(startups, market)
                for one in own
            ]
        ),
    ]


def equal(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return len(one) == len(other) and all(
        first.dtype == second.dtype and first.tobytes() == second.tobytes()
        for first, second in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("by", SCORERS)
@pytest.mark.parametrize("field", FLIPS)
@given(seed=SEEDS, policy=st.sampled_from(sorted(POLICIES)))
@settings(max_examples=4)
def test_a_flipped_declaration_changes_no_column_score_contribution_or_list(
    field: str, by: str, policy: str, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    startups, offers = tuple(crowd.startups(rng, 8)), tuple(crowd.offers(rng, 9))
    declared = [declaration(rng) for _ in startups]
    flipped = [one.model_copy(update={field: FLIPS[field](one)}) for one in declared]
    before = everything(with_declarations(startups, [*declared]), offers, by, policy)
    assert equal(before, everything(with_declarations(startups, [*flipped]), offers, by, policy))


@pytest.mark.parametrize("by", SCORERS)
@given(seed=SEEDS)
@settings(max_examples=3)
def test_who_declares_nothing_is_treated_as_who_declares_everything(by: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    startups, offers = tuple(crowd.startups(rng, 8)), tuple(crowd.offers(rng, 9))
    silent = everything(startups, offers, by)
    assert equal(
        silent, everything(with_declarations(startups, [declaration(rng) for _ in startups]), offers, by)
    )
    alone = [declaration(rng) if row == 3 else None for row in range(len(startups))]
    assert equal(silent, everything(with_declarations(startups, alone), offers, by))


@pytest.mark.parametrize("by", SCORERS)
def test_the_comparison_sees_a_change_of_the_profile(by: str) -> None:
    """Show that the tests above can fail: a field of the profile does change what they compare."""
    rng = np.random.default_rng(0)
    startups, offers = tuple(crowd.startups(rng, 8)), tuple(crowd.offers(rng, 9))
    other = (startups[0].model_copy(update={"stage": "growth", "needs": {"space": 5}}), *startups[1:])
    assert not equal(everything(startups, offers, by), everything(other, offers, by))


def test_co_engagement_overrides_and_what_if_are_among_what_is_compared() -> None:
    rng = np.random.default_rng(0)
    startups, offers = tuple(crowd.startups(rng, 8)), tuple(crowd.offers(rng, 9))
    signal = co_engagement(past(), Parties(startups, offers))
    of_startups, of_offers, codes = columns(Parties(startups, offers))
    assert len(np.unique(signal.values(of_startups, of_offers, codes).value)) > 3
    *_, overrides, what_if = everything(startups, offers, "declared")
    assert len(overrides) == 1
    assert len(what_if) > 3


def test_every_scorer_makes_lists_of_its_own() -> None:
    """Show that the tests above compare what the rankers make."""
    rng = np.random.default_rng(0)
    startups, offers = tuple(crowd.startups(rng, 8)), tuple(crowd.offers(rng, 9))
    made = [everything(startups, offers, by) for by in SCORERS]
    assert not any(equal(one, other) for number, one in enumerate(made) for other in made[:number])
