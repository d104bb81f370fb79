"""Whether the issue of a credential stands in the log of its issuer, and the log stands by what it said."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from connector.label.credential.did import LOG_SERVICE
from connector.label.credential.errors import CredentialError
from connector.label.credential.keys import public_key
from connector.label.credential.moments import read
from connector.label.credential.reading import parsed
from connector.label.journal import (
    Endorsed,
    Issued,
    Reissued,
    document_digest,
    entry_bytes,
    entry_from,
    in_order,
)
from connector.label.log.checkpoint import Checkpoint, opened
from connector.label.log.errors import LogError
from connector.label.log.merkle import is_consistent
from connector.label.log.proof import LogProof, check
from connector.label.log.reading import consistency_proof
from connector.label.verifying.sources import NotReachableError
from connector.label.verifying.verdict import unknown
from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from connector.label.journal import Entry
    from connector.label.log.tiles import Read
    from connector.label.verifying.issuers import Resolved
    from connector.label.verifying.sources import Sources


#: What the file beside a credential calls its schema.
LOGGED: Final = "label-logged/1"


def proof_address(credential: str) -> str:
    """Return where the proof of a credential is: beside it."""
    return f"{credential.removesuffix('.json')}.log.json"


def log_name(address: str) -> str:
    """Return what a log calls itself in its heads: its address without the scheme."""
    return address.partition("://")[2].rstrip("/")


def check_log(
    document: Mapping[str, Any], resolved: Resolved, sources: Sources, *, before: datetime | None = None
) -> Reason:
    """Return the reason to believe that a credential is in the log of its issuer.

    Three things are looked at: its entry leads to a signed head; that head is part of the present one; and
    the present one continues the one that was seen last.

    Parameters
    ----------
    document
        Signed, of a checked form.
    resolved
        Its issuer's document, which names the log and its keys.
    sources
        Where things are read, and heads remembered.
    before
        If given, the entry has to be of an earlier time.

    Raises
    ------
    NotGoodError
        If it is not shown. That is never held against the holder: a log may be broken.
    """
    address = resolved.document.endpoint(LOG_SERVICE)
    if address is None:
        raise unknown("verify.log.none")
    log = _Log(address.rstrip("/"), log_name(address), _log_keys(resolved), sources)
    entry, proof = _beside(document, sources)
    at = read(entry.at)
    if before is not None and at >= before:
        raise unknown("verify.log.too_late", day=at.date())
    present = log.continued_from(log.head_of(proof, entry))
    return Reason("verify.log.good", {"day": at.date(), "n": present.size})


def _beside(document: Mapping[str, Any], sources: Sources) -> tuple[Entry, LogProof]:
    """Return the entry of a credential and its proof, which are kept beside it.

    What was signed anew has several: the one is wanted that speaks of this very document.
    """
    address = proof_address(document["id"])
    try:
        told = parsed(sources.fetch(address).content)
        issues = [
            (entry_from(in_order(one["entry"])), LogProof.from_json(json.dumps(one["proof"])))
            for one in told["issues"]
        ]
    except NotReachableError as error:
        raise unknown("verify.log.no_proof", address=address) from error
    except (CredentialError, LogError, LookupError, TypeError) as error:
        raise unknown("verify.log.proof_broken", address=address) from error
    digest = document_digest(document)
    for entry, proof in issues:
        if isinstance(entry, Issued | Endorsed | Reissued) and (entry.credential, entry.digest) == (
            document["id"],
            digest,
        ):
            return entry, proof
    raise unknown("verify.log.other_document", address=address)


@dataclass(frozen=True, slots=True)
class _Log:
    """The log of an issuer: where it is, what it calls itself, the keys that sign its heads."""

    address: str
    name: str
    keys: tuple[Ed25519PublicKey, ...]
    sources: Sources

    def head_of(self, proof: LogProof, entry: Entry) -> Checkpoint:
        """Return the head that an entry is under by its proof."""
        for key in self.keys:
            with suppress(LogError):
                return check(proof, entry_bytes(entry), self.name, key)
        raise unknown("verify.log.not_shown")

    def continued_from(self, earlier: Checkpoint) -> Checkpoint:
        """Return the present head, if it continues an earlier one and the one that was seen last."""
        try:
            note = self.sources.fetch(f"{self.address}/checkpoint").content.decode("utf-8", "replace")
            present = self._opened(note)
            if present is None:
                raise unknown("verify.log.head_broken")
            last = _remembered(self.name, self.sources.last_head(self.name))
            is_continued = all(_continues(one, present, self._file) for one in (earlier, last) if one)
        except (LogError, NotReachableError) as error:
            raise unknown("verify.log.unreachable", address=self.address) from error
        if not is_continued:
            raise unknown("verify.log.rewritten")
        self.sources.keep_head(self.name, f"{present.size} {present.root.hex()}")
        return present

    def _file(self, path: str) -> bytes:
        return self.sources.fetch(f"{self.address}/{path}").content

    def _opened(self, note: str) -> Checkpoint | None:
        for key in self.keys:
            with suppress(LogError):
                return opened(note, self.name, key)
        return None


def _remembered(name: str, told: str | None) -> Checkpoint | None:
    """Return the head that was seen last: checked then, whatever became of the key that signed it."""
    with suppress(ValueError):
        size, root = (told or "").split()
        return Checkpoint(name, int(size), bytes.fromhex(root))
    return None


def _continues(earlier: Checkpoint, present: Checkpoint, read_tile: Read) -> bool:
    if earlier.size > present.size:
        return False
    if earlier.size == present.size:
        return earlier.root == present.root
    proof = consistency_proof(read_tile, earlier.size, present.size)
    return is_consistent(earlier.size, present.size, earlier.root, present.root, proof)


def _log_keys(resolved: Resolved) -> tuple[Ed25519PublicKey, ...]:
    """Return the keys that are listed for nothing else: those of the log do not sign credentials."""
    keys = []
    for method in resolved.document.verificationMethod:
        if resolved.document.method(method.id) is None and method.publicKeyMultibase is not None:
            with suppress(CredentialError):
                keys.append(public_key(method.publicKeyMultibase))
    return tuple(keys)
