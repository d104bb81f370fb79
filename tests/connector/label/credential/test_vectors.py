"""Our own functions give the test vectors of the standard: canonical forms, hashes, signatures."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from connector.label.credential.canonical import canonical
from connector.label.credential.contexts import load_context
from connector.label.credential.errors import UnknownContextError
from connector.label.credential.keys import bytes_of, multibase, multikey, public_key
from connector.label.credential.proof import is_signed, what_is_signed

FILE = Path(__file__).parents[3] / "reference" / "eddsa_rdfc_2022" / "vectors.json"
STANDARD = json.loads(FILE.read_text(encoding="utf-8"))
#: 0x1300 of the multicodec table, ed25519-priv, as a variable-length number; then the 32 bytes.
SECRET = b"\x80\x26"
KEY = Ed25519PrivateKey.from_private_bytes(
    bytes_of(STANDARD["key"]["secretKeyMultibase"]).removeprefix(SECRET)
)

each_vector = pytest.mark.parametrize("vector", STANDARD["vectors"], ids=lambda vector: vector["name"])


def load(url: str, options: object = None) -> dict[str, Any]:
    """Return a vocabulary of the standard's examples, or one that is kept."""
    if url in STANDARD["contexts"]:
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": STANDARD["contexts"][url],
        }
    return load_context(url, options)


def config(vector: dict[str, Any]) -> dict[str, Any]:
    return {term: value for term, value in vector["proof"].items() if term != "proofValue"}


def test_the_key_pair_of_the_standard_is_written_as_we_write_it() -> None:
    written = STANDARD["key"]["publicKeyMultibase"]
    assert multikey(KEY.public_key()) == written
    assert public_key(written) == KEY.public_key()


@each_vector
def test_the_canonical_forms_are_those_of_the_standard(vector: dict[str, Any]) -> None:
    unsigned = vector["unsigned"]
    options = {**config(vector), "@context": unsigned["@context"]}
    assert canonical(unsigned, load).decode().splitlines() == vector["canonical_document"]
    assert canonical(options, load).decode().splitlines() == vector["canonical_proof_options"]
    assert hashlib.sha256(canonical(unsigned, load)).hexdigest() == vector["document_hash"]


@each_vector
def test_what_is_signed_and_the_signature_are_those_of_the_standard(vector: dict[str, Any]) -> None:
    hashes = what_is_signed(vector["unsigned"], config(vector), load)
    assert hashes.hex() == vector["combined_hash"]
    assert multibase(KEY.sign(hashes)) == vector["proof"]["proofValue"]


@each_vector
def test_the_signature_of_the_standard_fits_and_another_document_does_not(vector: dict[str, Any]) -> None:
    document, proof, key = vector["unsigned"], vector["proof"], KEY.public_key()
    assert is_signed(document, proof, key, load)
    assert is_signed({**document, "proof": proof}, proof, key, load)
    assert not is_signed({**document, "id": "urn:another"}, proof, key, load)
    assert not is_signed(document, {**proof, "created": "2023-02-24T23:36:39Z"}, key, load)
    assert not is_signed(document, proof, Ed25519PrivateKey.generate().public_key(), load)


@each_vector
def test_a_vocabulary_that_is_not_kept_is_refused_even_after_somebody_else_has_used_it(
    vector: dict[str, Any],
) -> None:
    canonical(vector["unsigned"], load)
    with pytest.raises(UnknownContextError):
        canonical(vector["unsigned"])
