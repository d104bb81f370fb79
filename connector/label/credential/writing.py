"""What is going to be signed: the badge of a holder, a status list, an endorsement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connector.label.credential.contexts import CREDENTIALS, OPEN_BADGES
from connector.label.credential.moments import written
from connector.label.credential.status_list import packed
from connector.label.scheme import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from connector.label.credential.model.status import Purpose
    from connector.label.scheme import Scheme

#: What the other identifier of an achievement is: the SHA-256 of all that its scheme says.
SCHEME_DIGEST = "ext:SchemeDigest"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whoever signs.

    Attributes
    ----------
    did, name
        Its identifier and what it is called.
    address
        Where its files are, without a slash at the end.
    """

    did: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attestation:
    """What is attested of a holder.

    Attributes
    ----------
    number
        Of the credential: the last part of its address.
    holder, holder_name
        By what address or identifier the organisation is known, and what it is called.
    level
        Code of a level of the scheme.
    scope
        What it is attested for: a programme, a place.
    decided
        When the decision was taken.
    valid_from, valid_until
        The first and the last moment.
    language
        In which it is told.
    """

    number: str
    holder: str
    holder_name: str
    level: str
    scope: str
    decided: datetime
    valid_from: datetime
    valid_until: datetime
    language: str


def credential_address(issuer: Issuer, number: str) -> str:
    """Return where a credential is, which is its name as well."""
    return f"{issuer.address}/credentials/{number}.json"


def endorsement_address(issuer: Issuer, number: str) -> str:
    """Return where an endorsement is, which is its name as well."""
    return f"{issuer.address}/endorsements/{number}.json"


def list_address(issuer: Issuer, purpose: Purpose) -> str:
    """Return where a status list is."""
    return f"{issuer.address}/status/{purpose}.json"


def level_address(issuer: Issuer, scheme: Scheme, level: str) -> str:
    """Return the name of a level of a scheme, as this issuer attests it."""
    return f"{issuer.address}/schemes/{scheme.label}/{level}"


def badge(
    issuer: Issuer,
    scheme: Scheme,
    attested: Attestation,
    *,
    place: int,
    endorsements: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return the badge of a holder, unsigned.

    Parameters
    ----------
    issuer, scheme, attested
        Who attests what, by which scheme.
    place
        Its place in the status lists.
    endorsements
        Signed ones of the issuer.
    """
    level = next(one for one in scheme.levels if one.code == attested.level)
    address = credential_address(issuer, attested.number)
    language = attested.language
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{level.names[language]} – {attested.holder_name}",
        "issuer": _profile(issuer, endorsements),
        "awardedDate": written(attested.decided),
        "validFrom": written(attested.valid_from),
        "validUntil": written(attested.valid_until),
        "credentialSubject": {
            "id": attested.holder,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": attested.holder_name,
                    "identityType": "name",
                }
            ],
            "narrative": attested.scope,
            "achievement": {
                "id": level_address(issuer, scheme, level.code),
                "type": ["Achievement"],
                "achievementType": "Certification",
                "name": level.names[language],
                "description": level.says[language],
                "criteria": {
                    "id": f"{issuer.address}/schemes/{scheme.label}.json",
                    "narrative": scheme.purpose[language],
                },
                "inLanguage": language,
                "version": scheme.version,
                "otherIdentifier": [
                    {
                        "type": "IdentifierEntry",
                        "identifier": f"sha256:{digest_of(scheme)}",
                        "identifierType": SCHEME_DIGEST,
                    }
                ],
            },
        },
        "credentialStatus": [_entry(issuer, "revocation", place), _entry(issuer, "suspension", place)],
    }


def status_list(
    issuer: Issuer,
    purpose: Purpose,
    marked: Iterable[int],
    *,
    entries: int,
    valid_from: datetime,
    valid_until: datetime,
) -> dict[str, Any]:
    """Return a status list as a credential, unsigned. After its last moment it tells nothing any more."""
    address = list_address(issuer, purpose)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": written(valid_from),
        "validUntil": written(valid_until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": packed(marked, entries),
        },
    }


def endorsement(
    issuer: Issuer,
    endorsed: str,
    *,
    number: str,
    comment: str,
    place: int,
    valid_from: datetime,
    valid_until: datetime,
    endorsements: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return an endorsement, unsigned.

    Parameters
    ----------
    issuer
        Who vouches.
    endorsed
        The identifier of whom it vouches for.
    number, comment, place, valid_from, valid_until
        As of a badge; in which words it is said.
    endorsements
        Signed ones of the issuer: the next links of the chain.
    """
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": endorsement_address(issuer, number),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": _profile(issuer, endorsements),
        "validFrom": written(valid_from),
        "validUntil": written(valid_until),
        "credentialSubject": {
            "id": endorsed,
            "type": ["EndorsementSubject"],
            "endorsementComment": comment,
        },
        "credentialStatus": [_entry(issuer, "revocation", place), _entry(issuer, "suspension", place)],
    }


def _profile(issuer: Issuer, endorsements: Sequence[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": issuer.did,
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.address,
    }
    return {**told, "endorsement": list(endorsements)} if endorsements else told


def _entry(issuer: Issuer, purpose: Purpose, place: int) -> dict[str, Any]:
    address = list_address(issuer, purpose)
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(place),
        "statusListCredential": address,
    }
