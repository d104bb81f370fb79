"""Where a verifier reads what it does not have: documents of issuers, status lists, logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from connector.errors import ConnectorError


class NotReachableError(ConnectorError):
    """Nothing could be read at an address: nobody answers, it is not there, or nothing may be asked.

    Parameters
    ----------
    address
        Which.
    why
        A code: ``offline``, ``missing``, ``unreachable``, ``too_large``.
    """

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"{address}: {why}")
        self.address, self.why = address, why


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was read, and whether it was kept from an earlier time."""

    content: bytes
    is_kept: bool = False


class Sources(Protocol):
    """What reads and remembers for a verifier; the shell has one for the web, tests have one for a folder."""

    def fetch(self, address: str) -> Fetched:
        """Return what is at an address.

        Raises
        ------
        NotReachableError
            If nothing is to be had.
        """
        ...

    def last_head(self, log: str) -> str | None:
        """Return what was remembered of the head of a log that was seen last; None if none was."""
        ...

    def keep_head(self, log: str, head: str) -> None:
        """Remember a head that was checked: a log that takes back what it said is noticed by it."""
        ...
