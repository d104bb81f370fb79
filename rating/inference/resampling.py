"""Compiled samples that a workforce would give if it were as supposed, and how likely they are.

Import it where it is used: numba takes its time. Every company has a stream of its own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from rating.inference.variates import binomial, hypergeometric, next_word, uniform

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats
    from rating.inference.variates import State

    People = npt.NDArray[np.int64]
    #: Four words that are not all zero for each company.
    Seeds = npt.NDArray[np.uint64]

#: Up to so many people a group, drawing one after the other is quicker than counting them by group.
_ONE_BY_ONE = 24
#: A byte says to which group somebody belongs, unless a boundary between groups lies within it.
_BYTES, _BOUNDARY = 256, -1
_NEVER = -np.inf
#: Terms of a distribution below this part of the largest are left out.
_NEGLIGIBLE = 1e-15


@njit(cache=True, nogil=True, error_model="numpy")
def draw_independently(seeds: Seeds, shares: Floats, people: People, drawn: Floats) -> None:
    """Draw people independently of each other.

    The samples of a position are stratified by the number of people in its largest group, which decides
    most of any index; their order is random.

    Parameters
    ----------
    seeds
        Shape (companies, 4).
    shares
        Of each group, shape (companies, G, k).
    people
        How many are seen, shape (companies,).
    drawn
        Where to: counts, shape (companies, G, samples, k).
    """
    groups, samples = shares.shape[2], drawn.shape[2]
    bytes_to, ends = np.empty(_BYTES, dtype=np.int64), np.empty(groups)
    of_largest, rest = np.empty(samples, dtype=np.int64), np.empty(groups)
    for company in range(len(shares)):
        state = seeds[company].copy()
        seen = people[company]
        for position in range(shares.shape[1]):
            largest = shares[company, position].argmax()
            share = shares[company, position, largest]
            _spread_binomial(state, seen, share, of_largest)
            _shuffle(state, of_largest)
            for group in range(groups):
                rest[group] = 0.0 if group == largest else shares[company, position, group] / (1.0 - share)
            if seen > _ONE_BY_ONE * (groups - 1):
                _count_by_group(state, rest, seen - of_largest, drawn[company, position])
            else:
                _assign_bytes(rest, ends, bytes_to)
                _draw_one_by_one(state, ends, bytes_to, seen - of_largest, drawn[company, position])
            for sample in range(samples):
                drawn[company, position, sample, largest] = of_largest[sample]


@njit(cache=True, nogil=True, error_model="numpy")
def _count_by_group(state: State, shares: Floats, people: People, drawn: Floats) -> None:
    """Draw samples (samples, k) of different sizes by binomial numbers, one group after the other."""
    for sample in range(len(drawn)):
        rest, unseen = 1.0, people[sample]
        for group in range(len(shares)):
            share = shares[group]
            found = binomial(state, unseen, min(share / rest, 1.0)) if rest > 0.0 and share > 0.0 else 0
            drawn[sample, group] = found
            unseen -= found
            rest -= share
        if unseen > 0:  # rounding has eaten the last share
            drawn[sample, shares.argmax()] += unseen


@njit(cache=True, nogil=True, error_model="numpy")
def _assign_bytes(shares: Floats, ends: Floats, bytes_to: People) -> None:
    """Write where the share of each group ends, in bytes, and to which group each byte leads."""
    end, byte = 0.0, 0
    for group in range(len(shares)):
        end += shares[group] * _BYTES
        ends[group] = end
        last = _BYTES if group == len(shares) - 1 else min(int(end), _BYTES)
        while byte < last:
            bytes_to[byte] = group
            byte += 1
        if byte < _BYTES and end > byte:
            bytes_to[byte] = _BOUNDARY
            byte += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _draw_one_by_one(state: State, ends: Floats, bytes_to: People, people: People, drawn: Floats) -> None:
    """Draw samples (samples, k) of different sizes person by person, eight for a random word."""
    groups = drawn.shape[1]
    for sample in range(len(drawn)):
        for group in range(groups):
            drawn[sample, group] = 0.0
        word = np.uint64(0)
        for person in range(people[sample]):
            word = next_word(state) if person % 8 == 0 else word >> np.uint64(8)
            byte = int(np.int64(word & np.uint64(255)))
            group = bytes_to[byte]
            if group == _BOUNDARY:
                at = byte + uniform(state)
                group = 0
                while group < groups - 1 and at >= ends[group]:
                    group += 1
            drawn[sample, group] += 1.0


@njit(cache=True, nogil=True, error_model="numpy")
def _spread_binomial(state: State, trials: int, chance: float, drawn: People) -> None:
    """Write binomial numbers at equally spaced levels from a random first one, rising."""
    if trials == 0 or chance >= 1.0:
        drawn[:] = trials
        return
    mode = min(int((trials + 1) * chance), trials)
    log_term = math.lgamma(trials + 1.0) - math.lgamma(mode + 1.0) - math.lgamma(trials - mode + 1.0)
    term = math.exp(log_term + mode * math.log(chance) + (trials - mode) * math.log1p(-chance))
    odds, least = chance / (1.0 - chance), term * _NEGLIGIBLE
    number = mode
    while number > 0 and term > least:
        term *= number / ((trials - number + 1.0) * odds)
        number -= 1
    total, first = term, uniform(state)
    for sample in range(len(drawn)):
        level = (sample + first) / len(drawn)
        while total < level and number < trials and (term > least or number < mode):
            term *= (trials - number) * odds / (number + 1.0)
            number += 1
            total += term
        drawn[sample] = number


@njit(cache=True, nogil=True, error_model="numpy")
def _shuffle(state: State, numbers: People) -> None:
    for last in range(len(numbers) - 1, 0, -1):
        other = int(uniform(state) * (last + 1))
        numbers[last], numbers[other] = numbers[other], numbers[last]


@njit(cache=True, nogil=True, error_model="numpy")
def draw_without_return(seeds: Seeds, members: People, people: People, logs: Floats, drawn: Floats) -> None:
    """Draw people without putting anybody back.

    Stratified and in random order as `draw_independently`.

    Parameters
    ----------
    seeds, people, drawn
        As `draw_independently`; at most all are seen.
    members
        Whole numbers of people in each group, shape (companies, G, k).
    logs
        Logarithms of the factorials up to the largest workforce.
    """
    groups, samples = members.shape[2], drawn.shape[2]
    of_largest = np.empty(samples, dtype=np.int64)
    for company in range(len(members)):
        state = seeds[company].copy()
        for position in range(members.shape[1]):
            largest, everybody = members[company, position].argmax(), members[company, position].sum()
            there = members[company, position, largest]
            _spread_hypergeometric(state, there, everybody - there, people[company], logs, of_largest)
            _shuffle(state, of_largest)
            for sample in range(samples):
                others, unseen = everybody - there, people[company] - of_largest[sample]
                for group in range(groups):
                    found = 0
                    if group != largest and unseen > 0:
                        of_group = members[company, position, group]
                        others -= of_group
                        found = hypergeometric(state, of_group, others, unseen, logs)
                        unseen -= found
                    drawn[company, position, sample, group] = found
                drawn[company, position, sample, largest] = of_largest[sample]


@njit(cache=True, nogil=True, error_model="numpy")
def _spread_hypergeometric(  # noqa: PLR0917 - the numbers of one distribution
    state: State, members: int, others: int, seen: int, logs: Floats, drawn: People
) -> None:
    """Write hypergeometric numbers at equally spaced levels from a random first one, rising."""
    number, most = max(0, seen - others), min(seen, members)
    whole = logs[members + others] - logs[seen] - logs[members + others - seen]
    ways = logs[members] - logs[number] - logs[members - number]
    ways += logs[others] - logs[seen - number] - logs[others - seen + number]
    log_term = ways - whole
    total, first = math.exp(log_term), uniform(state)
    for sample in range(len(drawn)):
        level = (sample + first) / len(drawn)
        while total < level and number < most:
            ratio = (members - number) * (seen - number) / ((number + 1.0) * (others - seen + number + 1.0))
            log_term += math.log(ratio)  # the first terms may be too small for a number
            number += 1
            total += math.exp(log_term)
        drawn[sample] = number


@njit(cache=True, nogil=True, error_model="numpy")
def log_likelihood_without_return(members: People, drawn: Floats, logs: Floats, result: Floats) -> None:
    """Write how likely draws are without putting back, up to a constant a draw.

    Parameters
    ----------
    members, logs
        As `draw_without_return`.
    drawn
        Counts, shape (companies, S, k).
    result
        Where to, shape (companies, G, S).
    """
    for company in range(len(members)):
        for position in range(members.shape[1]):
            for sample in range(drawn.shape[1]):
                total = 0.0
                for group in range(members.shape[2]):
                    there = members[company, position, group]
                    left = there - int(drawn[company, sample, group])
                    total += logs[there] - logs[left] if left >= 0 else _NEVER
                result[company, position, sample] = total
