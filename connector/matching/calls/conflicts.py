"""Who may not read what: conflicts of interest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.parties.record import Identifier, Record

if TYPE_CHECKING:
    from collections.abc import Iterable


class Conflict(Record):
    """A reader who may not read an application: works, lives or does business with who sent it, or says so.

    Attributes
    ----------
    reader, applicant
        Ids. A conflict of somebody who takes no part is none here.
    """

    reader: Identifier
    applicant: Identifier


def barred(conflicts: Iterable[Conflict]) -> frozenset[tuple[str, str]]:
    """Return pairs of reader and applicant that conflicts keep apart."""
    return frozenset((one.reader, one.applicant) for one in conflicts)
