"""The oracles say yes and no of what either of them issued, for the right reason. No code of ours in here."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.oracles import node_vc, openbadges
from tests.oracles.builders import EXTENSIONS, ISSUED, PAST, READ, badge, did_document, entry
from tests.oracles.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracles.verdict import Verdict

ISSUER = "did:web:label.example:office"
METHOD = f"{ISSUER}#key-1"
KEY, NEW_KEY = key_of("the office"), key_of("the office, later")
KEYS = {ISSUER: did_document(ISSUER, {"key-1": KEY})}
REVOCATION, SUSPENSION = "https://label.example/status/1", "https://label.example/status/2"
INDEX = 4711
ORACLES = ("node", "openbadgeslib")


class Case(NamedTuple):
    """What is handed to a verifier, and why it refuses: words of node and of openbadgeslib, or none."""

    credential: dict[str, Any]
    documents: dict[str, Any] = KEYS
    now: str = READ
    refused: tuple[str, str] | None = None


def unsigned_lists(signer: str, revoked: list[int], suspended: list[int]) -> list[dict[str, Any]]:
    """Return the list of revocation and that of suspension, as this oracle makes them."""
    bits = [(REVOCATION, "revocation", revoked), (SUSPENSION, "suspension", suspended)]
    if signer == "openbadgeslib":
        return [openbadges.status_list(*what, issuer=ISSUER, issued=ISSUED) for what in bits]
    answers = node_vc.judged(node_vc.listing(*what) for what in bits)
    return [answer.value | {"issuer": ISSUER} for answer in answers]


def signed(signer: str, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the documents with proofs by this oracle."""
    if signer == "openbadgeslib":
        return [openbadges.issue(document, KEY, method=METHOD, created=ISSUED) for document in documents]
    commands = [node_vc.issuing(document, KEY, method=METHOD, created=ISSUED) for document in documents]
    return [answer.value for answer in node_vc.judged(commands)]


