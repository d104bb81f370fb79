"""Whatever is changed, removed or added in documents with every term: another form, or another signature."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pydantic import BaseModel

from connector.label.credential.canonical import canonical
from connector.label.credential.contexts import ALL_OPEN_BADGES, CREDENTIALS
from connector.label.credential.errors import CredentialError
from connector.label.credential.model import Badge, Endorsement, StatusListCredential
from connector.label.credential.model.base import Part
from connector.label.credential.proof import is_signed
from connector.label.credential.reading import check_form
from connector.label.credential.status_list import packed
from tests.connector.label.credential.everything import (
    DID,
    KEY,
    endorsement,
    everything,
    status_list,
    with_addresses,
    with_proof,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Path = tuple[str | int, ...]

DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
#: What Open Badges 3.0.2 does not define where we have it.
SINCE_3_0_3 = frozenset({"awardedDate", "inLanguage"})
OLDER, NEWEST = ((CREDENTIALS, edition) for edition in ALL_OPEN_BADGES)
#: Something else of the same form, by the term, where a letter more would not be of the form.
OTHERS: dict[str, Any] = {
    "validFrom": "2026-10-01T00:00:01Z",
    "validUntil": "2099-09-30T23:59:59Z",
    "awardedDate": "2026-09-30T02:00:00+02:00",
    "created": "2026-01-02T03:04:05.000Z",
    "expires": "2036-01-02T03:04:05+00:00",
    "hashed": True,
    "statusListIndex": "9",
    "encodedList": packed([]),
    "inLanguage": "fr",
    "proofValue": "z" + "1" * 64,
}
#: What may stand where something else stood.
NONSENSE = (None, True, 0, 1.5, "", "x", "_:b0", [], {}, {"@value": "x"}, {"@id": "urn:x"}, [[]])
#: What may be added, besides every term that there is.
STRANGE: dict[str, Any] = {
    "grade": "A", "nothing": None, "@id": "urn:x", "@type": "Profile", "@graph": [],
    "@reverse": {}, "@included": [],
    "@context": [CREDENTIALS], "ttl": 1, "creditsEarned": 1, "termsOfUse": [], "nonce": "x", "domain": "x",
}  # fmt: skip


class Signed(NamedTuple):
    """A document whose proof fits, and its form."""

    document: dict[str, Any]
    form: type[BaseModel]

    def is_good(self, document: dict[str, Any]) -> bool:
        """Tell whether something is of the form, and all its proofs fit."""
        try:
            check_form(document, self.form)
            proofs = document.get("proof", [])
            proofs = proofs if isinstance(proofs, list) else [proofs]
            return bool(proofs) and all(is_signed(document, proof, KEY.public_key()) for proof in proofs)
        except CredentialError:
            return False

    def wrongly_good(self, changes: Iterator[tuple[object, dict[str, Any]]]) -> list[object]:
        return [what for what, document in changes if self.is_good(document)]


def older(part: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return what can be said in Open Badges 3.0.2."""
    if isinstance(part, dict):
        return {term: older(value) for term, value in part.items() if term not in SINCE_3_0_3}
    return [older(value) for value in part] if isinstance(part, list) else part


SIGNED = {
    "badge": Signed(with_proof(everything(NEWEST)), Badge),
    "badge, older": Signed(with_proof(older(everything(OLDER))), Badge),
    "badge with addresses, older": Signed(with_proof(older(with_addresses((*OLDER, DATA_INTEGRITY)))), Badge),
    "endorsement": Signed(with_proof(endorsement("State", DID, [*NEWEST])), Endorsement),
    "endorsement, older": Signed(with_proof(older(endorsement("State", DID, [*OLDER]))), Endorsement),
    "status list": Signed(
        with_proof(status_list({"id": DID, "name": "City", "description": "Its office"})),
        StatusListCredential,
    ),
    "status list, short": Signed(with_proof(status_list(DID, ["revocation"])), StatusListCredential),
}
each = pytest.mark.parametrize("signed", SIGNED.values(), ids=SIGNED)


