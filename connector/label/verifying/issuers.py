"""Who signed: the document of an issuer, the key in it, and whether the key could sign at that time."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from connector.label.credential.did import did_key_document, document_address, is_did_web
from connector.label.credential.errors import CredentialError, KeyFaultyError, TooIntricateError
from connector.label.credential.keys import public_key
from connector.label.credential.model import DidDocument
from connector.label.credential.moments import read
from connector.label.credential.proof import is_signed
from connector.label.credential.reading import check_form, parsed
from connector.label.verifying.sources import NotReachableError
from connector.label.verifying.verdict import NotGoodError, Outcome, bad, unknown
from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from connector.label.credential.model import Method
    from connector.label.verifying.sources import Sources

#: Clocks differ by this at most.
_SKEW: Final = timedelta(minutes=5)
#: The signature fits, but its key was in other hands later: only a log can tell when it was made.
COMPROMISED: Final = "verify.key.compromised"
#: Kinds of keys that hold an Ed25519 key in ``publicKeyMultibase``.
_KINDS: Final = frozenset({"Multikey", "Ed25519VerificationKey2020"})


@dataclass(frozen=True, slots=True)
class Resolved:
    """An issuer's document, and whether it was kept from an earlier time."""

    document: DidDocument
    is_kept: bool

    @property
    def did(self) -> str:
        """Whose it is."""
        return self.document.id


def issuer_did(document: Mapping[str, Any]) -> str:
    """Return the identifier of who issued a document of a checked form."""
    issuer = document["issuer"]
    return str(issuer["id"] if isinstance(issuer, dict) else issuer)


def resolve(did: str, sources: Sources) -> Resolved:
    """Return the document of an issuer.

    Raises
    ------
    NotGoodError
        If it cannot be had, or is not its own.
    """
    if did.startswith("did:key:"):
        try:
            return Resolved(DidDocument.model_validate(did_key_document(did)), is_kept=False)
        except CredentialError as error:
            raise unknown("verify.issuer.other_key", did=did) from error
    if not is_did_web(did):
        raise unknown("verify.issuer.other_kind", did=did)
    address = document_address(did)
    try:
        fetched = sources.fetch(address)
        told = parsed(fetched.content)
        check_form(told, DidDocument)
    except NotReachableError as error:
        raise unknown(f"verify.issuer.{error.why}", address=address) from error
    except CredentialError as error:
        raise unknown("verify.issuer.unreadable", address=address) from error
    if told["id"] != did:
        raise unknown("verify.issuer.another", address=address, did=str(told["id"]))
    return Resolved(DidDocument.model_validate(told), fetched.is_kept)


def check_signature(document: Mapping[str, Any], resolved: Resolved, now: datetime) -> Reason:
    """Return the reason to believe that an issuer signed a document, by a key that was its own then.

    Raises
    ------
    NotGoodError
        If it did not, or that cannot be told. The reason is `COMPROMISED` where all is well but for a key
        that was in other hands later: whoever has a key can write any day into a signature.
    """
    good: list[Reason] = []
    doubts: list[NotGoodError] = []
    for proof in proofs_of(document):
        try:
            good.append(_check_one(document, proof, resolved, now))
        except NotGoodError as doubt:
            doubts.append(doubt)
    if doubts:
        raise min(doubts, key=_is_lighter)
    return good[0]


def _is_lighter(doubt: NotGoodError) -> tuple[bool, bool]:
    """Order what is wrong with several proofs: first what is bad, last what a log can make good."""
    return doubt.outcome is not Outcome.BAD, doubt.reason.code == COMPROMISED


def proofs_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the proofs of a document of a checked form."""
    proofs = document["proof"]
    return proofs if isinstance(proofs, list) else [proofs]


def _check_one(
    document: Mapping[str, Any], proof: Mapping[str, Any], resolved: Resolved, now: datetime
) -> Reason:
    method = _method(str(proof["verificationMethod"]), resolved)
    try:
        fits = is_signed(document, proof, _key(method))
    except TooIntricateError as error:
        raise unknown("verify.signature.too_intricate") from error
    except CredentialError as error:
        raise bad("verify.form.faulty", fault=str(error)) from error
    if not fits:
        raise bad("verify.signature.wrong")
    created = read(proof["created"]) if proof.get("created") else None
    if created is not None and created > now + _SKEW:
        raise bad("verify.signature.in_future", day=created.date())
    if proof.get("expires") and read(proof["expires"]) < now:
        raise bad("verify.signature.expired", day=read(proof["expires"]).date())
    _check_time_of_key(created, method)
    return (
        Reason("verify.signature.good", {"day": created.date()})
        if created
        else Reason("verify.signature.fits")
    )


def _check_time_of_key(created: datetime | None, method: Method) -> None:
    """Tell whether a key was its owner's, and in use, when a proof says that it was made; none may say so."""
    if method.revoked is not None:
        since = read(method.revoked)
        if created is not None and created >= since:
            raise bad("verify.key.after_compromise", day=since.date())
        raise unknown(COMPROMISED, day=since.date())
    if method.expires is not None:
        end = read(method.expires)
        if created is None:
            raise unknown("verify.key.undated", day=end.date())
        if created >= end:
            raise bad("verify.key.after_end", day=end.date())


def _method(name: str, resolved: Resolved) -> Method:
    method = resolved.document.method(name)
    is_own = name.startswith(f"{resolved.did}#")
    if method is None and is_own and resolved.is_kept:
        # the issuer may have taken a new key into use since
        raise unknown("verify.key.newer", key=name)
    if method is None or not is_own or method.controller != resolved.did:
        raise bad("verify.key.not_its_own", key=name)
    return method


def _key(method: Method) -> Ed25519PublicKey:
    if method.type in _KINDS and method.publicKeyMultibase is not None:
        with suppress(KeyFaultyError):
            return public_key(method.publicKeyMultibase)
    raise unknown("verify.key.other_kind", key=method.id)
