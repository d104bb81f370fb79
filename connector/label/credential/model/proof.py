"""The form of a proof."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from connector.label.credential.model.base import Iri, Moment, Part


class Proof(Part):
    """A Data Integrity proof of the one cryptosuite that is read here."""

    type: Literal["DataIntegrityProof"]
    cryptosuite: Literal["eddsa-rdfc-2022"]
    created: Moment | None = None
    verificationMethod: Iri
    proofPurpose: Literal["assertionMethod"]
    proofValue: Annotated[str, Field(pattern=r"^z[1-9A-HJ-NP-Za-km-z]+$", max_length=200)]
    id: Iri | None = None
    expires: Moment | None = None
