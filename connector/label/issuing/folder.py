"""A label in a folder: its settings, its keys, its journal, and what is published of them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from connector.errors import DefinitionError, SchemeRefusedError
from connector.label.credential.keys import multikey
from connector.label.issuing.book import NAME as JOURNAL
from connector.label.issuing.book import Act, acts_of, mend, note_down
from connector.label.issuing.errors import FolderFaultyError, KeyLockedError, NotAllowedError
from connector.label.issuing.files import alone, clear_unfinished, write_whole
from connector.label.issuing.ledger import Ledger, ledger_of
from connector.label.issuing.publishing import publish
from connector.label.issuing.sealing import COST, opened, sealed
from connector.label.issuing.settings import SETTINGS, LabelSettings, read_settings
from connector.label.issuing.soundness import check_published, check_settings, sound_ledger
from connector.label.scheme import Scheme, declared_scheme, read_scheme, scheme_from, scheme_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from connector.label.journal import Entry

KEYS: Final = "keys"
PUBLIC: Final = "public"
#: What keys are for.
PURPOSES: Final = ("credentials", "log")


@dataclass
class LabelFolder:
    """A label while a command works on it; made by `working_in`.

    Attributes
    ----------
    path, settings, scheme
        Where it is, how it is run, what it attests.
    acts, ledger
        All that was done, and what it comes to.
    passphrase, cost
        What opens the keys, and what a guess at it costs.
    open_keys
        Those that were opened, by name: in memory alone.
    """

    path: Path
    settings: LabelSettings
    scheme: Scheme
    acts: list[Act]
    ledger: Ledger
    passphrase: bytes = field(repr=False)
    cost: int = COST
    open_keys: dict[str, Ed25519PrivateKey] = field(default_factory=dict, repr=False)

    def signing_key(self, purpose: str) -> tuple[Ed25519PrivateKey, str]:
        """Return the key in use for a purpose, and its name.

        Raises
        ------
        KeyLockedError
            If the passphrase is another one, or the key is missing or not the one that was announced.
        """
        state = self.ledger.key_in_use(purpose)
        if state is None:
            raise KeyLockedError(f"No key for {purpose} is in use.", "`label rotate-key` makes one.")
        if state.name in self.open_keys:
            return self.open_keys[state.name], state.name
        path = self.path / KEYS / f"{state.name}.json"
        if not path.exists():
            raise KeyLockedError(
                f"The key {state.name} is not in the folder.",
                "Take it from a backup; if there is none, `label rotate-key --lost` makes a new one.",
            )
        key = opened(path.read_bytes(), self.passphrase, name=state.name)
        if multikey(key.public_key()) != state.public:
            raise KeyLockedError(
                f"The key in {path.name} is not the one that was announced.", "Take it from a backup."
            )
        self.open_keys[state.name] = key
        return key, state.name

    def keep_key(self, purpose: str) -> tuple[Ed25519PrivateKey, str]:
        """Make a new key and keep it sealed; it is not in use before an entry says so."""
        number = 1 + sum(key.purpose == purpose for key in self.ledger.keys.values())
        name = f"{'key' if purpose == 'credentials' else purpose}-{number}"
        key = Ed25519PrivateKey.generate()
        content = sealed(key, self.passphrase, cost=self.cost)
        write_whole(self.path / KEYS / f"{name}.json", content, is_private=True)
        self.open_keys[name] = key
        return key, name

    def do(self, act: Act, now: datetime) -> None:
        """Do an act: note it down, then publish what follows. The next one makes good a crash in between.

        Raises
        ------
        NotAllowedError
            If it does not follow from what is there; nothing is written then.
        KeyLockedError
            If the keys that would be in use cannot be opened; the same.
        """
        # on a copy, so that an act of which a part is refused leaves nothing; so would keys that do not open
        after = self.after(act.entries)
        for purpose in PURPOSES:
            after.signing_key(purpose)
        note_down(self.path, act)
        self.acts.append(act)
        self.ledger = after.ledger
        self.publish(now)

    def after(self, entries: Iterable[Entry]) -> LabelFolder:
        """Return the office as it would be after some entries; nothing is written.

        Raises
        ------
        NotAllowedError
            If one does not follow from what is there.
        """
        told = [entry for act in self.acts for entry in act.entries]
        return replace(self, ledger=ledger_of([*told, *entries]))

    def publish(self, now: datetime) -> None:
        """Write all that is public anew, as far as it is another than before."""
        publish(
            self.path / PUBLIC,
            settings=self.settings,
            scheme=self.scheme,
            acts=self.acts,
            ledger=self.ledger,
            credentials_key=self.signing_key("credentials"),
            log_key=self.signing_key("log")[0],
            now=now,
        )

    def documents(self) -> Mapping[str, Any]:
        """Return address -> what was signed last."""
        return {address: told for act in self.acts for address, told in act.documents.items()}


def check_free(path: Path) -> None:
    """Refuse a folder with a label in it, or a part of one; other files may be there, such as a scheme.

    Raises
    ------
    NotAllowedError
        With what is there.
    """
    there = [name for name in (SETTINGS, JOURNAL, KEYS, PUBLIC) if (path / name).exists()]
    if there:
        raise NotAllowedError(f"{path} is not empty: it has {', '.join(there)}.", "Name a new folder.")


@contextmanager
def working_in(path: Path, passphrase: bytes, *, cost: int = COST) -> Iterator[LabelFolder]:
    """Hold a label's folder and give it as it stands.

    Raises
    ------
    FolderFaultyError
        If there is no label, it contradicts itself or what was published from it, or is older than that.
    FolderBusyError
        If another command works there.
    """
    settings = read_settings(path / SETTINGS)
    with alone(path):
        clear_unfinished(path)
        mend(path)
        acts = acts_of(path)
        ledger = sound_ledger(acts)
        check_settings(settings, ledger)
        check_published(path / PUBLIC, acts)
        scheme = scheme_in(path, settings.scheme)
        yield LabelFolder(path, settings, scheme, acts, ledger, passphrase, cost)


def looking_at(path: Path) -> LabelFolder:
    """Return a label as it stands, to be read; without a passphrase nothing can be done with it.

    Raises
    ------
    FolderFaultyError
        If there is no label, or it contradicts itself.
    """
    settings = read_settings(path / SETTINGS)
    acts = acts_of(path)
    return LabelFolder(path, settings, scheme_in(path, settings.scheme), acts, sound_ledger(acts), b"")


def scheme_in(path: Path, name: str) -> Scheme:
    """Return the scheme that settings name: one of the product's, or a file in the folder.

    Raises
    ------
    FolderFaultyError
        If there is none, or it is faulty.
    """
    if name in scheme_labels():
        return declared_scheme(name)
    try:
        # a label that was recovered has the scheme as it was published
        if name.endswith(".json"):
            return scheme_from(json.loads((path / name).read_bytes()))
        return read_scheme(path / name)
    except (SchemeRefusedError, DefinitionError, ValueError, OSError) as error:
        raise FolderFaultyError(
            f"{SETTINGS}, scheme: {error}",
            f"Name a TOML file of the folder, or one of {', '.join(scheme_labels())}.",
        ) from error
