"""What can go wrong between a queue and its worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta
    from uuid import UUID


class UnknownJobError(Exception):
    """A job was asked for by a name that no slice answers to."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No slice has a job '{name}'.")
        self.name = name


class LostLeaseError(Exception):
    """Another worker took the job over, because this one was silent for too long; nothing was stored."""


class CannotFinishError(Exception):
    """The job can never succeed as it was asked for: it is not tried again. The words are for people."""


class NotNowError(Exception):
    """What the job needs is not there now: it is tried again later, and that is no failed attempt.

    Parameters
    ----------
    why
        For people.
    after
        How long to wait.
    """

    def __init__(self, why: str, *, after: timedelta) -> None:
        super().__init__(why)
        self.after = after


class JobCancelledError(Exception):
    """Somebody asked for this job to be stopped; nothing was stored."""


class JobNotFoundError(Exception):
    """There is no such job, or its record is no longer kept."""

    def __init__(self, job: UUID) -> None:
        super().__init__(f"There is no job {job}. Records of finished jobs are kept for some time only.")
        self.job = job


class WrongStateError(Exception):
    """What was asked for cannot be done with a job in its state."""

    def __init__(self, job: UUID, state: str, wanted: str) -> None:
        super().__init__(f"The job {job} is {state}; only {wanted} jobs can be changed so.")
        self.job, self.state, self.wanted = job, state, wanted


class UnknownScheduleError(Exception):
    """The timetable has no entry of this name."""

    def __init__(self, schedule: str) -> None:
        super().__init__(f"The timetable has no entry '{schedule}'.")
        self.schedule = schedule
