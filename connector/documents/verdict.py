"""The document ``label-verdict/1``: what a verifier says, in a language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from connector.label.verifying.verify import holder_of, issuer_name
from connector.reasons import Reason
from connector.words import say

if TYPE_CHECKING:
    from datetime import datetime

    from connector.label.verifying.verdict import Verdict
    from connector.reasons import Fact

SCHEMA: Final = "label-verdict/1"
_SENTENCES: Final = {
    "valid": "verify.sentence.valid",
    "not valid": "verify.sentence.not_valid",
    "cannot tell": "verify.sentence.cannot_tell",
}


def verdict_document(verdict: Verdict, language: str, now: datetime) -> dict[str, Any]:
    """Return a verdict as a document.

    Parameters
    ----------
    verdict
        Of `connector.label.verifying.verify`.
    language
        In which it is told.
    now
        When it was found.

    Returns
    -------
    dict
        ``result`` (``valid``, ``not valid`` or ``cannot tell``), ``sentence``, ``checks`` (each with name,
        outcome, code and sentence), and, where it could be read, ``credential``: what it says of itself.
    """
    return {
        "schema": SCHEMA,
        "result": str(verdict.result),
        "sentence": sentence_of(verdict, language),
        "checks": [
            {
                "check": check.name,
                "name": say(Reason(f"verify.check.{check.name}"), language),
                "outcome": str(check.outcome),
                "code": check.reason.code,
                "sentence": say(check.reason, language),
            }
            for check in verdict.checks
        ],
        "endorsed_by": list(verdict.chain),
        "credential": _credential(verdict),
        "verified_at": now.isoformat(),
    }


def sentence_of(verdict: Verdict, language: str) -> str:
    """Return the one sentence, or the two, that the answer is."""
    code = _SENTENCES[str(verdict.result)]
    facts: dict[str, Fact] = {"why": verdict.decisive.reason}
    if verdict.document is not None and verdict.result == "valid":
        achievement = verdict.document["credentialSubject"]["achievement"]
        facts = {
            "holder": holder_of(verdict.document),
            "level": str(achievement["name"]),
            "issuer": issuer_name(verdict.document),
        }
    return say(Reason(code, facts), language)


def _credential(verdict: Verdict) -> dict[str, Any] | None:
    """Return what a credential says of itself; nothing of it is true for standing here."""
    document = verdict.document
    if document is None:
        return None
    subject = document["credentialSubject"]
    issuer = document["issuer"]
    return {
        "id": document["id"],
        "issuer": issuer["id"] if isinstance(issuer, dict) else issuer,
        "issuer_name": issuer_name(document),
        "holder": subject.get("id"),
        "holder_name": holder_of(document),
        "level": subject["achievement"]["name"],
        "scheme": subject["achievement"]["id"],
        "scope": subject.get("narrative"),
        "valid_from": document["validFrom"],
        "valid_until": document.get("validUntil"),
    }
