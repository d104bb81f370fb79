"""Offers as columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np

from connector.matching.columns.codes import days_until, doubles, flags, levels, with_descendants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns.codes import Codes
    from connector.matching.columns.types import Doubles, Flags, Floats, Integers, Small
    from connector.parties import EntryRules, Offer


@dataclass(frozen=True)
class RuleColumns:
    """The entry rules of m offers. A rule that an offer does not make lets everybody in.

    Attributes
    ----------
    stages, sectors, countries
        Who may enter, shape (m, codes); with ``has_...`` of shape (m,): whether the rule is made. Sectors
        stand with everything below them.
    radius_km, smallest_team, largest_team, youngest_months, oldest_months
        Shape (m,); nan where the rule is not made.
    languages
        Least level by language, shape (m, languages); 0 for languages that the rule does not name.
    has_languages
        Whether one of these languages is needed, shape (m,).
    must_be_registered, must_be_allowed
        Shape (m,).
    """

    has_stages: Flags
    stages: Flags
    has_sectors: Flags
    sectors: Flags
    has_countries: Flags
    countries: Flags
    radius_km: Doubles
    has_languages: Flags
    languages: Floats
    must_be_registered: Flags
    must_be_allowed: Flags
    smallest_team: Doubles
    largest_team: Doubles
    youngest_months: Doubles
    oldest_months: Doubles

    def take(self, rows: Integers) -> Self:
        """Return the rules of some offers, in the order of `rows`."""
        return type(self)(**{column.name: getattr(self, column.name)[rows] for column in fields(self)})


@dataclass(frozen=True)
class OfferColumns:
    """What rules and signals may know of m offers.

    Attributes
    ----------
    needs
        Which needs it meets in which stage, shape (m, needs, stages).
    sectors, stages
        Whom it is used to, shape (m, codes); a row without any is "not stated".
    languages
        Level by language, shape (m, languages), 0 to 1; a row of zeros is "not stated".
    place_of, country, latitude, longitude
        Its places, one row a place: the offer it belongs to, shape (p,), and where it is; -1 and nan where
        not stated. Sorted by offer.
    capacity
        Shape (m,); nan where not stated.
    opens_in, closes_in
        Days from the day of matching, shape (m,); nan where not stated.
    is_open
        Shape (m,); -1 not stated, 0 no, 1 yes.
    is_funder
        Shape (m,).
    smallest_ticket, largest_ticket, currency
        Shape (m,); nan and -1 where not stated.
    label_level
        Shape (m,); -1 where not stated; 0 without the label, which only connectors can hold.
    text
        Vectors of length 1 (or all zero without a text), shape (m, dimensions).
    number
        Which of all offers of the matching it is, shape (m,): what was taken out of them keeps it.
    rules
        Who may enter.
    """

    needs: Flags
    sectors: Flags
    stages: Flags
    languages: Floats
    place_of: Integers
    country: Small
    latitude: Doubles
    longitude: Doubles
    capacity: Doubles
    opens_in: Doubles
    closes_in: Doubles
    is_open: Small
    is_funder: Flags
    smallest_ticket: Doubles
    largest_ticket: Doubles
    currency: Small
    label_level: Small
    text: Floats
    number: Integers
    rules: RuleColumns

    def __len__(self) -> int:
        return len(self.is_open)

    def take(self, rows: Integers) -> Self:
        """Return some offers with their places, in the order of `rows`."""
        first = np.searchsorted(self.place_of, rows)
        many = np.searchsorted(self.place_of, rows, side="right") - first
        before = np.cumsum(many) - many
        places = np.repeat(first - before, many) + np.arange(many.sum())
        taken = {column: getattr(self, column)[places] for column in _OF_PLACES}
        taken |= {
            "place_of": np.repeat(np.arange(len(rows)), many),
            "rules": self.rules.take(rows),
        }
        others = (column.name for column in fields(self) if column.name not in taken)
        return type(self)(**taken, **{column: getattr(self, column)[rows] for column in others})


#: Columns with one row a place.
_OF_PLACES = ("country", "latitude", "longitude")


def offer_columns(offers: Sequence[Offer], codes: Codes, text: Floats) -> OfferColumns:
    """Return offers as columns; `text` has a vector for each."""
    places = [(number, place) for number, offer in enumerate(offers) for place in offer.places]
    tickets = [_ticket(offer) for offer in offers]
    return OfferColumns(
        needs=_needs(offers, codes),
        sectors=flags((offer.sectors for offer in offers), codes.sectors),
        stages=flags((offer.stages for offer in offers), codes.stages),
        languages=levels([offer.languages for offer in offers], codes.languages),
        place_of=np.array([number for number, _ in places], np.int64),
        country=np.array([codes.countries[p.country] if p.country else -1 for _, p in places], np.int16),
        latitude=doubles([place.latitude for _, place in places]),
        longitude=doubles([place.longitude for _, place in places]),
        capacity=doubles([offer.capacity for offer in offers]),
        opens_in=doubles([days_until(offer.opens, codes.today) for offer in offers]),
        closes_in=doubles([days_until(offer.closes, codes.today) for offer in offers]),
        is_open=np.array([-1 if offer.is_open is None else int(offer.is_open) for offer in offers], np.int16),
        is_funder=np.array([offer.kind == "funder" for offer in offers], np.bool_),
        smallest_ticket=doubles([least for least, _, _ in tickets]),
        largest_ticket=doubles([most for _, most, _ in tickets]),
        currency=np.array([codes.currencies[c] if c else -1 for _, _, c in tickets], np.int16),
        label_level=np.array([_label(offer) for offer in offers], np.int16),
        text=text,
        number=np.arange(len(offers)),
        rules=_rules([offer.rules for offer in offers], codes),
    )


def _needs(offers: Sequence[Offer], codes: Codes) -> Flags:
    met = np.zeros((len(offers), len(codes.needs), len(codes.stages)), np.bool_)
    for row, offer in enumerate(offers):
        for need, stages in offer.needs.items():
            for stage in stages or codes.stages:
                met[row, codes.needs[need], codes.stages[stage]] = True
    return met


def _ticket(offer: Offer) -> tuple[float | None, float | None, str | None]:
    if offer.kind != "funder":
        return None, None, None
    return offer.smallest_ticket, offer.largest_ticket, offer.currency


def _label(offer: Offer) -> int:
    if offer.kind != "connector":
        return 0
    return -1 if offer.label_level is None else offer.label_level


def _rules(rules: Sequence[EntryRules], codes: Codes) -> RuleColumns:
    return RuleColumns(
        has_stages=np.array([rule.stages is not None for rule in rules], np.bool_),
        stages=flags((rule.stages or () for rule in rules), codes.stages),
        has_sectors=np.array([rule.sectors is not None for rule in rules], np.bool_),
        sectors=flags((with_descendants(rule.sectors or ()) for rule in rules), codes.sectors),
        has_countries=np.array([rule.countries is not None for rule in rules], np.bool_),
        countries=flags((rule.countries or () for rule in rules), codes.countries),
        radius_km=doubles([rule.radius_km for rule in rules]),
        has_languages=np.array([rule.languages is not None for rule in rules], np.bool_),
        languages=levels([rule.languages or {} for rule in rules], codes.languages),
        must_be_registered=np.array([bool(rule.must_be_registered) for rule in rules], np.bool_),
        must_be_allowed=np.array([bool(rule.must_be_allowed_to_register) for rule in rules], np.bool_),
        smallest_team=doubles([rule.smallest_team for rule in rules]),
        largest_team=doubles([rule.largest_team for rule in rules]),
        youngest_months=doubles([rule.youngest_months for rule in rules]),
        oldest_months=doubles([rule.oldest_months for rule in rules]),
    )
