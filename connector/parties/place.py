"""Where a party is and what it asks or gives in money."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from connector.parties.record import Country, Currency, Record


class Place(Record):
    """A place, as exactly as it was stated.

    Attributes
    ----------
    country
        ISO 3166-1 alpha-2, or None.
    city
        As written by the party, or "".
    latitude, longitude
        Degrees north and east (WGS 84), both or neither.
    """

    country: Country | None = None
    city: Annotated[str, Field(max_length=200)] = ""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude are stated together or not at all")
        return self


class Amount(Record):
    """A sum of money in its own currency; sums in different currencies are never compared."""

    value: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    currency: Currency
