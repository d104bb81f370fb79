"""Mails that come back: reports of mail servers (RFC 3464), read to learn which mail and whether for good."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage, Message

#: Our Message-IDs begin with the id of the mail, which nobody but its receiver can know.
_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")
#: A status for good begins so (RFC 3463).
_FOR_GOOD = "5."


@dataclass(frozen=True)
class Bounce:
    """What a report says.

    Attributes
    ----------
    mail
        Which one it is about.
    is_for_good
        Whether trying again is of no use; otherwise the server only says that it takes longer.
    why
        In the words of the server.
    """

    mail: UUID
    is_for_good: bool
    why: str


def read_bounce(raw: bytes) -> Bounce | None:
    """Read a report; None for anything else, such as a vacation notice.

    Parameters
    ----------
    raw
        A whole mail, with its header.
    """
    report = message_from_bytes(raw, policy=policy.default)
    fields = list(_per_recipient(report))
    identifier = _original(report)
    if identifier is None or not fields:
        return None
    told = fields[0]
    status = str(told.get("Status", "")).strip()
    failed = str(told.get("Action", "")).strip().casefold() == "failed"
    words = str(told.get("Diagnostic-Code", "")).partition(";")[2] or "The address does not exist."
    return Bounce(identifier, failed and status.startswith(_FOR_GOOD), " ".join(f"{status} {words}".split()))


def _per_recipient(report: EmailMessage) -> Iterator[Message]:
    """Give the fields about each recipient; those about the whole mail come before them."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = (block for block in part.iter_parts() if "Action" in block)
            yield from blocks


def _original(report: EmailMessage) -> UUID | None:
    """Return which of our mails a report encloses, in whole or by its header."""
    for part in report.walk():
        kind = part.get_content_type()
        header: Message | None = None
        if kind == "message/rfc822":
            header = next(part.iter_parts(), None)
        elif kind == "text/rfc822-headers":
            header = message_from_string(str(part.get_content()))
        found = _OURS.match(str(header["Message-ID"] or "").strip()) if header is not None else None
        if found:
            return UUID(found[1])
    return None
