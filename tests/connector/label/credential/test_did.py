"""Addresses of labels and their did:web, both ways, and what is neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.label.credential.did import (
    ListedKey,
    address_of,
    did_document,
    did_of_address,
    document_address,
    is_did_web,
)
from connector.label.credential.errors import DidFaultyError
from connector.label.credential.model import DidDocument
from connector.label.credential.reading import check_form
from tests.oracles.keys import key_of
from tests.oracles.openbadges import did_address

#: Address -> identifier -> where its document is; the first three are of the method's own text.
PAIRS = [
    ("https://w3c-ccg.github.io", "did:web:w3c-ccg.github.io", "/.well-known/did.json"),
    ("https://w3c-ccg.github.io/user/alice", "did:web:w3c-ccg.github.io:user:alice", "/did.json"),
    ("https://example.com:3000/user/alice", "did:web:example.com%3A3000:user:alice", "/did.json"),
    ("https://example.com:3000", "did:web:example.com%3A3000", "/.well-known/did.json"),
    ("https://city.example/Label_1.0~a-b", "did:web:city.example:Label_1.0~a-b", "/did.json"),
    ("https://city.example/.well-known", "did:web:city.example:.well-known", "/did.json"),
    ("https://xn--bcher-kva.example/label", "did:web:xn--bcher-kva.example:label", "/did.json"),
    ("http://localhost:8000/label", "did:web:localhost%3A8000:label", "/did.json"),
    ("http://127.0.0.1/label", "did:web:127.0.0.1:label", "/did.json"),
    ("https://1.example/1", "did:web:1.example:1", "/did.json"),
    ("https://2a0.example0x1/", "did:web:2a0.example0x1", "/.well-known/did.json"),
]


@pytest.mark.parametrize(("address", "did", "file"), PAIRS)
def test_an_address_and_its_identifier_lead_to_each_other(address: str, did: str, file: str) -> None:
    assert did_of_address(address) == did_of_address(address.rstrip("/") + "/") == did
    assert address_of(did) == address.rstrip("/")
    assert document_address(did) == address.rstrip("/") + file
    assert document_address(did).replace("http://", "https://") == did_address(did)
    assert is_did_web(did)


def test_a_host_is_the_same_in_capital_letters_and_a_path_is_not() -> None:
    assert did_of_address("https://City.EXAMPLE/Label") == "did:web:city.example:Label"
    assert did_of_address("HTTPS://city.example/label") == "did:web:city.example:label"


@pytest.mark.parametrize(
    "address",
    [
        "http://city.example/label",
        "http://localhost.example/label",
        "https://127.0.0.1/label",
        "ftp://city.example/label",
        "//city.example/label",
        "city.example/label",
        "https://",
        "https:///label",
        "https://10.0.0.1/label",
        "https://192.168.0.1:8000/label",
        "http://127.0.0.2/label",
        "https://169.254.169.254/",
        "https://[::1]/label",
        "https://[::1",
        "https://2130706433/label",
        "https://0x7f.1/label",
        "https://0x/label",
        "https://127.1/label",
        "https://me@city.example/label",
        "https://@city.example/label",
        "https://me:secret@city.example/label",
        "https://city.example/label?year=2026",
        "https://city.example/label?",
        "https://city.example/label#top",
        "https://city.example/label#",
        "https://city.example:0/label",
        "https://city.example:65536/label",
        "https://city.example:port/label",
        "https://city.example:/label",
        "https://city.example/a b",
        "https://city.example/a%20b",
        "https://city.example/é",
        "https://bücher.example/label",
        "https://city.example/../label",
        "https://city.example/./label",
        "https://city.example//label",
        "https://city.example/label//",
        "https://city.example/la:bel",
        "https://city.example\\@other.example/label",
        "https://city.example/label\n",
        " https://city.example/label",
        "https://city_hall.example/label",
        "https://-city.example/label",
        "https://city-.example/label",
        "https://city..example/label",
        "https://.example/label",
        "https://city.example./label",
    ],
)
def test_what_is_no_address_of_a_label_has_no_identifier(address: str) -> None:
    with pytest.raises(DidFaultyError):
        did_of_address(address)


@pytest.mark.parametrize(
    "did",
    [
        "",
        "did:web:",
        "did:web:City.example",
        "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH",
        "did:web:city.example/label",
        "did:web:city.example#key-1",
        "did:web:city.example?service=log",
        "did:web:city.example:",
        "did:web:city.example::label",
        "did:web:city.example:..:label",
        "did:web:city.example:.",
        "did:web:city.example:a%2Fb",
        "did:web:city.example%2Flabel",
        "did:web:city.example%3a8000",
        "did:web:city.example%3A",
        "did:web:city.example%3A0",
        "did:web:city.example%3A08000",
        "did:web:city.example%3A65536",
        "did:web:city.example%3A١",
        "did:web:me%40city.example",
        "did:web:10.0.0.1",
        "did:web:2130706433",
        "did:web:0x7f000001",
        "did:web:127.0.0.1.",
        "did:web:%5B%3A%3A1%5D",
        "did:web:city.example\n",
        " did:web:city.example",
        "DID:WEB:city.example",
    ],
)
def test_what_is_no_did_web_has_no_address(did: str) -> None:
    assert not is_did_web(did)
    with pytest.raises(DidFaultyError):
        address_of(did)
    with pytest.raises(DidFaultyError):
        document_address(did)


@given(
    st.from_regex(r"[a-z0-9](-?[a-z0-9]){0,5}(\.[a-z](-?[a-z0-9]){0,5}){0,2}", fullmatch=True),
    st.integers(0, 65_535),
    st.lists(st.from_regex(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,8}", fullmatch=True), max_size=3),
)
def test_every_name_with_port_and_path_comes_back(host: str, port: int, steps: list[str]) -> None:
    if host.isdigit() or host.startswith("0x"):
        host += ".example"
    scheme = "http" if host == "localhost" else "https"
    address = "/".join((f"{scheme}://{host}" + (f":{port}" if port else ""), *steps))
    assert address_of(did_of_address(address)) == address


@given(st.text(max_size=40) | st.text("did:web:%3A.#/@[]0123456789ax", max_size=40).map("did:web:{}".format))
def test_any_other_text_is_refused_or_leads_to_itself(text: str) -> None:
    try:
        address = address_of(text)
    except DidFaultyError:
        return
    assert did_of_address(address) == text


@given(st.text(max_size=40) | st.text(":/.?#@[]%09ax\\\t ", max_size=30).map("https://{}".format))
def test_any_other_address_is_refused_or_leads_to_itself(text: str) -> None:
    try:
        did = did_of_address(text)
    except DidFaultyError:
        return
    assert address_of(did).lower() == text.removesuffix("/").lower()


def test_a_document_tells_keys_what_they_are_for_and_services() -> None:
    did, keys = "did:web:city.example", [key_of(name).private.public_key() for name in "abc"]
    listed = [
        ListedKey("key-1", keys[0], expires="2026-11-02T00:00:00Z"),
        ListedKey("key-2", keys[1], revoked="2026-11-03T00:00:00Z"),
        ListedKey("log-1", keys[2], signs_credentials=False),
    ]
    told = did_document(did, listed, {"log": ("DiversityLabelLog", "https://city.example/log")})
    check_form(told, DidDocument)
    document = DidDocument.model_validate(told)
    assert told["assertionMethod"] == [f"{did}#key-1", f"{did}#key-2"]
    methods = [document.method(f"{did}#{name}") for name in ("key-1", "key-2", "log-1", "key-9")]
    assert [method is not None for method in methods] == [True, True, False, False]
    assert [(one.expires, one.revoked) for one in methods if one] == [
        ("2026-11-02T00:00:00Z", None),
        (None, "2026-11-03T00:00:00Z"),
    ]
    assert document.other_method(f"{did}#log-1") is not None
    assert document.endpoint("DiversityLabelLog") == "https://city.example/log"
    assert document.endpoint("Another") is None


@pytest.mark.parametrize(
    "endpoint", [None, 1, {"origins": []}, ["https://a.example"], "no address", "x:\ud800"]
)
def test_a_service_of_another_form_is_none_of_ours(endpoint: object) -> None:
    told = {
        "id": "did:web:city.example",
        "service": [{"id": "did:web:city.example#log", "type": "Log", "serviceEndpoint": endpoint}],
    }
    check_form(told, DidDocument)
    assert DidDocument.model_validate(told).endpoint("Log") is None
