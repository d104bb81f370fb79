"""What can go wrong when applications are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector.errors import CannotMatchError

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class ReadFault:
    """One thing that is wrong with a read, where it is, and the way out.

    Attributes
    ----------
    reader, applicant
        Whose read of what.
    criterion
        The place in the read; "" for the read as a whole.
    message
        What is wrong, as a sentence with the offending value.
    remedy
        What the reader, or whoever hands the read over, can do about it.
    """

    reader: str
    applicant: str
    criterion: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f", criterion '{self.criterion}'" if self.criterion else ""
        return f"Read of '{self.applicant}' by '{self.reader}'{place}: {self.message} {self.remedy}"


class ReadsRefusedError(CannotMatchError):
    """Reads are faulty: none of them was taken.

    Parameters
    ----------
    faults
        At least one.
    """

    def __init__(self, faults: tuple[ReadFault, ...]) -> None:
        if not faults:
            raise ValueError("reads are refused for at least one fault")
        more = len(faults) - 1
        super().__init__(f"{faults[0]}" + (f" ({more} more faults.)" if more else ""))
        self.faults = faults


class OutsideCallError(CannotMatchError):
    """An application came before a call opened, or after it closed.

    Parameters
    ----------
    applicant
        Id of the start-up.
    day
        When it applied.
    opens, closes
        First and last day of the call.
    """

    def __init__(self, applicant: str, day: date, opens: date, closes: date) -> None:
        self.applicant, self.day, self.opens, self.closes = applicant, day, opens, closes
        when = "before the call opened" if day < opens else "after the call closed"
        super().__init__(
            f"The application of '{applicant}' of {day} came {when}: it takes applications from {opens} to "
            f"{closes}, both included. Put the last day later, for all, or refer it to the next call."
        )


class NotFinishedError(CannotMatchError):
    """Applications of an intake are not finished: nothing was made of the intake.

    Parameters
    ----------
    applicants
        Ids of those without a score or in need of a second read, at least one, in the order of the intake.
    """

    def __init__(self, applicants: tuple[str, ...]) -> None:
        if not applicants:
            raise ValueError("an intake is refused for at least one application")
        self.applicants = applicants
        super().__init__(
            f"{len(applicants)} of the applications have no score or need a second read: "
            f"{', '.join(applicants)}. Have them read, or leave each of them out by its id."
        )
