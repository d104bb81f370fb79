"""Who vouches for an issuer: the shortest chain of endorsements to somebody who is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from connector.label.credential.moments import read
from connector.label.verifying.issuers import check_signature, issuer_did, resolve
from connector.label.verifying.statuses import check_status
from connector.label.verifying.verdict import NotGoodError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from connector.label.verifying.sources import Sources
    from connector.label.verifying.trust import TrustList

#: Links of a chain, and endorsements looked at, at most: each may cost two look-ups in the web.
LONGEST: Final = 4
_MOST: Final = 20


def chain_to_trust(
    did: str,
    endorsements: Sequence[Mapping[str, Any]],
    trust: TrustList,
    sources: Sources,
    now: datetime,
) -> tuple[str, ...]:
    """Return who vouches for an issuer, the next one first, the last one believed; nobody without a chain.

    Parameters
    ----------
    did
        The issuer.
    endorsements
        All that are at hand, of a checked form; what they contain is found by `endorsements_in`.
    trust, sources, now
        Who is believed, where to look things up, and when this is.
    """
    known = list(endorsements)[:_MOST]
    chains: list[tuple[str, tuple[str, ...]]] = [(did, ())]
    seen = {did}
    for _ in range(LONGEST):
        longer: list[tuple[str, tuple[str, ...]]] = []
        for last, chain in chains:
            for one in known:
                by = issuer_did(one)
                if one["credentialSubject"]["id"] != last or by in seen or not _holds(one, by, sources, now):
                    continue
                seen.add(by)
                trusted = trust.of(by)
                if trusted is not None and trusted.endorses:
                    return (*chain, trusted.name)
                longer.append((by, (*chain, _name(one, by))))
        chains = longer
    return ()


def endorsements_in(document: object) -> list[dict[str, Any]]:
    """Return the endorsements that a document contains, the outer ones first.

    Those that are inside more than `LONGEST` others are left out: each contains all that are in it, and no
    chain needs them.
    """
    found: list[dict[str, Any]] = []
    holders = [document]
    for _ in range(LONGEST):
        holders = [one for holder in holders for one in _directly_in(holder)]
        found += (one for one in holders if isinstance(one, dict))
    return found


def _directly_in(part: object) -> Iterator[object]:
    if isinstance(part, list):
        for value in part:
            yield from _directly_in(value)
    elif isinstance(part, dict):
        for term, value in part.items():
            if term == "endorsement":
                yield from value if isinstance(value, list) else [value]
            else:
                yield from _directly_in(value)


def _holds(endorsement: Mapping[str, Any], by: str, sources: Sources, now: datetime) -> bool:
    if "proof" not in endorsement or not _is_of_today(endorsement, now):
        return False
    try:
        resolved = resolve(by, sources)
        check_signature(endorsement, resolved, now)
        check_status(endorsement, resolved, sources, now)
    except NotGoodError:
        return False
    return True


def _is_of_today(endorsement: Mapping[str, Any], now: datetime) -> bool:
    ends = endorsement.get("validUntil")
    return read(endorsement["validFrom"]) <= now and (ends is None or now <= read(ends))


def _name(endorsement: Mapping[str, Any], by: str) -> str:
    issuer = endorsement["issuer"]
    return str(issuer.get("name", by)) if isinstance(issuer, dict) else by
