"""Compiled random numbers: uniform, normal, gamma, binomial, hypergeometric, from a state of the caller's.

A stream of its own for every company makes draws independent of the number of threads, which numba's shared
generator cannot do. Import it where it is used: numba takes its time.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats

    #: Four words that are not all zero.
    State = npt.NDArray[np.uint64]


def _layers() -> tuple[Floats, Floats]:
    """Return edges and density at the edges of 256 layers of equal area under exp(-x^2 / 2)."""
    edge = 3.6541528853610088  # where the tail begins, for 256 layers (Doornik 2005)
    tail = math.sqrt(math.pi / 2) * math.erfc(edge / math.sqrt(2))
    area = edge * math.exp(-edge * edge / 2) + tail
    edges = [area / math.exp(-edge * edge / 2), edge]
    while len(edges) < 256:  # noqa: PLR2004 - as many layers as a byte counts
        above = area / edges[-1] + math.exp(-(edges[-1] ** 2) / 2)
        edges.append(math.sqrt(-2.0 * math.log(above)))
    x = np.array([*edges, 0.0])
    return x, np.exp(-x * x / 2)


_EDGES, _DENSITY = _layers()
_TAIL = float(_EDGES[1])
#: From 52 bits to 0 ... 1, and from 55 bits with their sign to -1 ... 1.
_UNIT, _BOTH_SIDES = 2.0**-52, 2.0**-54
#: Up to this mean, counting up from zero is the quicker way to a binomial number.
_FEW = 10.0
#: Hörmann's bounds of the region that is accepted without a look.
_WELL_INSIDE = 0.07


@njit(cache=True, nogil=True, error_model="numpy")
def fill_words(state: State, words: State, count: int) -> None:
    """Write random words of 64 bits and step on: xoshiro256++.

    Blackman and Vigna (2021), ACM Transactions on Mathematical Software 47(4):36.
    """
    s0, s1, s2, s3 = state[0], state[1], state[2], state[3]
    for place in range(count):
        total = s0 + s3
        words[place] = ((total << np.uint64(23)) | (total >> np.uint64(41))) + s0
        shifted = s1 << np.uint64(17)
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << np.uint64(45)) | (s3 >> np.uint64(19))
    state[0], state[1], state[2], state[3] = s0, s1, s2, s3


@njit(cache=True, nogil=True, error_model="numpy")
def next_word(state: State) -> np.uint64:
    """Return the next word: `fill_words` for one."""
    s0, s1, s2, s3 = state[0], state[1], state[2], state[3]
    total = s0 + s3
    s2 ^= s0
    s3 ^= s1
    state[0], state[1] = s0 ^ s3, s1 ^ s2
    state[2] = s2 ^ (s1 << np.uint64(17))
    state[3] = (s3 << np.uint64(45)) | (s3 >> np.uint64(19))
    word: np.uint64 = ((total << np.uint64(23)) | (total >> np.uint64(41))) + s0
    return word


@njit(cache=True, nogil=True, error_model="numpy")
def uniform(state: State) -> float:
    """Return a number above 0 and below 1: its logarithm is finite."""
    return _to_unit(next_word(state))


@njit(cache=True, nogil=True, error_model="numpy")
def _to_unit(word: np.uint64) -> float:
    return (np.float64(np.int64(word >> np.uint64(12))) + 0.5) * _UNIT


@njit(cache=True, nogil=True, error_model="numpy")
def _try_normal(word: np.uint64) -> tuple[float, bool]:
    """Return a number of the ziggurat, and whether it is a normal one already (99 of 100 are)."""
    layer = int(np.int64(word & np.uint64(255)))
    # 55 bits with sign, above the eight that chose the layer
    x = np.float64(np.int64(word) >> np.int64(9)) * _BOTH_SIDES * _EDGES[layer]
    return x, abs(x) < _EDGES[layer + 1]


@njit(cache=True, nogil=True, error_model="numpy")
def normal(state: State) -> float:
    """Return a standard normal number, by the ziggurat.

    Marsaglia and Tsang (2000), Journal of Statistical Software 5(8), with layer and position from different
    bits as Doornik (2005), "An improved ziggurat method to generate normal random samples", asks for.
    """
    word = next_word(state)
    x, is_settled = _try_normal(word)
    return x if is_settled else _outside(state, int(np.int64(word & np.uint64(255))), x)


@njit(cache=True, nogil=True, error_model="numpy")
def _outside(state: State, layer: int, x: float) -> float:
    """Return a normal number where the ziggurat's first look did not settle it."""
    while True:
        if layer == 0:
            while True:
                beyond = -math.log(uniform(state)) / _TAIL
                if -2.0 * math.log(uniform(state)) > beyond * beyond:
                    return math.copysign(_TAIL + beyond, x)
        low, high = _DENSITY[layer], _DENSITY[layer + 1]
        if low + uniform(state) * (high - low) < math.exp(-0.5 * x * x):
            return x
        word = next_word(state)
        layer = int(np.int64(word & np.uint64(255)))
        x, is_settled = _try_normal(word)
        if is_settled:
            return x


