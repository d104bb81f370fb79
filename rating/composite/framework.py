"""Frameworks: which indicators, with which weights and goalposts, make a score. One TOML file each."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rating.composite.aggregate import AGGREGATIONS
from rating.composite.measures import MEASURES
from rating.composite.normalise import NORMALISATIONS
from rating.composite.weights import WEIGHTINGS
from rating.data import Definitions
from rating.errors import DefinitionError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Indicator(_Strict):
    """One measured thing with its goalposts: `low` maps to the floor of the scale, `high` to its cap."""

    code: str
    title: str
    measure: str
    low: float
    high: float
    weight: float = Field(default=1.0, gt=0)


class Pillar(_Strict):
    """A group of indicators; those from headcounts exist once for each criterion, criteria equal.

    Attributes
    ----------
    input
        What it is computed from.
    composition
        Whether it belongs to the composition rating, which needs headcounts (and a benchmark) only.
    attributes
        To which criteria it applies; empty for all.
    """

    code: str
    title: str
    weight: float = Field(gt=0)
    input: Literal["headcounts", "survey", "practices"] = "headcounts"
    composition: bool = False
    attributes: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = Field(min_length=1)

    def applies_to(self, criteria: Iterable[str]) -> tuple[str, ...]:
        """Return the criteria of this pillar among those given."""
        return tuple(code for code in criteria if not self.attributes or code in self.attributes)


class Band(_Strict):
    """A band of scores: from this score up to the next higher band."""

    code: str
    lower: float = Field(alias="from")


class Scale(_Strict):
    """The ends of the scale of scores."""

    floor: float
    cap: float


class Framework(_Strict):
    """A rating framework; immutable once published, addressed by its digest.

    Attributes
    ----------
    normalisation
        One of `NORMALISATIONS` that places a company by itself: a score may not depend on who takes part.
    weighting, judgements
        How pillars come by their weights: one of `WEIGHTINGS` that does not look at companies. Where it is
        not "given", the file states no weights.
    aggregation, pillar_aggregation
        How pillars make the score, and indicators a pillar: two of `AGGREGATIONS`.
    """

    name: str
    digest: str
    title: str
    version: str
    note: str = ""
    criteria: tuple[str, ...] = Field(min_length=1)
    optional_criteria: tuple[str, ...] = ()
    #: all criteria of the published framework, when this one is restricted to some of them
    unrestricted: tuple[str, ...] = ()
    minimum_leaders: int = Field(ge=1)
    minimum_coverage: float = Field(ge=0, le=1)
    minimum_weight: float = Field(ge=0, le=1)
    minimum_pillar_weight: float = Field(ge=0, le=1)
    minimum_companies: int = Field(ge=2)
    secure: float = 0.9
    scale: Scale
    normalisation: str = "goalposts"
    weighting: str = "given"
    judgements: tuple[tuple[float, ...], ...] | None = None
    aggregation: str
    pillar_aggregation: str = "arithmetic"
    bands: tuple[Band, ...] = Field(min_length=2)
    pillars: tuple[Pillar, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        codes = [pillar.code for pillar in self.pillars]
        codes += [indicator.code for pillar in self.pillars for indicator in pillar.indicators]
        if len(set(codes)) != len(codes):
            raise ValueError("pillars and indicators need distinct codes")
        self._require_methods()
        for pillar in self.pillars:
            for indicator in pillar.indicators:
                if pillar.input == "headcounts" and indicator.measure not in MEASURES:
                    raise ValueError(f"there is no measure called {indicator.measure}")
                if indicator.low == indicator.high:
                    raise ValueError(f"the goalposts of {indicator.code} are equal")
        lowers = [band.lower for band in self.bands]
        if lowers != sorted(set(lowers), reverse=True) or lowers[-1] > self.scale.floor:
            raise ValueError("bands run from the highest to the lowest and cover the scale")
        if not any(pillar.composition for pillar in self.pillars):
            raise ValueError("at least one pillar belongs to the composition rating")
        return self

    @model_validator(mode="before")
    @classmethod
    def _weighed(cls, entries: dict[str, Any]) -> dict[str, Any]:
        """Give pillars the weights that a weighting other than "given" finds."""
        how = WEIGHTINGS.get(entries.get("weighting", "given"))
        if how is not None and entries.get("judgements") and not how.judged:
            raise ValueError(f"the weighting {entries.get('weighting', 'given')} takes no judgements")
        if how is None or how.own or not how.fixed or entries.get("weighting", "given") == "given":
            return entries
        pillars = entries.get("pillars", ())
        judgements = np.array(entries.get("judgements") or np.empty((0, len(pillars))), dtype=np.float64)
        if how.judged and judgements.shape[1:] != (len(pillars),):
            raise ValueError(f"judgements need a column for each of the {len(pillars)} pillars")
        weights = how.weigh(np.empty((0, len(pillars))), np.ones(len(pillars)), judgements)
        weighed = [
            dict(pillar) | {"weight": float(weight)} for pillar, weight in zip(pillars, weights, strict=True)
        ]
        return entries | {"pillars": weighed}

    def _require_methods(self) -> None:
        for what, name, known in (
            ("normalisation", self.normalisation, NORMALISATIONS),
            ("weighting", self.weighting, WEIGHTINGS),
            ("aggregation", self.aggregation, AGGREGATIONS),
            ("aggregation", self.pillar_aggregation, AGGREGATIONS),
        ):
            if name not in known:
                raise ValueError(f"there is no {what} called {name}")
        for what, name, fixed in (
            ("normalisation", self.normalisation, NORMALISATIONS[self.normalisation].fixed),
            ("weighting", self.weighting, WEIGHTINGS[self.weighting].fixed),
        ):
            if not fixed:
                raise ValueError(
                    f"the {what} {name} looks at all companies; a score may not depend on who takes part"
                )
        for name in (self.aggregation, self.pillar_aggregation):
            if AGGREGATIONS[name].positive and self.scale.floor <= 0:
                raise ValueError(f"the {name} mean needs a scale with a floor above 0")

    @property
    def full_name(self) -> str:
        """The name; restricted to other criteria than its own it carries them: ``name[gender,origin]``."""
        if self.criteria == (self.unrestricted or self.criteria):
            return self.name
        return f"{self.name}[{','.join(self.criteria)}]"

    def restricted_to(self, criteria: Sequence[str]) -> Framework:
        """Return the framework with these criteria only, in the framework's order.

        Raises
        ------
        UnknownNameError
            If one of them is no criterion of the framework.
        """
        own = self.unrestricted or self.criteria
        known = (*own, *self.optional_criteria)
        for code in criteria:
            if code not in known:
                raise UnknownNameError("criterion", code, known)
        chosen = tuple(code for code in known if code in criteria)
        return self.model_copy(update={"criteria": chosen, "unrestricted": own})

    @property
    def headcount_pillars(self) -> tuple[Pillar, ...]:
        """The pillars that headcounts (and a benchmark) are enough for."""
        return tuple(pillar for pillar in self.pillars if pillar.input == "headcounts")

    @property
    def composition_pillars(self) -> tuple[Pillar, ...]:
        """The pillars of the composition rating."""
        return tuple(pillar for pillar in self.pillars if pillar.composition)


_DEFINITIONS = Definitions("rating.composite", "frameworks", "framework")


def framework_names() -> tuple[str, ...]:
    """Return the names of all frameworks, alphabetically."""
    return _DEFINITIONS.names()


@cache
def load_framework(name: str) -> Framework:
    """Load and check one framework.

    Raises
    ------
    UnknownNameError
        If there is no such framework.
    DefinitionError
        If the file contradicts itself.
    """
    entries, data = _DEFINITIONS.read(name)
    try:
        return Framework(name=name, digest=hashlib.sha256(data).hexdigest(), **entries)
    except ValidationError as error:
        raise DefinitionError(f"Framework {name}: {error}") from error
