"""The form of what attests the label: an Open Badge of an organisation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from connector.label.credential.model.base import Few, Iri, Language, Moment, Part, Several, Short, Text
from connector.label.credential.model.endorsement import Credential, Endorsement, Profile
from connector.label.credential.model.profile import IdentifierEntry, Image
from connector.label.credential.model.proof import Proof
from connector.label.credential.model.status import StatusEntry


def _of_an_achievement(types: list[str]) -> list[str]:
    achievement = {"OpenBadgeCredential", "AchievementCredential"}
    if "VerifiableCredential" not in types or not achievement & set(types) or len(set(types)) != len(types):
        raise ValueError("has to be of the types VerifiableCredential and OpenBadgeCredential, each once")
    return types


class Criteria(Part):
    """What had to be done for it: an address, a text, or both."""

    id: Iri | None = None
    narrative: Text | None = None


class Alignment(Part):
    """What an achievement corresponds to elsewhere."""

    type: Several[Literal["Alignment"]]
    targetName: Short
    targetUrl: Iri
    targetCode: Short | None = None
    targetDescription: Text | None = None
    targetFramework: Short | None = None
    targetType: Short | None = None


class Achievement(Part):
    """What is attested: a level of a label."""

    id: Iri
    type: Several[Literal["Achievement"]]
    name: Text
    description: Text
    criteria: Criteria
    achievementType: Short | None = None
    creator: Profile | None = None
    alignment: Several[Alignment] | None = None
    fieldOfStudy: Short | None = None
    humanCode: Short | None = None
    image: Image | Iri | None = None
    inLanguage: Language | None = None
    otherIdentifier: Several[IdentifierEntry] | None = None
    specialization: Short | None = None
    tag: Several[Short] | None = None
    version: Short | None = None
    endorsement: Several[Endorsement] | None = None


class IdentityObject(Part):
    """Who somebody is, in plain text or as a hash."""

    type: Literal["IdentityObject"]
    hashed: bool
    identityHash: Short
    identityType: Short
    salt: Short | None = None


class Subject(Part):
    """Whoever holds it: an organisation, by an address or an identifier."""

    id: Iri | None = None
    type: Several[Literal["AchievementSubject"]]
    achievement: Achievement
    identifier: Several[IdentityObject] | None = None
    image: Image | Iri | None = None
    licenseNumber: Short | None = None
    narrative: Text | None = None
    role: Short | None = None
    source: Profile | Iri | None = None
    term: Short | None = None


class Evidence(Part):
    """What the decision rests on."""

    id: Iri | None = None
    type: Several[Literal["Evidence"]]
    name: Text | None = None
    description: Text | None = None
    narrative: Text | None = None
    genre: Short | None = None
    audience: Short | None = None


class Badge(Credential):
    """An `OpenBadgeCredential`, which also calls itself an `AchievementCredential`."""

    id: Iri
    type: Annotated[
        list[Literal["VerifiableCredential", "OpenBadgeCredential", "AchievementCredential"]],
        AfterValidator(_of_an_achievement),
    ]
    issuer: Iri | Profile
    validFrom: Moment
    validUntil: Moment | None = None
    awardedDate: Moment | None = None
    name: Text | None = None
    description: Text | None = None
    image: Image | Iri | None = None
    credentialSubject: Subject
    credentialStatus: Few[StatusEntry] | None = None
    evidence: Several[Evidence] | None = None
    endorsement: Several[Endorsement] | None = None
    proof: Few[Proof] | None = None
