"""Who is paired with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError
from connector.matching.pairs.blossom import best_pairing
from connector.matching.pairs.edges import edges_of, worth
from connector.matching.pairs.left_over import why_left_over
from connector.matching.pairs.pair import Help, LeftOver, Pair, Pairs
from connector.matching.pairs.prices import bound, cheapest, prices
from connector.matching.pairs.reasons import reasons_of
from connector.matching.pairs.sides import MARKET_URGENCY, sides_of, working_languages
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from connector.matching.columns.types import Flags
    from connector.matching.pairs.edges import Edges
    from connector.matching.pairs.sides import Sides
    from connector.parties import StartUp

#: Pairs of each start-up that are weighed, unless the caller says otherwise.
WEIGHED = 8


def pairs(
    startups: Sequence[StartUp],
    *,
    today: date,
    most: int = 1,
    across_only: bool = False,
    weighed: int | None = WEIGHED,
) -> Pairs:
    """Pair start-ups that help each other.

    Two start-ups may be paired if both work in a language at B1 or better, both stages are stated and at
    most one apart, and each covers at least one need of the other or knows a market that the other seeks.
    Where both agreed to have their declaration used for pairs and named backgrounds, these must differ;
    where one did not agree, its declaration is not read. What pairs gain knows nothing of backgrounds.

    The gain of a pair is the smaller of both counts of covered needs and markets. Of all pairings the one
    with the largest sum of gains is taken; among these the one with the largest sum of the smaller
    urgency-weighted shares (`Help.share`, in millionths). It is exact on the pairs that are weighed.

    Parameters
    ----------
    startups
        In any order: it makes no difference.
    today
        The day of matching.
    most
        How many partners a start-up may get. Above 1 there are rounds: the best pairing, then the best one
        among pairs that have not met yet, and so on, so that everybody gets a first partner before anybody
        gets a second one. Each round is the best on its own, which their sum need not be.
    across_only
        Whether only those are paired who both agreed to it and named different backgrounds.
    weighed
        How many pairs of each start-up are weighed, those with the least loss at prices near to the best
        pairing's; None for all of them. With eight hardly anything is lost: `Pairs.of_best` bounds it.

    Raises
    ------
    CannotMatchError
        If `most` or `weighed` is below 1, or two start-ups have one id.
    UnknownCodeError
        If one names a need or stage that no taxonomy has.

    Notes
    -----
    Edmonds, J. (1965), "Maximum matching and a polyhedron with 0,1-vertices", Journal of Research of the
    National Bureau of Standards 69B:125-130; Galil, Z. (1986), "Efficient algorithms for finding maximum
    matching in graphs", ACM Computing Surveys 18:23-38.
    """
    if most < 1 or (weighed is not None and weighed < 1):
        raise CannotMatchError("Everybody needs at least one partner to look for, and one pair to weigh.")
    sides = sides_of(startups, today)
    left = edges_of(sides, across_only=across_only)
    possible = left.possible
    found: list[Pair] = []
    told = (0, 1.0)
    for turn in range(1, most + 1):
        if not len(left):
            break
        price = prices(left)
        chosen = left if weighed is None else left.take(cheapest(left, price, weighed))
        met = best_pairing(chosen)
        is_met = _is_met(left, met)
        if turn == 1 and len(chosen) < left.possible:
            told = len(chosen), min(1.0, float(worth(left)[is_met].sum()) / bound(left, price))
        elif turn == 1:
            told = len(chosen), 1.0
        pairs_met = (_pair(sides, first, second, turn) for first, second in met)
        found += sorted(pairs_met, key=lambda pair: (-pair.count, -pair.share, pair.first))
        left = left.take(~is_met)
    return Pairs(tuple(found), _left_over(sides, found, across_only=across_only), possible, *told)


def _is_met(edges: Edges, met: Sequence[tuple[int, int]]) -> Flags:
    keys = [first * edges.startups + second for first, second in met]
    return np.isin(edges.first * edges.startups + edges.second, np.array(keys, np.int64))


def _left_over(sides: Sides, found: Sequence[Pair], *, across_only: bool) -> tuple[LeftOver, ...]:
    paired = {startup for pair in found for startup in (pair.first, pair.second)}
    alone = np.array([row for row, s in enumerate(sides.startups) if s.id not in paired], np.int64)
    reasons = why_left_over(sides, alone, across_only=across_only)
    return tuple(LeftOver(sides.startups[row].id, reason) for row, reason in zip(alone, reasons, strict=True))


def _pair(sides: Sides, first: int, second: int, turn: int) -> Pair:
    one, other = sides.startups[first], sides.startups[second]
    helps = _help(other, one), _help(one, other)
    languages = tuple(sorted(working_languages(one) & working_languages(other)))
    # both are stated, or the pair would not be possible
    stages = str(one.stage), str(other.stage)
    is_across = bool(sides.backgrounds[first] >= 0 and sides.backgrounds[second] >= 0)
    names = {one.id: one.name, other.id: other.name}
    return Pair(
        first=one.id,
        second=other.id,
        round=turn,
        to_first=helps[0],
        to_second=helps[1],
        languages=languages,
        stages=stages,
        is_across=is_across,
        reasons=reasons_of(helps, names, languages, stages, is_across=is_across),
    )


def _help(giver: StartUp, taker: StartUp) -> Help:
    needs = tuple(need for need in taxonomy("needs").codes if need in taker.needs and need in giver.offers)
    markets = tuple(sorted(taker.markets_sought & giver.markets_known))
    asked = sum(taker.needs.values()) + MARKET_URGENCY * len(taker.markets_sought)
    covered = sum(taker.needs[need] for need in needs) + MARKET_URGENCY * len(markets)
    return Help(giver.id, taker.id, needs, markets, covered / asked)
