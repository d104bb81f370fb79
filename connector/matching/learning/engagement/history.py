"""Past engagements as arrays: which start-up came together with which offer, when, and what it stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError
from connector.matching.learning.engagement.resolve import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from connector.matching.columns.types import Doubles, Flags, Integers

#: Attribute -> what was stated; an attribute that is missing or empty was not stated.
Traits = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Engagement:
    """One start-up came together with one offer.

    Attributes
    ----------
    startup, offer
        Who.
    time
        When, in years (2016.5 is the middle of 2016).
    traits
        What was stated of the start-up then: attribute -> value, as it was written.
    name
        What the start-up is called, by which it may be found again; empty where that is not wanted.
    """

    startup: str
    offer: str
    time: float
    traits: Traits
    name: str = ""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A start-up that no engagement names.

    Attributes
    ----------
    startup
        Who.
    traits
        What is stated of it, once for each of its descriptions (mostly one).
    name
        What it is called: who is called like a start-up of the past may be that start-up.
    """

    startup: str
    traits: tuple[Traits, ...]
    name: str = ""


@dataclass(frozen=True)
class History:
    """Engagements, one for each start-up and offer: the first of them.

    Attributes
    ----------
    startups, offers
        Ids, alphabetically.
    names
        What each of `startups` is called; empty where that is not stated.
    startup, offer
        Who, shape (engagements,): numbers of `startups` and `offers`.
    time
        When, in years, shape (engagements,).
    beside
        How many offers the start-up met on the same occasion, shape (engagements,), at least 1.
    is_first
        Whether this was the first occasion of the start-up, shape (engagements,).
    values
        Attribute -> its values as `plain` writes them, alphabetically.
    traits
        Attribute -> what was stated of the start-up, shape (engagements,); -1 where nothing was.
    """

    startups: tuple[str, ...]
    names: tuple[str, ...]
    offers: tuple[str, ...]
    startup: Integers
    offer: Integers
    time: Doubles
    beside: Integers
    is_first: Flags
    values: Mapping[str, tuple[str, ...]]
    traits: Mapping[str, Integers]

    @cached_property
    def first_time(self) -> Doubles:
        """When each start-up appeared, shape (startups,); nan for one without an engagement."""
        first = np.full(len(self.startups), np.inf)
        np.minimum.at(first, self.startup, self.time)
        return np.where(np.isinf(first), np.nan, first)

    def before(self, moment: float) -> History:
        """Return what had happened before a moment; names keep their numbers."""
        return self._only(self.time < moment)

    def new_since(self, moment: float) -> History:
        """Return the engagements of start-ups that had not appeared before a moment."""
        return self._only(self.first_time[self.startup] >= moment)

    def _only(self, kept: Flags) -> History:
        return replace(
            self,
            startup=self.startup[kept],
            offer=self.offer[kept],
            time=self.time[kept],
            beside=self.beside[kept],
            is_first=self.is_first[kept],
            traits={attribute: values[kept] for attribute, values in self.traits.items()},
        )

    def newcomers(self) -> tuple[Newcomer, ...]:
        """Return the start-ups that have engagements here, as they were described, in alphabetical order."""
        names = list(self.values)
        stated = np.stack([self.startup, *(self.traits[name] for name in names)], axis=1)
        found: dict[int, list[Traits]] = {}
        for startup, *codes in np.unique(stated, axis=0).tolist():
            traits = {
                name: self.values[name][code] for name, code in zip(names, codes, strict=True) if code >= 0
            }
            found.setdefault(startup, []).append(traits)
        return tuple(
            Newcomer(self.startups[number], tuple(traits), self.names[number])
            for number, traits in found.items()
        )


def history_of(engagements: Iterable[Engagement]) -> History:
    """Return engagements as arrays. Of several of one start-up with one offer the first counts.

    Raises
    ------
    CannotMatchError
        If there is none.
    """
    listed = sorted(engagements, key=lambda one: (one.time, one.startup, one.offer))
    if not listed:
        raise CannotMatchError("There is nothing to learn from: no engagement is given.")
    occasions: dict[tuple[str, float], set[str]] = {}
    first_of: dict[str, float] = {}
    called: dict[str, str] = {}
    once: dict[tuple[str, str], Engagement] = {}
    for one in listed:
        occasions.setdefault((one.startup, one.time), set()).add(one.offer)
        first_of.setdefault(one.startup, one.time)
        called[one.startup] = called.get(one.startup) or one.name
        once.setdefault((one.startup, one.offer), one)
    kept = [
        replace(one, traits={name: plain(value) for name, value in one.traits.items()})
        for one in once.values()
    ]
    startups, offers = _names(one.startup for one in kept), _names(one.offer for one in kept)
    attributes = sorted({name for one in kept for name in one.traits})
    values = {name: _names(one.traits.get(name, "") for one in kept) for name in attributes}
    return History(
        startups=startups,
        names=tuple(called[startup] for startup in startups),
        offers=offers,
        startup=_numbers([one.startup for one in kept], startups),
        offer=_numbers([one.offer for one in kept], offers),
        time=np.array([one.time for one in kept], np.float64),
        beside=np.array([len(occasions[one.startup, one.time]) for one in kept], np.int64),
        is_first=np.array([one.time == first_of[one.startup] for one in kept], np.bool_),
        values=values,
        traits={
            name: _numbers([one.traits.get(name, "") for one in kept], values[name]) for name in attributes
        },
    )


def _names(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in found if name}))


def _numbers(found: Sequence[str], names: Sequence[str]) -> Integers:
    number_of = {name: number for number, name in enumerate(names)}
    return np.array([number_of.get(name, -1) for name in found], np.int64)
