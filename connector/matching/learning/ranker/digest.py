"""What was learned from, in one number."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles
    from connector.matching.learning.ranker.rows import Rows


def digest(rows: Rows, codes: tuple[str, ...], shares: Doubles) -> str:
    """Return the SHA-256 of everything that was learned from, as hexadecimal digits.

    Parameters
    ----------
    rows
        In their one order.
    codes, shares
        The signals and what each counted before.
    """
    found = hashlib.sha256(json.dumps(codes).encode())
    for column in (shares, rows.design, rows.position):
        found.update(np.ascontiguousarray(column, "<f8").tobytes())
    for numbers in (rows.grade, rows.day, rows.in_list, _numbered(rows)):
        found.update(np.ascontiguousarray(numbers, "<i8").tobytes())
    return found.hexdigest()


def _numbered(rows: Rows) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return which rows are of one start-up, whatever its number is."""
    _, first, inverse = np.unique(rows.startup, return_index=True, return_inverse=True)
    return np.asarray(first[inverse], np.int64)
