"""Mails in the memory of the process, for tests."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage


class MemoryPost:
    """Keeps mails as they would arrive."""

    def __init__(self, address: str) -> None:
        del address
        self.delivered: list[EmailMessage] = []

    def deliver(self, message: EmailMessage) -> None:
        """Keep a mail."""
        self.delivered.append(message_from_bytes(message.as_bytes(), policy=policy.SMTP))

    def close(self) -> None:
        """Keep what was delivered."""
