"""Weighted signals of all pairs, and the best offers of each start-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from connector.matching.eligibility.rule import Answer
from connector.matching.nearest import best
from connector.matching.scoring.candidates import Candidates
from connector.matching.signals import shelf

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Floats
    from connector.matching.scoring.candidates import Answers, Chosen
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
    block: int = 1024,
) -> Candidates:
    """Score every pair and keep the best offers of each start-up.

    A score is the weighted mean of the signals. A signal that is not known adds nothing, and its weight
    stays in the denominator: nobody wins by saying less. Equal input gives equal output, and the score of a
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
    block
        How many start-ups to look at at once; has no influence on the result.

    Raises
    ------
    CannotMatchError
        If `weights` do not name a signal, or let none count.
    """
    signals, shares = weights.counted((*shelf().values(), *(() if learned is None else (learned,))))
    found = _nothing(len(startups), depth, signals, shares, weights.version)
    for start in range(0, len(startups), block):
        rows = slice(start, start + block)
        some = startups.take(rows)
        values = [signal.values(some, offers, codes) for signal in signals]
        _keep_best(values, answer_of(some, offers), found, rows)
    return found


def _nothing(count: int, depth: int, signals: tuple[Signal, ...], shares: Floats, version: str) -> Candidates:
    return Candidates(
        offer=np.full((count, depth), -1, np.int32),
        score=np.zeros((count, depth), np.float32),
        possible=np.zeros((count, depth), np.float32),
        value=np.zeros((count, depth, len(signals)), np.float32),
        is_known=np.zeros((count, depth, len(signals)), np.bool_),
        answer=np.zeros((count, depth), np.int8),
        signals=signals,
        shares=shares,
        version=version,
    )


def _keep_best(values: list[Values], answers: Answers, into: Candidates, rows: slice) -> None:
    """Write the best offers of a block of start-ups into its rows."""
    total = _weighted(values, into.shares, answers.shape)
    chosen, reached = best(total, answers > Answer.INELIGIBLE, into.offer.shape[1])
    is_offer = chosen >= 0
    into.offer[rows] = chosen
    # shares are rounded: their sum may pass 1 in the last digit
    into.score[rows] = np.where(is_offer, np.minimum(reached, 1), 0)
    into.answer[rows] = np.where(is_offer, _at(answers, chosen), Answer.INELIGIBLE)
    for number, signal in enumerate(values):
        into.value[rows, :, number] = np.where(is_offer, _at(signal.value, chosen), 0)
        into.is_known[rows, :, number] = is_offer & _at(signal.is_known, chosen)
    unknown = (~into.is_known[rows] * into.shares).sum(axis=2, dtype=np.float32)
    into.possible[rows] = np.where(is_offer, np.minimum(into.score[rows] + unknown, 1), 0)


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


def _weighted(values: list[Values], shares: Floats, shape: tuple[int, ...]) -> Floats:
    """Return the sum of values by their shares, added up in the order of the signals."""
    total: Floats = np.zeros(shape, np.float32)
    part: Floats = np.empty(shape, np.float32)
    for one, share in zip(values, shares, strict=True):
        np.multiply(one.value, share, out=part)
        total += part
    return total
