"""Whether what is in a folder fits together: the journal, the settings, and what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.label.credential.writing import credential_address, endorsement_address
from connector.label.issuing.book import NAME as JOURNAL
from connector.label.issuing.errors import FolderFaultyError, NotAllowedError
from connector.label.issuing.ledger import Ledger, ledger_of
from connector.label.issuing.publishing import published_head
from connector.label.issuing.settings import SETTINGS
from connector.label.journal import Issued, entry_bytes
from connector.label.log.merkle import leaf_hash, root_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from connector.label.issuing.book import Act
    from connector.label.issuing.settings import LabelSettings


def sound_ledger(acts: Iterable[Act]) -> Ledger:
    """Return what a journal comes to.

    Raises
    ------
    FolderFaultyError
        If an entry does not follow from those before it.
    """
    try:
        return ledger_of(entry for act in acts for entry in act.entries)
    except NotAllowedError as error:
        raise FolderFaultyError(
            f"{JOURNAL} contradicts itself: {error.message}", "Take the folder from a backup."
        ) from error


def check_settings(settings: LabelSettings, ledger: Ledger) -> None:
    """Refuse settings that were changed so that they no longer fit what was issued under them.

    Raises
    ------
    FolderFaultyError
        If something was issued at another address, or at a place that the status lists do not have.
    """
    for one in ledger.credentials.values():
        wanted = credential_address if isinstance(one.entry, Issued) else endorsement_address
        if one.entry.credential != wanted(settings.issuer, one.entry.number):
            raise FolderFaultyError(
                f"{SETTINGS}, address: {one.entry.credential} was issued, not below {settings.address}.",
                "Set the address back: it is part of everything that was issued.",
            )
    highest = max(ledger.places, default=-1)
    if highest >= settings.places:
        raise FolderFaultyError(
            f"{SETTINGS}, places: {highest + 1} are taken already.", "Set a higher number."
        )


def check_published(public: Path, acts: Iterable[Act]) -> None:
    """Refuse to go on where what was published is not the beginning of the journal: others would notice.

    Raises
    ------
    FolderFaultyError
        If more was published, or something else.
    """
    head = published_head(public)
    if head is None:
        return
    size, root = head
    leaves = [leaf_hash(entry_bytes(entry)) for act in acts for entry in act.entries]
    if size > len(leaves):
        raise FolderFaultyError(
            f"The journal has {len(leaves)} entries, and {size} were published.",
            "It is from an old backup. Take a newer one: a log that takes back entries is noticed.",
        )
    if root_of(leaves[:size]) != root:
        raise FolderFaultyError(
            f"The first {size} entries of the journal are not those that were published.",
            "Compare both with a backup. If the journal is right, remove the folder public: it is made anew.",
        )
