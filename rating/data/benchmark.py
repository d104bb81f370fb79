"""The population a workforce is compared with: a city, a labour catchment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from rating.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rating.data.headcount import Floats


@dataclass(frozen=True)
class Benchmark:
    """Shares of the groups of each attribute in a population.

    Attributes
    ----------
    name
        What is compared with, for a reader ("Leeds, census 2021").
    shares
        By attribute code, shape (k,) in the order of the attribute's groups. NaN marks a group that the
        population data do not know: a workforce is then compared over the other groups, on both sides.
        The known shares sum to 1.
    note
        What a reader must know, for example that the source gives all ages.
    """

    name: str
    shares: Mapping[str, Floats] = field(default_factory=dict)
    note: str = ""

    def __post_init__(self) -> None:
        for code, share in self.shares.items():
            if share.ndim != 1 or np.nanmin(share) < 0 or not np.isclose(np.nansum(share), 1.0):
                raise DefinitionError(f"The benchmark shares of '{code}' must be at least 0 and sum to 1.")
            share.flags.writeable = False
