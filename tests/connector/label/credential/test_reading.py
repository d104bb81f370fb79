"""What anybody may have sent: bytes, JSON, and the strictness of every form."""

from __future__ import annotations

import copy
import json
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from connector.label.credential.errors import NotACredentialError
from connector.label.credential.model import Badge, DidDocument, StatusListCredential
from connector.label.credential.model.base import Iri, Moment, Short
from connector.label.credential.moments import read, written
from connector.label.credential.reading import LARGEST, check_form, parsed
from tests.connector.label.credential.everything import DID, everything, status_list, with_proof

BADGE = with_proof(everything())
LIST = with_proof(status_list(DID))


def refused(change: dict[str, Any], document: dict[str, Any] = BADGE, form: Any = Badge) -> bool:  # noqa: ANN401
    """Tell whether a document is refused after values were put to dotted places."""
    after = copy.deepcopy(document)
    for place, value in change.items():
        *steps, last = (int(step) if step.isdigit() else step for step in place.split("."))
        holder: Any = after
        for step in steps:
            holder = holder[step]
        holder[last] = value
    try:
        check_form(after, form)
    except NotACredentialError:
        return True
    return False


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no readable JSON"),
        (b"\xef\xbb\xbf{}", "no readable JSON"),
        (b"\xff", "no readable JSON"),
        ('{"a": "é"}'.encode("latin-1"), "no readable JSON"),
        ('{"a": 1}'.encode("utf-16"), "no readable JSON"),
        (b'{"a": 1} x', "no readable JSON"),
        (b"{'a': 1}", "no readable JSON"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": -Infinity}', "Infinity is no number"),
        (b'{"a": 1.5}', "1.5 is no number"),
        (b'{"a": 1e400}', "1e400 is no number"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "no readable JSON"),
        (b'{"a": 1, "a": 1}', "twice"),
        (b'{"b": {"a": 1, "\\u0061": 2}}', "twice"),
        (b"[" * 100_000, "no readable JSON"),
        (b'{"a":' * 100_000, "no readable JSON"),
        (b"[]", "no JSON object"),
        (b'"text"', "no JSON object"),
        (b"null", "no JSON object"),
        (b" " * (LARGEST + 1), "larger than 4,000,000 bytes"),
    ],
    ids=count(),
)
def test_what_is_no_json_object_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(NotACredentialError, match=words):
        parsed(data)


def test_a_document_may_be_as_large_as_it_may_and_not_a_byte_larger() -> None:
    assert parsed(b'{"a": 1}', 8) == {"a": 1}
    with pytest.raises(NotACredentialError, match="larger than 7 bytes"):
        parsed(b'{"a": 1}', 7)


@given(st.binary(max_size=60) | st.text('{}[]":,\\u0041 ', max_size=60).map(str.encode))
def test_any_bytes_are_an_object_or_refused(data: bytes) -> None:
    try:
        told = parsed(data)
    except NotACredentialError:
        return
    assert told == json.loads(data)


def test_the_documents_are_of_their_forms() -> None:
    assert not refused({})
    assert not refused({}, LIST, StatusListCredential)


@pytest.mark.parametrize(
    "change",
    [
        {"name": 5},
        {"name": ["A", "B"]},
        {"name": {"@value": "A"}},
        {"name": ""},
        {"name": None},
        {"name": "a\u0007b"},
        {"name": "a\x7fb"},
        {"name": "a\ud800b"},
        {"name": "x" * 20_001},
        {"issuer": None},
        {"issuer": [BADGE["issuer"]]},
        {"issuer.id": 5},
        {"issuer.id": "_:b0"},
        {"issuer.id": "city"},
        {"issuer.id": "did:web:city example"},
        {"issuer.id": "did:web:city\u202eexample"},
        {"issuer.type": "Organization"},
        {"issuer.type": []},
        {"issuer.type": ["Profile", 5]},
        {"type": "OpenBadgeCredential"},
        {"type": ["OpenBadgeCredential"]},
        {"type": ["VerifiableCredential"]},
        {"type": ["VerifiableCredential", "OpenBadgeCredential", "OpenBadgeCredential"]},
        {"type": ["VerifiableCredential", "OpenBadgeCredential", "Grade"]},
        {"@context": BADGE["@context"][0]},
        {"@context": BADGE["@context"][:1]},
        {"@context": BADGE["@context"][::-1]},
        {"@context": [*BADGE["@context"], BADGE["@context"][1]]},
        {"@context": [*BADGE["@context"], {"grade": "urn:grade"}]},
        {"@context": {}},
        {"credentialSubject": [BADGE["credentialSubject"]]},
        {"credentialSubject.achievement": [BADGE["credentialSubject"]["achievement"]]},
        {"credentialSubject.achievement.criteria": "https://city.example/criteria"},
        {"credentialSubject.achievement.version": 2026},
        {"credentialSubject.achievement.inLanguage": "english please"},
        {"credentialSubject.identifier.0.hashed": 0},
        {"credentialSubject.identifier.0.hashed": "false"},
        {"credentialStatus": []},
        {"credentialStatus": [BADGE["credentialStatus"][0]] * 6},
        {"proof": [BADGE["proof"]] * 6},
        {"credentialStatus.0.statusListIndex": 7},
        {"credentialStatus.0.statusListIndex": "07"},
        {"credentialStatus.0.statusListIndex": "-7"},
        {"credentialStatus.0.statusListIndex": "7.0"},
        {"credentialStatus.0.statusListIndex": "١"},
        {"credentialStatus.0.statusListIndex": "9999999999"},
        {"credentialStatus.0.statusPurpose": "message"},
        {"credentialStatus.0.statusPurpose": ["revocation"]},
        {"credentialStatus.0.statusSize": 2},
        {"credentialStatus.0.statusSize": True},
        {"credentialStatus.0.statusSize": "1"},
        {"evidence": [BADGE["evidence"][0]] * 101},
        {"proof.type": "Ed25519Signature2020"},
        {"proof.cryptosuite": "eddsa-jcs-2022"},
        {"proof.proofPurpose": "authentication"},
        {"proof.proofValue": "u" + BADGE["proof"]["proofValue"][1:]},
        {"proof.proofValue": "z0"},
        {"proof.verificationMethod": {"id": "did:web:city.example#key-1"}},
        {"proof": None},
        {"proof": [None]},
        {"proof": []},
        {"validFrom": "2026-10-01"},
        {"validFrom": "2026-10-01T00:00:00"},
        {"validFrom": "2026-02-30T00:00:00Z"},
        {"validFrom": "2026-10-01T24:00:01Z"},
        {"validFrom": "2026-10-01T00:00:60Z"},
        {"validFrom": "2026-10-01T00:00:00+25:00"},
        {"validFrom": "2026-10-01t00:00:00z"},
        {"validFrom": "٢٠٢٦-10-01T00:00:00Z"},
        {"validFrom": "2026-10-01T00:00:00Z\n"},
        {"validFrom": 1_790_000_000},
    ],
    ids=count(),
)
def test_what_is_not_of_the_form_is_refused(change: dict[str, Any]) -> None:
    assert refused(change)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "إدماج · 🌉 « l’école » \"'\\\t\n"},
        {"issuer": DID},
        {"issuer.type": "Profile"},
        {"proof": [BADGE["proof"]]},
        {"credentialStatus": BADGE["credentialStatus"][0]},
        {
            "credentialSubject.achievement.alignment": BADGE["credentialSubject"]["achievement"]["alignment"][
                0
            ]
        },
        {"type": ["VerifiableCredential", "AchievementCredential", "OpenBadgeCredential"]},
        {"validFrom": "2026-10-01T00:00:00.123456+05:30"},
        {"validFrom": "0001-01-01T00:00:00+14:00"},
        {"validFrom": "9999-12-31T23:59:59-12:00"},
    ],
    ids=count(),
)
def test_what_json_ld_may_write_otherwise_is_of_the_form(change: dict[str, Any]) -> None:
    assert not refused(change)


