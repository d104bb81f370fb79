"""What is written down of every issue and every change, once and for good: the entries of the log.

The register, the status lists and the list of keys follow from the entries alone, in their order.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from connector.label.credential.errors import NotACredentialError
from connector.label.credential.model.base import Iri, Language, Moment, Part, Short
from connector.label.credential.reading import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Number = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
KeyName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]


class _Entry(Part):
    at: Moment


class KeyAdded(_Entry):
    """A new key: what it is for, and the key."""

    act: Literal["key_added"]
    key: KeyName
    purpose: Literal["credentials", "log"]
    public: Annotated[str, Field(pattern=r"^z6Mk[1-9A-HJ-NP-Za-km-z]+$", max_length=100)]


class KeyRetired(_Entry):
    """Nothing is signed by a key any more; what it signed before stands."""

    act: Literal["key_retired"]
    key: KeyName


class KeyCompromised(_Entry):
    """Since when a key may have been in other hands."""

    act: Literal["key_compromised"]
    key: KeyName
    since: Moment


class Issued(_Entry):
    """A badge was issued, for the first time."""

    act: Literal["issued"]
    credential: Iri
    digest: Digest
    number: Number
    place: Annotated[int, Field(ge=0)]
    holder: Iri
    holder_name: Short
    level: Short
    level_name: Short
    scheme: Short
    scheme_digest: Digest
    scope: Short
    valid_from: Moment
    valid_until: Moment
    language: Language


class Endorsed(_Entry):
    """An endorsement was issued."""

    act: Literal["endorsed"]
    credential: Iri
    digest: Digest
    number: Number
    place: Annotated[int, Field(ge=0)]
    endorsed: Iri
    valid_from: Moment
    valid_until: Moment


class Reissued(_Entry):
    """What was issued before was signed anew, without another change."""

    act: Literal["reissued"]
    credential: Iri
    digest: Digest


class Changed(_Entry):
    """A badge or an endorsement was revoked, suspended or restored."""

    act: Literal["revoked", "suspended", "restored"]
    credential: Iri


Entry = KeyAdded | KeyRetired | KeyCompromised | Issued | Endorsed | Reissued | Changed
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="act")])


def entry_bytes(entry: Entry) -> bytes:
    """Return an entry as it is logged: JSON without spaces, names in order."""
    return in_order(entry.model_dump())


def entry_of(**told: object) -> Entry:
    """Return an entry of what it says.

    Raises
    ------
    NotACredentialError
        If something is missing, too much, too long or of another form: with its place.
    """
    try:
        return _ENTRY.validate_python(told)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        # the first step tells the kind of entry
        place = ".".join(str(step) for step in fault["loc"][1:] or fault["loc"])
        raise NotACredentialError((f"no entry of a log: {place}: {fault['msg']}",)) from error


def entry_from(data: bytes) -> Entry:
    """Return the entry that `entry_bytes` wrote.

    Raises
    ------
    NotACredentialError
        If it is not written so, to the byte: two ways to write one entry would be two entries.
    """
    entry = entry_of(**parsed(data))
    if entry_bytes(entry) != data:
        raise NotACredentialError(("no entry of a log: written in another order or layout",))
    return entry


def document_digest(document: Mapping[str, Any]) -> str:
    """Return what an entry tells of a signed document: the SHA-256 of it in order, with its proof."""
    return f"sha256:{hashlib.sha256(in_order(document)).hexdigest()}"


def in_order(told: Mapping[str, Any]) -> bytes:
    """Return JSON in the one form that is hashed: names in order, no spaces."""
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
