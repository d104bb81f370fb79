"""Other keys: in good order, after a loss, and after a theft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connector.label.credential.moments import read, written
from connector.label.issuing.book import Act
from connector.label.issuing.errors import NotAllowedError
from connector.label.issuing.folder import PURPOSES
from connector.label.issuing.office import new_key, signed_by
from connector.label.journal import KeyCompromised, KeyRetired, Reissued, document_digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from connector.label.issuing.folder import LabelFolder
    from connector.label.journal import Entry


@dataclass(frozen=True, slots=True)
class Rotation:
    """What came of a change of keys: what was signed anew, and what has to be looked at by people."""

    reissued: tuple[str, ...]
    doubtful: tuple[str, ...]


def rotate_key(
    office: LabelFolder,
    now: datetime,
    *,
    compromised_since: datetime | None = None,
    confirmed: Collection[str] = (),
) -> Rotation:
    """Take a new key into use.

    After a normal change everything that was signed before stays as it is. If a key was in other hands, both
    keys are changed and the old one is marked with the moment; what was issued before it and is not withdrawn
    is signed anew; what was issued since is signed anew only if somebody confirms it, and is told otherwise.

    Parameters
    ----------
    office
        Whose keys.
    now, compromised_since
        With a time zone.
    confirmed
        Numbers issued since then that people have looked at and stand by.

    Raises
    ------
    NotAllowedError
        If the moment is still to come, or a confirmed number was not issued since then.
    """
    if compromised_since is not None and compromised_since > now:
        raise NotAllowedError("A key cannot have been lost at a time that is still to come.")
    purposes = ("credentials",) if compromised_since is None else PURPOSES
    entries: list[Entry] = []
    for purpose in purposes:
        state = office.ledger.key_in_use(purpose)
        if state is not None and compromised_since is None:
            entries.append(KeyRetired(act="key_retired", at=written(now), key=state.name))
        elif state is not None and compromised_since is not None:
            since = written(compromised_since)
            entries.append(
                KeyCompromised(act="key_compromised", at=written(now), key=state.name, since=since)
            )
        entries.append(new_key(office, purpose, now))
    if compromised_since is None:
        office.do(Act(tuple(entries)), now)
        return Rotation((), ())
    return _reissue(office, entries, now, since=compromised_since, confirmed=confirmed)


def replace_lost_keys(office: LabelFolder, now: datetime) -> None:
    """Take new keys into use where the old ones are lost, to nobody: what they signed stands."""
    entries: list[Entry] = []
    for purpose in PURPOSES:
        state = office.ledger.key_in_use(purpose)
        if state is not None:
            entries.append(KeyRetired(act="key_retired", at=written(now), key=state.name))
        entries.append(new_key(office, purpose, now))
    office.do(Act(tuple(entries)), now)


def _reissue(
    office: LabelFolder,
    entries: Iterable[Entry],
    now: datetime,
    *,
    since: datetime,
    confirmed: Collection[str],
) -> Rotation:
    """Sign anew what the lost key signed and what stays, in the same act as the change of keys."""
    lost = office.ledger.key_in_use("credentials")
    standing = [
        one
        for one in office.ledger.credentials.values()
        if one.state != "withdrawn" and lost is not None and one.key == lost.name
    ]
    issued_since = {one.entry.number for one in standing if read(one.entry.at) >= since}
    for number in confirmed:
        if number not in issued_since:
            raise NotAllowedError(f"{number} was not issued since then: there is nothing to confirm.")
    doubtful = issued_since - set(confirmed)
    documents = office.documents()
    # the new key is not in use before the act is done: it is tried on a copy of the ledger
    trial = office.after(entries)
    renewed: dict[str, Any] = {}
    reissues: list[Entry] = []
    for one in standing:
        if one.entry.number in doubtful or one.state_at(now) == "expired":
            continue
        address = one.entry.credential
        unsigned = {term: value for term, value in documents[address].items() if term != "proof"}
        renewed[address] = signed_by(trial, unsigned, now)
        digest = document_digest(renewed[address])
        reissues.append(Reissued(act="reissued", at=written(now), credential=address, digest=digest))
    office.do(Act((*entries, *reissues), renewed), now)
    numbers = {one.entry.credential: one.entry.number for one in standing}
    return Rotation(tuple(numbers[address] for address in renewed), tuple(sorted(doubtful)))
