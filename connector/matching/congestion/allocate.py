"""From scores and capacities to lists and introductions under a declared policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.errors import UnknownCodeError
from connector.matching.congestion.allocation import Allocation, Cause, Override
from connector.matching.congestion.market import ENOUGH, market_of
from connector.matching.congestion.overrides import introduced_by, logged
from connector.matching.congestion.policies import POLICIES
from connector.matching.congestion.scarcity import propose_first, without_scarcity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from connector.matching.columns.types import Flags, Floats, Integers
    from connector.matching.congestion.market import Market


def allocate(
    policy: str,
    offers: npt.NDArray[np.integer],
    scores: Floats,
    capacity: npt.ArrayLike,
    *,
    asks: int = 3,
    length: int = 10,
    choices: npt.NDArray[np.integer] | None = None,
    overrides: Sequence[tuple[int, int, str]] = (),
    base: float = 0.0,
) -> Allocation:
    """Return what each start-up is shown and which introductions are proposed now.

    First comes what organisers want; then scarce offers (something speaks for them with more start-ups than
    they have places) go to start-ups without another choice; then the policy fills the places that are left.
    Offers for which nothing known speaks are shown, and nobody is introduced to them.

    - ``best_fit``: by score on both sides (deferred acceptance). Lists by score.
    - ``serve_most``: as many start-ups as possible have at least one, then the highest total score, then as
      ``best_fit``. Lists begin with introductions.
    - ``balance``: in rounds, so that nobody has a second introduction before all who can have a first. Lists
      begin with introductions and go on by score times the odds of being taken when everybody goes by such
      lists (`connector.matching.congestion.equilibrium`).

    Whenever start-ups compete for a scarce offer, fewer other choices come before a higher score, counted up
    to 3; under ``serve_most`` the fewest choices that a start-up has anywhere decide who is served.

    Parameters
    ----------
    policy
        ``best_fit``, ``serve_most`` or ``balance``.
    offers
        Eligible offers on the shortlist of each start-up, shape (n, K), in any order, then -1.
    scores
        Of these offers, in [0, 1], shape (n, K).
    capacity
        Places of each offer, shape (m,); nan where not stated: then no limit is known.
    asks
        How many introductions a start-up may have, at least 1.
    length
        How many offers it is shown, at least `asks`.
    choices
        How many other offers with places could do for the start-up what this one does, shape (n, K), 0 for no
        other choice. None: nobody is preferred for want of choice.
    overrides
        Start-up, offer and reason of introductions that an organiser wants, also of offers that are no
        on no shortlist. They count against capacity and `asks`.
    base
        The score of a pair of which nothing is known; what speaks for an offer lifts it above.

    Returns
    -------
    Allocation
        Lists, introductions with their causes, expectations and prices.

    Raises
    ------
    UnknownCodeError
        If there is no such policy.
    CannotMatchError
        If overrides want more than there is.
    ValueError
        If shapes do not fit or a number is outside its range.

    Examples
    --------
    >>> offers, scores = np.array([[0, 1], [0, 1]]), np.array([[0.9, 0.8], [0.7, 0.1]], np.float32)
    >>> allocate("best_fit", offers, scores, [1, 1], asks=1).introductions.tolist()
    [[0], [1]]
    >>> allocate("best_fit", offers, scores, [1, 1], asks=1, choices=[[1, 9], [0, 9]]).introductions.tolist()
    [[1], [0]]
    """
    if policy not in POLICIES:
        raise UnknownCodeError("policy", policy, tuple(POLICIES))
    if not 1 <= asks <= length:
        raise ValueError(
            f"of {length} offers that are shown at least 1 and at most all are asked, not {asks}"
        )
    wanted = [Override(*override) for override in overrides]
    market = market_of(
        np.asarray(offers),
        np.asarray(scores),
        capacity,
        asks=asks,
        length=length,
        choices=None if choices is None else np.asarray(choices),
        overrides=wanted,
        base=base,
    )
    by_hand = introduced_by(wanted, market)
    is_introduced = _introduced(policy, market, by_hand)
    is_preferred = market.choices < ENOUGH
    alike = is_introduced
    if is_preferred.any():
        alike = _introduced(policy, without_scarcity(market), by_hand)
    asked, prices = POLICIES[policy].expect(market)
    expected = np.where(is_introduced, market.scores, asked)  # an introduction has its place
    shown = POLICIES[policy].arrange(market, expected, is_introduced, length)
    lists = np.take_along_axis(market.offers, shown, axis=1)
    causes = np.where(is_introduced, np.int8(Cause.POLICY), np.int8(Cause.NONE))
    causes[is_introduced & ~alike & is_preferred] = Cause.SCARCITY
    causes[by_hand] = Cause.OVERRIDE
    introduced_first = np.argsort(~np.take_along_axis(is_introduced, shown, axis=1), axis=1, kind="stable")
    proposed = np.take_along_axis(shown, introduced_first[:, :asks], axis=1)
    why = np.take_along_axis(causes, proposed, axis=1)
    return Allocation(
        policy,
        lists,
        np.where(lists >= 0, np.take_along_axis(expected, shown, axis=1), np.float32(np.nan)),
        np.where(why == Cause.NONE, np.int32(-1), np.take_along_axis(market.offers, proposed, axis=1)),
        why,
        _pairs(alike & ~is_introduced & market.at(market.is_scarce, nothing=False), market),
        prices,
        logged(wanted, market, is_introduced),
    )


def _introduced(policy: str, market: Market, by_hand: Flags) -> Flags:
    return POLICIES[policy].introduce(market, propose_first(market, by_hand))


def _pairs(which: Flags, market: Market) -> Integers:
    """Return start-ups and offers of pairs, shape (p, 2)."""
    rows, columns = np.nonzero(which)
    return np.stack([rows, market.offers[rows, columns]], axis=1)
