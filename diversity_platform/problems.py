"""From errors of the slices to problems: one table, read by pages and by the interface for programs."""

from __future__ import annotations

from diversity_platform.editions.errors import (
    CityNotFoundError,
    CompanyNotFoundError,
    EditionNotFoundError,
)
from diversity_platform.web.languages import words
from diversity_platform.web.problems import Problem

PROBLEMS: dict[type[Exception], Problem] = {
    CityNotFoundError: Problem(
        404,
        "city-not-found",
        words("No such city"),
        words("There is no published edition of a city “%(city)s”."),
        words("Check the address, or choose a city on the first page."),
    ),
    EditionNotFoundError: Problem(
        404,
        "edition-not-found",
        words("No such edition"),
        words("There is no published edition %(period)s of “%(city)s”."),
        words("Check the year, or choose an edition on the city's page."),
    ),
    CompanyNotFoundError: Problem(
        404,
        "company-not-found",
        words("No such company"),
        words("The edition %(period)s of “%(city)s” has no company “%(company)s”."),
        words("Look the company up in the ranking: all companies of the edition are there."),
    ),
}
