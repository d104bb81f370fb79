"""What can go wrong with an edition."""

from __future__ import annotations


class CityNotFoundError(Exception):
    """No city with a published edition has this address."""

    def __init__(self, city: str) -> None:
        super().__init__(f"There is no published edition of a city '{city}'.")
        self.city = city


class EditionNotFoundError(Exception):
    """The city has no published edition of this period."""

    def __init__(self, city: str, period: str) -> None:
        super().__init__(f"There is no published edition {period} of '{city}'.")
        self.city, self.period = city, period


class CompanyNotFoundError(Exception):
    """The edition has no company at this address."""

    def __init__(self, city: str, period: str, company: str) -> None:
        super().__init__(f"The edition {period} of '{city}' has no company '{company}'.")
        self.city, self.period, self.company = city, period, company


class NotRatedYetError(Exception):
    """An edition was asked for before the city's companies were rated for the period."""

    def __init__(self, period: str) -> None:
        super().__init__(f"The companies have not been rated for {period} yet. Rate them first.")
        self.period = period


class EditionOvertakenError(Exception):
    """Another edition was published after this one's ratings were made, and they do not regard it."""

    def __init__(self, period: str) -> None:
        super().__init__(
            f"Another edition was published after the ratings of {period} were made. Rate {period} again and "
            "compile its edition anew, so that the two tell no more together than each by itself."
        )
        self.period = period


class EditionFrozenError(Exception):
    """A published edition never changes."""

    def __init__(self, period: str) -> None:
        super().__init__(f"The edition {period} is published and cannot be changed.")
        self.period = period
