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
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from connector.label.issuing.folder import LabelFolder
    from connector.label.issuing.ledger import KeyState, Standing
    from connector.label.journal import Entry


@dataclass(frozen=True, slots=True)
class Rotation:
    """What came of a change of keys, by numbers.

    Attributes
    ----------
    reissued
        Signed anew.
    doubtful
        Issued while the key may have been in other hands, and confirmed by nobody: not valid any more.
    missing
        To be signed anew, if their documents were in the folder; one that was recovered may lack some.
    """

    reissued: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def rotate_key(
    office: LabelFolder,
    now: datetime,
    *,
    compromised_since: datetime | None = None,
    confirmed: Collection[str] = (),
    key: str | None = None,
) -> Rotation:
    """Take a new key into use, or mark one that was in other hands.

    After a normal change everything that was signed before stays as it is. If the key in use was in other
    hands, both keys are changed; if it was an older one, none is. The one is marked with the moment; what it
    signed and what was issued before the moment is signed anew; what was issued since is signed anew only if
    somebody confirms it, and is told otherwise. What is withdrawn or has expired stays as it is.

    Parameters
    ----------
    office
        Whose keys.
    now, compromised_since
        With a time zone.
    confirmed
        Numbers issued since then that people have looked at and stand by.
    key
        Which one was in other hands, if it is not the one in use. One that is marked already can be named
        again: with an earlier moment, or with the same one and further numbers that are confirmed.

    Raises
    ------
    NotAllowedError
        If the moment is still to come, there is no such key for credentials, it is marked with an earlier
        moment, a confirmed number was not issued since then, or nothing would be changed.
    """
    if compromised_since is None:
        if key is not None or confirmed:
            raise NotAllowedError("Since when was the key in other hands?", "Name the moment as well.")
        office.do(Act(_replaced(office, ("credentials",), now)), now)
        return Rotation()
    since = read(written(compromised_since))
    if since > now:
        raise NotAllowedError("A key cannot have been lost at a time that is still to come.")
    lost = _key_of(office, key)
    standing = [
        one
        for one in office.ledger.credentials.values()
        if one.key == lost.name and one.state_at(now) not in {"withdrawn", "expired"}
    ]
    issued_since = {one.entry.number for one in standing if read(one.entry.at) >= since}
    for number in confirmed:
        if number not in issued_since:
            raise NotAllowedError(f"{number} was not issued since then: there is nothing to confirm.")
    doubtful = issued_since - set(confirmed)
    certain = [one for one in standing if one.entry.number not in doubtful]
    reissued, missing = _reissue(office, _marked(office, lost, since, now), certain, now)
    return Rotation(reissued, tuple(sorted(doubtful)), missing)


def replace_lost_keys(office: LabelFolder, now: datetime) -> None:
    """Take new keys into use where the old ones are lost, to nobody: what they signed stands."""
    office.do(Act(new_keys(office, now)), now)


def new_keys(office: LabelFolder, now: datetime) -> tuple[Entry, ...]:
    """Return the entries by which both keys are followed by new ones."""
    return _replaced(office, PURPOSES, now)


def _replaced(office: LabelFolder, purposes: Iterable[str], now: datetime) -> tuple[Entry, ...]:
    """Return the entries by which keys are followed by new ones, in good order."""
    entries: list[Entry] = []
    for purpose in purposes:
        state = office.ledger.key_in_use(purpose)
        if state is not None:
            entries.append(KeyRetired(act="key_retired", at=written(now), key=state.name))
        entries.append(new_key(office, purpose, now))
    return tuple(entries)


def _marked(office: LabelFolder, lost: KeyState, since: datetime, now: datetime) -> tuple[Entry, ...]:
    """Return the entries by which a key is marked; if it is in use, both are, and followed by new ones."""
    purposes = PURPOSES if lost.is_in_use else ()
    used = [state for state in map(office.ledger.key_in_use, purposes) if state is not None]
    marks = [
        KeyCompromised(act="key_compromised", at=written(now), key=state.name, since=written(since))
        for state in used or [lost]
        if state.compromised is None or read(state.compromised) != since
    ]
    return (*marks, *(new_key(office, purpose, now) for purpose in purposes))


def _reissue(
    office: LabelFolder, entries: Sequence[Entry], certain: Iterable[Standing], now: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sign anew what is certain, in the same act as the change of keys; return what was and could not be."""
    # a new key is not in use before the act is done: it is tried on a copy of the ledger
    trial = office.after(entries)
    documents = office.documents()
    renewed: dict[str, Any] = {}
    reissues: list[Entry] = []
    missing: list[str] = []
    for one in certain:
        address = one.entry.credential
        if address not in documents:
            missing.append(one.entry.number)
            continue
        unsigned = {term: value for term, value in documents[address].items() if term != "proof"}
        renewed[address] = signed_by(trial, unsigned, now)
        digest = document_digest(renewed[address])
        reissues.append(Reissued(act="reissued", at=written(now), credential=address, digest=digest))
    if not entries and not reissues:
        raise NotAllowedError("The key is marked with this moment, and nothing is left to be signed anew.")
    office.do(Act((*entries, *reissues), renewed), now)
    numbers = tuple(office.ledger.credentials[address].entry.number for address in renewed)
    return numbers, tuple(missing)


def _key_of(office: LabelFolder, name: str | None) -> KeyState:
    found = office.ledger.key_in_use("credentials") if name is None else office.ledger.keys.get(name)
    if found is None or found.purpose != "credentials":
        raise NotAllowedError(
            f"There is no key {name or 'in use'} for credentials.",
            "The key of the log is changed together with that for credentials.",
        )
    return found
