"""Where one oracle is stricter than the other, or neither looks: what our verifier has to see by itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.oracles import node_vc, openbadges
from tests.oracles.builders import ISSUED, READ, badge, did_document, endorsement, entry
from tests.oracles.keys import key_of

ISSUER, LIST = "did:web:label.example", "https://label.example/status"
METHOD = f"{ISSUER}#key-1"
KEY, NEW_KEY, ENDORSER = key_of("the office"), key_of("the office, later"), key_of("an endorser")
KEYS = {ISSUER: did_document(ISSUER, {"key-1": KEY})}


def issued(document: dict[str, Any]) -> dict[str, Any]:
    return openbadges.issue(document, KEY, method=METHOD, created=ISSUED)


def listed(**subject: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON of any shape
    """Return what is served when the list is clear, its subject changed before it was signed."""
    clear = openbadges.status_list(LIST, "revocation", [], issuer=ISSUER, issued=ISSUED)
    return KEYS | {LIST: issued(clear | {"credentialSubject": clear["credentialSubject"] | subject})}


def watched(**members: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON of any shape
    return issued(badge(ISSUER, credentialStatus=entry(LIST, "revocation", 5, **members)))


def endorsed(one: dict[str, Any]) -> dict[str, Any]:
    return issued(badge(ISSUER, issuer=badge(ISSUER)["issuer"] | {"endorsement": [one]}))


def retired() -> dict[str, Any]:
    """Return the DID document that still holds the old key, but not to sign with."""
    document = did_document(ISSUER, {"key-2": NEW_KEY, "key-1": KEY})
    return document | {"assertionMethod": [f"{ISSUER}#key-2"]}


class Case(NamedTuple):
    """What is handed to a verifier, and whether node and openbadgeslib rely on it."""

    credential: dict[str, Any]
    documents: dict[str, Any]
    now: str
    by_node: bool
    by_openbadgeslib: bool


def cases() -> dict[str, Case]:
    plain, encoded = issued(badge(ISSUER)), openbadges.encoded_list([])
    praise = openbadges.issue(endorsement(ENDORSER.did, ISSUER), ENDORSER, created=ISSUED)
    spoilt = plain["proof"] | {"proofValue": praise["proof"]["proofValue"]}
    twice = plain | {"proof": [plain["proof"], spoilt]}
    sixteen = listed(encodedList=openbadges.encoded_list([], length=16))
    both = listed(statusPurpose=["revocation", "suspension"])
    elsewhere = openbadges.status_list(f"{LIST}/2", "revocation", [], issuer=ISSUER, issued=ISSUED)
    return {
        "a minute past its end": Case(plain, KEYS, "2029-01-01T00:00:59Z", True, True),
        "four minutes past its end": Case(plain, KEYS, "2029-01-01T00:04:00Z", True, False),
        "five minutes past its end": Case(plain, KEYS, "2029-01-01T00:05:00Z", False, False),
        "a key that signs no more": Case(plain, {ISSUER: retired()}, READ, False, True),
        "a second proof that is wrong": Case(twice, KEYS, READ, True, False),
        "a status of two bits": Case(watched(statusSize=2), listed(), READ, True, False),
        "an index with letters": Case(watched(statusListIndex="5x"), listed(), READ, True, False),
        "a list of both purposes": Case(watched(), both, READ, False, True),
        "a list of sixteen bits": Case(watched(), sixteen, READ, True, True),
        "a list without its letter": Case(watched(), listed(encodedList=encoded[1:]), READ, False, True),
        "a list with padding": Case(watched(), listed(encodedList=f"{encoded}=="), READ, True, False),
        "a list past its time to live": Case(watched(), listed(ttl=1), READ, True, True),
        "a list of another name": Case(watched(), KEYS | {LIST: issued(elsewhere)}, READ, True, True),
        "a good endorsement inside": Case(endorsed(praise), KEYS, READ, True, True),
        "a wrong endorsement inside": Case(endorsed(praise | {"name": "Another"}), KEYS, READ, True, True),
        "an endorsement by itself": Case(praise, {}, READ, True, False),
    }  # fmt: skip


def test_each_is_as_strict_as_it_is_known_to_be() -> None:
    handed = cases()
    answers = node_vc.judged(
        node_vc.verifying(case.credential, case.documents, now=case.now) for case in handed.values()
    )
    said = {
        name: (
            answer.verdict.is_verified,
            openbadges.verify(case.credential, case.documents, now=case.now).is_verified,
        )
        for (name, case), answer in zip(handed.items(), answers, strict=True)
    }
    assert said == {name: (case.by_node, case.by_openbadgeslib) for name, case in handed.items()}


def test_an_endorsement_is_verified_by_its_proof_alone() -> None:
    praise = openbadges.issue(endorsement(ENDORSER.did, ISSUER), ENDORSER, created=ISSUED)
    assert openbadges.verify_proof(praise).is_verified
    assert openbadges.verify_proof(praise | {"name": "Another"}).mentions("signature mismatch")


def test_pyld_leaves_control_characters_as_they_are() -> None:
    """RDFC-1.0 escapes them and URDNA2015 does not: a text with one has another hash by pyld."""
    same, other = ["\t", "\n", "\r", '"\\', "\u202f", "\u2028"], ["\0", "\b", "\v", "\f", "\x1b", "\x7f"]
    documents = [badge(ISSUER, name=f"A{letter}label") for letter in same + other]
    answers = node_vc.judged(node_vc.canonizing(document) for document in documents)
    agree = [
        openbadges.canonize(document) == answer.value
        for document, answer in zip(documents, answers, strict=True)
    ]
    assert agree == [True] * len(same) + [False] * len(other)
