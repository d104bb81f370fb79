"""One form for what means the same, and an end for documents that are made to have none."""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from connector.label.credential.canonical import _kept, canonical
from connector.label.credential.contexts import CREDENTIALS
from connector.label.credential.errors import CredentialError, NotACredentialError, TooIntricateError
from connector.label.credential.model import Badge
from connector.label.credential.reading import LARGEST_BADGE, check_form, parsed
from tests.connector.label.credential.everything import (
    endorsement,
    entry,
    everything,
    named,
    proof,
    status_list,
    with_addresses,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Seconds of computing; others may use the machine as well.
PATIENCE = 5.0


def linked(pairs: Iterable[tuple[int, int]]) -> dict[str, Any]:
    """Return nameless nodes that refer to each other, and are alike in everything else."""
    links: dict[int, list[str]] = {}
    for one, other in pairs:
        links.setdefault(one, []).append(f"_:n{other}")
    nodes = [
        {"id": f"_:n{one}", "type": "VerifiableCredential", "issuer": others} for one, others in links.items()
    ]
    return {"@context": [CREDENTIALS], "@graph": nodes}


def clique(size: int, start: int = 0) -> list[tuple[int, int]]:
    members = range(start, start + size)
    return [(one, other) for one in members for other in members if one != other]


def ring(size: int) -> list[tuple[int, int]]:
    return [pair for one in range(size) for pair in ((one, (one + 1) % size), ((one + 1) % size, one))]


def circulant(size: int) -> list[tuple[int, int]]:
    return [(one, (one + step) % size) for one in range(size) for step in (1, -1, 3, -3)]


def grid(side: int) -> list[tuple[int, int]]:
    cells = [(row, column) for row in range(side) for column in range(side)]
    return [
        (row * side + column, (row + down) % side * side + (column + right) % side)
        for row, column in cells
        for down, right in ((0, 1), (1, 0), (0, side - 1), (side - 1, 0))
    ]


#: In each of these every node looks like every other one.
POISON = {
    "six who all know each other": clique(6),
    "twenty who all know each other": clique(20),
    "sixty who all know each other": clique(60),
    "a ring of sixty": ring(60),
    "a ring of three hundred": ring(300),
    "a ring of six hundred": ring(600),
    "a grid of four by four, closed": grid(4),
    "a grid of twelve by twelve, closed": grid(12),
    "a hundred, each beside four": circulant(100),
    "twenty groups of seven": [pair for group in range(20) for pair in clique(7, 7 * group)],
    "two who know five hundred": [(one, other) for one in (0, 1) for other in range(2, 500)],
}


@pytest.mark.parametrize("pairs", POISON.values(), ids=POISON)
def test_what_is_made_to_have_no_end_is_given_up_soon(pairs: list[tuple[int, int]]) -> None:
    begin = time.thread_time()
    with pytest.raises(TooIntricateError):
        canonical(linked(pairs))
    assert time.thread_time() - begin < PATIENCE


@pytest.mark.parametrize("pairs", [clique(4), ring(8), grid(2)])
def test_what_looks_alike_but_is_small_has_one_form(pairs: list[tuple[int, int]]) -> None:
    forms = {canonical(linked(order)) for order in (pairs, pairs[::-1], sorted(pairs))}
    other_names = [(11 - one, 11 - other) for one, other in pairs]
    assert forms == {canonical(linked(other_names))}


def test_a_hundred_pieces_of_evidence_without_names_have_one_form() -> None:
    evidence = [{"type": ["Evidence"], "name": f"Piece {number}"} for number in range(100)]
    alike: list[dict[str, Any]] = [{"type": ["Evidence"], "name": "Piece"}] * 100
    for pieces in (evidence, alike):
        begin = time.thread_time()
        form = canonical({**everything(), "evidence": pieces})
        assert form == canonical({**everything(), "evidence": pieces[::-1]})
        assert form.count(b"#Evidence>") == 100
        assert time.thread_time() - begin < PATIENCE


def test_the_order_of_terms_is_no_part_of_the_form() -> None:
    turned = dict(reversed(everything().items()))
    assert canonical(turned) == canonical(everything())
    assert canonical(json.loads(json.dumps(everything(), indent=3))) == canonical(everything())


def test_every_statement_stands_on_a_line_of_its_own_and_the_lines_are_sorted() -> None:
    lines = canonical(everything()).splitlines(keepends=True)
    assert lines == sorted(lines)
    assert all(line.endswith(b" .\n") for line in lines)


def nameless(part: dict[str, Any]) -> dict[str, Any]:
    return {term: value for term, value in part.items() if term != "id"}


def nested(depth: int) -> dict[str, Any]:
    """Return a badge whose issuer is endorsed by one who is endorsed by one ..."""
    issuer: Any = named("did:web:last.example", "Last")
    for number in range(depth):
        inside = endorsement(f"E{number}", "did:web:last.example", everything()["@context"])
        issuer = named(f"did:web:issuer{number}.example", "Next") | {
            "endorsement": [{**inside, "issuer": issuer}]
        }
    return {**everything(), "issuer": issuer}


def with_endorsements(number: int, **terms: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON of any shape
    one = endorsement("State", "https://city.example/credentials/1.json", everything()["@context"])
    return {
        **everything(),
        "endorsement": [{**one, "id": f"urn:endorsement:{place}", **terms} for place in range(number)],
    }


def described_again(times: int, names: int) -> dict[str, Any]:
    """Return a badge in which an issuer has another few names each time that it comes up."""

    def issuer(time: int) -> dict[str, Any]:
        known = [
            {"type": "IdentifierEntry", "identifier": f"{time}.{name}", "identifierType": "x"}
            for name in range(names)
        ]
        return {**named("did:web:same.example", "Same"), "otherIdentifier": known}

    badge = with_endorsements(times)
    return badge | {
        "endorsement": [{**one, "issuer": issuer(time)} for time, one in enumerate(badge["endorsement"])]
    }


#: As hard as the forms allow at the size that a badge may have.
HARD = {
    "many nameless entries that look alike": lambda: with_endorsements(
        45, credentialStatus=[nameless(entry("revocation"))] * 5
    ),
    "many nameless proofs that look alike": lambda: with_endorsements(31, proof=[nameless(proof("a"))] * 5),
    "as many endorsements as there may be": lambda: with_endorsements(70),
    "one issuer with ever more names": lambda: described_again(11, 90),
    "evidence": lambda: {**everything(), "evidence": [{"type": "Evidence", "name": "x" * 800}] * 100},
}


@pytest.mark.parametrize("make", HARD.values(), ids=HARD)
def test_the_hardest_badge_of_the_form_is_done_or_given_up_soon(make: Any) -> None:  # noqa: ANN401
    data = json.dumps(make()).encode()
    assert LARGEST_BADGE / 4 < len(data) <= LARGEST_BADGE
    begin = time.thread_time()
    document = parsed(data, LARGEST_BADGE)
    check_form(document, Badge)
    try:
        canonical(document)
    except TooIntricateError as error:
        assert "Too many" in str(error) or "too deep" in str(error)
    assert time.thread_time() - begin < PATIENCE


def test_endorsements_inside_each_other_are_read_as_deep_as_chains_go_and_refused_far_below() -> None:
    document = parsed(json.dumps(nested(10)).encode(), LARGEST_BADGE)
    check_form(document, Badge)
    canonical(document)
    with pytest.raises(NotACredentialError, match="nested deeper than 60 levels"):
        parsed(json.dumps(nested(30)).encode(), LARGEST_BADGE)


def test_several_threads_bring_documents_into_order_at_once() -> None:
    """What PyLD keeps for the whole process breaks when threads use it at the same time."""
    documents = [everything(), with_addresses(), status_list("did:web:city.example"), nested(3)]
    alone = [canonical(document) for document in documents]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as threads:
            together = list(threads.map(canonical, documents * 30))
    finally:
        sys.setswitchinterval(before)
    assert together == alone * 30


def test_after_a_document_that_is_refused_the_next_one_is_read_as_before() -> None:
    before = canonical(everything())
    for _ in range(3):
        with pytest.raises(NotACredentialError):
            canonical({"@context": [CREDENTIALS], "@id": 5})
        assert canonical(everything()) == before


def test_what_is_deep_inside_itself_is_too_intricate_and_not_an_error_of_the_program() -> None:
    part: dict[str, Any] = {}
    for _ in range(900):
        part = {"type": "VerifiableCredential", "issuer": part}
    with pytest.raises(TooIntricateError, match="deep"):
        canonical({"@context": [CREDENTIALS], **part})


@pytest.mark.parametrize(
    "document",
    [
        {"@context": 5},
        {"@context": {"x": 5}},
        {"@context": [CREDENTIALS], "@id": 5},
        {"@context": [CREDENTIALS], "type": 5},
        {"@context": [CREDENTIALS], "id": {}},
        {"@context": [CREDENTIALS], "name": {"@value": {}}},
        {"@context": [CREDENTIALS, {"name": "urn:another"}], "name": "x"},
        {"@context": [CREDENTIALS, None]},
    ],
)
def test_what_is_no_json_ld_is_told_as_such(document: dict[str, Any]) -> None:
    with pytest.raises(NotACredentialError, match="no JSON-LD"):
        canonical(document)


def test_a_vocabulary_inside_a_part_is_held_to_the_same_list() -> None:
    document = {"@context": [CREDENTIALS], "issuer": {"@context": "https://vocabulary.example/v1"}}
    with pytest.raises(CredentialError):
        canonical({"type": "VerifiableCredential", **document})


def test_words_of_its_own_that_a_document_brings_are_not_kept_for_ever() -> None:
    for number in range(200):
        own = {f"word{number}": f"https://words.example/{number}"}
        told = canonical({"@context": [*everything()["@context"], own], f"word{number}": "said"})
        assert f'<https://words.example/{number}> "said"'.encode() in told
    assert len(_kept.read) < 100
