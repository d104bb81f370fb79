"""From errors of the slices to problems: one table, read by pages and by the interface for programs."""

from __future__ import annotations

from diversity_platform.accounts.errors import FormRefusedError, NotSignedInError
from diversity_platform.editions.errors import (
    CityNotFoundError,
    CompanyNotFoundError,
    EditionNotFoundError,
)
from diversity_platform.jobs.errors import JobNotFoundError, UnknownScheduleError, WrongStateError
from diversity_platform.mail.errors import MailNotFoundError, NotSentAgainError
from diversity_platform.web.languages import words
from diversity_platform.web.problems import Problem

PROBLEMS: dict[type[Exception], Problem] = {
    NotSignedInError: Problem(
        401,
        "not-signed-in",
        words("Come in first"),
        words("What is at this address is for people who have come in."),
        words("Come in, and try again."),
    ),
    FormRefusedError: Problem(
        403,
        "form-refused",
        words("This form is not accepted"),
        words("It was not sent from a page of this site, or from one that was opened before you came in."),
        words("Open the page anew and send it again. Nothing was changed."),
    ),
    JobNotFoundError: Problem(
        404,
        "job-not-found",
        words("No such job"),
        words("There is no job %(job)s."),
        words("Records of finished jobs are kept for some time only. Choose one from the list."),
    ),
    WrongStateError: Problem(
        409,
        "job-in-another-state",
        words("The job has moved on"),
        words("What you asked for cannot be done with the job %(job)s any more."),
        words("Look at the job again: it may be done already."),
    ),
    UnknownScheduleError: Problem(
        404,
        "schedule-not-found",
        words("No such entry of the timetable"),
        words("The timetable has no entry “%(schedule)s”."),
        words("Choose one from the timetable."),
    ),
    MailNotFoundError: Problem(
        404,
        "mail-not-found",
        words("No such mail"),
        words("There is no mail %(mail)s."),
        words("Records of mails are kept for some time only. Choose one from the list."),
    ),
    NotSentAgainError: Problem(
        409,
        "mail-not-sent-again",
        words("The mail is not sent again"),
        words("The mail %(mail)s has been sent, or is too late to be of use."),
        words("Only mails that did not get through are sent again."),
    ),
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
