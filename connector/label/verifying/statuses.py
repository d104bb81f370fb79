"""What became of a credential: its entries in the status lists of its issuer."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from connector.label.credential.errors import CredentialError, StatusListFaultyError
from connector.label.credential.model import StatusListCredential
from connector.label.credential.moments import read
from connector.label.credential.reading import check_form, parsed
from connector.label.credential.status_list import is_marked, unpacked
from connector.label.verifying.issuers import check_signature, issuer_did
from connector.label.verifying.sources import NotReachableError
from connector.label.verifying.verdict import NotGoodError, Outcome, bad, unknown
from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from connector.label.verifying.issuers import Resolved
    from connector.label.verifying.sources import Sources

#: What a mark in a list of each purpose comes to, and what a register calls it.
_MARKED: Final = {
    "revocation": ("verify.status.revoked", "withdrawn"),
    "suspension": ("verify.status.suspended", "suspended"),
}
REGISTER_SERVICE: Final = "DiversityLabelRegister"


def check_status(document: Mapping[str, Any], resolved: Resolved, sources: Sources, now: datetime) -> Reason:
    """Return the reason to believe that nothing became of a credential whose signature is good.

    Parameters
    ----------
    document, resolved
        Of a checked form, and its issuer.
    sources, now
        Where lists are read, and when this is.

    Raises
    ------
    NotGoodError
        If it is revoked or suspended, or that cannot be told. What is bad outweighs what is not known.
    """
    entries = document.get("credentialStatus")
    if entries is None:
        return Reason("verify.status.none_kept")
    doubts: list[NotGoodError] = []
    for entry in entries if isinstance(entries, list) else [entries]:
        try:
            _check_one(document, entry, resolved, sources, now)
        except NotGoodError as doubt:
            doubts.append(doubt)
    if doubts:
        raise min(doubts, key=lambda doubt: doubt.outcome is not Outcome.BAD)
    return Reason("verify.status.clear")


def _check_one(
    document: Mapping[str, Any], entry: Mapping[str, Any], resolved: Resolved, sources: Sources, now: datetime
) -> None:
    address, purpose = str(entry["statusListCredential"]), str(entry["statusPurpose"])
    told, is_kept = _list_at(address, purpose, resolved, sources, now)
    try:
        is_set = is_marked(unpacked(told["credentialSubject"]["encodedList"]), int(entry["statusListIndex"]))
    except StatusListFaultyError as error:
        raise unknown("verify.status.broken", address=address) from error
    is_current = _is_current(told, now, is_kept=is_kept)
    # what was revoked stays so: an old list is enough to know it
    if is_set and (is_current or purpose == "revocation"):
        raise _since(document, purpose, resolved, sources)
    if not is_current:
        raise unknown("verify.status.out_of_date", address=address)


def _list_at(
    address: str, purpose: str, resolved: Resolved, sources: Sources, now: datetime
) -> tuple[dict[str, Any], bool]:
    """Return the status list at an address, signed by the issuer, and whether it was kept."""
    try:
        fetched = sources.fetch(address)
        told = parsed(fetched.content)
        check_form(told, StatusListCredential)
    except NotReachableError as error:
        raise unknown(f"verify.status.{error.why}", address=address) from error
    except CredentialError as error:
        raise unknown("verify.status.broken", address=address) from error
    purposes = told["credentialSubject"]["statusPurpose"]
    if told["id"] != address or purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise unknown("verify.status.another", address=address)
    try:
        check_signature(told, resolved, now)
    except NotGoodError as error:
        raise unknown("verify.status.wrongly_signed", address=address) from error
    if issuer_did(told) != resolved.did:
        raise unknown("verify.status.wrongly_signed", address=address)
    return told, fetched.is_kept


def _is_current(told: Mapping[str, Any], now: datetime, *, is_kept: bool) -> bool:
    """Tell whether a list speaks of today. One that was kept has to say until when it does."""
    begins, ends = told.get("validFrom"), told.get("validUntil")
    if begins is not None and read(begins) > now:
        return False
    return now <= read(ends) if ends is not None else not is_kept


def _since(document: Mapping[str, Any], purpose: str, resolved: Resolved, sources: Sources) -> NotGoodError:
    """Return what speaks against it, with the day where the issuer's register tells one: lists have none.

    The register is not signed; it is asked for the day alone, never for whether.
    """
    code, state = _MARKED[purpose]
    address = resolved.document.endpoint(REGISTER_SERVICE)
    if address is not None:
        # whatever is wrong with the register, the sentence is said without a day then
        with suppress(CredentialError, NotReachableError, LookupError, TypeError, ValueError, StopIteration):
            told = parsed(sources.fetch(address).content)
            day = next(
                date.fromisoformat(one["since"])
                for one in told["entries"]
                if one["credential"] == document["id"] and one["state"] == state
            )
            return bad(f"{code}_since", day=day)
    return bad(code)
