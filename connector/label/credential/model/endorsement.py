"""The form of organisations and of endorsements, by which one vouches for another."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from connector.label.credential.contexts import ALL_OPEN_BADGES, CREDENTIALS
from connector.label.credential.model.base import Few, Iri, Moment, Part, Several, Short, Text, all_types
from connector.label.credential.model.profile import Address, IdentifierEntry, Image
from connector.label.credential.model.proof import Proof
from connector.label.credential.model.status import StatusEntry


def _in_order(addresses: list[str]) -> list[str]:
    if addresses[0] != CREDENTIALS or sum(one in ALL_OPEN_BADGES for one in addresses) != 1:
        raise ValueError("the vocabulary of credentials comes first, then one of Open Badges 3.0")
    return addresses


#: The vocabularies of whatever is signed here; type checkers read no values, so they stand here again.
Context = Annotated[
    list[
        Literal[
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://w3id.org/security/data-integrity/v2",
        ]
    ],
    Field(min_length=2, max_length=3, alias="@context"),
    AfterValidator(_in_order),
]

#: Vocabulary -> terms of ours that it does not define, as they are reached from the credential.
_UNDEFINED: Final = {
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": (
        ("awardedDate",),
        ("credentialSubject", "achievement", "inLanguage"),
    ),
}


class Credential(Part):
    """What a badge and an endorsement share."""

    context: Context

    @model_validator(mode="after")
    def _says_what_its_vocabulary_has(self) -> Self:
        """Refuse what the edition of Open Badges does not define: it would not be signed."""
        for path in (path for one in self.context for path in _UNDEFINED.get(one, ())):
            part: object = self
            for step in path:
                part = getattr(part, step, None)
            if part is not None:
                raise ValueError(f"{'.'.join(path)} is not a term of its edition of Open Badges")
        return self


class Profile(Part):
    """An organisation."""

    id: Iri
    type: Several[Literal["Profile"]]
    name: Text | None = None
    url: Iri | None = None
    phone: Short | None = None
    description: Text | None = None
    image: Image | Iri | None = None
    email: Short | None = None
    address: Address | None = None
    otherIdentifier: Several[IdentifierEntry] | None = None
    official: Short | None = None
    endorsement: Several[Endorsement] | None = None


class EndorsementSubject(Part):
    """Who is vouched for, and in which words."""

    id: Iri
    type: Several[Literal["EndorsementSubject"]]
    endorsementComment: Text | None = None


class Endorsement(Credential):
    """An endorsement credential."""

    id: Iri
    type: Annotated[
        list[Literal["VerifiableCredential", "EndorsementCredential"]],
        all_types("VerifiableCredential", "EndorsementCredential"),
    ]
    issuer: Iri | Profile
    validFrom: Moment
    validUntil: Moment | None = None
    awardedDate: Moment | None = None
    name: Text | None = None
    description: Text | None = None
    credentialSubject: EndorsementSubject
    credentialStatus: Few[StatusEntry] | None = None
    proof: Few[Proof] | None = None


Profile.model_rebuild()
