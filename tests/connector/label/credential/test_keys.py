"""Keys as others write them: an independent base58, and the keys in the description of did:key."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from connector.label.credential.did import did_key, did_key_document
from connector.label.credential.errors import DidFaultyError, KeyFaultyError
from connector.label.credential.keys import bytes_of, fingerprint, multibase, multikey, public_key
from connector.label.credential.model import DidDocument
from tests.oracles.keys import Key, base58btc, from_base58btc

#: The did:key Method (W3C CCG): the example of its introduction.
EXAMPLE = "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH"
#: Its test vectors for Ed25519: secret seed -> identifier.
VECTORS = {
    bytes(31) + b"\0": "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    bytes(31) + b"\1": "did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG",
}
DID_KEYS = [EXAMPLE, *VECTORS.values()]
#: The same document, "Signature Method Creation": keys of other kinds, which sign nothing here.
OTHER_KINDS = [
    "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",  # secp256k1
    "z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F",  # X25519
    "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",  # P-256
]


@given(st.binary(max_size=100))
def test_bytes_come_back_and_are_written_as_others_write_them(data: bytes) -> None:
    written = multibase(data)
    assert written == base58btc(data)
    assert bytes_of(written) == data == from_base58btc(written)


@given(st.text("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", max_size=100))
def test_a_text_has_one_reading_and_that_one_writing(digits: str) -> None:
    assert multibase(bytes_of(f"z{digits}")) == f"z{digits}"


@given(st.binary(min_size=32, max_size=32))
def test_a_key_is_written_as_the_oracles_write_it_and_comes_back(seed: bytes) -> None:
    key, theirs = Ed25519PrivateKey.from_private_bytes(seed).public_key(), Key(seed)
    assert multikey(key) == theirs.public_multibase
    assert did_key(key) == theirs.did
    assert public_key(multikey(key)) == key


def test_the_seeds_of_the_method_have_its_identifiers() -> None:
    keys = (Ed25519PrivateKey.from_private_bytes(seed).public_key() for seed in VECTORS)
    assert [did_key(key) for key in keys] == list(VECTORS.values())


@pytest.mark.parametrize("did", DID_KEYS)
def test_a_did_key_of_the_method_is_read_and_written(did: str) -> None:
    name = did.removeprefix("did:key:")
    assert did_key(public_key(name)) == did
    document = did_key_document(did)
    assert document["id"] == did
    assert document["verificationMethod"] == [
        {"id": f"{did}#{name}", "type": "Multikey", "controller": did, "publicKeyMultibase": name}
    ]
    assert document["assertionMethod"] == [f"{did}#{name}"]
    method = DidDocument.model_validate(document).method(f"{did}#{name}")
    assert method is not None
    assert method.publicKeyMultibase == name


@pytest.mark.parametrize("text", OTHER_KINDS)
def test_a_key_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(KeyFaultyError, match="no Ed25519 key"):
        public_key(text)
    with pytest.raises(KeyFaultyError):
        did_key_document(f"did:key:{text}")


@pytest.mark.parametrize(
    "text", ["", "z", "6Mk", "m6Mk", "z0", "zO", "zI", "zl", "z6Mk ", "zé", "z" + "1" * 200, "Z6Mk"]
)
def test_what_is_not_written_as_keys_are_is_refused(text: str) -> None:
    with pytest.raises(KeyFaultyError):
        public_key(text)


@pytest.mark.parametrize("did", ["did:key:", "did:key:m6Mk", "did:web:city.example", "z6Mk"])
def test_what_is_no_did_key_has_no_document(did: str) -> None:
    with pytest.raises(DidFaultyError):
        did_key_document(did)


def test_one_byte_more_or_less_is_no_key() -> None:
    data = bytes_of(DID_KEYS[0].removeprefix("did:key:"))
    for other in (data[:-1], data + b"\0", b"\0" + data, data[2:]):
        with pytest.raises(KeyFaultyError):
            public_key(multibase(other))


def test_a_fingerprint_is_the_beginning_of_the_hash_in_groups() -> None:
    key = Key(bytes(32)).private.public_key()
    digits = hashlib.sha256(key.public_bytes_raw()).hexdigest()
    assert fingerprint(key).replace(" ", "") == digits[:16]
    assert [len(group) for group in fingerprint(key).split(" ")] == [4, 4, 4, 4]
