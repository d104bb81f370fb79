"""A badge in which every term stands that the forms let through, and the same with addresses for objects."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from connector.label.credential.contexts import CREDENTIALS, OPEN_BADGES
from connector.label.credential.did import did_key
from connector.label.credential.keys import multibase
from connector.label.credential.proof import what_is_signed
from connector.label.credential.status_list import packed

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DID = did_key(KEY.public_key())
METHOD = f"{DID}#{DID.split(':')[2]}"
NOW = datetime(2026, 11, 2, 12, 0, 0, tzinfo=UTC)


def image(name: str) -> dict[str, Any]:
    return {"id": f"https://city.example/{name}.png", "type": "Image", "caption": f"Picture of {name}"}


def other_name(text: str) -> dict[str, Any]:
    return {"type": "IdentifierEntry", "identifier": text, "identifierType": "ext:Register"}


def entry(purpose: str, place: int = 7) -> dict[str, Any]:
    address = f"https://city.example/status/{purpose}.json"
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(place),
        "statusListCredential": address,
        "statusSize": 1,
    }


def profile(did: str, name: str, **terms: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON of any shape
    return {
        "id": did,
        "type": ["Profile"],
        "name": name,
        "url": f"https://{name.lower()}.example",
        "phone": f"+41 1 {name}",
        "description": f"What {name} is",
        "image": image(name),
        "email": f"office@{name.lower()}.example",
        "address": {
            "id": f"https://{name.lower()}.example/address",
            "type": ["Address"],
            "addressCountry": f"Country of {name}",
            "addressCountryCode": "CH",
            "addressRegion": f"Region of {name}",
            "addressLocality": f"Locality of {name}",
            "streetAddress": f"Street of {name}",
            "postOfficeBoxNumber": f"Box of {name}",
            "postalCode": f"Code of {name}",
        },
        "otherIdentifier": [other_name(f"Register of {name}")],
        "official": f"Official of {name}",
        **terms,
    }


def named(did: str, name: str) -> dict[str, Any]:
    return {"id": did, "type": ["Profile"], "name": name}


def proof(name: str) -> dict[str, Any]:
    """Return the terms of a proof that does not have to fit."""
    return {
        "id": f"urn:proof:{name}",
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-02T03:04:05Z",
        "expires": "2036-01-02T03:04:05Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
        "proofValue": multibase(b"\1" * 64),
    }


def endorsement(name: str, endorsed: str, contexts: list[str]) -> dict[str, Any]:
    return {
        "@context": contexts,
        "id": f"https://city.example/endorsements/{name}",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": named(f"did:web:{name.lower()}.example", name),
        "validFrom": "2026-02-01T00:00:00Z",
        "validUntil": "2028-02-01T00:00:00Z",
        "awardedDate": "2026-01-31T00:00:00Z",
        "name": f"Endorsement by {name}",
        "description": f"Why {name} endorses",
        "credentialSubject": {
            "id": endorsed,
            "type": ["EndorsementSubject"],
            "endorsementComment": f"{name} vouches",
        },
        "credentialStatus": [{**entry("revocation", 8), "id": f"urn:entry:{name}"}],
        "proof": proof(name),
    }


def achievement(contexts: list[str]) -> dict[str, Any]:
    name = "https://city.example/levels/connector"
    return {
        "id": name,
        "type": ["Achievement"],
        "name": "Diversity Connector",
        "description": "What it is",
        "criteria": {"id": "https://city.example/scheme.json", "narrative": "What was asked"},
        "achievementType": "Certification",
        "creator": profile("did:web:creator.example", "Creator"),
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": "Another label",
                "targetUrl": "https://other.example/label",
                "targetCode": "L1",
                "targetDescription": "What the other is",
                "targetFramework": "Framework of labels",
                "targetType": "ext:Label",
            }
        ],
        "fieldOfStudy": "Inclusion",
        "humanCode": "DC-1",
        "image": image("level"),
        "inLanguage": "en",
        "otherIdentifier": [other_name("sha256:00")],
        "specialization": "Start-ups",
        "tag": ["diversity", "connector"],
        "version": "2026",
        "endorsement": [endorsement("Network", name, contexts)],
    }


def everything(contexts: tuple[str, ...] = (CREDENTIALS, OPEN_BADGES)) -> dict[str, Any]:
    """Return the badge, unsigned, with objects wherever there may be one."""
    told, badge_id = list(contexts), "https://city.example/credentials/1.json"
    return {
        "@context": told,
        "id": badge_id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": profile(DID, "City", endorsement=[endorsement("Canton", DID, told)]),
        "validFrom": "2026-10-01T00:00:00Z",
        "validUntil": "2028-09-30T23:59:59Z",
        "awardedDate": "2026-09-30T00:00:00Z",
        "name": "The badge",
        "description": "What the badge is",
        "image": image("badge"),
        "credentialSubject": {
            "id": "https://holder.example",
            "type": ["AchievementSubject"],
            "achievement": achievement(told),
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "The holder",
                    "identityType": "name",
                    "salt": "a pinch",
                }
            ],
            "image": image("holder"),
            "licenseNumber": "42",
            "narrative": "All programmes",
            "role": "Host",
            "source": named("did:web:source.example", "Source"),
            "term": "Autumn",
        },
        "credentialStatus": [entry("revocation"), entry("suspension")],
        "evidence": [
            {
                "id": "https://city.example/evidence/1",
                "type": ["Evidence"],
                "name": "The visit",
                "description": "What was seen",
                "narrative": "How it went",
                "genre": "Visit",
                "audience": "Panel",
            }
        ],
        "endorsement": [endorsement("State", badge_id, told)],
    }


def with_addresses(contexts: tuple[str, ...] = (CREDENTIALS, OPEN_BADGES)) -> dict[str, Any]:
    """Return the badge with an address, or nothing nested, wherever there may be one."""
    badge = everything(contexts)
    subject = badge["credentialSubject"]
    subject |= {"image": "https://city.example/holder.png", "source": "did:web:source.example"}
    subject["achievement"] |= {"image": "https://city.example/level.png"}
    subject["achievement"]["creator"] |= {"image": "https://city.example/creator.png"}
    badge["endorsement"][0] |= {"issuer": "did:web:state.example"}
    return badge | {"issuer": DID, "image": "data:image/png;base64,AAAA"}


def status_list(issuer: str | dict[str, Any], purpose: str | list[str] = "revocation") -> dict[str, Any]:
    """Return a status list with every term, unsigned."""
    address = "https://city.example/status/revocation.json"
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": "2026-10-01T00:00:00Z",
        "validUntil": "2026-11-05T00:00:00Z",
        "name": "Revoked credentials",
        "description": "One bit for each",
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": packed([1, 2, 3]),
        },
    }


def with_proof(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document signed with a proof in which every term stands."""
    config = {term: value for term, value in proof("own").items() if term != "proofValue"}
    unsigned = {term: value for term, value in document.items() if term != "proof"}
    value = multibase(KEY.sign(what_is_signed(unsigned, config)))
    return {**unsigned, "proof": {**config, "proofValue": value}}
