"""`Released`: the only form in which numbers about people leave the product.

Only `rating.disclosure.release` can build one. What is withheld is NaN here and carries no number anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

    from rating.data import Attribute, Floats, Measure
    from rating.disclosure.policy import Policy


@dataclass(frozen=True)
class ReleasedTable:
    """People by level and group of one attribute.

    Attributes
    ----------
    attribute
        The category list, k groups.
    measure
        Whether the cells are people or shares of a level, in percent.
    cells
        Shape (companies, levels, k); NaN where withheld or missing at the source.
    management
        The same for all leaders together, shape (companies, k).
    pooled
        The same for all companies together, shape (levels, k); None where it would uncover a company.
    unobserved
        People whose group is not known, shape (companies, levels).
    """

    attribute: Attribute
    measure: Measure
    cells: Floats
    management: Floats
    pooled: Floats | None
    unobserved: Floats


@dataclass(frozen=True)
class ReleasedStatistic:
    """A statistic of each company, rounded; NaN where withheld or not calculable.

    Attributes
    ----------
    value, low, high
        Estimate and interval, shape (companies,).
    withheld
        Where it could be calculated and is not shown, shape (companies,).
    """

    value: Floats
    low: Floats
    high: Floats
    withheld: npt.NDArray[np.bool_]


_RELEASE_ONLY = object()


@final
class Released:
    """What may be said in public about the companies of one period.

    Attributes
    ----------
    policy
        Under which it was released.
    tables
        Attribute code -> table.
    sizes
        People at each level, shape (companies, levels); NaN where withheld or unknown.
    leaders
        Leaders of each company, shape (companies,); NaN where withheld or unknown.
    statistics
        Name -> statistic.
    """

    __slots__ = ("leaders", "policy", "sizes", "statistics", "tables")

    policy: Policy
    tables: Mapping[str, ReleasedTable]
    sizes: Floats
    leaders: Floats
    statistics: Mapping[str, ReleasedStatistic]

    def __init__(
        self,
        key: object,
        *,
        policy: Policy,
        tables: Mapping[str, ReleasedTable],
        sizes: Floats,
        leaders: Floats,
        statistics: Mapping[str, ReleasedStatistic],
    ) -> None:
        if key is not _RELEASE_ONLY:
            raise TypeError("Released is built by rating.disclosure.release and by nothing else.")
        for name, value in (
            ("policy", policy),
            ("tables", tables),
            ("sizes", sizes),
            ("leaders", leaders),
            ("statistics", statistics),
        ):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"what is released does not change ({name})")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"what is released does not change ({name})")
