"""All who take part in one matching, checked against each other and against the taxonomies."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector.errors import CannotMatchError, UnknownCodeError
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector.parties.offers import Offer
    from connector.parties.startup import StartUp


@dataclass(frozen=True, slots=True)
class Parties:
    """Start-ups and offers.

    Raises
    ------
    CannotMatchError
        If two parties of one side have one id.
    UnknownCodeError
        If a party names a need, sector or stage that no taxonomy has.
    """

    startups: tuple[StartUp, ...]
    offers: tuple[Offer, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "startups", tuple(self.startups))
        object.__setattr__(self, "offers", tuple(self.offers))
        for side in (self.startups, self.offers):
            twice = [name for name, times in Counter(party.id for party in side).items() if times > 1]
            if twice:
                raise CannotMatchError(f"Two parties are called '{twice[0]}': an id names one party.")
        known = {kind: frozenset(taxonomy(kind).codes) for kind in ("needs", "sectors", "stages")}
        for kind, code in self._codes():
            if code not in known[kind]:
                raise UnknownCodeError(kind.removesuffix("s"), code, tuple(taxonomy(kind).codes))

    def _codes(self) -> Iterator[tuple[str, str]]:
        for startup in self.startups:
            yield from _each("needs", startup.needs)
            yield from _each("needs", startup.offers)
            yield from _each("sectors", startup.sectors)
            yield from _each("stages", () if startup.stage is None else (startup.stage,))
        for offer in self.offers:
            yield from _each("needs", offer.needs)
            yield from _each("sectors", offer.sectors)
            yield from _each("sectors", offer.rules.sectors or ())
            yield from _each("stages", offer.stages)
            yield from _each("stages", offer.rules.stages or ())
            for stages in offer.needs.values():
                yield from _each("stages", stages)


def _each(kind: str, codes: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((kind, code) for code in codes)
