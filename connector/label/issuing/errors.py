"""What can go wrong while a label is run from a folder."""

from __future__ import annotations

from connector.errors import ConnectorError


class IssuingError(ConnectorError):
    """Base of all of these: nothing was changed.

    Parameters
    ----------
    message
        What is wrong.
    remedy
        What can be done.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".rstrip())
        self.message, self.remedy = message, remedy


class FolderFaultyError(IssuingError):
    """There is no label in the folder, or what is there contradicts itself."""


class FolderBusyError(IssuingError):
    """Another command works in the folder."""


class KeyLockedError(IssuingError):
    """The passphrase is wrong, or a key is damaged or missing."""


class NotAllowedError(IssuingError):
    """What is asked for does not fit what was done before: a second issue of a number, say."""
