"""One attempt to mislead the verifier, by a number: what is changed, the verdict, and whether it is right."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, Any

from tests.connector.label.verifying.mutations import mutated
from tests.connector.label.verifying.story import CANTON, CITY, TOWN, Case, Story

if TYPE_CHECKING:
    from connector.label.verifying import Verdict

#: Credentials may be anything, files are what their issuers serve; half of the attempts are at each.
_AT_THE_BADGE = 0.5
#: Where the document of an issuer is -> the proof that its key is asked for: of the badge, or of who vouches.
_VOUCHED = {
    f"{CITY}/did.json": lambda badge: badge["proof"],
    f"{TOWN}/did.json": lambda badge: badge["proof"],
    f"{CANTON}/did.json": lambda badge: badge["issuer"]["endorsement"][0]["proof"],
}


@dataclass(frozen=True)
class Attempt:
    """What was tried.

    Attributes
    ----------
    case
        Which badge of the story.
    address
        Of the file that was changed; None if it was the badge.
    data
        What it was changed to.
    verdict
        None if there was none, but an error.
    error
        What escaped, if anything did.
    is_right
        Whether the verdict is not "valid", or may be.
    """

    case: str
    address: str | None
    data: bytes
    verdict: Verdict | None
    error: BaseException | None
    is_right: bool


def attempt(story: Story, number: int) -> Attempt:
    """Change something of a story and judge it."""
    random = Random(number)  # noqa: S311 - nothing is kept secret by it
    name = random.choice(list(story.cases))
    case = story.cases[name]
    address = None if random.random() < _AT_THE_BADGE or not case.asked else random.choice(case.asked)
    data = mutated(case.badge if address is None else story.files[address], random)
    return tried(story, name, address, data)


def tried(story: Story, name: str, address: str | None, data: bytes) -> Attempt:
    """Judge a badge of a story with something else in place of it, or of a file."""
    case = story.cases[name]
    badge, files = (data, {}) if address is None else (case.badge, {address: data})
    try:
        verdict, _ = story.judged(case, badge=badge, files=files)
    except Exception as error:  # noqa: BLE001 - that nothing escapes is what is tried
        return Attempt(name, address, data, None, error, is_right=False)
    is_right = verdict.result != "valid" or may_be_valid(story, case, address, data)
    return Attempt(name, address, data, verdict, None, is_right=is_right)


def may_be_valid(story: Story, case: Case, address: str | None, data: bytes) -> bool:
    """Tell whether a badge may be valid with something else in place of it or of a file.

    What is revoked or suspended never may. A badge, a status list and a proof in the log have to say what
    they said; the document of an issuer, which nobody signs, that the key was its own; a head, every letter.
    Tiles have no say: they are believed where their hashes lead from one signed head to the other.
    """
    if case.result == "not valid" or not case.trust.trusted:
        return False
    before = case.badge if address is None else story.files[address]
    if address in _VOUCHED:
        proof = _VOUCHED[address](json.loads(case.badge))
        return still_vouches(data, before, proof, may_be_lost=case.with_log)
    if case.result != "valid":
        return False
    if address is None or "/status/" in address:
        return said(data) == said(before)
    if address.endswith(".log.json"):
        return bool({json.dumps(one) for one in json.loads(data)["issues"]} & _issues(before))
    return "/tile/" in address or data == before


def _issues(data: bytes) -> set[str]:
    return {json.dumps(one) for one in json.loads(data)["issues"]}


def said(data: bytes) -> list[str] | None:
    """Return what a JSON document says: the order in lists, one alone in a list, and repetition say nothing.

    Something of which only the name is told is its name. Nor does the choice between vocabularies say
    anything: under another one a term means the same, or it is another statement, and the signature is off.
    """

    def all_of(value: object) -> list[str]:
        return sorted({one_of(member) for member in (value if isinstance(value, list) else [value])})

    def one_of(value: object) -> str:
        if isinstance(value, list):
            return json.dumps(all_of(value))
        if not isinstance(value, dict):
            return json.dumps(value)
        terms = {term: all_of(inner) for term, inner in value.items() if term != "@context"}
        names = terms.get("id", [])
        return names[0] if len(terms) == len(names) == 1 else json.dumps(terms, sort_keys=True)

    try:
        return all_of(json.loads(data))
    except (ValueError, RecursionError):
        return None


def still_vouches(data: bytes, before: bytes, proof: dict[str, Any], *, may_be_lost: bool) -> bool:
    """Tell whether the document of an issuer still says that the key of a proof was its own at that time.

    Only for documents with which a badge was valid; this reads them by itself.
    """
    document, original = json.loads(data), json.loads(before)
    name, created = proof["verificationMethod"], datetime.fromisoformat(proof["created"])
    key = next(one for one in original["verificationMethod"] if one["id"] == name)
    methods = document["assertionMethod"]
    told = [
        one
        for one in [*document.get("verificationMethod", []), *methods]
        if isinstance(one, dict) and one["id"] == name
    ]
    is_listed = any(one == name or (isinstance(one, dict) and one["id"] == name) for one in methods)

    def was_its_own(one: dict[str, Any]) -> bool:
        ends = [one.get("expires"), one.get("revoked")]
        is_same = all(one.get(term) == key[term] for term in ("publicKeyMultibase", "controller"))
        is_lost = one.get("revoked") is not None and not may_be_lost
        return is_same and not is_lost and all(created < datetime.fromisoformat(end) for end in ends if end)

    return document["id"] == original["id"] and is_listed and bool(told) and all(map(was_its_own, told))
