"""What start-ups are matched with: connectors (incubators), funders and services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from connector.parties.place import Amount, Place
from connector.parties.record import (
    Code,
    Country,
    Currency,
    Identifier,
    LanguageLevel,
    LanguageTag,
    Name,
    Prose,
    Record,
)


class EntryRules(Record):
    """Who may enter, in rules that can be tested. A rule that is None is not made; none lets nobody in.

    Attributes
    ----------
    stages, sectors
        Only these. A sector stands for everything below it in the taxonomy.
    countries, radius_km
        Only from these countries; only from within so many kilometres of one of the offer's places.
    languages
        One of these is needed, at least at this level.
    must_be_registered, must_be_allowed_to_register
        Whether a legal form, or the right to found one here, is needed.
    smallest_team, largest_team
        People.
    youngest_months, oldest_months
        Age of the start-up on the day of matching, in months.
    """

    stages: Annotated[frozenset[Code], Field(min_length=1)] | None = None
    sectors: Annotated[frozenset[Code], Field(min_length=1)] | None = None
    countries: Annotated[frozenset[Country], Field(min_length=1)] | None = None
    radius_km: Annotated[float, Field(gt=0)] | None = None
    languages: Annotated[Mapping[LanguageTag, LanguageLevel], Field(min_length=1)] | None = None
    must_be_registered: bool | None = None
    must_be_allowed_to_register: bool | None = None
    smallest_team: Annotated[int, Field(ge=1)] | None = None
    largest_team: Annotated[int, Field(ge=1)] | None = None
    youngest_months: Annotated[int, Field(ge=0)] | None = None
    oldest_months: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for least, most, what in (
            (self.smallest_team, self.largest_team, "team"),
            (self.youngest_months, self.oldest_months, "age"),
        ):
            if least is not None and most is not None and least > most:
                raise ValueError(f"no {what} can be at least {least} and at most {most}")
        return self


class _Offer(Record):
    """What all offers have.

    Attributes
    ----------
    id, name, text
        How it is called in files, for readers, and what it writes about itself.
    needs
        Need it meets -> stages in which it does; an empty set is every stage. Empty where not stated.
    stages, sectors, languages
        Whom and what it is used to; empty where not stated. Soft: `rules` says who may not enter.
    places
        Where it is; empty where not stated.
    capacity
        How many start-ups it can take now; None where not stated.
    opens, closes
        First and last day to enter; None where not stated.
    is_open
        False for a programme that ended; None where not stated.
    accessibility
        Codes such as ``step_free``, ``childcare``, ``remote``.
    rules
        Who may enter.
    """

    id: Identifier
    name: Name
    needs: Mapping[Code, frozenset[Code]] = Field(default_factory=dict)
    stages: frozenset[Code] = frozenset()
    sectors: frozenset[Code] = frozenset()
    languages: Mapping[LanguageTag, LanguageLevel] = Field(default_factory=dict)
    places: tuple[Place, ...] = ()
    capacity: Annotated[int, Field(ge=0)] | None = None
    opens: date | None = None
    closes: date | None = None
    is_open: bool | None = None
    accessibility: frozenset[Code] = frozenset()
    rules: EntryRules = EntryRules()
    text: Prose = ""

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens is not None and self.closes is not None and self.opens > self.closes:
            raise ValueError(f"it closes ({self.closes}) before it opens ({self.opens})")
        return self


class Connector(_Offer):
    """An incubator: a programme with an intake.

    Attributes
    ----------
    price
        What taking part costs; None where it is free or not stated.
    label_level
        Level of the label "Diversity Connector", 1 to 3; 0 without the label, None where not stated.
    """

    kind: Literal["connector"] = "connector"
    price: Amount | None = None
    label_level: Annotated[int, Field(ge=0, le=3)] | None = None


class Funder(_Offer):
    """Somebody who gives or lends money.

    Attributes
    ----------
    instrument
        How.
    smallest_ticket, largest_ticket
        Sums that one start-up can get, in `currency`; None where not stated.
    """

    kind: Literal["funder"] = "funder"
    instrument: (
        Literal["grant", "microcredit", "guarantee", "loan", "equity", "crowdfunding", "interest_free"] | None
    ) = None
    smallest_ticket: Annotated[float, Field(ge=0)] | None = None
    largest_ticket: Annotated[float, Field(gt=0)] | None = None
    currency: Currency | None = None

    @model_validator(mode="after")
    def _tickets(self) -> Self:
        least, most = self.smallest_ticket, self.largest_ticket
        if (least is not None or most is not None) and self.currency is None:
            raise ValueError("a ticket needs its currency")
        if least is not None and most is not None and least > most:
            raise ValueError(f"the smallest ticket ({least:g}) is above the largest ({most:g})")
        return self


class Service(_Offer):
    """Somebody who helps with something: an accountant, a language school, a mentor.

    Attributes
    ----------
    price
        What it costs; None where it is free or not stated.
    """

    kind: Literal["service"] = "service"
    price: Amount | None = None


Offer = Connector | Funder | Service
