"""A team for the measures of faultlines: what is known of its members, and how much it weighs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.data import Floats

#: numeric: a quantity with a unit, as age in years. category: a group without order, as gender.
AttributeKind = Literal["numeric", "category"]

#: Two members of different categories differ in two of the columns that stand for them. Divided by the root
#: of two, the columns put them exactly one weight apart.
_MISMATCH = math.sqrt(0.5)


@dataclass(frozen=True, slots=True)
class Team:
    """The members of a team, seen by the attributes along which it could split.

    Attributes
    ----------
    values
        One sequence for each attribute, all in the same order of members: numbers for a numeric attribute,
        text for a category. Members with unknown values are left out beforehand.
    kinds
        One for each attribute: see `AttributeKind`.
    weights
        One for each attribute, at least 0. A mismatch of category counts its weight, a numeric difference
        its weight for each unit: with .1 for age and 1 for gender, ten years count as much as the gender.

    Raises
    ------
    ValueError
        If the attributes do not fit together, a value is unknown or of the wrong kind, or a weight is
        negative or not finite.

    Examples
    --------
    >>> Team(((44, 18), ("f", "m")), ("numeric", "category"), (0.1, 1)).size
    2
    """

    values: Sequence[Sequence[float | str]]
    kinds: Sequence[AttributeKind]
    weights: Sequence[float]

    def __post_init__(self) -> None:
        # lists would leave a frozen team open to change
        object.__setattr__(self, "values", tuple(map(tuple, self.values)))
        object.__setattr__(self, "kinds", tuple(self.kinds))
        object.__setattr__(self, "weights", tuple(map(float, self.weights)))
        if not len(self.values) == len(self.kinds) == len(self.weights):
            raise ValueError(
                f"each attribute has values, a kind and a weight: there are {len(self.values)} sequences of "
                f"values, {len(self.kinds)} kinds and {len(self.weights)} weights"
            )
        if not self.values:
            raise ValueError("a team needs at least one attribute")
        for number, column in enumerate(self.values, start=1):
            self._check_attribute(number, column)

    def _check_attribute(self, number: int, column: Sequence[float | str]) -> None:
        kind, weight = self.kinds[number - 1], self.weights[number - 1]
        if kind not in _IS_KNOWN:
            raise ValueError(f"attribute {number} is of kind '{kind}': a kind is {' or '.join(_IS_KNOWN)}")
        if not 0 <= weight < math.inf:
            raise ValueError(f"attribute {number} has the weight {weight}: a weight is finite and at least 0")
        if len(column) != self.size:
            raise ValueError(
                f"attribute {number} has values for {len(column)} members, the first one for {self.size}"
            )
        for member, value in enumerate(column, start=1):
            if not _IS_KNOWN[kind](value):
                raise ValueError(
                    f"attribute {number} of member {member} is {value!r}: {_WANTED[kind]}; "
                    "leave out members whose value is not known"
                )

    @property
    def size(self) -> int:
        """How many members the team has."""
        return len(self.values[0])


def _is_number(value: float | str) -> bool:
    return not isinstance(value, str) and math.isfinite(value)


def _is_label(value: float | str) -> bool:
    return isinstance(value, str) and bool(value)


_IS_KNOWN = {"numeric": _is_number, "category": _is_label}
_WANTED = {"numeric": "a numeric attribute takes finite numbers", "category": "a category is a text"}


def coordinates(team: Team) -> Floats:
    """Return where the members stand: their Euclidean distances are the differences between them.

    A numeric attribute is one column, weight times value. A category is one column for each of its labels,
    weight times the root of one half for members with the label and 0 for others.

    Parameters
    ----------
    team
        The members.

    Returns
    -------
    Floats
        Shape (members, columns). Columns of a category follow the order of its labels, so that the order of
        the members changes nothing else than the order of the rows.

    Examples
    --------
    >>> place = coordinates(Team(((20, 50), ("f", "m")), ("numeric", "category"), (0.1, 1)))
    >>> place.round(4).tolist()
    [[2.0, 0.7071, 0.0], [5.0, 0.0, 0.7071]]
    """
    columns = []
    for column, kind, weight in zip(team.values, team.kinds, team.weights, strict=True):
        if kind == "numeric":
            columns.append(weight * np.asarray(column, dtype=np.float64)[:, None])
        else:
            labels = np.array(column, dtype=np.str_)
            columns.append(weight * _MISMATCH * (labels[:, None] == np.unique(labels)))
    return np.concatenate(columns, axis=1)
