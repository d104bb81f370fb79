"""A scale: items that ask about one thing, some of them the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.errors import DefinitionError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a scale.

    Attributes
    ----------
    code
        Its name within the instrument.
    is_reversed
        True where agreeing speaks against what the scale measures.
    """

    code: str
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Items with the same options, whose mean is the score.

    Attributes
    ----------
    code
        Its name within the instrument.
    items
        At least one, in the order of the answers' columns.
    low, high
        The first and the last option, whole numbers.

    Raises
    ------
    DefinitionError
        If there is no item, an item appears twice, or the options do not run upwards.
    """

    code: str
    items: tuple[Item, ...]
    low: int = 1
    high: int = 5

    def __post_init__(self) -> None:
        codes = [item.code for item in self.items]
        if not codes:
            raise DefinitionError(f"The scale '{self.code}' has no item.")
        if len(set(codes)) != len(codes):
            raise DefinitionError(f"An item appears twice in the scale '{self.code}'.")
        if self.low >= self.high:
            raise DefinitionError(f"The options of '{self.code}' do not run upwards.")

    @property
    def options(self) -> int:
        """How many options an item has."""
        return self.high - self.low + 1

    @property
    def fewest_answers(self) -> int:
        """How many items a person has to answer to be counted: half of them."""
        return (len(self.items) + 1) // 2

    def turn(self, answers: ArrayLike) -> Floats:
        """Return the answers with reverse-keyed items turned: low + high - x. More is then always better.

        Turning is the first thing that happens to answers, and it happens once; what is turned twice is as
        it was.

        Parameters
        ----------
        answers
            Shape (..., J), low ... high; NaN where an item was not answered.

        Returns
        -------
        Floats
            Shape (..., J).

        Raises
        ------
        ValueError
            If the columns are not the items, or an answer is none of the options' range.

        Examples
        --------
        >>> fairness = Scale("fairness", (Item("promotion"), Item("favourites", is_reversed=True)))
        >>> fairness.turn([[5, 1], [2, 4]]).tolist()
        [[5.0, 5.0], [2.0, 2.0]]
        """
        array = np.asarray(answers, dtype=np.float64)
        if array.ndim < 1 or array.shape[-1] != len(self.items):
            raise ValueError(
                f"'{self.code}' has {len(self.items)} items; the answers' shape is {array.shape}"
            )
        if ((array < self.low) | (array > self.high)).any():
            raise ValueError(f"an answer to '{self.code}' lies outside {self.low} ... {self.high}")
        turned = np.array([item.is_reversed for item in self.items])
        return np.asarray(np.where(turned, self.low + self.high - array, array))
