"""What can go wrong between a mail and its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


class BadAddressError(Exception):
    """What was given is no mail address."""

    def __init__(self, address: str) -> None:
        super().__init__(f"'{address}' is no mail address. It looks like name@example.org.")
        self.address = address


class MailNotFoundError(Exception):
    """There is no such mail, or its record is no longer kept."""

    def __init__(self, mail: UUID) -> None:
        super().__init__(f"There is no mail {mail}. Records of mails are kept for some time only.")
        self.mail = mail


class NotSentAgainError(Exception):
    """The mail is on its way or has arrived, or what stood in it is no longer kept."""

    def __init__(self, mail: UUID, state: str) -> None:
        super().__init__(f"The mail {mail} is {state}; only mails that did not get through are sent again.")
        self.mail, self.state = mail, state


class AddressRefusedError(Exception):
    """The receiver's server will never take mail for this address."""


class MailRefusedError(Exception):
    """The server will never take this mail, whoever it is for."""


class NotTakenNowError(Exception):
    """The server cannot be reached, or does not take the mail now."""
