"""What can go wrong between a queue and its worker."""

from __future__ import annotations


class UnknownJobError(Exception):
    """A job was asked for by a name that no slice answers to."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No slice has a job '{name}'.")
        self.name = name


class LostLeaseError(Exception):
    """Another worker took the job over, because this one was silent for too long; nothing was stored."""


class CannotFinishError(Exception):
    """The job can never succeed as it was asked for: it is not tried again. The words are for people."""