@njit(cache=True, nogil=True, error_model="numpy")
def gamma_scale(shape: float) -> tuple[float, float]:
    """Return what `gammas` needs of a shape, to be computed once for many draws."""
    d = (shape if shape >= 1.0 else shape + 1.0) - 1.0 / 3.0
    return d, 1.0 / math.sqrt(9.0 * d)


@njit(cache=True, nogil=True, error_model="numpy")
def gammas(state: State, scales: Floats, span: tuple[int, int], words: State, drawn: Floats) -> None:
    """Write gamma numbers of scale 1 for the cells of a span.

    Marsaglia and Tsang (2000), ACM Transactions on Mathematical Software 26:363-372; below shape 1 by their
    power of a uniform number. All cells are tried at once, without branches; the few that the quick tests do
    not settle go on from there, one by one.

    Parameters
    ----------
    state
        The stream.
    scales
        Shape, d and c of each cell, shape (3, cells).
    span
        First cell, and the one after the last.
    words
        Room for two words a cell.
    drawn
        Where to, shape (cells,).
    """
    first, end = span
    fill_words(state, words, 2 * (end - first))
    for cell in range(first, end):
        x, x_is_settled = _try_normal(words[2 * (cell - first)])
        u = _to_unit(words[2 * (cell - first) + 1])
        root = 1.0 + scales[2, cell] * x
        quick = u < 1.0 - 0.0331 * (x * x) * (x * x)
        is_settled = x_is_settled & (scales[0, cell] >= 1.0) & (root > 0.0) & quick
        drawn[cell] = scales[1, cell] * root * root * root if is_settled else -1.0
    for cell in range(first, end):
        if drawn[cell] < 0.0:
            word = words[2 * (cell - first)]
            x, x_is_settled = _try_normal(word)
            if not x_is_settled:
                x = _outside(state, int(np.int64(word & np.uint64(255))), x)
            u = _to_unit(words[2 * (cell - first) + 1])
            drawn[cell] = _slow_gamma(state, scales[0, cell], scales[1, cell], scales[2, cell], x, u)


@njit(cache=True, nogil=True, error_model="numpy")
def _slow_gamma(  # noqa: PLR0917 - the numbers of one computation, cut in two so that the first part is small
    state: State, shape: float, d: float, c: float, x: float, u: float
) -> float:
    """Return a gamma number from a first pair x, u that the quick test did not settle."""
    while True:
        root = 1.0 + c * x
        v = root * root * root
        if root > 0.0:
            if u < 1.0 - 0.0331 * (x * x) * (x * x):
                break
            if math.log(u) < 0.5 * x * x + d * (1.0 - v + math.log(v)):
                break
        x, u = normal(state), uniform(state)
    value = d * v
    if shape < 1.0:
        value *= math.exp(math.log(uniform(state)) / shape)
    return value


