"""Which pairs state something on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Flags


def both_state(startups: npt.NDArray[Any], offers: npt.NDArray[Any]) -> Flags:
    """Return whether both sides state something: a row that is not all zero.

    Parameters
    ----------
    startups, offers
        Shape (n, codes) and (m, codes).

    Returns
    -------
    Flags
        Shape (n, m).
    """
    first: Flags = np.asarray(startups.any(axis=1))
    second: Flags = np.asarray(offers.any(axis=1))
    return first[:, None] & second
