"""Scores of all pairs, and the best offers of each start-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from connector.matching.eligibility.rule import Answer
from connector.matching.nearest import best
from connector.matching.scoring.by_ranker import by_ranker
from connector.matching.scoring.by_weights import by_weights
from connector.matching.scoring.shortlists import Shortlists
from connector.matching.signals import shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy.typing as npt

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Integers
    from connector.matching.learning.ranker import Learned
    from connector.matching.scoring.scorer import Scorer
    from connector.matching.scoring.shortlists import Answers, Chosen
    from connector.matching.scoring.weights import Weights
    from connector.matching.signals import Signal, Values

Number = TypeVar("Number", bound=np.generic)


def score(
    startups: StartUpColumns,
    offers: OfferColumns,
    codes: Codes,
    answer_of: Callable[[StartUpColumns, OfferColumns], Answers],
    *,
    weights: Weights,
    depth: int = 50,
    learned: Signal | None = None,
    ranker: Learned | None = None,
    block: int = 1024,
) -> Shortlists:
    """Score every pair and keep the best offers of each start-up.

    A score is the weighted mean of the signals; with a ranker whose gate passed, its calibrated chance. What
    is not known never helps: nobody wins by saying less. Equal input gives equal output, and the score of a
    pair does not depend on other pairs. Equal scores stand in the order of the offers.

    Parameters
    ----------
    startups, offers, codes
        Columns of n start-ups and m offers.
    answer_of
        From some of the start-ups and the offers to `Answer` of all their pairs, shape (some, m).
    weights
        How much each signal counts.
    depth
        How many offers to keep for each start-up, at most.
    learned
        A signal learned from outcomes, besides those on the shelf.
    ranker
        Takes the place of the weights if it beat them; if it did not, they stay.
    block
        How many start-ups to look at at once; has no influence on the result.

    Raises
    ------
    CannotMatchError
        If `weights` do not name a signal, or let none count; if `ranker` takes their place and reads a signal
        that is not at hand, or was judged beside other weights.
    """
    signals = (*shelf().values(), *(() if learned is None else (learned,)))
    scorer: Scorer
    if ranker is not None and ranker.replaces_declared:
        scorer = by_ranker(ranker, signals, weights)
    else:
        scorer = by_weights(weights, signals)
    found = _nothing(len(startups), depth, scorer)
    for start in range(0, len(startups), block):
        rows = slice(start, start + block)
        some = startups.take(rows)
        values = [signal.values(some, offers, codes) for signal in scorer.signals]
        _keep_best(values, answer_of(some, offers), found, rows)
    return found


def with_pairs(
    found: Shortlists,
    pairs: Iterable[tuple[int, int]],
    startups: StartUpColumns,
    offers: OfferColumns,
    codes: Codes,
    *,
    answer_of: Callable[[StartUpColumns, OfferColumns], Answers],
    block: int = 1024,
) -> Shortlists:
    """Return shortlists with some pairs more, scored as all others are.

    Parameters
    ----------
    found
        From `score`.
    pairs
        Start-up and offer, by row and column; those that are shortlisted already are passed over, and so are
        ineligible ones.
    startups, offers, codes, answer_of, block
        As in `score`.

    Returns
    -------
    Shortlists
        With as many columns more as some start-up gets offers. They are no better than those before them,
        which were the best.
    """
    more: dict[int, list[int]] = {}
    for row, offer in pairs:
        if offer not in found.offer[row]:
            more.setdefault(row, []).append(offer)
    if not more:
        return found
    added = _nothing(len(found), max(map(len, more.values())), found.scorer)
    rows = np.array(sorted(more), np.int64)
    for start in range(0, len(rows), block):
        some_rows = rows[start : start + block]
        some = startups.take(some_rows)
        is_wanted = np.zeros((len(some), len(offers)), np.bool_)
        for place, row in enumerate(some_rows.tolist()):
            is_wanted[place, more[row]] = True
        answers = np.where(is_wanted, answer_of(some, offers), np.int8(Answer.INELIGIBLE))
        values = [signal.values(some, offers, codes) for signal in found.signals]
        _keep_best(values, answers, added, some_rows)
    return Shortlists(
        **{
            name: np.concatenate([getattr(found, name), getattr(added, name)], axis=1)
            for name in ("offer", "score", "possible", "value", "is_known", "answer")
        },
        scorer=found.scorer,
    )


def _nothing(count: int, depth: int, scorer: Scorer) -> Shortlists:
    shape = (count, depth, len(scorer.signals))
    return Shortlists(
        offer=np.full((count, depth), -1, np.int32),
        score=np.zeros((count, depth), np.float32),
        possible=np.zeros((count, depth), np.float32),
        value=np.zeros(shape, np.float32),
        is_known=np.zeros(shape, np.bool_),
        answer=np.zeros((count, depth), np.int8),
        scorer=scorer,
    )


def _keep_best(values: list[Values], answers: Answers, into: Shortlists, rows: slice | Integers) -> None:
    """Write the best offers of a block of start-ups into its rows."""
    total = into.scorer.of_pairs(values, answers)
    chosen, reached = best(total, answers > Answer.INELIGIBLE, into.offer.shape[1])
    is_offer = chosen >= 0
    into.offer[rows] = chosen
    # shares are rounded: their sum may pass 1 in the last digit
    into.score[rows] = np.where(is_offer, np.minimum(reached, 1), 0)
    into.answer[rows] = np.where(is_offer, _at(answers, chosen), Answer.INELIGIBLE)
    for number, signal in enumerate(values):
        into.value[rows, :, number] = np.where(is_offer, _at(signal.value, chosen), 0)
        into.is_known[rows, :, number] = is_offer & _at(signal.is_known, chosen)
    possible = into.scorer.possible(into.score[rows], into.value[rows], into.is_known[rows])
    into.possible[rows] = np.where(is_offer, possible, 0)


def _at(pairs: npt.NDArray[Number], chosen: Chosen) -> npt.NDArray[Number]:
    """Return something of all pairs at the offers chosen for each start-up; anything where there is none."""
    rows, columns = pairs.shape
    if not columns:  # no offer at all
        return np.zeros(chosen.shape, pairs.dtype)
    column = np.maximum(chosen, 0) if columns > 1 else np.zeros_like(chosen)
    # one step through flat memory takes a third of the time of an index for each axis
    start = np.arange(rows, dtype=np.int64)[:, None] * columns
    found: npt.NDArray[Number] = pairs.reshape(-1).take(start + column)
    return found
