"""Compiled choice of the best of each row.

Import it where it is used: numba takes its time. A row is cut into groups, member l of every stretch
belonging to group l. At least k numbers reach the k-th largest of the groups' maxima, so the k best of the
row are among those that do; few others are. Maxima and counts run over neighbouring numbers, several at a
time in one instruction; only the members of groups that reach the threshold are looked at one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Floats

    Indices = npt.NDArray[np.int32]
    Words = npt.NDArray[np.uint32]

#: Bits of a word.
WORD = 32
_EVERYBODY = np.uint32(0xFFFFFFFF)
_NEVER = np.float32(-np.inf)
_LOWEST = np.float32(np.finfo(np.float32).min)
#: The threshold is looked for by halving. Fewer steps would let more of the row through, not lose anything.
_HALVINGS = 12


@njit(cache=True, nogil=True)
def _maxima(row: Floats, words: Words, is_masked: bool, maxima: Floats) -> None:
    """Write the largest allowed number of each group."""
    groups, columns = len(maxima), len(row)
    maxima[:] = _NEVER
    group = 0
    for start in range(0, columns - WORD + 1, WORD):
        word = words[start // WORD] if is_masked else _EVERYBODY
        stretch, largest = row[start : start + WORD], maxima[group : group + WORD]
        for place in range(WORD):  # a fixed number of turns without branches: compiled to a few instructions
            number = stretch[place] if (word >> np.uint32(place)) & np.uint32(1) else _NEVER
            largest[place] = max(largest[place], number)  # in this order: what is not a number is left out
        group = group + WORD if group + WORD < groups else 0
    for column in range(columns - columns % WORD, columns):
        number = row[column]
        if is_masked and not (words[column // WORD] >> np.uint32(column % WORD)) & np.uint32(1):
            number = _NEVER
        maxima[column % groups] = max(maxima[column % groups], number)


@njit(cache=True, nogil=True)
def _threshold(maxima: Floats, k: int) -> float:
    """Return a number that at least k of the maxima reach, near the largest such."""
    low, high = np.float32(np.inf), _NEVER
    reaching = 0
    for maximum in maxima:
        if maximum > _NEVER:
            reaching += 1
            low, high = min(low, maximum), max(high, maximum)
    if reaching < k:
        return float(_LOWEST)
    for _ in range(_HALVINGS):
        middle = low + (high - low) * np.float32(0.5)
        reaching = 0
        for maximum in maxima:
            reaching += int(maximum >= middle)
        if reaching >= k:
            low = middle
            if reaching <= k + 2:
                break
        else:
            high = middle
    return float(low)


@njit(cache=True, nogil=True)
def choose(scores: Floats, words: Words, groups: int, indices: Indices, values: Floats) -> None:
    """Write the k best columns of each row and their scores, best first, equal ones by column.

    Parameters
    ----------
    scores
        Shape (rows, m). What is not a number, or minus infinity, is never chosen.
    words
        Which columns are allowed, a bit each, the first one the lowest; shape (rows, m / 32 rounded up), or
        (0, 0) where all are.
    groups
        A multiple of the bits of a word, at least k.
    indices, values
        Shape (rows, k), -1 and minus infinity where no more is allowed.
    """
    columns, k, is_masked = scores.shape[1], indices.shape[1], words.shape[0] > 0
    maxima = np.empty(groups, np.float32)
    everybody = np.empty(0, np.uint32)
    for number in range(scores.shape[0]):
        row, best, where = scores[number], values[number], indices[number]
        allowed = words[number] if is_masked else everybody
        best[:], where[:] = _NEVER, -1
        _maxima(row, allowed, is_masked, maxima)
        threshold = _threshold(maxima, k)
        for group in range(groups):
            if maxima[group] < threshold:
                continue
            for column in range(group, columns, groups):
                score = row[column]
                if not score >= threshold:  # also what is not a number
                    continue
                if score < best[k - 1] or (score == best[k - 1] and column > where[k - 1]):
                    continue
                if is_masked and not (allowed[column // WORD] >> np.uint32(column % WORD)) & np.uint32(1):
                    continue
                place = k - 1
                while place > 0 and (
                    best[place - 1] < score or (best[place - 1] == score and where[place - 1] > column)
                ):
                    best[place], where[place] = best[place - 1], where[place - 1]
                    place -= 1
                best[place], where[place] = score, column
