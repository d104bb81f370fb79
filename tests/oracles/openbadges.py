"""openbadgeslib as the second oracle: verifies, signs, makes and reads status lists, without a network.

It judges at the time of the clock and offers no other; for a time that is asked about, its modules are handed
a clock that stands still. It takes status lists that are signed as JWT; ours have a Data Integrity proof, so
the proof of a list is checked here with the function that the library has for it.
"""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import unquote

from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import ldp, status, verifier
from openbadgeslib.ob3.did import resolve_verification_method
from openbadgeslib.ob3.status_list import build_status_list_credential, encode_bitstring
from openbadgeslib.ob3.verifier import OB3VerificationError

from tests.oracles.verdict import CannotDoError, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tests.oracles.keys import Key


def verify(
    credential: Mapping[str, Any], documents: Mapping[str, Any] | None = None, *, now: str | None = None
) -> Verdict:
    """Verify a credential with its status lists.

    Parameters
    ----------
    credential
        As it was received.
    documents
        Address -> what is served there, as for the other oracle; a text is served as it is.
    now
        The time to judge at, as an XSD dateTimeStamp; the clock's when absent.

    """
    download = _served(documents or {})
    try:
        with _clock_at(now):
            badge = ldp.OB3LdpVerifier().verify(
                dict(credential), check_status=True, download=download, verify_status_list=False
            )
            for entry in badge.credential_status:
                _verify_list(json.loads(download(entry["statusListCredential"])), badge.issuer.id, download)
    except LibOpenBadgesException as error:
        return Verdict(is_verified=False, reasons=(str(error),))
    return Verdict(is_verified=True)


def verify_proof(
    document: Mapping[str, Any],
    documents: Mapping[str, Any] | None = None,
    *,
    contexts: Mapping[str, Any] | None = None,
    pem: bytes | None = None,
) -> Verdict:
    """Verify only the proof of a document of any type, such as an endorsement or a status list.

    Parameters
    ----------
    document
        With its proof. Its issuer is not compared with the key, and neither dates nor terms are looked at.
    documents
        As for `verify`.
    contexts
        More contexts than the library brings: address -> context.
    pem
        The public key, where it is not to be found by the verification method.

    """
    method = document.get("proof", {}).get("verificationMethod", "")
    try:
        key = pem or resolve_verification_method(method, download=_served(documents or {}))
        ldp.verify_data_integrity_proof(dict(document), key, extra_contexts=contexts)
    except LibOpenBadgesException as error:
        return Verdict(is_verified=False, reasons=(str(error),))
    return Verdict(is_verified=True)


def issue(
    credential: Mapping[str, Any], key: Key, *, method: str | None = None, created: str | None = None
) -> dict[str, Any]:
    """Sign any credential; `method` names the key (by default as did:key), `created` says when."""
    return _signed(
        lambda: ldp.add_data_integrity_proof(
            dict(credential), key.pem, method or key.method, created=_time(created)
        )
    )


def issue_badge(
    credential: Mapping[str, Any], key: Key, *, method: str | None = None, created: str | None = None
) -> dict[str, Any]:
    """Sign an OpenBadgeCredential as the library's own model writes it, after all of its checks."""
    signer = ldp.OB3LdpSigner(key.pem, method or key.method)
    badge = ldp.OpenBadgeCredential.from_vc_document(dict(credential))
    return _signed(lambda: signer.sign(badge, created=_time(created)))


def canonize(document: Mapping[str, Any], contexts: Mapping[str, Any] | None = None) -> str:
    """Give a document as canonical N-Quads (RDFC-1.0) by pyld, which drops undefined terms."""
    from pyld import jsonld  # noqa: PLC0415 - as openbadgeslib imports it: not before it is asked for

    # pyld calls the algorithm by its older name
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "base": ""}
    loader = ldp.document_loader(dict(contexts) if contexts else None)
    return str(jsonld.normalize(dict(document), options | {"documentLoader": loader}))


def encoded_list(indices: Iterable[int], *, length: int = 131_072) -> str:
    """Return an encodedList with these bits set."""
    return encode_bitstring(indices, length)


def read_list(encoded: str) -> set[int]:
    """Return the bits that are set in an encodedList."""
    return set(status.set_indices(status.decode_encoded_list(encoded)))


def status_list(
    address: str, purpose: str, indices: Iterable[int], *, issuer: str, issued: str, until: str | None = None
) -> dict[str, Any]:
    """Make an unsigned status list credential with these bits set."""
    return dict(
        build_status_list_credential(
            issuer, address, purpose, indices, issued=_time(issued), valid_until=_time(until)
        )
    )


def did_address(did: str) -> str:
    """Return the https address of the document of a did:web."""
    host, *path = (unquote(part) for part in did.removeprefix("did:web:").split(":"))
    return f"https://{host}/{'/'.join(path) or '.well-known'}/did.json"


def _served(documents: Mapping[str, Any]) -> Callable[[str], bytes]:
    served = {did_address(at) if at.startswith("did:web:") else at: what for at, what in documents.items()}

    def download(address: str) -> bytes:
        if address not in served:
            raise OB3VerificationError(f"not among the documents handed in: {address}")
        what = served[address]
        return (what if isinstance(what, str) else json.dumps(what)).encode()

    return download


def _verify_list(document: Mapping[str, Any], issuer: str, download: Callable[[str], bytes]) -> None:
    """Hold a status list to the issuer of the badge and to its own proof."""
    method = document.get("proof", {}).get("verificationMethod", "")
    who = document.get("issuer")
    if issuer not in {who if isinstance(who, str) else (who or {}).get("id")} & {method.partition("#")[0]}:
        raise OB3VerificationError("the status list is not by the issuer of the badge")
    ldp.verify_data_integrity_proof(dict(document), resolve_verification_method(method, download=download))


def _signed(sign: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return sign()
    except LibOpenBadgesException as error:
        raise CannotDoError(str(error)) from error


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@contextmanager
def _clock_at(now: str | None) -> Iterator[None]:
    """Let the library's modules read this time from the clock."""
    moment = _time(now)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            return cls.fromtimestamp((moment or datetime.now(tz)).timestamp(), tz)

    with ExitStack() as stack:
        for module in (verifier, status, ldp) if moment else ():
            stack.enter_context(patch.object(module, "datetime", Clock))
        yield
