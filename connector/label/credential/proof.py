"""Signatures on documents: Data Integrity, cryptosuite ``eddsa-rdfc-2022`` (W3C Recommendation, 2025)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidSignature

from connector.label.credential.canonical import canonical
from connector.label.credential.contexts import load_context
from connector.label.credential.errors import KeyFaultyError
from connector.label.credential.keys import bytes_of, multibase
from connector.label.credential.moments import written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    from connector.label.credential.canonical import Load

SUITE: Final = "eddsa-rdfc-2022"
_SIGNATURE_BYTES: Final = 64


def signed(
    document: Mapping[str, Any], key: Ed25519PrivateKey, *, method: str, now: datetime
) -> dict[str, Any]:
    """Return a document with a proof.

    Parameters
    ----------
    document
        Without one. Terms that its vocabularies do not define would not be signed: check its form before.
    key, method
        What signs, and where its public half is found.
    now
        With a time zone; written to the second.
    """
    config = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": written(now),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = key.sign(what_is_signed(document, config))
    return {**document, "proof": {**config, "proofValue": multibase(signature)}}


def is_signed(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    key: Ed25519PublicKey,
    load: Load = load_context,
) -> bool:
    """Tell whether a document is what a key signed.

    Parameters
    ----------
    document
        With or without its proofs: they are no part of what is signed.
    proof
        Of this cryptosuite.
    key
        Of the method that the proof names.
    load
        Where vocabularies come from.
    """
    try:
        signature = bytes_of(str(proof["proofValue"]))
    except KeyFaultyError:
        return False
    if len(signature) != _SIGNATURE_BYTES:
        return False
    unsigned = {term: value for term, value in document.items() if term != "proof"}
    config = {term: value for term, value in proof.items() if term != "proofValue"}
    try:
        key.verify(signature, what_is_signed(unsigned, config, load))
    except InvalidSignature:
        return False
    return True


def what_is_signed(
    document: Mapping[str, Any], config: Mapping[str, Any], load: Load = load_context
) -> bytes:
    """Return the 64 bytes that are signed: the hash of how it is signed, then that of what is."""
    config = {"@context": document["@context"], **config}
    hashes = (hashlib.sha256(canonical(part, load)).digest() for part in (config, document))
    return b"".join(hashes)