def changed(document: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    after = copy.deepcopy(document)
    change(after)
    return after


def broken(document: dict[str, Any]) -> dict[str, Any]:
    """Return a status list, not signed yet, whose bits cannot be unpacked."""
    return document | {"credentialSubject": document["credentialSubject"] | {"encodedList": "uAAAA"}}


@cache
def cases(signer: str) -> dict[str, Case]:
    """Return what happens to badges and lists that this oracle issued."""
    entries = [entry(REVOCATION, "revocation", INDEX), entry(SUSPENSION, "suspension", INDEX)]
    near = [INDEX - 1, INDEX + 1]
    clear, revoked = unsigned_lists(signer, near, near), unsigned_lists(signer, [INDEX], near)
    suspended = unsigned_lists(signer, near, [INDEX])
    lasting = badge(ISSUER, credentialStatus=entries)
    plain, watched, clear_1, clear_2, revoked_1, suspended_2, broken_1 = signed(
        signer, [badge(ISSUER), lasting, *clear, revoked[0], suspended[1], broken(clear[0])]
    )
    both = KEYS | {REVOCATION: clear_1, SUSPENSION: clear_2}
    rotated = {ISSUER: did_document(ISSUER, {"key-2": NEW_KEY})}
    mended = changed(revoked_1, lambda one: one["credentialSubject"].update(clear_1["credentialSubject"]))
    signature, coding = (
        ("Invalid signature", "signature mismatch"),
        ("Could not decode", "malformed status list"),
    )
    term = ("invalid property", "not in compacted form")
    return {
        "as issued": Case(plain),
        "with two lists": Case(watched, both),
        "with the old key kept beside the new": Case(
            plain, {ISSUER: did_document(ISSUER, {"key-2": NEW_KEY, "key-1": KEY})}
        ),
        "expired": Case(plain, now=PAST, refused=("is after", "has expired")),
        "not yet valid": Case(plain, now="2025-12-01T00:00:00Z", refused=("is before", "not yet valid")),
        "tampered": Case(changed(plain, lambda one: one.update(name="Another")), refused=signature),
        "tampered in its proof": Case(
            changed(plain, lambda one: one["proof"].update(created=READ)), refused=signature
        ),
        "with another's proof": Case(plain | {"proof": watched["proof"]}, refused=signature),
        "with an undefined term": Case(plain | {"colour": "blue"}, refused=term),
        "with an undefined term below": Case(
            changed(plain, lambda one: one["credentialSubject"]["achievement"].update(colour="blue")),
            refused=term,
        ),
        "of an unknown issuer": Case(plain, {}, refused=("not among the documents",) * 2),
        "with a key of another": Case(
            plain, {ISSUER: did_document(ISSUER, {"key-1": NEW_KEY})}, refused=signature
        ),
        "with the old key gone": Case(
            plain, rotated, refused=("not among the documents", "no verificationMethod with id")
        ),
        "revoked": Case(
            watched, both | {REVOCATION: revoked_1}, refused=("revocation is set", "'revocation' is set")
        ),
        "suspended": Case(
            watched, both | {SUSPENSION: suspended_2}, refused=("suspension is set", "'suspension' is set")
        ),
        "with a list missing": Case(
            watched, KEYS | {REVOCATION: clear_1}, refused=("not among the documents", "could not fetch")
        ),
        "with a broken list": Case(watched, both | {REVOCATION: broken_1}, refused=coding),
        "with a page for a list": Case(
            watched, both | {REVOCATION: "<html></html>"}, refused=("not verified", "neither JSON")
        ),
        "with a list cleared by somebody": Case(watched, both | {REVOCATION: mended}, refused=signature),
        "with a list without proof": Case(
            watched,
            both | {REVOCATION: changed(clear_1, lambda one: one.pop("proof"))},
            refused=("No matching proofs", "not by the issuer"),
        ),
        "with the lists exchanged": Case(
            watched,
            KEYS | {REVOCATION: clear_2, SUSPENSION: clear_1},
            refused=("does not match the status purpose", "is not declared by the status list"),
        ),
        "with an index past the list": Case(
            signed(signer, [badge(ISSUER, credentialStatus=[entry(REVOCATION, "revocation", 131_072)])])[0],
            both,
            refused=("out of range",) * 2,
        ),
    }


@cache
def verdicts(signer: str, judge: str) -> dict[str, Verdict]:
    """Return what one oracle says of all that the other issued."""
    handed = cases(signer)
    if judge == "openbadgeslib":
        return {
            name: openbadges.verify(case.credential, case.documents, now=case.now)
            for name, case in handed.items()
        }
    answers = node_vc.judged(
        node_vc.verifying(case.credential, case.documents, now=case.now) for case in handed.values()
    )
    return {name: answer.verdict for name, answer in zip(handed, answers, strict=True)}


@pytest.mark.parametrize("judge", ORACLES)
@pytest.mark.parametrize("signer", ORACLES)
def test_each_judges_what_either_issued(signer: str, judge: str) -> None:
    handed, said = cases(signer), verdicts(signer, judge)
    assert {name: verdict.is_verified for name, verdict in said.items()} == {
        name: case.refused is None for name, case in handed.items()
    }
    words = {
        name: case.refused[ORACLES.index(judge)] for name, case in handed.items() if case.refused is not None
    }
    assert {name: said[name].reasons for name in words if not said[name].mentions(words[name])} == {}
    assert len(words) >= 15 > len(handed) - len(words) >= 3


def test_what_they_sign_is_the_same_to_the_last_letter() -> None:
    document = badge(KEY.did)
    [node] = node_vc.judged([node_vc.issuing(document, KEY, created=ISSUED)])
    assert node.value == openbadges.issue(document, KEY, created=ISSUED)


def test_a_did_key_needs_no_document() -> None:
    signed_by_key = openbadges.issue(badge(KEY.did), KEY, created=ISSUED)
    other = signed_by_key | {"issuer": NEW_KEY.did}
    [good, bad] = node_vc.judged(node_vc.verifying(one, now=READ) for one in (signed_by_key, other))
    assert [good.verdict.is_verified, bad.verdict.is_verified] == [True, False]
    assert [openbadges.verify(one, now=READ).is_verified for one in (signed_by_key, other)] == [True, False]


def test_what_openbadgeslib_writes_in_its_own_words_verifies() -> None:
    """Its model adds a schema, and the context that says what a schema is."""
    written = openbadges.issue_badge(badge(KEY.did), KEY, created=ISSUED)
    assert written["@context"] == [*badge(KEY.did)["@context"], EXTENSIONS]
    [answer] = node_vc.judged([node_vc.verifying(written, now=READ)])
    assert [answer.verdict.is_verified, openbadges.verify(written, now=READ).is_verified] == [True, True]


def test_canonical_forms_agree_and_only_node_minds_an_undefined_term() -> None:
    document = badge(ISSUER)
    more = document | {"colour": "blue"}
    strict, loose, refused = node_vc.judged(
        [
            node_vc.canonizing(document),
            node_vc.canonizing(more, is_strict=False),
            node_vc.canonizing(more),
        ]
    )
    assert strict.value == loose.value == openbadges.canonize(document) == openbadges.canonize(more)
    assert "invalid property" in refused.reasons


def test_each_reads_the_lists_of_the_other() -> None:
    bits = {0, 7, 8, INDEX, 131_071}
    made, read = node_vc.judged(
        [node_vc.listing(REVOCATION, "revocation", bits), node_vc.reading(openbadges.encoded_list(bits))]
    )
    assert openbadges.read_list(made.value["credentialSubject"]["encodedList"]) == bits
    assert read.value == {"length": 131_072, "set": sorted(bits)}
