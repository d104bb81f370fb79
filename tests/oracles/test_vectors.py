"""Both oracles reproduce the test vectors of the standard: hashes, signature, and the verdict on it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from openbadgeslib.ob3.contexts import bundled_contexts

from tests.oracles import node_vc, openbadges
from tests.oracles.keys import SECRET, Key, from_base58btc

FILE = Path(__file__).parent.parent / "reference" / "eddsa_rdfc_2022" / "vectors.json"
STANDARD = json.loads(FILE.read_text(encoding="utf-8"))
CONTEXTS = STANDARD["contexts"]
KEY = Key(from_base58btc(STANDARD["key"]["secretKeyMultibase"]).removeprefix(SECRET))

each_vector = pytest.mark.parametrize("vector", STANDARD["vectors"], ids=lambda vector: vector["name"])


def options(vector: dict[str, Any]) -> dict[str, Any]:
    """Return the options of the proof as they are hashed: with the document's context, without the value."""
    kept = {name: value for name, value in vector["proof"].items() if name != "proofValue"}
    return kept | {"@context": vector["unsigned"]["@context"]}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_key_pair_belongs_together() -> None:
    assert KEY.public_multibase == STANDARD["key"]["publicKeyMultibase"]
    assert KEY.secret_multibase == STANDARD["key"]["secretKeyMultibase"]


@each_vector
def test_the_file_agrees_with_itself(vector: dict[str, Any]) -> None:
    document, proof = (
        "\n".join(vector[form]) + "\n" for form in ("canonical_document", "canonical_proof_options")
    )
    assert (digest(document), digest(proof)) == (vector["document_hash"], vector["proof_options_hash"])
    assert vector["combined_hash"] == vector["proof_options_hash"] + vector["document_hash"]
    signature = from_base58btc(vector["proof"]["proofValue"])
    KEY.private.public_key().verify(signature, bytes.fromhex(vector["combined_hash"]))


@each_vector
def test_pyld_gives_the_canonical_forms(vector: dict[str, Any]) -> None:
    assert openbadges.canonize(vector["unsigned"], CONTEXTS).splitlines() == vector["canonical_document"]
    assert openbadges.canonize(options(vector), CONTEXTS).splitlines() == vector["canonical_proof_options"]


@each_vector
def test_node_gives_the_canonical_forms_and_the_signature(vector: dict[str, Any]) -> None:
    proof = vector["proof"]
    document, config, issued = node_vc.judged(
        [
            node_vc.canonizing(vector["unsigned"]),
            node_vc.canonizing(options(vector)),
            node_vc.issuing(
                vector["unsigned"], KEY, method=proof["verificationMethod"], created=proof["created"]
            ),
        ],
        contexts=bundled_contexts() | CONTEXTS,
    )
    assert document.value.splitlines() == vector["canonical_document"]
    assert config.value.splitlines() == vector["canonical_proof_options"]
    assert issued.value == vector["unsigned"] | {"proof": proof}


@each_vector
def test_openbadgeslib_verifies_the_proof_and_refuses_another_document(vector: dict[str, Any]) -> None:
    secured = vector["unsigned"] | {"proof": vector["proof"]}
    good = openbadges.verify_proof(secured, contexts=CONTEXTS, pem=KEY.public_pem)
    bad = openbadges.verify_proof(secured | {"name": "Another"}, contexts=CONTEXTS, pem=KEY.public_pem)
    assert (good.is_verified, bad.is_verified, bad.mentions("signature mismatch")) == (True, False, True)
