"""What the entries of a journal come to: the keys, and every credential with its state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from connector.label.credential.moments import read
from connector.label.issuing.errors import NotAllowedError
from connector.label.journal import (
    Changed,
    Endorsed,
    Issued,
    KeyAdded,
    KeyCompromised,
    KeyRetired,
    Reissued,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from connector.label.journal import Entry

State = Literal["valid", "suspended", "withdrawn"]
#: Act -> the states that it may change, and the one that it leads to.
CHANGES: Final[dict[str, tuple[frozenset[State], State]]] = {
    "suspended": (frozenset({"valid"}), "suspended"),
    "restored": (frozenset({"suspended"}), "valid"),
    "revoked": (frozenset({"valid", "suspended"}), "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class KeyState:
    """A key and what became of it; moments as they are written in the journal."""

    name: str
    public: str
    purpose: Literal["credentials", "log"]
    retired: str | None = None
    compromised: str | None = None

    @property
    def is_in_use(self) -> bool:
        """Whether it signs."""
        return self.retired is None and self.compromised is None


@dataclass(frozen=True, slots=True)
class Standing:
    """A credential and how it stands.

    Attributes
    ----------
    entry
        Its first issue.
    state, since
        How it stands, and since when.
    digest
        Of the document that was signed last.
    issues
        Of its issue and of each signing anew: the index of the entry in the log.
    key
        The key that was in use when it was signed last.
    history
        State -> since, in the order of changes.
    """

    entry: Issued | Endorsed
    state: State
    since: datetime
    digest: str
    issues: tuple[int, ...]
    key: str
    history: tuple[tuple[State, datetime], ...]

    def state_at(self, moment: datetime) -> State | Literal["expired"]:
        """Return how it stands at a moment, its last day considered."""
        return (
            "expired" if self.state != "withdrawn" and moment > read(self.entry.valid_until) else self.state
        )


@dataclass
class Ledger:
    """All that follows from a journal.

    Attributes
    ----------
    keys
        Name -> key, the oldest first.
    credentials
        Address -> how it stands, in the order of issue.
    size
        Number of entries.
    last
        Moment of the last one.
    places, numbers
        Taken in the status lists, and as names.
    """

    keys: dict[str, KeyState] = field(default_factory=dict)
    credentials: dict[str, Standing] = field(default_factory=dict)
    size: int = 0
    last: datetime | None = None
    places: set[int] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)

    def key_in_use(self, purpose: str) -> KeyState | None:
        """Return the key that signs for a purpose; None before there is one."""
        return next((key for key in self.keys.values() if key.purpose == purpose and key.is_in_use), None)

    def marked(self, state: State) -> list[int]:
        """Return the places of what is in a state."""
        return [one.entry.place for one in self.credentials.values() if one.state == state]

    def add(self, entry: Entry) -> None:
        """Take in the next entry.

        Raises
        ------
        NotAllowedError
            If it does not follow from what is there.
        """
        at = read(entry.at)
        if self.last is not None and at < self.last:
            raise NotAllowedError(
                f"The clock says {entry.at}, and the last entry is of {self.last:%Y-%m-%d %H:%M:%S} UTC.",
                "Set the clock right: entries stand in the order of their times.",
            )
        _TAKE[type(entry)](self, entry, at)
        self.size += 1
        self.last = at


def ledger_of(entries: Iterable[Entry]) -> Ledger:
    """Return what entries come to.

    Raises
    ------
    NotAllowedError
        If one does not follow from those before it.
    """
    ledger = Ledger()
    for entry in entries:
        ledger.add(entry)
    return ledger


def _key_added(ledger: Ledger, entry: KeyAdded, _at: datetime) -> None:
    if entry.key in ledger.keys:
        raise NotAllowedError(f"There is a key called {entry.key}.")
    if ledger.key_in_use(entry.purpose) is not None:
        raise NotAllowedError(f"A key for {entry.purpose} is in use.", "Retire it first.")
    ledger.keys[entry.key] = KeyState(entry.key, entry.public, entry.purpose)


def _key_ended(ledger: Ledger, entry: KeyRetired | KeyCompromised, _at: datetime) -> None:
    key = ledger.keys.get(entry.key)
    if key is None:
        raise NotAllowedError(f"There is no key called {entry.key}.")
    if isinstance(entry, KeyCompromised):
        if key.compromised is not None and read(key.compromised) <= read(entry.since):
            raise NotAllowedError(
                f"The key {entry.key} is marked since {key.compromised}.",
                "Only an earlier moment can follow.",
            )
        ledger.keys[entry.key] = replace(key, compromised=entry.since)
    elif key.is_in_use:
        ledger.keys[entry.key] = replace(key, retired=entry.at)
    else:
        raise NotAllowedError(f"The key {entry.key} is out of use already.")


def _issued(ledger: Ledger, entry: Issued | Endorsed, at: datetime) -> None:
    key = ledger.key_in_use("credentials")
    if key is None:
        raise NotAllowedError("There is no key to sign with.")
    if entry.credential in ledger.credentials or entry.number in ledger.numbers:
        raise NotAllowedError(
            f"{entry.number} was issued before.", "Take another number; a number is never used twice."
        )
    if entry.place in ledger.places:
        raise NotAllowedError(f"Place {entry.place} of the status lists is taken.")
    ledger.numbers.add(entry.number)
    ledger.places.add(entry.place)
    ledger.credentials[entry.credential] = Standing(
        entry, "valid", at, entry.digest, (ledger.size,), key.name, (("valid", at),)
    )


def _reissued(ledger: Ledger, entry: Reissued, _at: datetime) -> None:
    key = ledger.key_in_use("credentials")
    if key is None:
        raise NotAllowedError("There is no key to sign with.")
    standing = _standing(ledger, entry.credential)
    ledger.credentials[entry.credential] = replace(
        standing, digest=entry.digest, issues=(*standing.issues, ledger.size), key=key.name
    )


def _changed(ledger: Ledger, entry: Changed, at: datetime) -> None:
    standing = _standing(ledger, entry.credential)
    sources, target = CHANGES[entry.act]
    if standing.state not in sources:
        raise NotAllowedError(
            f"{standing.entry.number} is {standing.state}: it cannot be {entry.act}.",
            f"Only what is {' or '.join(sorted(sources))} can.",
        )
    ledger.credentials[entry.credential] = replace(
        standing, state=target, since=at, history=(*standing.history, (target, at))
    )


def _standing(ledger: Ledger, credential: str) -> Standing:
    if credential not in ledger.credentials:
        raise NotAllowedError(f"{credential} was never issued here.")
    return ledger.credentials[credential]


_TAKE: Final[Mapping[type, Callable[[Ledger, Any, datetime], None]]] = {
    KeyAdded: _key_added,
    KeyRetired: _key_ended,
    KeyCompromised: _key_ended,
    Issued: _issued,
    Endorsed: _issued,
    Reissued: _reissued,
    Changed: _changed,
}
