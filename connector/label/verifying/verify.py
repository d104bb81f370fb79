"""Is this credential what it says, today? One answer of three, with all that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connector.label.credential.baked import is_markup, unbaked
from connector.label.credential.errors import NotACredentialError
from connector.label.credential.model import Badge, Endorsement
from connector.label.credential.moments import read
from connector.label.credential.reading import LARGEST_BADGE, check_form, parsed
from connector.label.verifying.endorsers import chain_to_trust, endorsements_in
from connector.label.verifying.issuers import COMPROMISED, check_signature, issuer_did, proofs_of, resolve
from connector.label.verifying.logged import check_log
from connector.label.verifying.sources import NotReachableError
from connector.label.verifying.statuses import check_status
from connector.label.verifying.verdict import Check, Findings, NotGoodError, Outcome, Verdict, bad, unknown
from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from connector.label.verifying.issuers import Resolved
    from connector.label.verifying.sources import Sources
    from connector.label.verifying.trust import Trusted, TrustList
    from connector.reasons import Fact


def verify(
    data: bytes,
    *,
    sources: Sources,
    trust: TrustList,
    now: datetime,
    with_log: bool = False,
    endorsements: Sequence[Mapping[str, Any]] = (),
) -> Verdict:
    """Return what is to be said of a credential of the label.

    Parameters
    ----------
    data
        What somebody sent; anything. A drawing is looked at for the credential that is baked into it.
    sources
        Where documents of issuers, status lists and logs are read.
    trust
        Who is believed.
    now
        With a time zone.
    with_log
        Whether the log is asked. A key that was in other hands later makes it necessary.
    endorsements
        Of a checked form, besides those that the credential contains.

    Returns
    -------
    Verdict
        Never raises for what was sent or for what the web answers.
    """
    findings = Findings()
    document: dict[str, Any] = {}
    if findings.make("form", lambda: _check_form(data, document)) is Outcome.BAD:
        return Verdict(findings.complete())
    findings.make("dates", lambda: _check_dates(document, now))
    found: list[Resolved] = []
    if findings.make("issuer", lambda: _check_issuer(document, sources, found)) is not Outcome.GOOD:
        return Verdict(findings.complete(), document)
    resolved = found[0]
    signed = _Signed(document, resolved, sources, now)
    if findings.make("signature", lambda: signed.check(findings, with_log=with_log)) is Outcome.BAD:
        # nothing that it says is its issuer's: neither where its status is told nor what it attests
        return Verdict(findings.complete(), document)
    findings.make("status", lambda: check_status(document, resolved, sources, now))
    at_hand = [*endorsements, *endorsements_in(document)]
    trusted = trust.of(resolved.did)
    is_listed = trusted is not None and trusted.issues
    chain = () if is_listed else chain_to_trust(resolved.did, at_hand, trust, sources, now)
    findings.make("trust", lambda: _check_trust(document, resolved.did, trusted, chain))
    findings.make("scope", lambda: _check_scope(document, trusted if is_listed else None))
    return Verdict(findings.complete(), document, chain)


def verify_at(
    address: str,
    *,
    sources: Sources,
    trust: TrustList,
    now: datetime,
    with_log: bool = False,
    endorsements: Sequence[Mapping[str, Any]] = (),
) -> Verdict:
    """Return what is to be said of the credential at an address; as `verify` otherwise."""
    try:
        data = sources.fetch(address).content
    except NotReachableError as error:
        check = Check("form", Outcome.UNKNOWN, Reason("verify.form.not_reached", {"address": error.address}))
        return Verdict(Findings([check]).complete())
    return verify(data, sources=sources, trust=trust, now=now, with_log=with_log, endorsements=endorsements)


def _check_form(data: bytes, document: dict[str, Any]) -> Reason:
    """Fill in the document, if it is of the form of a signed badge."""
    try:
        document.update(parsed(unbaked(data) if is_markup(data) else data, LARGEST_BADGE))
        check_form(document, Badge)
    except NotACredentialError as error:
        raise bad("verify.form.faulty", fault="; ".join(error.faults)) from error
    if "proof" not in document:
        raise bad("verify.form.unsigned")
    return Reason("verify.form.good")


def _check_dates(document: Mapping[str, Any], now: datetime) -> Reason:
    begins = read(document["validFrom"])
    ends = read(document["validUntil"]) if document.get("validUntil") else None
    if now < begins:
        raise bad("verify.dates.not_yet", day=begins.date())
    if ends is None:
        return Reason("verify.dates.no_end", {"day": begins.date()})
    if now > ends:
        raise bad("verify.dates.expired", day=ends.date())
    return Reason("verify.dates.good", {"first": begins.date(), "last": ends.date()})


def _check_issuer(document: Mapping[str, Any], sources: Sources, found: list[Resolved]) -> Reason:
    found.append(resolve(issuer_did(document), sources))
    return Reason("verify.issuer.good", {"did": found[0].did})


@dataclass(frozen=True, slots=True)
class _Signed:
    """A credential and its issuer, whose signature is in question."""

    document: Mapping[str, Any]
    resolved: Resolved
    sources: Sources
    now: datetime

    def check(self, findings: Findings, *, with_log: bool) -> Reason:
        """Look at the signature, and at the log if it is asked; the log can save a key lost later."""
        try:
            reason = check_signature(self.document, self.resolved, self.now)
        except NotGoodError as doubt:
            if doubt.outcome is Outcome.BAD or not with_log:
                raise
            since = self._lost_since()
            in_log = findings.make("log", lambda: self._check_log(since))
            if in_log is Outcome.GOOD and doubt.reason.code == COMPROMISED:
                return Reason("verify.key.saved_by_log", doubt.reason.facts)
            raise
        if with_log:
            findings.make("log", lambda: self._check_log(None))
        return reason

    def _check_log(self, before: datetime | None) -> Reason:
        return check_log(self.document, self.resolved, self.sources, before=before)

    def _lost_since(self) -> datetime | None:
        methods = [
            self.resolved.document.method(str(proof["verificationMethod"]))
            for proof in proofs_of(self.document)
        ]
        return min((read(one.revoked) for one in methods if one and one.revoked), default=None)


def _check_trust(
    document: Mapping[str, Any], did: str, trusted: Trusted | None, chain: tuple[str, ...]
) -> Reason:
    if trusted is not None and trusted.issues:
        return Reason("verify.trust.listed", {"issuer": trusted.name})
    if chain:
        return Reason("verify.trust.endorsed", {"issuer": issuer_name(document), "by": chain})
    raise unknown("verify.trust.nobody", issuer=issuer_name(document), did=did)


def _check_scope(document: Mapping[str, Any], trusted: Trusted | None) -> Reason:
    achievement = document["credentialSubject"]["achievement"]
    facts: dict[str, Fact] = {"holder": holder_of(document), "level": str(achievement["name"])}
    if trusted is not None and not trusted.may_attest(achievement["id"]):
        raise unknown("verify.scope.other", issuer=trusted.name, **facts)
    return Reason("verify.scope.good", facts)


def holder_of(document: Mapping[str, Any]) -> str:
    """Return what the holder is called in a credential of a checked form; its identifier without a name."""
    subject = document["credentialSubject"]
    named = subject.get("identifier") or []
    for one in named if isinstance(named, list) else [named]:
        if not one["hashed"] and one["identityType"] == "name":
            return str(one["identityHash"])
    return str(subject.get("id") or document["id"])


def issuer_name(document: Mapping[str, Any]) -> str:
    """Return what the issuer calls itself; its identifier if it has no name."""
    issuer = document["issuer"]
    return str(issuer.get("name") or issuer["id"]) if isinstance(issuer, dict) else str(issuer)


def check_endorsement(document: dict[str, Any]) -> None:
    """Refuse what is no signed endorsement.

    Raises
    ------
    NotACredentialError
        With what is wrong.
    """
    check_form(document, Endorsement)
    if "proof" not in document:
        raise NotACredentialError(("the endorsement is not signed",))