def places(part: object, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Return every part of a document, the whole one first; vocabularies are another matter."""
    yield path, part
    steps: Any = ()
    if isinstance(part, dict):
        steps = part.items()
    elif isinstance(part, list):
        steps = enumerate(part)
    for step, value in steps:
        if step != "@context":
            yield from places(value, (*path, step))


def changed(document: dict[str, Any], path: Path, change: Callable[[Any, Any], object]) -> dict[str, Any]:
    """Return a copy in which something was done to what holds the last step of a path, and that step."""
    after = copy.deepcopy(document)
    holder: Any = after
    for step in path[:-1]:
        holder = holder[step]
    change(holder, path[-1])
    return after


def put(value: object) -> Callable[[Any, Any], object]:
    return lambda holder, step: holder.__setitem__(step, copy.deepcopy(value))


def remove(holder: Any, step: Any) -> None:  # noqa: ANN401 - a dictionary or a list, and its step
    holder.pop(step)


def rename(holder: Any, step: Any) -> None:  # noqa: ANN401 - as above
    holder[f"{step}x"] = holder.pop(step)


def reverse(holder: Any, step: Any) -> None:  # noqa: ANN401 - as above
    holder[step].reverse()


def other(path: Path, value: object) -> object:
    """Return something else that may stand at a place, if the form has anything else there."""
    if value in {"revocation", "suspension"}:
        return "suspension" if value == "revocation" else "revocation"
    term = next(step for step in reversed(path) if isinstance(step, str))
    return OTHERS.get(term, f"{value}x")


def forms() -> set[type[Part]]:
    found: set[type[Part]] = set()
    waiting = list(Part.__subclasses__())
    while waiting:
        form = waiting.pop()
        found.add(form)
        waiting += form.__subclasses__()
    return {form for form in found if form.__module__.startswith("connector.label.credential.model")}


def terms_in(part: object) -> Iterator[tuple[type[BaseModel], str]]:
    """Return the terms that are said in a part that was read, and in what it contains."""
    if isinstance(part, BaseModel):
        for term in part.model_fields_set:
            yield type(part), term
            yield from terms_in(getattr(part, term))
    elif isinstance(part, list):
        for value in part:
            yield from terms_in(value)


def test_the_documents_have_every_term_that_the_forms_let_through() -> None:
    said = {pair for one in SIGNED.values() for pair in terms_in(one.form.model_validate(one.document))}
    known = {(form, term) for form in forms() for term in form.model_fields if form.__subclasses__() == []}
    assert known - said == set()
    assert len(known) > 110


@each
def test_the_document_is_good_as_it_is(signed: Signed) -> None:
    assert signed.is_good(signed.document)


@each
def test_nothing_can_be_removed(signed: Signed) -> None:
    wrong = signed.wrongly_good(
        (path, changed(signed.document, path, remove)) for path, _ in places(signed.document) if path
    )
    assert wrong == []


@each
def test_no_term_can_be_called_otherwise(signed: Signed) -> None:
    terms = [path for path, _ in places(signed.document) if path and isinstance(path[-1], str)]
    assert signed.wrongly_good((path, changed(signed.document, path, rename)) for path in terms) == []


@each
def test_nothing_that_is_said_can_be_something_else(signed: Signed) -> None:
    leaves = [(path, value) for path, value in places(signed.document) if not isinstance(value, dict | list)]
    others = [(path, changed(signed.document, path, put(other(path, value)))) for path, value in leaves]
    assert signed.wrongly_good(iter(others)) == []

    def is_of_the_form(document: dict[str, Any]) -> bool:
        try:
            check_form(document, signed.form)
        except CredentialError:
            return False
        return True

    # of most the form alone says nothing: the signature tells
    assert sum(is_of_the_form(document) for _, document in others) > len(others) / 2


@each
def test_nothing_can_be_replaced_by_nonsense(signed: Signed) -> None:
    wrong = signed.wrongly_good(
        ((path, value), changed(signed.document, path, put(value)))
        for path, now in places(signed.document)
        for value in NONSENSE
        if path and type(value) is not type(now)
    )
    assert wrong == []


@each
def test_no_term_can_be_added(signed: Signed) -> None:
    known: dict[str, Any] = dict(STRANGE)
    for one in (SIGNED["badge"], SIGNED["status list"]):
        for path, value in places(one.document):
            if path and isinstance(path[-1], str):
                known.setdefault(path[-1], value)
    wrong = signed.wrongly_good(
        ((path, term), changed(signed.document, (*path, term), put(known[term])))
        for path, part in places(signed.document)
        if isinstance(part, dict)
        for term in sorted(known.keys() - part.keys())
    )
    assert wrong == []


@each
def test_a_nameless_thing_said_twice_is_another_document(signed: Signed) -> None:
    """A word twice in a set, and a named thing twice, say nothing new."""

    def repeat(holder: Any, step: Any) -> None:  # noqa: ANN401 - a list and its index
        holder.append(copy.deepcopy(holder[step]))

    nameless = [
        path
        for path, value in places(signed.document)
        if path and isinstance(path[-1], int) and isinstance(value, dict) and "id" not in value
    ]
    assert signed.wrongly_good((path, changed(signed.document, path, repeat)) for path in nameless) == []


@each
def test_the_order_in_a_list_and_one_alone_in_it_mean_the_same(signed: Signed) -> None:
    lists = [(path, value) for path, value in places(signed.document) if isinstance(value, list)]
    assert len(lists) >= 1
    assert all(signed.is_good(changed(signed.document, path, reverse)) for path, _ in lists)
    alone = [(path, value[0]) for path, value in lists if len(value) == 1]
    assert all(signed.is_good(changed(signed.document, path, put(value))) for path, value in alone)


@each
def test_other_vocabularies_are_refused_unless_the_document_says_the_same_in_them(signed: Signed) -> None:
    unsigned = {term: value for term, value in signed.document.items() if term != "proof"}
    for vocabularies in (OLDER, NEWEST, (*OLDER, DATA_INTEGRITY), (CREDENTIALS,), (DATA_INTEGRITY,), ()):
        told = {"@context": list(vocabularies)}
        if signed.is_good({**signed.document, **told}):
            assert canonical({**unsigned, **told}) == canonical(unsigned)


@pytest.mark.parametrize("term", sorted(SINCE_3_0_3))
def test_a_term_that_the_older_vocabulary_lacks_is_refused_under_it(term: str) -> None:
    """It would not be signed: anybody could write a date into it."""
    document = older(everything(OLDER))
    where = document if term == "awardedDate" else document["credentialSubject"]["achievement"]
    where[term] = everything(OLDER).get(term, "en")
    signed = with_proof(document)
    assert is_signed(older(signed), signed["proof"], KEY.public_key())
    assert not SIGNED["badge"].is_good(signed)


def test_an_endorsement_inside_is_held_to_its_own_vocabulary() -> None:
    document = older(everything(OLDER))
    document["endorsement"][0]["awardedDate"] = "2026-09-30T00:00:00Z"
    assert not SIGNED["badge"].is_good(with_proof(document))


@pytest.mark.parametrize("vocabularies", [[DATA_INTEGRITY], [DATA_INTEGRITY, CREDENTIALS], [CREDENTIALS] * 2])
def test_a_status_list_is_written_in_the_vocabulary_of_credentials(vocabularies: list[str]) -> None:
    """In that of proofs alone next to nothing of it would be signed."""
    document = with_proof({**status_list(DID), "@context": vocabularies})
    assert not SIGNED["status list"].is_good(document)


@pytest.mark.parametrize("term", ["url", "email", "image", "address", "otherIdentifier"])
def test_a_status_list_does_not_describe_its_issuer_in_terms_that_are_not_signed(term: str) -> None:
    issuer = {"id": DID, "name": "City", term: everything()["issuer"][term]}
    assert not SIGNED["status list"].is_good(with_proof(status_list(issuer)))
