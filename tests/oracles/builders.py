"""Small badges, issuers and status entries for the tests of the oracles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracles.keys import Key

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"

#: The days of the story: issued, read, and past its end.
ISSUED, READ, PAST = "2026-01-02T00:00:00Z", "2026-06-01T00:00:00Z", "2030-01-01T00:00:00Z"


def badge(issuer: str, /, **members: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON of any shape
    """Return a badge without proof; members replace its own or are added."""
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": "urn:uuid:4a0c0f5e-3d19-4b56-9a3e-0d6f0c7c8a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "A label",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "The office of labels"},
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2029-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "https://startup.example/",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://label.example/levels/1",
                "type": ["Achievement"],
                "name": "Level 1",
                "description": "The first level",
                "criteria": {"narrative": "Everything of the first level"},
            },
        },
    } | members


def entry(address: str, purpose: str, index: int, /, **members: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Return the entry of a badge in a status list."""
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": address,
    } | members


def did_document(did: str, keys: Mapping[str, Key]) -> dict[str, Any]:
    """Return the document of a DID with the keys that it signs with, by fragment."""
    methods = [
        {
            "id": f"{did}#{fragment}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.public_multibase,
        }
        for fragment, key in keys.items()
    ]
    return {
        "@context": [DID, MULTIKEY],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def endorsement(issuer: str, subject: str, /, **members: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Return what one body says of another, without proof."""
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": "urn:uuid:0c9a7f0e-58d6-4a0b-8d8e-3a8a6ad2f6b7",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "An endorsement",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "The endorser"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": subject,
            "type": ["EndorsementSubject"],
            "endorsementComment": "They keep to their own rules",
        },
    } | members
