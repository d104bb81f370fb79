"""What is put on a web site: everything that a verifier asks for, and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from connector.label.credential.did import LOG_SERVICE, ListedKey, did_document, document_address
from connector.label.credential.errors import CredentialError
from connector.label.credential.keys import public_key
from connector.label.credential.proof import signed
from connector.label.credential.reading import parsed
from connector.label.credential.writing import list_address, status_list
from connector.label.issuing.files import write_if_other, write_whole
from connector.label.issuing.register import feed_document, register_document
from connector.label.journal import entry_bytes
from connector.label.log.appending import Appended, append
from connector.label.log.checkpoint import Checkpoint, opened
from connector.label.log.checkpoint import signed as signed_head
from connector.label.log.errors import LogError
from connector.label.log.merkle import leaf_hash, root_of
from connector.label.log.proof import prove
from connector.label.verifying.logged import LOGGED, log_name, proof_address
from connector.label.verifying.statuses import REGISTER_SERVICE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from connector.label.credential.model.status import Purpose
    from connector.label.issuing.book import Act
    from connector.label.issuing.ledger import Ledger, State
    from connector.label.issuing.settings import LabelSettings
    from connector.label.log.tiles import Read
    from connector.label.scheme import Scheme

#: List -> the state whose places are marked in it.
_LISTS: Final[dict[Purpose, State]] = {"revocation": "withdrawn", "suspension": "suspended"}


def publish(
    public: Path,
    *,
    settings: LabelSettings,
    scheme: Scheme,
    acts: Sequence[Act],
    ledger: Ledger,
    credentials_key: tuple[Ed25519PrivateKey, str],
    log_key: Ed25519PrivateKey,
    now: datetime,
) -> None:
    """Write all public files, as far as they are others than before.

    Parameters
    ----------
    public
        The folder; what is in it follows from the rest and may be deleted.
    settings, scheme, acts, ledger
        Of the label.
    credentials_key, log_key
        What signs; that for credentials with its name.
    now
        With a time zone; status lists speak from here on.
    """
    issuer = settings.issuer
    write_if_other(_place(public, issuer.address, document_address(issuer.did)), _did(settings, ledger))
    for act in acts:
        for address, document in act.documents.items():
            if _latest(acts, address) is document:
                write_if_other(_place(public, issuer.address, address), _json(document))
    key, name = credentials_key
    for purpose, state in _LISTS.items():
        told = status_list(
            issuer,
            purpose,
            ledger.marked(state),
            entries=settings.places,
            valid_from=now,
            valid_until=now + timedelta(days=settings.lists_hold_days),
        )
        address = list_address(issuer, purpose)
        told = signed(told, key, method=f"{issuer.did}#{name}", now=now)
        write_whole(_place(public, issuer.address, address), _json(told))
    write_if_other(public / "schemes" / f"{scheme.label}.json", _json(scheme.model_dump(mode="json")))
    write_if_other(public / "register.json", _json(register_document(issuer, ledger, now)))
    write_if_other(public / "feed.json", _json(feed_document(issuer, ledger)))
    _publish_log(public, issuer.address, acts, ledger, log_key)


def published_size(public: Path) -> int:
    """Return how many entries were published; the signature is not looked at, the folder is one's own."""
    try:
        return int((public / "log" / "checkpoint").read_text(encoding="utf-8").split("\n")[1])
    except (OSError, ValueError, IndexError):
        return 0


def _publish_log(
    public: Path, address: str, acts: Sequence[Act], ledger: Ledger, key: Ed25519PrivateKey
) -> None:
    """Bring the log up to the journal; then the proofs, which need its head."""
    folder = public / "log"

    def read(path: str) -> bytes:
        return (folder / path).read_bytes()

    data = [entry_bytes(entry) for act in acts for entry in act.entries]
    appended = _appended(read, published_size(public), data)
    for name, content in appended.files.items():
        write_if_other(folder / name, content)
    name = log_name(f"{address}/log")
    note = signed_head(Checkpoint(name, appended.size, appended.root), name, key)
    for standing in ledger.credentials.values():
        path = _place(public, address, proof_address(standing.entry.credential))
        entries = [json.loads(data[index]) for index in standing.issues]
        if not _shows(path, entries, name, key):
            proofs = [prove(read, index, ledger.size, note).to_json() for index in standing.issues]
            told = [
                {"entry": entry, "proof": json.loads(proof)}
                for entry, proof in zip(entries, proofs, strict=True)
            ]
            write_if_other(path, _json({"schema": LOGGED, "issues": told}))
    write_if_other(folder / "checkpoint", note.encode())


def _appended(read: Read, size: int, data: Sequence[bytes]) -> Appended:
    """Return the log with all entries: what is published continued, or made anew if it is damaged."""
    root = root_of([leaf_hash(entry) for entry in data])
    try:
        appended = append(read, size, data[size:])
    except (LogError, OSError):
        return append(read, 0, data)
    return appended if appended.root == root else append(read, 0, data)


def _shows(path: Path, entries: list[Any], name: str, key: Ed25519PrivateKey) -> bool:
    """Whether proofs that are there speak of these entries, under heads that this key signed."""
    try:
        issues = parsed(path.read_bytes())["issues"]
        for one in issues:
            opened(one["proof"]["checkpoint"], name, key.public_key())
    except (OSError, CredentialError, LogError, LookupError, TypeError):
        return False
    return [one["entry"] for one in issues] == entries


def _did(settings: LabelSettings, ledger: Ledger) -> bytes:
    issuer = settings.issuer
    keys = [
        ListedKey(
            key.name,
            public_key(key.public),
            signs_credentials=key.purpose == "credentials",
            expires=key.retired,
            revoked=key.compromised,
        )
        for key in ledger.keys.values()
        # nothing that the log signed is believed for its date: one key at a time is enough
        if key.purpose == "credentials" or key.is_in_use
    ]
    services = {
        "log": (LOG_SERVICE, f"{issuer.address}/log"),
        "register": (REGISTER_SERVICE, f"{issuer.address}/register.json"),
    }
    return _json(did_document(issuer.did, keys, services))


def _latest(acts: Sequence[Act], address: str) -> object:
    return next(act.documents[address] for act in reversed(acts) if address in act.documents)


def _place(public: Path, base: str, address: str) -> Path:
    """Return the file of an address under the folder that is published."""
    return public / address.removeprefix(f"{base}/")


def _json(told: object) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
