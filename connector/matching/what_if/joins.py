"""What becomes of a profile that states something more, or something else: as a record and as columns."""

from __future__ import annotations

from dataclasses import dataclass
from operator import or_
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable

    from connector.parties import Place

Column = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Join:
    """How an option joins what a start-up states.

    Attributes
    ----------
    values
        From the value of the field and that of the option to the value after the change.
    columns
        The same for a column: both of shape (n,) or (n, codes).
    """

    values: Callable[[Any, Any], Any]
    columns: Callable[[Column, Column], Column]


def _filled_place(here: Place | None, there: Place) -> Place:
    return there if here is None else there.model_copy(update=here.model_dump(exclude_defaults=True))


def _filled_column(own: Column, option: Column) -> Column:
    is_missing = own < 0 if own.dtype == np.int16 else np.isnan(own)
    return np.where(is_missing, option, own)


#: The option takes the place of what was stated.
REPLACED = Join(lambda _, option: option, lambda _, option: option)
#: The option stands beside what was stated.
ADDED = Join(or_, np.maximum)
#: What was not stated is that of the option.
FILLED = Join(_filled_place, _filled_column)
