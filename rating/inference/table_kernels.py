"""Compiled draws of tables levels x groups, and M and H of each before the next is drawn.

Import it where it is used: numba takes its time. All loops run over the companies they are given, each with
its own stream, so that any partition over threads gives the same numbers. Inner loops index whole arrays: a
view of a row costs as much as the row.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from rating.inference.variates import binomial, gamma_scale, gammas, uniform

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats
    from rating.inference.variates import State

    People = npt.NDArray[np.int64]
    Seeds = npt.NDArray[np.uint64]
    #: For random words, the shares of all cells, and the groups of people drawn one by one.
    Room = tuple[Seeds, Floats, People]

#: Up to so many people a group, drawing one after the other is quicker than drawing shares first.
_URN_PEOPLE = 5
#: n ln n is looked up below this many people: half a megabyte stays close to the processor.
_LOOKED_UP = 2**16
#: The bits of sqrt(1/2), below which a mantissa is doubled.
_ROOT_HALF = int(np.array(math.sqrt(0.5)).view(np.int64))
_LN_2 = math.log(2.0)
#: Sums of gammas below are not divided by: the quotient would overflow.
_SMALLEST = 1e-280
#: Nats. The smallest entropy of two groups of whole people is far above, that of one group by rounding below.
_NO_ENTROPY = 1e-12


@njit(cache=True, nogil=True, error_model="numpy")
def _scales(shapes: Floats) -> Floats:
    """Return shape, gamma scale and shape cumulated over its level, of all cells, shape (4, L x k)."""
    flat = shapes.reshape(-1)
    scales = np.empty((4, flat.size))
    for cell in range(flat.size):
        d, c = gamma_scale(flat[cell])
        scales[0, cell], scales[1, cell], scales[2, cell] = flat[cell], d, c
        scales[3, cell] = flat[cell] if cell % shapes.shape[1] == 0 else scales[3, cell - 1] + flat[cell]
    return scales


@njit(cache=True, nogil=True, error_model="numpy")
def _pick(state: State, urn: Floats, total: float) -> int:
    """Return a group, each in proportion to its part of the urn."""
    left = uniform(state) * total
    group = 0
    while group < urn.size - 1 and left >= urn[group]:
        left -= urn[group]
        group += 1
    return group


@njit(cache=True, nogil=True, error_model="numpy")
def _to_size(state: State, scales: Floats, span: tuple[int, int], size: float, cells: Floats) -> None:
    """Scale the gammas of a span to a Dirichlet draw of this size."""
    total = 0.0
    for cell in range(span[0], span[1]):
        total += cells[cell]
    if total > _SMALLEST:
        scale = size / total
        for cell in range(span[0], span[1]):
            cells[cell] *= scale
        return
    # all gammas vanish where every shape is tiny: the limit is one group with everybody
    shapes = scales[0, span[0] : span[1]]
    chosen = span[0] + _pick(state, shapes, shapes.sum())
    for cell in range(span[0], span[1]):
        cells[cell] = size if cell == chosen else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def _draw_one_by_one(state: State, people: int, cumulated: Floats, row: People, drawn: People) -> None:
    """Add people to `row` by Polya's urn: each is like one drawn before, or else new from the shapes.

    Blackwell and MacQueen (1973), Annals of Statistics 1:353-355. The urn itself never changes, so that its
    cumulated shapes serve all draws; counting them takes no branch.
    """
    total = cumulated[-1]
    for person in range(people):
        at = uniform(state) * (total + person)
        group = 0
        if at < total:
            for candidate in range(cumulated.size - 1):
                group += at >= cumulated[candidate]
        else:
            group = drawn[min(int(at - total), person - 1)]
        drawn[person] = group
        row[group] += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _draw_by_shares(state: State, people: int, shares: Floats, table: People, level: int) -> None:
    """Add people to a level by binomial numbers, one group after the other; shares of all cells."""
    groups = table.shape[1]
    left, rest = people, 1.0
    for group in range(groups - 1):
        if left == 0:
            return
        share = shares[level * groups + group]
        found = binomial(state, left, min(share / rest, 1.0)) if rest > 0.0 else left
        table[level, group] += found
        left -= found
        rest -= share
    table[level, groups - 1] += left


@njit(cache=True, nogil=True, error_model="numpy")
def _complete(state: State, unobserved: People, scales: Floats, table: People, room: Room) -> None:
    """Add the unobserved people of each level to the table."""
    words, shares, drawn = room
    groups = table.shape[1]
    for level in range(unobserved.size):
        people = unobserved[level]
        span = (level * groups, (level + 1) * groups)
        if people == 0:
            continue
        if people <= _URN_PEOPLE * groups:
            _draw_one_by_one(state, people, scales[3, span[0] : span[1]], table[level], drawn)
        else:
            gammas(state, scales, span, words, shares)
            _to_size(state, scales, span, 1.0, shares)
            _draw_by_shares(state, people, shares, table, level)


@njit(cache=True, nogil=True, error_model="numpy")
def _process(state: State, sizes: Floats, scales: Floats, cells: Floats, words: Seeds) -> None:
    """Write a draw of the shares of each level, times its size; cells in a row, shape (L x k,)."""
    groups = cells.size // sizes.size
    gammas(state, scales, (0, cells.size), words, cells)
    for level in range(sizes.size):
        _to_size(state, scales, (level * groups, (level + 1) * groups), sizes[level], cells)


@njit(cache=True, nogil=True, error_model="numpy")
def _lookup(counts: People, unobserved: People) -> Floats:
    """Return n ln n for all numbers of people that occur, up to a limit."""
    largest = 1
    for company in range(counts.shape[0]):
        largest = max(largest, counts[company].sum() + unobserved[company].sum())
    lookup = np.zeros(min(largest + 1, _LOOKED_UP))
    for people in range(2, lookup.size):
        lookup[people] = people * math.log(people)
    return lookup


@njit(cache=True, nogil=True, error_model="numpy")
def _n_log_n(people: int, lookup: Floats) -> float:
    if people < lookup.size:
        return float(lookup[people])
    return people * math.log(people)


@njit(cache=True, nogil=True, error_model="numpy")
def _indices(cells: float, levels: float, groups: float, whole: float, total: float) -> tuple[float, float]:
    """Return M and H from sums of x ln x over the cells, both margins and the whole."""
    if total <= 0.0:
        return np.nan, np.nan
    m = max((cells - levels - groups + whole) / total, 0.0)
    entropy = (whole - groups) / total
    # one group only: the entropy is zero up to rounding, and H is not defined
    return m, min(m / entropy, 1.0) if entropy > _NO_ENTROPY else np.nan


@njit(cache=True, nogil=True, error_model="numpy")
def _indices_of_people(table: People, margin: People, lookup: Floats) -> tuple[float, float]:
    cells = levels = groups = 0.0
    total = 0
    margin[:] = 0
    for level in range(table.shape[0]):
        row = 0
        for group in range(table.shape[1]):
            people = table[level, group]
            row += people
            margin[group] += people
            cells += _n_log_n(people, lookup)
        levels += _n_log_n(row, lookup)
        total += row
    for people in margin:
        groups += _n_log_n(people, lookup)
    return _indices(cells, levels, groups, _n_log_n(total, lookup), float(total))


@njit(cache=True, nogil=True, error_model="numpy")
def _sum_x_log_x(bits: People, work: Floats) -> float:
    """Return the sum of x ln x of numbers given as their bits; 0 adds 0.

    x = 2^e m with m from sqrt(1/2) to sqrt(2), and ln m = 2 artanh s by its series, s = (m - 1) / (m + 1):
    below 0.172, so that eleven terms are exact to rounding. Arithmetic only, which the compiler does for
    several numbers at once, where a call of the logarithm takes them one by one.
    """
    mantissa = work.view(np.int64)
    for i in range(bits.size):
        mantissa[i] = bits[i] - (((bits[i] - _ROOT_HALF) >> 52) << 52)
    x = bits.view(np.float64)
    for i in range(bits.size):
        exponent = np.float64((bits[i] - _ROOT_HALF) >> 52)
        s = (work[i] - 1.0) / (work[i] + 1.0)
        z = s * s
        tail = z * (1 / 15 + z * (1 / 17 + z * (1 / 19 + z * (1 / 21))))
        series = 1.0 + z * (
            1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11 + z * (1 / 13 + tail)))))
        )
        work[i] = x[i] * (exponent * _LN_2 + 2.0 * s * series)
    total = 0.0
    for i in range(bits.size):
        total += work[i]
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def _indices_of_shares(table: Floats, margins: Floats, work: Floats) -> tuple[float, float]:
    """`margins` has room for the groups and then the levels, `work` for all cells."""
    margins[:] = 0.0
    total = 0.0
    groups = table.shape[1]
    for level in range(table.shape[0]):
        for group in range(groups):
            margins[group] += table[level, group]
            margins[groups + level] += table[level, group]
        total += margins[groups + level]
    whole = total * math.log(total) if total > 0.0 else 0.0
    bits = margins.view(np.int64)
    of_groups, of_levels = _sum_x_log_x(bits[:groups], work), _sum_x_log_x(bits[groups:], work)
    cells = _sum_x_log_x(table.reshape(-1).view(np.int64), work)
    return _indices(cells, of_levels, of_groups, whole, total)


@njit(cache=True, nogil=True, error_model="numpy")
def completed_indices(
    seeds: Seeds, counts: People, unobserved: People, shapes: Floats, results: Floats
) -> None:
    """Write M and H of completed tables into `results`, shape (companies, 2, D)."""
    levels, groups = counts.shape[1:]
    table, margin = np.empty((levels, groups), dtype=np.int64), np.empty(groups, dtype=np.int64)
    words, drawn = np.empty(2 * groups, dtype=np.uint64), np.empty(_URN_PEOPLE * groups, dtype=np.int64)
    room = words, np.empty(levels * groups), drawn
    lookup = _lookup(counts, unobserved)
    for company in range(counts.shape[0]):
        state = seeds[company].copy()
        scales = _scales(shapes[company])
        for draw in range(results.shape[2]):
            table[:] = counts[company]
            _complete(state, unobserved[company], scales, table, room)
            found = _indices_of_people(table, margin, lookup)
            results[company, 0, draw], results[company, 1, draw] = found


@njit(cache=True, nogil=True, error_model="numpy")
def process_indices(seeds: Seeds, sizes: Floats, shapes: Floats, results: Floats) -> None:
    """Write M and H of tables of the process into `results`, shape (companies, 2, D)."""
    levels, groups = shapes.shape[1:]
    table, work = np.empty((levels, groups)), np.empty(groups * levels)
    margins, words = np.empty(groups + levels), np.empty(2 * work.size, dtype=np.uint64)
    cells = table.reshape(-1)
    for company in range(shapes.shape[0]):
        state = seeds[company].copy()
        scales = _scales(shapes[company])
        for draw in range(results.shape[2]):
            _process(state, sizes[company], scales, cells, words)
            found = _indices_of_shares(table, margins, work)
            results[company, 0, draw], results[company, 1, draw] = found


@njit(cache=True, nogil=True, error_model="numpy")
def completed_tables(
    seeds: Seeds, counts: People, unobserved: People, shapes: Floats, tables: People
) -> None:
    """Write the tables themselves, shape (companies, D, L, k): the same numbers as `completed_indices`."""
    levels, groups = counts.shape[1:]
    words, drawn = np.empty(2 * groups, dtype=np.uint64), np.empty(_URN_PEOPLE * groups, dtype=np.int64)
    room = words, np.empty(levels * groups), drawn
    for company in range(counts.shape[0]):
        state = seeds[company].copy()
        scales = _scales(shapes[company])
        for draw in range(tables.shape[1]):
            tables[company, draw] = counts[company]
            _complete(state, unobserved[company], scales, tables[company, draw], room)


@njit(cache=True, nogil=True, error_model="numpy")
def process_tables(seeds: Seeds, sizes: Floats, shapes: Floats, tables: Floats) -> None:
    """Write the tables themselves, shape (companies, D, L, k): the same numbers as `process_indices`."""
    words = np.empty(2 * shapes.shape[1] * shapes.shape[2], dtype=np.uint64)
    for company in range(shapes.shape[0]):
        state = seeds[company].copy()
        scales = _scales(shapes[company])
        for draw in range(tables.shape[1]):
            _process(state, sizes[company], scales, tables[company, draw].reshape(-1), words)
