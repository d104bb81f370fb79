"""Endorsements that others have given to this issuer: kept in ``endorsed-by``, carried in what is issued."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from connector.label.credential.errors import NotACredentialError
from connector.label.credential.moments import read
from connector.label.credential.reading import parsed
from connector.label.issuing.errors import NotAllowedError
from connector.label.issuing.files import write_whole
from connector.label.verifying.verify import check_endorsement

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

FOLDER: Final = "endorsed-by"


def keep(path: Path, did: str, data: bytes, now: datetime) -> dict[str, Any]:
    """Keep an endorsement that was received, and return it.

    Its signature is the verifier's business; whom it is for, and whether it holds today, is looked at.

    Raises
    ------
    NotACredentialError
        If it is no signed endorsement.
    NotAllowedError
        If it is for somebody else, or does not hold today.
    """
    document = parsed(data)
    check_endorsement(document)
    if document["credentialSubject"]["id"] != did:
        raise NotAllowedError(
            f"This endorsement is for {document['credentialSubject']['id']}, not for {did}."
        )
    if not _holds(document, now):
        raise NotAllowedError("This endorsement does not hold today.", "Ask for a new one.")
    name = document["id"].rpartition("/")[2].removesuffix(".json")
    issuer = document["issuer"]["id"] if isinstance(document["issuer"], dict) else document["issuer"]
    safe = "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in f"{issuer}-{name}")
    content = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    write_whole(path / FOLDER / f"{safe[:150]}.json", content.encode())
    return document


def held(path: Path, did: str, now: datetime) -> list[dict[str, Any]]:
    """Return the endorsements that are kept and hold today, in the order of their files.

    Raises
    ------
    NotACredentialError
        If a file is damaged.
    """
    found = []
    for file in sorted((path / FOLDER).glob("*.json")):
        try:
            document = parsed(file.read_bytes())
            check_endorsement(document)
        except NotACredentialError as error:
            raise NotACredentialError((f"{FOLDER}/{file.name}: {error}",)) from error
        if document["credentialSubject"]["id"] == did and _holds(document, now):
            found.append(document)
    return found


def _holds(document: dict[str, Any], now: datetime) -> bool:
    ends = document.get("validUntil")
    return read(document["validFrom"]) <= now and (ends is None or now <= read(ends))
