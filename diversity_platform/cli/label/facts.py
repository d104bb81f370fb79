"""What pages, certificates and seals are told, out of the journal of a label and its scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from connector.errors import ConnectorError
from connector.label.credential.did import document_address
from connector.label.credential.keys import fingerprint, public_key
from connector.label.credential.moments import read
from connector.label.issuing.folder import PUBLIC, scheme_in
from connector.label.journal import Issued
from connector.label.scheme import scheme_labels
from connector.label.verifying.endorsers import endorsements_in
from diversity_platform.labels.rendering.attested import Attested
from diversity_platform.labels.rendering.live_state import Endorser, LiveState, Publisher, page_name
from diversity_platform.web.languages import OFFERED, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from connector.label.issuing.folder import LabelFolder
    from connector.label.issuing.ledger import Standing
    from connector.label.scheme import Level, Scheme

#: Certificates and seals are here, below the folder that is published.
SHOWN: Final = "shown"
#: A mandatory criterion is met from this anchor on; below, a level only announces the label.
_MET: Final = 2


def publisher_of(office: LabelFolder) -> Publisher:
    """Return whose pages these are, and which languages they speak."""
    issuer = office.settings.issuer
    spoken = [one.code for one in OFFERED if one.code in office.scheme.languages] or [SOURCE]
    spoken.sort(key=lambda code: code != office.settings.language)
    did_document = document_address(issuer.did).removeprefix(f"{issuer.address}/")
    return Publisher(issuer.name, issuer.did, issuer.address, did_document, tuple(spoken))


def issued_in(office: LabelFolder) -> Iterator[tuple[Issued, Standing]]:
    """Yield all badges with how they stand; endorsements have neither page nor seal."""
    for standing in office.ledger.credentials.values():
        if isinstance(standing.entry, Issued):
            yield standing.entry, standing


def live_states(office: LabelFolder, now: datetime) -> list[LiveState]:
    """Return all labels with how they stand at a moment."""
    documents = office.documents()
    facts = _Facts(office)
    return [
        facts.live_state(entry, standing, documents.get(entry.credential), now)
        for entry, standing in issued_in(office)
    ]


def attested_of(office: LabelFolder, credential: str) -> Attested:
    """Return what a certificate and a seal show of what was issued.

    Raises
    ------
    UnfitAddressError
        If the address of its page cannot be linked and printed.
    """
    entry, standing = next(pair for pair in issued_in(office) if pair[0].credential == credential)
    return _Facts(office).attested(entry, standing, office.documents()[credential])


def shown_file(office: LabelFolder, number: str, suffix: str) -> Path:
    """Return where a certificate (``.pdf``) or a seal (``.svg``) is."""
    return office.path / PUBLIC / SHOWN / f"{number}{suffix}"


class _Facts:
    """Looks things up in a label; each scheme is read once."""

    def __init__(self, office: LabelFolder) -> None:
        self._office = office
        self._schemes: dict[str, Scheme | None] = {office.scheme.label: office.scheme}

    def live_state(
        self, entry: Issued, standing: Standing, document: Mapping[str, Any] | None, now: datetime
    ) -> LiveState:
        state, ends = standing.state_at(now), read(entry.valid_until)
        history = [(told, moment.date()) for told, moment in standing.history]
        scheme = self._scheme(entry.scheme)
        level = _level(scheme, entry)
        scheme_file = f"schemes/{entry.scheme}.json"
        return LiveState(
            number=entry.number,
            state=state,
            since=ends.date() if state == "expired" else standing.since.date(),
            history=(*history, *([("expired", ends.date())] if state == "expired" else ())),
            is_held=level is None or level.mandatory_at_least >= _MET,
            holder=entry.holder,
            holder_name=entry.holder_name,
            language=entry.language,
            level=_names(entry, level),
            says=_says(entry, level, document),
            scheme=_of_scheme(entry, scheme),
            scheme_version=_version(scheme, document),
            scope=entry.scope,
            valid_from=read(entry.valid_from).date(),
            valid_until=ends.date(),
            endorsers=tuple(_endorsers(document, self._office.settings.issuer.did)),
            credential=entry.credential,
            scheme_file=scheme_file if (self._office.path / PUBLIC / scheme_file).is_file() else None,
            has_credential=document is not None,
            has_certificate=shown_file(self._office, entry.number, ".pdf").is_file(),
            has_seal=shown_file(self._office, entry.number, ".svg").is_file(),
        )

    def attested(self, entry: Issued, standing: Standing, document: Mapping[str, Any]) -> Attested:
        issuer, scheme = self._office.settings.issuer, self._scheme(entry.scheme)
        level = _level(scheme, entry)
        key = self._office.ledger.keys[standing.key]
        return Attested(
            holder=entry.holder_name,
            degree=_degree(scheme, entry),
            level=_names(entry, level),
            scheme=_of_scheme(entry, scheme),
            scheme_version=_version(scheme, document),
            says=_says(entry, level, document),
            scope=entry.scope,
            issuer=issuer.name,
            issuer_did=issuer.did,
            credential_id=entry.credential,
            verification_url=f"{issuer.address}/credentials/{page_name(entry.number, '', '')}",
            valid_from=read(entry.valid_from).date(),
            valid_until=read(entry.valid_until).date(),
            number=entry.number,
            key_fingerprint=fingerprint(public_key(key.public)),
            endorsed_by=tuple(one.name for one in _endorsers(document, issuer.did)),
        )

    def _scheme(self, label: str) -> Scheme | None:
        """Return a scheme that something was issued by; None if it is not at hand any more."""
        if label not in self._schemes:
            self._schemes[label] = self._read(label)
        return self._schemes[label]

    def _read(self, label: str) -> Scheme | None:
        try:
            # one of the product, or as it was published when it was in use
            name = label if label in scheme_labels() else f"{label}.json"
            return scheme_in(self._office.path / PUBLIC / "schemes", name)
        except ConnectorError:
            return None


def _level(scheme: Scheme | None, entry: Issued) -> Level | None:
    levels = scheme.levels if scheme is not None else ()
    return next((one for one in levels if one.code == entry.level), None)


def _names(entry: Issued, level: Level | None) -> Mapping[str, str]:
    """Return what a level is called: in the language of the credential as it says there."""
    return {**(level.names if level is not None else {}), entry.language: entry.level_name}


def _says(entry: Issued, level: Level | None, document: Mapping[str, Any] | None) -> Mapping[str, str]:
    told = dict(level.says) if level is not None else {}
    if document is not None:
        told[entry.language] = document["credentialSubject"]["achievement"]["description"]
    return told


def _of_scheme(entry: Issued, scheme: Scheme | None) -> Mapping[str, str]:
    return scheme.names if scheme is not None else {entry.language: entry.scheme}


def _version(scheme: Scheme | None, document: Mapping[str, Any] | None) -> str:
    """Return the version of a scheme; empty where neither is at hand."""
    if scheme is not None:
        return scheme.version
    return str(document["credentialSubject"]["achievement"]["version"]) if document is not None else ""


def _degree(scheme: Scheme | None, entry: Issued) -> int:
    """Return 0 for a level that only announces the label, 1 for the lowest that is held, 2 for the next."""
    levels = scheme.levels if scheme is not None else ()
    codes = [one.code for one in levels]
    held = [one.code for one in levels if one.mandatory_at_least >= _MET]
    if entry.level not in codes:
        return 1
    return held.index(entry.level) + 1 if entry.level in held else 0


def _endorsers(document: Mapping[str, Any] | None, did: str) -> Iterator[Endorser]:
    """Yield those who vouch for the issuer itself; who vouches for them stands further inside."""
    for one in endorsements_in(document["issuer"]) if document is not None else ():
        if one["credentialSubject"]["id"] == did:
            issuer = one["issuer"] if isinstance(one["issuer"], dict) else {"id": one["issuer"]}
            ends = one.get("validUntil")
            until = read(ends).date() if ends is not None else None
            yield Endorser(str(issuer.get("name", issuer["id"])), str(issuer["id"]), until)