@njit(cache=True, nogil=True, error_model="numpy")
def binomial(state: State, trials: int, chance: float) -> int:
    """Return a binomial number.

    Counting up from zero where few are expected, else transformed rejection: Hörmann (1993), "The generation
    of binomial random variates", Journal of Statistical Computation and Simulation 46:101-110 (BTRS).
    """
    if trials <= 0 or chance <= 0.0:
        return 0
    if chance >= 1.0:
        return trials
    p = min(chance, 1.0 - chance)
    found = _few(state, trials, p) if trials * p < _FEW else _many(state, trials, p)
    return found if p == chance else trials - found


@njit(cache=True, nogil=True, error_model="numpy")
def _few(state: State, trials: int, p: float) -> int:
    odds = p / (1.0 - p)
    nobody = math.exp(trials * math.log1p(-p))
    while True:
        term, left, k = nobody, uniform(state), 0
        while left > term:
            left -= term
            k += 1
            if k > trials:  # rounding has eaten the last term: once more
                break
            term *= odds * (trials - k + 1) / k
        if k <= trials:
            return k


@njit(cache=True, nogil=True, error_model="numpy")
def _many(state: State, trials: int, p: float) -> int:
    spread = math.sqrt(trials * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    centre = trials * p + 0.5
    quick = 0.92 - 4.2 / b
    while True:
        u = uniform(state) - 0.5
        v = uniform(state)
        distance = 0.5 - abs(u)
        k = math.floor((2.0 * a / distance + b) * u + centre)
        if k < 0 or k > trials:
            continue
        if distance >= _WELL_INSIDE and v <= quick:
            return int(k)
        alpha = (2.83 + 5.1 / b) * spread
        mode = math.floor((trials + 1) * p)
        log_v = math.log(v * alpha / (a / (distance * distance) + b))
        log_ratio = (
            math.lgamma(mode + 1.0)
            + math.lgamma(trials - mode + 1.0)
            - math.lgamma(k + 1.0)
            - math.lgamma(trials - k + 1.0)
            + (k - mode) * math.log(p / (1.0 - p))
        )
        if log_v <= log_ratio:
            return int(k)


@njit(cache=True, nogil=True, error_model="numpy")
def hypergeometric(state: State, members: int, others: int, drawn: int, logs: Floats) -> int:
    """Return how many of the members are among those drawn without putting back.

    Counting outwards from the likeliest number: as many steps as twice the spread.

    Parameters
    ----------
    state
        The stream.
    members, others
        Who is there.
    drawn
        How many are drawn, at most all.
    logs
        Logarithms of the factorials of 0 ... members + others.
    """
    everybody, left_out = members + others, members + others - drawn
    least, most = max(0, drawn - others), min(drawn, members)
    mode = min(max((drawn + 1) * (members + 1) // (everybody + 2), least), most)
    at_mode = math.exp(
        (logs[members] - logs[mode] - logs[members - mode])
        + (logs[others] - logs[drawn - mode] - logs[others - drawn + mode])
        - (logs[everybody] - logs[drawn] - logs[left_out])
    )
    left = uniform(state) - at_mode
    below, above, chance_below, chance_above = mode, mode, at_mode, at_mode
    while left >= 0.0 and (below > least or above < most):
        if above < most:
            # ratio of neighbouring terms of the hypergeometric distribution
            chance_above *= (
                (members - above) * (drawn - above) / ((above + 1.0) * (others - drawn + above + 1.0))
            )
            above += 1
            left -= chance_above
            if left < 0.0:
                return above
        if below > least:
            chance_below *= (
                below * (others - drawn + below) / ((members - below + 1.0) * (drawn - below + 1.0))
            )
            below -= 1
            left -= chance_below
            if left < 0.0:
                return below
    return mode  # rounding has eaten the last term
