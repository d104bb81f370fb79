"""What owners declare of themselves changes nothing that is learned, because it cannot get there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.columns import codes_of, offer_columns, startup_columns
from connector.matching.learning.features import Features, features
from connector.matching.learning.ranker import learn
from connector.matching.learning.shown import Shown
from connector.matching.scoring import declared_weights
from connector.matching.signals import shelf
from connector.parties import Declaration, Parties, StartUp, Use
from tests.connector import crowd
from tests.connector.builders import TODAY

if TYPE_CHECKING:
    from collections.abc import Sequence

OFFERS, STARTUPS = 8, 1600


def declaring(startups: Sequence[StartUp], *, flipped: bool) -> tuple[StartUp, ...]:
    """Let every owner declare something, or its opposite."""
    rng = np.random.default_rng(0)
    return tuple(
        startup.model_copy(
            update={
                "declared": Declaration(
                    under_represented=bool(rng.integers(2)) != flipped,
                    backgrounds=frozenset({"syrian"} if bool(rng.integers(2)) != flipped else {"belgian"}),
                    groups={"gender": "men" if bool(rng.integers(2)) != flipped else "women"},
                    uses=frozenset(Use) if flipped else frozenset(),
                )
            }
        )
        for startup in startups
    )


def seen_of(parties: Parties) -> Features:
    """Return what a ranker sees of all pairs."""
    codes = codes_of(parties, TODAY)
    empty = np.zeros((len(parties.startups), 0), np.float32)
    ours = startup_columns(parties.startups, codes, empty)
    theirs = offer_columns(parties.offers, codes, empty[: len(parties.offers)])
    values = [signal.values(ours, theirs, codes) for signal in shelf().values()]
    shape = (len(ours), len(theirs))
    return features(
        tuple(shelf()),
        np.stack([np.broadcast_to(one.value, shape).ravel() for one in values], axis=1),
    )


def test_flipping_every_declaration_changes_no_feature_and_nothing_learned() -> None:
    rng = np.random.default_rng(1)
    startups, offers = crowd.startups(rng, STARTUPS), tuple(crowd.offers(rng, OFFERS))
    sides = [Parties(declaring(startups, flipped=flipped), offers) for flipped in (False, True)]
    assert all(
        one.declared != other.declared
        for one, other in zip(sides[0].startups, sides[1].startups, strict=True)
    )
    seen = [seen_of(parties) for parties in sides]
    assert np.array_equal(seen[0].value, seen[1].value)
    assert seen[0].value.std(axis=0).max() > 0.1
    in_list = np.repeat(np.arange(STARTUPS), OFFERS)
    # what is chosen goes by what was declared: there is something to be learned, for who could see it
    is_liked = np.array([bool(startup.declared.under_represented) for startup in sides[0].startups])
    chance = np.where(is_liked[in_list] == (np.tile(np.arange(OFFERS), STARTUPS) < OFFERS // 2), 0.5, 0.05)
    shown = Shown(
        startup=in_list,
        offer=np.tile(np.arange(OFFERS), STARTUPS),
        in_list=in_list,
        day=738_000 + in_list // 10,
        position=np.tile(np.arange(1.0, OFFERS + 1), STARTUPS),
        grade=(rng.random(len(in_list)) < chance).astype(np.int8),
        counts=np.ones(len(in_list), np.bool_),
    )
    one, other = (
        learn(shown, of, declared_weights(), rng=np.random.default_rng(0), kinds=("logit",)) for of in seen
    )
    assert one.card.contenders
    assert one.to_json() == other.to_json()
