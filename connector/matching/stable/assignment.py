"""Stable assignment with capacities, and the count of what would make one unstable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.stable.capacities import places_at

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Doubles, Flags, Floats

    Places = npt.NDArray[np.int32]

_EVERY_OFFER: Places = np.empty((0, 0), np.int32)
#: A slot that an applicant does not have.
_CLOSED = np.int32(-2)
#: Offers that are asked, so to speak, in what order applicants should begin.
_FEW = 16


def stable_assignment(
    applicant_scores: Floats,
    offer_scores: Floats,
    capacities: npt.ArrayLike,
    shortlists: npt.NDArray[np.integer] | None = None,
) -> Places:
    """Return the stable assignment that is best for every applicant: deferred acceptance.

    Stable: no applicant and offer would both rather have each other than what they have. Of all stable
    assignments each applicant has its best place in this one, and saying anything but one's true order of
    offers gains an applicant nothing.

    Parameters
    ----------
    applicant_scores
        How much each applicant wants each offer, shape (n, m), any scale; minus infinity where the offer is
        not acceptable. Equal scores: the offer of the lower number first.
    offer_scores
        How much each offer wants each applicant, the same shape. Equal scores: the applicant of the lower
        number first.
    capacities
        Shape (m,); nan where none is stated (no limit).
    shortlists
        For partial lists: which offers the columns of the scores are, shape (n, K), each at most once in a
        row and -1 where a list ends. Then the scores have that shape.

    Returns
    -------
    ndarray
        The offer of each applicant, shape (n,); -1 for none.

    Raises
    ------
    ValueError
        If the shapes do not fit, a score is not a number, a capacity is negative, or a list names an offer
        twice or one that is not there.

    Notes
    -----
    Gale and Shapley (1962), College admissions and the stability of marriage, American Mathematical Monthly
    69:9-15. That every order of proposals leads to the same result: McVitie and Wilson (1971), Communications
    of the ACM 14:486-490. That the truth is the best answer for applicants: Roth (1985), Journal of Economic
    Theory 36:277-288. Takes time in proportion to the proposals that are held at some time, times m, and no
    sorting.

    Examples
    --------
    >>> applicants = np.array([[0.9, 0.1], [0.8, 0.7]], np.float32)
    >>> offers = np.array([[0.2, 0.5], [0.6, 0.5]], np.float32)
    >>> stable_assignment(applicants, offers, [1, 1]).tolist()
    [1, 0]
    """
    return deferred_acceptance(applicant_scores, offer_scores, capacities, shortlists, asks=1)[:, 0]


def deferred_acceptance(
    applicant_scores: Floats,
    offer_scores: Floats | Doubles,
    capacities: npt.ArrayLike,
    shortlists: npt.NDArray[np.integer] | None = None,
    *,
    asks: int | npt.NDArray[np.integer],
) -> Places:
    """Return the stable assignment in which each applicant may have several places, best for the applicants.

    Pairwise stable: no applicant and offer that are not together would both rather be, each giving up its
    worst if it is full.

    Parameters
    ----------
    applicant_scores, offer_scores, capacities, shortlists
        As in `stable_assignment`. The offers' scores are taken as they are in double precision too.
    asks
        How many places each applicant may have: one number, or shape (n,).

    Returns
    -------
    ndarray
        The offers of each applicant, best first, shape (n, the most that one asks); then -1.

    Raises
    ------
    ValueError
        As in `stable_assignment`, or if somebody asks for less than nothing.

    Notes
    -----
    Roth (1984), Stability and polarization of interests in job matching, Econometrica 52:47-57.

    Examples
    --------
    >>> scores = np.array([[0.9, 0.1, 0.4], [0.8, 0.7, 0.6]], np.float32)
    >>> deferred_acceptance(scores, scores, [1, 1, 1], asks=2).tolist()
    [[0, -1], [1, 2]]
    """
    wanted = np.ascontiguousarray(applicant_scores, np.float32)
    given = _in_single_or_double(offer_scores)
    limits = places_at(capacities, len(wanted))
    listed = _EVERY_OFFER if shortlists is None else as_lists(shortlists, len(limits))
    _check_shapes(
        wanted.shape, given.shape, (len(wanted), len(limits)) if shortlists is None else listed.shape
    )
    each = np.broadcast_to(np.asarray(asks), len(wanted))
    if (each < 0).any():
        raise ValueError("nobody can ask for less than nothing")
    most = int(np.max(asks, initial=0))
    held = np.where(np.arange(most)[None] < each[:, None], np.int32(-1), _CLOSED)
    if not (wanted.size and held.size):
        return np.full(held.shape, -1, np.int32)
    if np.isnan(wanted.min()) or np.isnan(given.min()):
        raise ValueError("a score is not a number; minus infinity says that a pair is not acceptable")

    from connector.matching.stable import kernels  # noqa: PLC0415 - numba is loaded by who needs it

    keys = np.empty(wanted.shape, np.int32)
    kernels.order_keys(wanted.ravel(), keys.ravel())
    seats = np.where(limits < len(wanted), limits, 0)
    starts = np.concatenate([[0], np.cumsum(seats)])
    bars = np.where(limits == 0, np.inf, -np.inf)
    desk = kernels.Desk(
        starts,
        np.empty(starts[-1], np.int32),
        np.empty_like(given, shape=starts[-1]),
        np.zeros(len(limits), np.int64),
        bars if given.dtype == np.float64 else bars.astype(np.float32),
        np.full(len(limits), -1, np.int32),
    )
    kernels.propose(keys, given, listed, _turns(given), desk, held)
    np.maximum(held, -1, out=held)
    return held if most == 1 else _best_first(held, wanted, listed)


def is_blocking(
    applicant_scores: Floats,
    offer_scores: Floats,
    capacities: npt.ArrayLike,
    places: npt.NDArray[np.integer],
    shortlists: npt.NDArray[np.integer] | None = None,
) -> Flags:
    """Return which pairs would both gain from leaving an assignment for each other, shape (n, m) or (n, K).

    The applicant scores the offer higher than its place, and the offer has room or scores the applicant
    higher than the worst that it took. A pair with a side that would gain nothing does not block.

    Parameters
    ----------
    applicant_scores, offer_scores, capacities, shortlists
        As in `stable_assignment`.
    places
        The offer of each applicant, shape (n,), -1 for none: any assignment, however it was made.

    Raises
    ------
    ValueError
        If the assignment is none: more at an offer than its capacity, or a pair that is not acceptable or not
        on the applicant's list.
    """
    wanted, given = np.asarray(applicant_scores), np.asarray(offer_scores)
    limits = places_at(capacities, len(wanted))
    listed = np.arange(len(limits))[None] if shortlists is None else np.asarray(shortlists)
    has_place, is_listed = places >= 0, listed >= 0
    taken = np.bincount(places[has_place], minlength=len(limits))
    if len(taken) > len(limits) or (taken > limits).any():
        raise ValueError("more applicants are placed at an offer than it takes, or at one that is not there")
    is_place = (listed == places[:, None]) & is_listed
    own = np.where(is_place, wanted, -np.inf).max(axis=1, initial=-np.inf)
    offered = np.where(is_place, given, -np.inf).max(axis=1, initial=-np.inf)
    if np.isneginf(own[has_place]).any() or np.isneginf(offered[has_place]).any():
        raise ValueError("an applicant is placed where it or the offer finds the other not acceptable")
    bars = np.full(len(limits), np.inf)
    np.minimum.at(bars, places[has_place], offered[has_place])
    bars = np.where(taken < limits, -np.inf, bars)
    bars_there = bars[None] if shortlists is None else bars[listed]
    return np.asarray((wanted > own[:, None]) & (given > bars_there) & is_listed)


def blocking_pairs(
    applicant_scores: Floats,
    offer_scores: Floats,
    capacities: npt.ArrayLike,
    places: npt.NDArray[np.integer],
    shortlists: npt.NDArray[np.integer] | None = None,
) -> int:
    """Return how many pairs would both gain from leaving an assignment for each other; 0 for a stable one.

    Parameters, errors: as `is_blocking`, which tells which ones.

    Examples
    --------
    >>> scores = np.array([[0.9, 0.1], [0.8, 0.7]], np.float32)
    >>> blocking_pairs(scores, scores, [1, 1], np.array([0, 1])), blocking_pairs(
    ...     scores, scores, [1, 1], np.array([1, 0])
    ... )
    (0, 1)
    """
    return int(is_blocking(applicant_scores, offer_scores, capacities, places, shortlists).sum())


def as_lists(shortlists: npt.NDArray[np.integer], offers: int) -> Places:
    """Return lists of offers as the kernels read them.

    Raises
    ------
    ValueError
        If one names an offer twice, or one that is not there.
    """
    listed = np.ascontiguousarray(shortlists, np.int32)
    if listed.ndim != 2:  # noqa: PLR2004 - (n, K)
        raise ValueError(f"shortlists have the shape (n, K), not {listed.shape}")
    ordered = np.sort(listed, axis=1)
    if listed.size and (ordered[:, 0].min() < -1 or ordered[:, -1].max() >= offers):
        raise ValueError(f"shortlists hold numbers of offers below {offers}, or -1 where a list ends")
    if ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any():
        raise ValueError("a shortlist names an offer twice")
    return listed


def _turns(given: Floats | Doubles) -> npt.NDArray[np.intp]:
    """Return who begins: those wanted most by a few offers, who are rarely sent away again."""
    with np.errstate(invalid="ignore"):  # infinite ones of both signs
        return np.argsort(-given[:, :_FEW].sum(axis=1))


def _in_single_or_double(scores: Floats | Doubles) -> Floats | Doubles:
    if scores.dtype == np.float64:
        return np.ascontiguousarray(scores, np.float64)
    return np.ascontiguousarray(scores, np.float32)


def _check_shapes(*shapes: tuple[int, ...]) -> None:
    if len(set(shapes)) > 1:
        raise ValueError(f"the scores of both sides and the shortlists differ in shape: {shapes}")


def _best_first(held: Places, wanted: Floats, listed: Places) -> Places:
    """Order what each applicant holds by its scores, equal ones by offer."""
    filled = held >= 0
    if len(listed):
        place = (listed[:, None, :] == held[:, :, None]).argmax(axis=2)
    else:
        place = np.where(filled, held, 0)
    scores = np.where(filled, np.take_along_axis(wanted, place, axis=1), -np.inf)
    order = np.lexsort((held, -scores), axis=1)
    return np.take_along_axis(held, order, axis=1)
