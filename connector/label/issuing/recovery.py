"""A folder made anew out of what was published, where the folder and its backups are lost.

The log says all that was done, and the documents stand beside it. What was never published is gone: the
private keys, which are followed by new ones, and the notes of the office.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connector.label.credential.moments import written
from connector.label.issuing.book import Act, begin
from connector.label.issuing.errors import NotAllowedError
from connector.label.issuing.files import write_whole
from connector.label.issuing.folder import LabelFolder, check_free, working_in
from connector.label.issuing.ledger import ledger_of
from connector.label.issuing.rotation import new_keys
from connector.label.issuing.sealing import COST, check_passphrase
from connector.label.issuing.settings import SETTINGS, written_settings
from connector.label.issuing.site_copy import SiteCopy, read_copy
from connector.label.journal import Endorsed, Issued, Reissued

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from connector.label.issuing.settings import LabelSettings

#: What no copy of a site has, as codes that a shell puts into words.
GONE: Final = ("private_keys", "notes", "received_endorsements")


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came of a copy.

    Attributes
    ----------
    settings
        As far as what was published tells them.
    entries
        How many the log had.
    missing, damaged
        Numbers whose document is not in the copy, or is another one than was signed. The register and the log
        have them; they cannot be signed anew. Their holders have the documents: put these into the copy, and
        recover again into another folder, before anything else is done.
    gone
        What was never published: `GONE`.
    """

    settings: LabelSettings
    entries: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    gone: tuple[str, ...] = GONE


def recover(public: Path, folder: Path, passphrase: bytes, now: datetime, *, cost: int = COST) -> Recovered:
    """Make a folder of a label out of a copy of its site; the old keys are retired, and new ones in use.

    The copy is believed as far as it fits together: its log is signed by the key that its DID document names.
    Whether it is the newest one has to be looked at by people.

    Parameters
    ----------
    public
        The copy: all files that were below the address of the label.
    folder
        A new one.
    passphrase
        For the new keys.
    now
        With a time zone.
    cost
        Of the keys, as for `sealed`.

    Raises
    ------
    FolderFaultyError
        If the copy is damaged, not complete, or contradicts itself.
    NotAllowedError
        If there is a label in the folder, or the clock is behind the last entry.
    KeyLockedError
        If the passphrase is too short.
    """
    check_free(folder)
    check_passphrase(passphrase)
    copy = read_copy(public)
    if copy.ledger.last is not None and now < copy.ledger.last:
        raise NotAllowedError(
            f"The clock says {written(now)}, and the last entry is of {written(copy.ledger.last)}.",
            "Set the clock right: entries stand in the order of their times.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    acts = list(_acts(copy))
    office = LabelFolder(folder, copy.settings, copy.scheme, acts, ledger_of(copy.entries), passphrase, cost)
    begin(folder, [*acts, Act(new_keys(office, now))])
    if copy.scheme_file is not None:
        write_whole(folder / copy.settings.scheme, copy.scheme_file)
    # the settings come last, as when a label is opened: without them there is no label
    write_whole(folder / SETTINGS, written_settings(copy.settings).encode())
    with working_in(folder, passphrase, cost=cost) as recovered:
        recovered.publish(now)
    return Recovered(copy.settings, len(copy.entries), copy.missing, copy.damaged)


def _acts(copy: SiteCopy) -> Iterator[Act]:
    """Yield an act for each entry, with the document that it speaks of if that was the last one."""
    for entry in copy.entries:
        documents = {}
        if isinstance(entry, Issued | Endorsed | Reissued) and entry.credential in copy.documents:
            digest, document = copy.documents[entry.credential]
            documents = {entry.credential: document} if digest == entry.digest else {}
        yield Act((entry,), documents)
