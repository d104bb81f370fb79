"""From parties to recommendations: the whole method, on parties in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from connector.errors import CannotMatchError, UnknownCodeError
from connector.matching.choices import other_choices
from connector.matching.columns import codes_of, offer_columns, startup_columns
from connector.matching.congestion import POLICIES, allocate
from connector.matching.eligibility import availability, eligibility
from connector.matching.entries import entries_of
from connector.matching.overrides import applied, wanted_pairs
from connector.matching.recommendations import Recommendations
from connector.matching.scoring import declared_weights, score, unmet_needs, with_pairs
from connector.matching.text import TfIdfEmbedder, text_vectors
from connector.parties import Parties

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.columns.types import Integers
    from connector.matching.eligibility import Answers
    from connector.matching.learning.ranker import Learned
    from connector.matching.overrides import Override
    from connector.matching.recommendations import LeftOut
    from connector.matching.scoring import Weights
    from connector.matching.signals import Signal
    from connector.matching.text import Embedder

#: So many of the best offers of a start-up can end on its list: enough for a policy to choose from.
DEPTH: Final = 50
_LASTING: Final[Mapping[str, LeftOut]] = {"is_full": "full", "is_ahead": "ahead", "is_closed": "closed"}


def recommend(
    parties: Parties,
    policy: str = "balance",
    *,
    today: date,
    asks: int = 3,
    length: int = 10,
    weights: Weights | None = None,
    learned: Signal | None = None,
    ranker: Learned | None = None,
    overrides: Sequence[Override] = (),
    embedder: Embedder | None = None,
    on_progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> Recommendations:
    """Recommend offers to start-ups.

    Hard rules first, then the score, then the policy. Nothing that owners declared of themselves enters: the
    columns that rules and signals read do not hold it.

    Parameters
    ----------
    parties
        n start-ups and any offers; those that ended, open later or have no place left are put aside.
    policy
        ``best_fit``, ``serve_most`` or ``balance``: who gets the places of offers that many want.
    today
        The day of matching.
    asks
        How many introductions a start-up may have now.
    length
        How many offers it is shown, at least `asks`.
    weights
        How much each signal counts; those of this version of the method by default.
    learned
        A signal learned from outcomes, besides those on the shelf.
    ranker
        Who scores instead of the weights, if its gate passed; if it did not, the weights do.
    overrides
        Introductions that organisers decided on; they come before the policy.
    embedder
        What makes vectors of texts; TF-IDF by default.
    on_progress
        Told how far the job is.

    Raises
    ------
    CannotMatchError
        If there are no start-ups or no offers, or more is asked than shown; if `ranker` takes the place of
        the weights and reads a signal that is not at hand, or was judged beside other weights; if an override
        names nobody, or what the rules of the offer exclude, or there is no place for it.
    UnknownCodeError
        If there is no such policy.

    Examples
    --------
    >>> from datetime import date
    >>> from connector.parties import Service, StartUp
    >>> startup = StartUp(id="1", name="Baobab", needs={"legal_status": 4})
    >>> offers = Service(id="a", name="Accountant", needs={"legal_status": []}), Service(id="b", name="Gym")
    >>> found = recommend(Parties((startup,), offers), today=date(2026, 3, 2))
    >>> [one.offer for one in found.list_of(0)]
    ['a', 'b']
    """
    if policy not in POLICIES:
        raise UnknownCodeError("policy", policy, tuple(POLICIES))
    if not parties.startups or not parties.offers:
        raise CannotMatchError("There is nothing to match: it takes at least one start-up and one offer.")
    if not 1 <= asks <= length:
        raise CannotMatchError(
            f"Of {length} offers that are shown, {asks} cannot be asked: 1 to {length} can."
        )
    codes = codes_of(parties, today)
    vectors = text_vectors(parties, embedder or TfIdfEmbedder())
    startups = startup_columns(parties.startups, codes, vectors[0])
    all_offers = offer_columns(parties.offers, codes, vectors[1])
    open_ones, left_out = _open_today(parties, all_offers)
    offers = all_offers.take(open_ones)
    taking = Parties(parties.startups, tuple(parties.offers[column] for column in open_ones.tolist()))
    by_hand = wanted_pairs(overrides, taking, left_out, (startups, offers), asks=asks, today=today)
    on_progress("Scoring", 0, len(startups))
    best_ones = score(
        startups,
        offers,
        codes,
        _told(on_progress, len(startups)),
        weights=weights or declared_weights(),
        depth=max(DEPTH, length),
        learned=learned,
        ranker=ranker,
    )
    # what an organiser wants is looked at like everything else: with its score and its reasons
    pairs = [pair[:2] for pair in by_hand]
    shortlists = with_pairs(best_ones, pairs, startups, offers, codes, answer_of=_answers)
    on_progress("Places", 0, 1)
    choices = other_choices(startups, offers, codes, _answers, shortlists.offer)
    allocation = allocate(
        policy,
        shortlists.offer,
        shortlists.score,
        offers.capacity,
        asks=asks,
        length=length,
        choices=choices,
        overrides=by_hand,
        base=shortlists.scorer.base,
    )
    on_progress("Places", 1, 1)
    return Recommendations(
        parties=taking,
        left_out=left_out,
        today=today,
        asks=asks,
        codes=codes,
        startups=startups,
        offers=offers,
        shortlists=shortlists,
        allocation=allocation,
        entries=entries_of(startups, offers),
        unmet=unmet_needs(startups, offers, _answers),
        overrides=applied(overrides, allocation.overrides, parties.startups),
    )


def _open_today(parties: Parties, offers: OfferColumns) -> tuple[Integers, Mapping[str, LeftOut]]:
    """Return the columns of offers that take somebody, and why the others do not, by id."""
    found = availability(offers)
    why: dict[str, LeftOut] = {}
    # the last word has what lasts longest
    for flags, reason in _LASTING.items():
        columns = np.flatnonzero(getattr(found, flags)).tolist()
        why.update({parties.offers[column].id: reason for column in columns})
    return np.flatnonzero(found.takes_somebody), why


def _answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    return eligibility(startups, offers).answers


def _told(
    on_progress: Callable[[str, int, int], None], total: int
) -> Callable[[StartUpColumns, OfferColumns], Answers]:
    """Return `_answers` that tell how many start-ups were asked about."""
    done = 0

    def answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
        nonlocal done
        found = _answers(startups, offers)
        done += len(startups)
        on_progress("Scoring", min(done, total), total)
        return found

    return answers
