"""The form of a status list (Bitstring Status List 1.0)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from connector.label.credential.contexts import CREDENTIALS
from connector.label.credential.model.base import Few, Iri, Moment, Part, Text, all_types
from connector.label.credential.model.proof import Proof
from connector.label.credential.model.status import Purpose


def _in_order(addresses: list[str]) -> list[str]:
    if addresses[0] != CREDENTIALS or len(set(addresses)) != len(addresses):
        raise ValueError("the vocabulary of credentials comes first, and each stands once")
    return addresses


class Issuer(Part):
    """Who signed it, in the terms that there are without Open Badges."""

    id: Iri
    name: Text | None = None
    description: Text | None = None


class StatusList(Part):
    """The list itself: one bit for each credential, packed."""

    id: Iri | None = None
    type: Literal["BitstringStatusList"]
    statusPurpose: Purpose | Annotated[list[Purpose], Field(min_length=1, max_length=1)]
    encodedList: Annotated[str, Field(pattern=r"^u[A-Za-z0-9_-]+$", max_length=8_000_000)]


class StatusListCredential(Part):
    """A signed status list."""

    context: Annotated[
        list[Literal["https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/data-integrity/v2"]],
        Field(min_length=1, max_length=2, alias="@context"),
        AfterValidator(_in_order),
    ]
    id: Iri
    type: Annotated[
        list[Literal["VerifiableCredential", "BitstringStatusListCredential"]],
        all_types("VerifiableCredential", "BitstringStatusListCredential"),
    ]
    issuer: Iri | Issuer
    validFrom: Moment | None = None
    validUntil: Moment | None = None
    name: Text | None = None
    description: Text | None = None
    credentialSubject: StatusList
    proof: Few[Proof]
