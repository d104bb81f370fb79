"""The document beside a credential: what it shows, which part of it fails, and what is no such document."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.label.log import (
    Checkpoint,
    LogProof,
    OutsideLogError,
    ProofRefusedError,
    check,
    prove,
    root_at,
    signed,
)
from connector.label.log.proof import LONGEST_PROOF
from tests.connector.label.log.logs import ENTRIES, KEY, MOST, NAME, OTHER_KEY, head, kept

PUBLIC = KEY.public_key()
SIZES = st.integers(1, MOST)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def proof_of(index: int, size: int) -> LogProof:
    return prove(kept(size).__getitem__, index, size, head(size))


def told(**changed: object) -> dict[str, Any]:
    """Return a good document with changes; None leaves out."""
    document = json.loads(proof_of(5, 300).to_json()) | changed
    return {key: value for key, value in document.items() if value is not None}


def refusal(proof: LogProof, entry: bytes = ENTRIES[5], name: str = NAME, **stated: Any) -> str:  # noqa: ANN401 - passed on as it is
    with pytest.raises(ProofRefusedError) as refused:
        check(proof, entry, name, **{"public_key": PUBLIC, **stated})
    return refused.value.part


def test_a_document_is_short_and_says_what_it_is() -> None:
    document = told()
    assert list(document) == ["schema", "index", "size", "hashes", "checkpoint"]
    assert (document["schema"], document["index"], document["size"]) == ("log-proof/1", 5, 300)
    assert (len(document["hashes"]), document["checkpoint"]) == (9, head(300))


@given(SIZES, SIZES, st.data())
def test_every_entry_is_shown_to_be_under_every_later_head(one: int, other: int, data: st.DataObject) -> None:
    size, later = sorted((one, other))
    index = data.draw(st.integers(0, size - 1))
    proof = prove(kept(later).__getitem__, index, size, head(size), kept=later)
    root = root_at(kept(size).__getitem__, size)
    assert check(LogProof.from_json(proof.to_json()), ENTRIES[index], NAME, PUBLIC) == Checkpoint(
        NAME, size, root
    )


@given(SIZES, st.data())
def test_another_entry_or_index_fails(size: int, data: st.DataObject) -> None:
    index, other = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    proof = proof_of(index, size)
    moved = proof.model_copy(update={"index": other})
    if other == index:
        assert check(moved, ENTRIES[index], NAME, PUBLIC).size == size
    else:
        assert refusal(proof, ENTRIES[other]) == refusal(moved, ENTRIES[index]) == "path"
    assert refusal(proof, ENTRIES[index] + b" ") == "path"


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"index": 300}, "index"),
        ({"size": 299}, "size"),
        ({"size": 301}, "size"),
        ({"hashes": []}, "path"),
        ({"hashes": told()["hashes"][::-1]}, "path"),
        ({"hashes": [*told()["hashes"], told()["hashes"][0]]}, "path"),
        ({"checkpoint": head(301)}, "size"),
        ({"checkpoint": head(301), "size": 301}, "path"),
        ({"checkpoint": ""}, "head"),
        ({"checkpoint": head(300).replace("300", "301"), "size": 301}, "head"),
        ({"checkpoint": head(300, "other.example.org/log")}, "head"),
    ],
)
def test_the_part_that_fails_is_named(changed: dict[str, object], part: str) -> None:
    assert refusal(LogProof.from_json(json.dumps(told(**changed)))) == part


def test_a_proof_counts_for_the_key_and_the_log_that_the_reader_trusts() -> None:
    proof = proof_of(5, 300)
    assert refusal(proof, public_key=OTHER_KEY.public_key()) == "head"
    assert refusal(proof, name="other.example.org/log") == "head"
    assert refusal(proof, origin="other.example.org/log") == "head"
    forged = signed(Checkpoint(NAME, 300, bytes(32)), NAME, OTHER_KEY)
    assert refusal(proof.model_copy(update={"checkpoint": forged})) == "head"


def test_what_is_not_in_the_log_is_not_proved() -> None:
    with pytest.raises(OutsideLogError):
        proof_of(300, 300)


@pytest.mark.parametrize(
    "changed",
    [
        {"schema": None}, {"schema": "log-proof/2"}, {"index": None}, {"index": -1}, {"index": "5"},
        {"index": 5.0}, {"index": True}, {"index": 2**63}, {"size": 0},
        {"hashes": "AAAA"}, {"hashes": ["AAAA"]}, {"hashes": None},
        {"hashes": ["A" * 42 + "B="]}, {"hashes": ["A" * 43 + "=\n"]}, {"hashes": ["A" * 43 + "="] * 64},
        {"checkpoint": "a" * 200_000}, {"checkpoint": None}, {"issuer": "somebody"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_of_the_form_is_refused(changed: dict[str, object]) -> None:
    assert LogProof.from_json(json.dumps(told())) == proof_of(5, 300)
    with pytest.raises(ProofRefusedError) as refused:
        LogProof.from_json(json.dumps(told(**changed)))
    assert refused.value.part == "document"


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "\ud800", '"\\ud800"', "[" * 10_000, json.dumps(told()) + " " * LONGEST_PROOF]
)
def test_what_is_no_document_at_all_is_refused(text: str) -> None:
    with pytest.raises(ProofRefusedError) as refused:
        LogProof.from_json(text)
    assert refused.value.part == "document"


@given(st.text() | VALUES.map(json.dumps) | st.dictionaries(st.sampled_from(list(told())), VALUES).map(
    lambda changed: json.dumps(told() | changed)))  # fmt: skip
def test_nothing_but_a_refusal_comes_of_any_text(text: str) -> None:
    try:
        assert check(LogProof.from_json(text), ENTRIES[5], NAME, PUBLIC).size == 300
    except ProofRefusedError as error:
        assert str(error)
