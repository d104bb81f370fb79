"""What every way of sending does, and which one an installation uses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from diversity_platform.mail.posts.console import ConsolePost
from diversity_platform.mail.posts.memory import MemoryPost
from diversity_platform.mail.posts.smtp import SmtpPost

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage


class Post(Protocol):
    """Hands mails over. May be called from several threads."""

    def deliver(self, message: EmailMessage) -> None:
        """Hand a mail over.

        Raises
        ------
        AddressRefusedError
            If the address does not exist.
        MailRefusedError
            If this mail will never be taken.
        NotTakenNowError
            If another time may be better.
        """

    def close(self) -> None:
        """Give back what is kept for the next mail."""


_POSTS: dict[str, Callable[[str], Post]] = {
    "smtps": SmtpPost,
    "smtp": SmtpPost,
    "smtp+plain": SmtpPost,
    "console": ConsolePost,
    "memory": MemoryPost,
}


@cache
def post_of(address: str) -> Post:
    """Return the post of an address as in `Settings.mail`; the same one for the same address."""
    return _POSTS[address.partition(":")[0]](address)
