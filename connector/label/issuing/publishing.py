"""What is put on a web site: everything that a verifier asks for, and nothing else."""

from __future__ import annotations

import base64
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
from connector.label.journal import entry_bytes, in_order
from connector.label.log.appending import append
from connector.label.log.checkpoint import Checkpoint
from connector.label.log.checkpoint import signed as signed_head
from connector.label.log.errors import LogError
from connector.label.log.layout import CHECKPOINT
from connector.label.log.proof import LogProof, check, prove
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
    write_if_other(
        place_of(public, issuer.address, document_address(issuer.did)), _json(own_document(settings, ledger))
    )
    latest = {address: document for act in acts for address, document in act.documents.items()}
    for address, document in latest.items():
        write_if_other(place_of(public, issuer.address, address), _json(document))
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
        write_whole(place_of(public, issuer.address, address), _json(told))
    write_if_other(public / "schemes" / f"{scheme.label}.json", _json(scheme.model_dump(mode="json")))
    write_if_other(public / "register.json", _json(register_document(issuer, ledger, now)))
    write_if_other(public / "feed.json", _json(feed_document(issuer, ledger)))
    _publish_log(public, issuer.address, acts, ledger, log_key)


def published_head(public: Path) -> tuple[int, bytes] | None:
    """Return size and root of the log as they were published; None if nothing was, or it cannot be read.

    The signature is not looked at: whose key it would be is told by the journal, which may be the older one.
    """
    try:
        _, size, root, *_ = (public / "log" / CHECKPOINT).read_text(encoding="utf-8").split("\n")
        return int(size), base64.b64decode(root, validate=True)
    except (OSError, ValueError):
        return None


def _publish_log(
    public: Path, address: str, acts: Sequence[Act], ledger: Ledger, key: Ed25519PrivateKey
) -> None:
    """Bring the log up to the journal: the tiles, the head over them, and the proofs that lead to it."""
    folder = public / "log"
    data = [entry_bytes(entry) for act in acts for entry in act.entries]
    # all files from the beginning: so what was damaged is made good
    nothing: dict[str, bytes] = {}
    appended = append(nothing.__getitem__, 0, data)
    for name, content in appended.files.items():
        write_if_other(folder / name, content)
    name = log_name(f"{address}/log")
    note = signed_head(Checkpoint(name, appended.size, appended.root), name, key)
    # before the proofs: one that leads to a later head than the present one would look like a log cut short
    write_if_other(folder / CHECKPOINT, note.encode())
    for standing in ledger.credentials.values():
        path = place_of(public, address, proof_address(standing.entry.credential))
        entries = [json.loads(data[index]) for index in standing.issues]
        if _shows(path, entries, name, key):
            continue
        proofs = [prove(appended.files.__getitem__, index, ledger.size, note) for index in standing.issues]
        told = [
            {"entry": entry, "proof": json.loads(proof.to_json())}
            for entry, proof in zip(entries, proofs, strict=True)
        ]
        write_if_other(path, _json({"schema": LOGGED, "issues": told}))


def _shows(path: Path, entries: list[Any], name: str, key: Ed25519PrivateKey) -> bool:
    """Whether proofs that are there lead from these entries to heads that this key signed."""
    try:
        issues = parsed(path.read_bytes())["issues"]
        for one in issues:
            check(
                LogProof.from_json(json.dumps(one["proof"])), in_order(one["entry"]), name, key.public_key()
            )
    except (OSError, CredentialError, LogError, LookupError, TypeError):
        return False
    return [one["entry"] for one in issues] == entries


def own_document(settings: LabelSettings, ledger: Ledger) -> dict[str, Any]:
    """Return the DID document of a label: all keys that ever signed, and where log and register are."""
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
    return did_document(issuer.did, keys, services)


def place_of(public: Path, base: str, address: str) -> Path:
    """Return the file of an address under the folder that is published."""
    return public / address.removeprefix(f"{base}/")


def _json(told: object) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
