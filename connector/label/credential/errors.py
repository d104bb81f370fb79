"""What can be wrong with a credential, a key or a list, as plain exceptions."""

from __future__ import annotations

from connector.errors import ConnectorError


class CredentialError(ConnectorError):
    """Base of all that is wrong with a credential and what belongs to it."""


class NotACredentialError(CredentialError):
    """Not of the form that is signed: unreadable, something missing, or a term that nobody defined.

    Parameters
    ----------
    faults
        Each with its place, at least one.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class UnknownContextError(CredentialError):
    """A vocabulary was referred to that is not kept here."""


class TooIntricateError(CredentialError):
    """A document is made so that bringing it into one order would take too long."""


class KeyFaultyError(CredentialError):
    """A key is of another kind, or not written as keys are."""


class StatusListFaultyError(CredentialError):
    """A status list is too short, or not packed as such lists are."""


class DidFaultyError(CredentialError):
    """A decentralised identifier of another method or form, or a document that is not its own."""
