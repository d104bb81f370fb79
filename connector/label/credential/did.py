"""Identifiers of issuers: ``did:web``, told by a file on a web site, and ``did:key``, for tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from connector.label.credential.errors import DidFaultyError
from connector.label.credential.keys import multikey, public_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

#: Of a DID document, whoever reads it as JSON-LD.
_CONTEXTS: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
#: What a service with the transparency log of an issuer is called.
LOG_SERVICE: Final = "DiversityLabelLog"
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
#: A name, never a number in one of the ways that browsers read as one: what has none may be inside a network.
_HOST: Final = rf"(?:127\.0\.0\.1|(?:{_LABEL}\.)*(?!(?:[0-9]+|0x[0-9a-f]*)(?![a-z0-9-])){_LABEL})"
_PORT: Final = r"(?:%3A([1-9]\d{0,4}))?"
_STEP: Final = r"(?!\.{1,2}(?::|$))[A-Za-z0-9._~-]+"
_DID_WEB: Final = re.compile(rf"did:web:{_HOST}{_PORT}(?::{_STEP})*", re.ASCII)
_HIGHEST_PORT: Final = 65_535
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1"})


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A public key in a DID document.

    Attributes
    ----------
    name
        The part after ``#``.
    key
        The key.
    signs_credentials
        Whether it is for credentials; a key for the log is not.
    expires, revoked
        As in `connector.label.credential.model.Method`, written as moments.
    """

    name: str
    key: Ed25519PublicKey
    signs_credentials: bool = True
    expires: str | None = None
    revoked: str | None = None


def did_of_address(address: str) -> str:
    """Return the ``did:web`` of a folder on a web site: ``https://city.example/label``.

    Raises
    ------
    DidFaultyError
        If it is no address of a folder reached over HTTPS (over HTTP on this machine alone).
    """
    did = _did(address)
    # whatever an address has besides a host, a port and steps is not told back
    if not is_did_web(did) or address_of(did).lower() != address.removesuffix("/").lower():
        raise DidFaultyError(
            f"'{address}' is no address for a label's files: it is like https://city.example/label."
        )
    return did


def _did(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = f"%3A{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return ":".join(("did:web", f"{parts.hostname}{port}", *filter(None, parts.path.split("/"))))


def address_of(did: str) -> str:
    """Return the address of the folder that a ``did:web`` stands for, without a slash at its end.

    Raises
    ------
    DidFaultyError
        If it is no ``did:web``.
    """
    if not is_did_web(did):
        raise DidFaultyError(f"'{did[:200]}' is no did:web.")
    host, *path = did.removeprefix("did:web:").split(":")
    host = unquote(host)
    # as browsers do: what this machine tells itself needs no certificate
    scheme = "http" if host.partition(":")[0] in _LOOPBACK else "https"
    return f"{scheme}://{'/'.join((host, *path))}"


def document_address(did: str) -> str:
    """Return where the document of a ``did:web`` is."""
    address = address_of(did)
    has_path = ":" in did.removeprefix("did:web:")
    return f"{address}/did.json" if has_path else f"{address}/.well-known/did.json"


def is_did_web(text: str) -> bool:
    """Tell whether a text is a ``did:web``."""
    found = _DID_WEB.fullmatch(text)
    return found is not None and int(found[1] or 0) <= _HIGHEST_PORT


def did_key(key: Ed25519PublicKey) -> str:
    """Return the ``did:key`` of a key: the identifier is the key."""
    return f"did:key:{multikey(key)}"


def did_key_document(did: str) -> dict[str, Any]:
    """Return the document that a ``did:key`` stands for.

    Raises
    ------
    DidFaultyError
        If it is no ``did:key``.
    KeyFaultyError
        If the key is of another kind.
    """
    if not did.startswith("did:key:z"):
        raise DidFaultyError(f"'{did[:200]}' is no did:key.")
    key = public_key(did.removeprefix("did:key:"))
    return did_document(did, [ListedKey(multikey(key), key)])


def did_document(
    did: str, keys: Iterable[ListedKey], services: Mapping[str, tuple[str, str]] | None = None
) -> dict[str, Any]:
    """Return a DID document.

    Parameters
    ----------
    did
        Whose.
    keys
        All that were ever used: what they signed stays verifiable.
    services
        Name -> kind and address.
    """
    keys = list(keys)
    document: dict[str, Any] = {
        "@context": list(_CONTEXTS),
        "id": did,
        "verificationMethod": [_method(did, one) for one in keys],
        "assertionMethod": [f"{did}#{one.name}" for one in keys if one.signs_credentials],
    }
    if services:
        document["service"] = [
            {"id": f"{did}#{name}", "type": kind, "serviceEndpoint": address}
            for name, (kind, address) in services.items()
        ]
    return document


def _method(did: str, one: ListedKey) -> dict[str, str]:
    told = {
        "id": f"{did}#{one.name}",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": multikey(one.key),
        "expires": one.expires,
        "revoked": one.revoked,
    }
    return {term: value for term, value in told.items() if value is not None}
