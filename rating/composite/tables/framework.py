"""Frameworks of tables: which columns, in which tree, with which methods, make a composite indicator."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator  # noqa: TC003 - pydantic reads the types
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rating.composite.aggregate import AGGREGATIONS
from rating.composite.impute import IMPUTATIONS
from rating.composite.normalise import NORMALISATIONS
from rating.composite.outranking import COMPARISONS
from rating.composite.treat import TREATMENTS, Limits
from rating.composite.weights import WEIGHTINGS, Of
from rating.errors import DefinitionError


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def _require(name: str, known: tuple[str, ...], what: str) -> None:
    if name not in known:
        raise ValueError(f"there is no {what} called {name}; known: {', '.join(known)}")


class Indicator(_Strict):
    """A column that is scored.

    Attributes
    ----------
    code
        Of the column.
    parent
        The aggregate that it belongs to.
    weight
        Among those of the same parent; only their ratios count.
    direction
        1 where more is better, -1 where less is.
    low, high
        Posts: the values for the floor and the cap of the scale, where the normalisation asks for them.
    divided_by
        The column with the size of a unit, None for values as they are.
    """

    code: str
    parent: str
    title: str = ""
    weight: float = Field(default=1.0, ge=0)
    direction: Literal[1, -1] = 1
    low: float | None = None
    high: float | None = None
    divided_by: str | None = None


def _rises(indicator: Indicator) -> bool:
    return indicator.low is not None and indicator.high is not None and indicator.low < indicator.high


class Joining(_Strict):
    """How the parts of an aggregate are weighed and joined; see `rating.composite.steps.Aggregate`."""

    method: str = "arithmetic"
    weighting: str = "given"
    judgements: tuple[tuple[float, ...], ...] | None = None
    least_share: float = Field(default=0.0, ge=0, le=1)
    most_share: float = Field(default=1.0, ge=0, le=1)
    shares_of: Of = "weights"
    minimum_weight: float = Field(default=0.0, ge=0, le=1)

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.least_share > self.most_share:
            raise ValueError("least_share is above most_share")
        _require(self.method, (*AGGREGATIONS, *COMPARISONS), "aggregation")
        _require(self.weighting, tuple(WEIGHTINGS), "weighting")
        if WEIGHTINGS[self.weighting].judged != (self.judgements is not None):
            verb = "needs" if WEIGHTINGS[self.weighting].judged else "takes no"
            raise ValueError(f"the weighting {self.weighting} {verb} judgements")
        return self


class Aggregate(_Strict):
    """A score of several parts.

    Attributes
    ----------
    code
        Its name, distinct from those of indicators.
    parent
        The aggregate above; None at the top, of which there is one.
    joining
        How its parts are joined, where it is another way than everywhere.
    """

    code: str
    parent: str | None = None
    title: str = ""
    weight: float = Field(default=1.0, ge=0)
    joining: Joining | None = None


class Imputing(_Strict):
    """How gaps are filled; `by` is the column that names groups."""

    method: str
    by: str | None = None

    @model_validator(mode="after")
    def _known(self) -> Self:
        _require(self.method, tuple(IMPUTATIONS), "imputation")
        if IMPUTATIONS[self.method].by_group != (self.by is not None):
            raise ValueError(f"{self.method}: give 'by' exactly where groups stand in for missing values")
        return self


class Treating(_Strict):
    """How outliers are treated."""

    method: str
    skew: float = Field(default=Limits().skew, gt=0)
    kurtosis: float = Limits().kurtosis
    points: int = Field(default=Limits().points, ge=1)

    @model_validator(mode="after")
    def _known(self) -> Self:
        _require(self.method, tuple(TREATMENTS), "treatment of outliers")
        return self


class Normalising(_Strict):
    """How values become points."""

    method: str = "min_max"
    floor: float = 0.0
    cap: float = 100.0

    @model_validator(mode="after")
    def _known(self) -> Self:
        _require(self.method, tuple(NORMALISATIONS), "normalisation")
        if not self.floor < self.cap:
            raise ValueError("the floor of a scale is below its cap")
        return self


class TableFramework(_Strict):
    """A composite indicator: its tree and its steps. A step that is not named is left out.

    Steps run in this order: denominate (where an indicator says by what), impute, treat, normalise,
    aggregate.
    """

    title: str
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    aggregates: tuple[Aggregate, ...] = Field(min_length=1)
    impute: Imputing | None = None
    treat: Treating | None = None
    normalise: Normalising | None = None
    aggregate: Joining = Joining()

    @classmethod
    def from_toml(cls, text: str) -> TableFramework:
        """Read a framework file.

        Raises
        ------
        DefinitionError
            If it is no TOML, or contradicts itself; the message names the place.
        """
        try:
            return cls(**tomllib.loads(text))
        except (ValidationError, tomllib.TOMLDecodeError) as error:
            raise DefinitionError(f"The framework cannot be used. {error}") from error

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        codes = [part.code for part in self._parts()]
        twice = [code for code in dict.fromkeys(codes) if codes.count(code) > 1]
        if twice:
            raise ValueError(f"{twice[0]} is there twice; indicators and aggregates need distinct codes")
        known = {aggregate.code for aggregate in self.aggregates}
        for part in self._parts():
            if part.parent is not None and part.parent not in known:
                raise ValueError(f"{part.code} belongs to {part.parent}, which is no aggregate")
        tops = [aggregate.code for aggregate in self.aggregates if aggregate.parent is None]
        if len(tops) != 1:
            raise ValueError(f"one aggregate has no parent, the top; here: {', '.join(tops) or 'none'}")
        in_reach = list(self.bottom_up())
        for aggregate in self.aggregates:
            if aggregate not in in_reach:
                raise ValueError(f"{aggregate.code} goes round in a circle and never reaches {tops[0]}")
            if not self.parts_of(aggregate.code):
                raise ValueError(f"{aggregate.code} has no parts")
            if not any(part.weight for part in self.parts_of(aggregate.code)):
                raise ValueError(f"no part of {aggregate.code} has a weight")
        self._require_posts()
        return self

    def _require_posts(self) -> None:
        posts = NORMALISATIONS[self.normalise.method].posts if self.normalise else ()
        if posts and self.treat is not None and TREATMENTS[self.treat.method].may_rescale:
            raise ValueError(
                f"{self.treat.method} may put an indicator on a log scale, which posts in its own units do "
                "not fit; treat by 'winsorise', or normalise without posts"
            )
        for indicator in self.indicators:
            if indicator.direction == -1 and self.normalise is None:
                raise ValueError(f"the direction of {indicator.code} needs a normalisation to turn it round")
            if indicator.direction == -1 and posts == ("low", "high") and _rises(indicator):
                raise ValueError(
                    f"{indicator.code} says that less is better, and its posts that more is: 'low' is the "
                    "worse end, swap the two"
                )
            for name in posts:
                if getattr(indicator, name) is None:
                    raise ValueError(f"{indicator.code} has no '{name}', which the normalisation needs")
            if posts == ("low", "high") and indicator.low == indicator.high:
                raise ValueError(f"the goalposts of {indicator.code} are equal")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the indicators."""
        return tuple(indicator.code for indicator in self.indicators)

    @property
    def top(self) -> str:
        """The code of the index as a whole."""
        return next(aggregate.code for aggregate in self.aggregates if aggregate.parent is None)

    def parts_of(self, code: str) -> tuple[Indicator | Aggregate, ...]:
        """Return what an aggregate is made of, in the order of the file."""
        return tuple(part for part in self._parts() if part.parent == code)

    def _parts(self) -> tuple[Indicator | Aggregate, ...]:
        return (*self.indicators, *self.aggregates)

    def bottom_up(self) -> Iterator[Aggregate]:
        """Yield aggregates, each after its parts."""
        depth: dict[str, int] = {}
        level = [aggregate for aggregate in self.aggregates if aggregate.parent is None]
        while level:
            depth |= {aggregate.code: len(depth) for aggregate in level}
            above = {aggregate.code for aggregate in level}
            level = [aggregate for aggregate in self.aggregates if aggregate.parent in above]
        known = [aggregate for aggregate in self.aggregates if aggregate.code in depth]
        yield from sorted(known, key=lambda aggregate: -depth[aggregate.code])
