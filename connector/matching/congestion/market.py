"""The market that a policy looks at: who may go where, how well it fits, and how many places there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from connector.matching.stable.capacities import places_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from connector.matching.columns.types import Doubles, Flags, Floats, Integers
    from connector.matching.congestion.allocation import Override, Places

Number = TypeVar("Number", bound=np.generic)

#: So many other choices are enough: more do not count.
ENOUGH = 3


@dataclass(frozen=True)
class Market:
    """Start-ups with their shortlists, and offers with their places.

    Attributes
    ----------
    offers
        Shortlisted offers of each start-up in the order of their numbers, then -1, shape (n, K).
    scores
        Of these, in [0, 1]; minus infinity where there is none. Shape (n, K).
    choices
        How many other offers could do for the start-up what this one does, counted up to `ENOUGH`, shape
        (n, K); `ENOUGH` for offers that are not scarce.
    is_spoken_for
        Whether something that is known speaks for an offer, shape (n, K). No policy introduces to another.
    is_scarce
        Whether it is so for an offer with more start-ups than it has places, shape (m,).
    places
        Of the offers, shape (m,), at most n: n where no limit is known.
    asks
        How many introductions a start-up may have.
    """

    offers: Places
    scores: Floats
    choices: npt.NDArray[np.int8]
    is_spoken_for: Flags
    is_scarce: Flags
    places: Integers
    asks: int

    @property
    def is_shortlisted(self) -> Flags:
        """Return where there is a shortlisted offer, shape (n, K)."""
        return self.offers >= 0

    @property
    def precedence(self) -> Doubles:
        """Return whom offers take first, shape (n, K): those with fewer choices, then by score."""
        return self.scores - 2.0 * self.choices  # more than two scores can differ by

    def at(self, values: npt.NDArray[Number], nothing: float) -> npt.NDArray[Number]:
        """Return values of offers, shape (m,), on shortlists, shape (n, K); `nothing` where there is none."""
        return np.append(values, np.asarray(nothing, values.dtype))[self.offers]  # -1 is what is added

    def places_left(self, is_introduced: Flags) -> Integers:
        """Return how many places offers have left, shape (m,)."""
        return self.places - np.bincount(self.offers[is_introduced], minlength=len(self.places))

    def asks_left(self, is_introduced: Flags) -> Integers:
        """Return how many introductions start-ups may still have, shape (n,)."""
        return np.asarray(self.asks - is_introduced.sum(axis=1))


def market_of(
    offers: npt.NDArray[np.integer],
    scores: Floats,
    capacity: npt.ArrayLike,
    *,
    asks: int,
    length: int,
    choices: npt.NDArray[np.integer] | None,
    overrides: Sequence[Override],
    base: float,
) -> Market:
    """Return what is given in the order in which policies read it; overrides are shortlisted in any case.

    Filled up to `length` columns. Parameters and errors: those of `connector.matching.congestion.allocate`.
    """
    if offers.ndim != 2 or offers.shape != scores.shape:  # noqa: PLR2004 - (n, K)
        raise ValueError(f"offers and scores have the shape (n, K), not {offers.shape} and {scores.shape}")
    if choices is not None and choices.shape != offers.shape:
        raise ValueError(f"choices have the shape of the offers, {offers.shape}, not {choices.shape}")
    places = places_at(capacity, len(offers))
    others = np.full(offers.shape, ENOUGH) if choices is None else choices
    added = _added(offers, len(places), overrides, max(length - offers.shape[1], 0))
    listed = np.concatenate([offers, added], axis=1, dtype=np.int32, casting="unsafe")
    order = np.argsort(np.where(listed < 0, len(places), listed), axis=1, kind="stable")
    listed = np.take_along_axis(listed, order, axis=1)
    _check_offers(listed, len(places))
    is_shortlisted = listed >= 0
    extra = np.zeros(added.shape)
    known = np.take_along_axis(np.concatenate([scores, extra], axis=1), order, axis=1)
    if not ((known >= 0) & (known <= 1))[is_shortlisted].all():
        raise ValueError("the score of a shortlisted offer lies between 0 and 1")
    left = np.take_along_axis(np.concatenate([others, extra + ENOUGH], axis=1), order, axis=1)
    if (left < 0)[is_shortlisted].any():
        raise ValueError("nobody has less than no other choice")
    fits = np.where(is_shortlisted, known, -np.inf).astype(np.float32)
    is_spoken_for = fits > np.float32(base)
    is_scarce = np.bincount(listed[is_spoken_for], minlength=len(places)) > places
    counts = np.append(is_scarce, False)[listed]  # -1 is what is added
    return Market(
        listed,
        fits,
        np.where(counts, np.minimum(left, ENOUGH), ENOUGH).astype(np.int8),
        is_spoken_for,
        is_scarce,
        places,
        asks,
    )


def _added(offers: npt.NDArray[np.integer], number: int, overrides: Sequence[Override], least: int) -> Places:
    """Return so much room for more shortlisted offers at least, filled with overrides that are none yet."""
    more: dict[int, list[int]] = {}
    for startup, offer, _ in overrides:
        if not (0 <= startup < len(offers) and 0 <= offer < number):
            raise ValueError(f"an override names start-up {startup} or offer {offer}, which is not there")
        if offer not in offers[startup]:
            more.setdefault(startup, []).append(offer)
    added = np.full((len(offers), max([least, *map(len, more.values())])), -1, np.int32)
    for startup, wanted in more.items():
        added[startup, : len(wanted)] = wanted
    return added


def _check_offers(listed: Places, number: int) -> None:
    if listed.size and (listed.min() < -1 or listed.max() >= number):
        raise ValueError(f"shortlists hold numbers of offers below {number}, or -1 where a list ends")
    if ((listed[:, 1:] == listed[:, :-1]) & (listed[:, 1:] >= 0)).any():
        raise ValueError("a start-up has an offer on its shortlist or among its overrides twice")
