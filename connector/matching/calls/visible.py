"""What a reader sees of the reads of others: nothing, until the own one is handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.matching.calls.conflicts import barred
from connector.matching.calls.handing_in import key_of, of_kind
from connector.matching.calls.read import Read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector.matching.calls.conflicts import Conflict
    from connector.matching.calls.read import AnyRead


def visible_to(
    reader: str, reads: Iterable[AnyRead], *, conflicts: Iterable[Conflict] = ()
) -> tuple[AnyRead, ...]:
    """Return the reads that a reader may see: of applications of which its own first read is handed in.

    What is withheld leaves no trace: the answer is the same, to the last byte, as if nobody else had read.

    Parameters
    ----------
    reader
        Id of who looks.
    reads
        First and second ones of all readers, of any calls.
    conflicts
        Nobody sees reads of an application that it is in conflict with, and nobody sees reads by somebody
        who is.

    Returns
    -------
    tuple
        Ordered by call, applicant, reader and kind, so that it does not tell who was first. Reads name
        start-ups by their ids: a page that is still blind shows their aliases.
    """
    apart = barred(conflicts)
    counted = [one for one in reads if (one.reader, one.applicant) not in apart]
    handed_in = {(one.call, one.applicant) for one in of_kind(counted, Read).values() if one.reader == reader}
    # whoever is in conflict has handed in nothing that counts, and so sees nothing
    found = [one for one in counted if (one.call, one.applicant) in handed_in]
    return tuple(sorted(found, key=_order))


def _order(read: AnyRead) -> tuple[str, str, str, bool]:
    call, reader, applicant = key_of(read)
    return call, applicant, reader, not isinstance(read, Read)
