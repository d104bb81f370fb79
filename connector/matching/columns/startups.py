"""Start-ups as columns."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Self

import numpy as np

from connector.matching.columns.codes import base_of, best_levels, days_until, doubles, flags, levels
from connector.parties import Permission

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connector.matching.columns.codes import Codes
    from connector.matching.columns.types import Doubles, Flags, Floats, Integers, Small
    from connector.parties import StartUp

#: `Permission` as a number; -1 is not stated.
PERMISSIONS = {Permission.NOT_YET: 0, Permission.UNSURE: 1, Permission.YES: 2}


@dataclass(frozen=True)
class StartUpColumns:
    """What rules and signals may know of n start-ups.

    Attributes
    ----------
    needs
        Urgency by need, shape (n, needs), 0 to 5; a row of zeros where no need is stated.
    gives
        Which needs of others it can help with, shape (n, needs).
    sectors
        As stated, shape (n, sectors); a row without any is "not stated".
    stage
        Number of the stage, shape (n,); -1 where not stated.
    languages
        Level by language, shape (n, languages), 0 to 1; a row of zeros is "not stated". A language counts
        whatever the region or script: who states English has a level in British English too.
    country
        Shape (n,); -1 where not stated.
    latitude, longitude
        Degrees, shape (n,); nan where not stated.
    age_months, team_size
        Shape (n,); nan where not stated.
    is_registered
        Shape (n,); -1 not stated, 0 not yet, 1 yes.
    may_register
        Shape (n,); -1 not stated, 0 not yet, 1 unsure, 2 yes.
    ticket, currency
        Shape (n,); nan and -1 where not stated.
    available_days
        Days from the day of matching until a programme could begin, shape (n,); nan where not stated.
    text
        Vectors of length 1 (or all zero without a text), shape (n, dimensions).
    number
        Which of all start-ups of the matching it is, shape (n,): what was taken out of them keeps it.
    """

    needs: Floats
    gives: Flags
    sectors: Flags
    stage: Small
    languages: Floats
    country: Small
    latitude: Doubles
    longitude: Doubles
    age_months: Doubles
    team_size: Doubles
    is_registered: Small
    may_register: Small
    ticket: Doubles
    currency: Small
    available_days: Doubles
    text: Floats
    number: Integers

    def __len__(self) -> int:
        return len(self.stage)

    def take(self, rows: slice | Integers) -> Self:
        """Return some start-ups, in the order of `rows`."""
        return type(self)(**{column.name: getattr(self, column.name)[rows] for column in fields(self)})


def startup_columns(startups: Sequence[StartUp], codes: Codes, text: Floats) -> StartUpColumns:
    """Return start-ups as columns; `text` has a vector for each."""
    needs = np.zeros((len(startups), len(codes.needs)), np.float32)
    for row, startup in enumerate(startups):
        for need, urgency in startup.needs.items():
            needs[row, codes.needs[need]] = urgency
    places = [startup.place for startup in startups]
    return StartUpColumns(
        needs=needs,
        gives=flags((startup.offers for startup in startups), codes.needs),
        sectors=flags((startup.sectors for startup in startups), codes.sectors),
        stage=_small([-1 if s.stage is None else codes.stages[s.stage] for s in startups]),
        languages=levels(_whatever_the_region([s.languages for s in startups], codes), codes.languages),
        country=_small([codes.countries[p.country] if p and p.country else -1 for p in places]),
        latitude=doubles([p.latitude if p else None for p in places]),
        longitude=doubles([p.longitude if p else None for p in places]),
        age_months=doubles([_months_since(s.founded, codes.today) for s in startups]),
        team_size=doubles([s.team_size for s in startups]),
        is_registered=_small([-1 if s.is_registered is None else int(s.is_registered) for s in startups]),
        may_register=_small([PERMISSIONS[s.may_register] if s.may_register else -1 for s in startups]),
        ticket=doubles([s.ticket.value if s.ticket else None for s in startups]),
        currency=_small([codes.currencies[s.ticket.currency] if s.ticket else -1 for s in startups]),
        available_days=doubles([days_until(s.available_from, codes.today) for s in startups]),
        text=text,
        number=np.arange(len(startups)),
    )


def _whatever_the_region(stated: Sequence[Mapping[str, str]], codes: Codes) -> Sequence[Mapping[str, str]]:
    """Return languages with all regions and scripts that some party names, each at the best level."""
    tags: dict[str, list[str]] = {}
    for tag in codes.languages:
        tags.setdefault(base_of(tag), []).append(tag)
    if all(len(variants) == 1 for variants in tags.values()):
        return stated
    return [
        {tag: level for base, level in best_levels(languages).items() for tag in tags[base]}
        for languages in stated
    ]


def _months_since(day: date | None, today: date) -> float | None:
    """Return months by the calendar: a whole number on the day of each month on which it all began."""
    if day is None:
        return None
    months = (today.year - day.year) * 12 + today.month - day.month
    last, following = _months_after(day, months), _months_after(day, months + 1)
    if last > today:
        months, last, following = months - 1, _months_after(day, months - 1), last
    return months + (today - last).days / (following - last).days


def _months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day where it has none such."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _small(values: Sequence[int]) -> Small:
    return np.array(values, np.int16)
