"""Mails on the terminal of the worker, for a first look: nothing is sent."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage

_RULE = "-" * 72


class ConsolePost:
    """Writes mails to standard error."""

    def __init__(self, address: str) -> None:
        del address
        self._turn = threading.Lock()

    def deliver(self, message: EmailMessage) -> None:
        """Write a mail."""
        head = "\n".join(f"{name}: {message[name]}" for name in ("From", "To", "Subject"))
        with self._turn:
            sys.stderr.write(f"{_RULE}\n{head}\n\n{message.get_content()}{_RULE}\n")
            sys.stderr.flush()

    def close(self) -> None:
        """Keep nothing."""