@pytest.mark.parametrize(
    "change",
    [
        {"credentialSubject": [LIST["credentialSubject"]]},
        {"credentialSubject.statusPurpose": []},
        {"credentialSubject.statusPurpose": ["revocation", "suspension"]},
        {"credentialSubject.statusPurpose": "message"},
        {"credentialSubject.encodedList": "H4sIAAAA"},
        {"credentialSubject.encodedList": "u"},
        {"credentialSubject.encodedList": "uAA=="},
        {"credentialSubject.encodedList": 5},
        {"type": ["VerifiableCredential"]},
        {"type": ["VerifiableCredential", "BitstringStatusListCredential", "OpenBadgeCredential"]},
        {"proof": []},
        {"grade": "A"},
    ],
    ids=count(),
)
def test_what_is_no_status_list_is_refused(change: dict[str, Any]) -> None:
    assert refused(change, LIST, StatusListCredential)


def test_each_fault_is_told_with_its_place_and_five_of_them_at_most() -> None:
    with pytest.raises(NotACredentialError) as told:
        check_form({**BADGE, "grade": "A", "name": 5}, Badge)
    assert told.value.faults == (
        "name: Input should be a valid string",
        "grade: is not a term of such a credential",
    )
    with pytest.raises(NotACredentialError) as told:
        check_form({f"term{number}": 1 for number in range(50)}, Badge)
    assert len(told.value.faults) == 5


def test_a_did_document_may_say_more_but_what_is_read_is_held_to_its_form() -> None:
    document = {"id": "did:web:city.example", "alsoKnownAs": ["x"], "verificationMethod": []}
    check_form(document, DidDocument)
    for wrong in ({"id": "city"}, {"verificationMethod": {}}, {"assertionMethod": [5]}, {"service": "x"}):
        with pytest.raises(NotACredentialError):
            check_form({**document, **wrong}, DidDocument)


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)), st.integers(-12 * 60, 14 * 60))  # noqa: DTZ001 - hypothesis takes no zones here
def test_a_moment_comes_back_to_the_second(moment: datetime, offset: int) -> None:
    at = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    text = TypeAdapter(Moment).validate_python(written(at))
    assert read(text) == at.astimezone(UTC).replace(microsecond=0)
    assert text.endswith("Z")


def test_a_moment_without_a_time_zone_is_nobodys() -> None:
    with pytest.raises(ValueError, match="time zone"):
        written(datetime(2026, 11, 2))  # noqa: DTZ001 - that is the case


@given(st.text(max_size=30))
def test_a_name_has_neither_spaces_nor_signs_that_end_it_nor_what_turns_the_writing(text: str) -> None:
    try:
        TypeAdapter(Iri).validate_python(f"urn:{text}")
    except ValidationError:
        return
    assert not set(text) & set('<>"{}|\\^`\u200e\u200f\u202a\u202b\u202c\u202d\u202e')
    assert not {unicodedata.category(sign) for sign in text} & {"Cc", "Cs", "Zs", "Zl", "Zp"}


@given(st.text(max_size=30))
def test_a_short_text_has_no_signs_that_a_terminal_obeys(text: str) -> None:
    try:
        TypeAdapter(Short).validate_python(text)
    except ValidationError:
        return
    assert not any((sign < " " and sign not in "\t\n\r") or "\x7f" <= sign <= "\x9f" for sign in text)
    text.encode()
