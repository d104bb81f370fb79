"""Whatever is sent or served: no error escapes the verifier, and nothing is valid that is not.

`benchmarks/label_fuzz.py` tries a hundred thousand of these.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.connector.label.verifying.fuzzing import Attempt, attempt, may_be_valid, said, tried
from tests.connector.label.verifying.story import CITY, TOWN, Case, Story, told

if TYPE_CHECKING:
    from collections.abc import Callable

CITY_KEYS, TOWN_KEYS = f"{CITY}/did.json", f"{TOWN}/did.json"
#: JSON of any shape, with terms that a credential has.
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["@context", "id", "type", "issuer", "proof", "validFrom", "credentialSubject"])
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return told(tmp_path_factory.mktemp("labels"))


def check(story: Story, name: str, address: str | None, data: bytes) -> None:
    hold(tried(story, name, address, data))


def hold(done: Attempt) -> None:
    if done.error is not None:
        raise done.error
    assert done.is_right, (done.case, done.address, done.data)


@given(st.binary(max_size=200))
def test_any_bytes_are_judged_and_not_valid(story: Story, data: bytes) -> None:
    done = tried(story, "good", None, data)
    assert (done.error, done.verdict and done.verdict.result) == (None, "not valid")


@given(st.dictionaries(st.text(max_size=10), anything, max_size=6) | anything)
def test_any_json_is_judged_and_not_valid(story: Story, value: Any) -> None:  # noqa: ANN401
    done = tried(story, "good", None, json.dumps(value).encode())
    assert (done.error, done.verdict and done.verdict.result) == (None, "not valid")


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_json_in_place_of_a_part_of_a_badge_is_not_valid(story: Story, data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(["good", "endorsed", "saved by the log"]))
    document = json.loads(story.cases[case].badge)
    holder = document
    for _ in range(data.draw(st.integers(0, 3))):
        inner = [value for value in holder.values() if isinstance(value, dict)]
        holder = data.draw(st.sampled_from(inner)) if inner else holder
    holder[data.draw(st.sampled_from(sorted(holder)))] = data.draw(anything)
    check(story, case, None, json.dumps(document).encode())


@given(st.binary(max_size=100) | anything.map(lambda value: json.dumps(value).encode()), st.data())
def test_anything_may_be_served_in_place_of_any_file(
    story: Story, content: bytes, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(story.cases)))
    address = data.draw(st.sampled_from(story.cases[name].asked))
    check(story, name, address, content)


@given(st.integers(0, 2**63))
@settings(max_examples=600)
def test_a_badge_or_a_file_that_was_changed_is_valid_only_where_it_says_the_same(
    story: Story, number: int
) -> None:
    hold(attempt(story, number))


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    document = json.loads(data)
    change(document)
    return json.dumps(document).encode()


def method(story: Story, case: Case) -> dict[str, Any]:
    name = json.loads(case.badge)["proof"]["verificationMethod"]
    listed = json.loads(story.files[CITY_KEYS])["verificationMethod"]
    return next(one for one in listed if one["id"] == name)


def test_the_law_of_these_tests_tells_what_says_the_same_from_what_does_not(story: Story) -> None:
    case = story.cases["good"]
    badge = json.loads(case.badge)
    alike = [
        json.dumps(badge, indent=2).encode(),
        json.dumps(dict(reversed(badge.items()))).encode(),
        changed(case.badge, lambda one: one["credentialStatus"].reverse()),
        changed(case.badge, lambda one: one.update(proof=[one["proof"]])),
    ]
    assert [may_be_valid(story, case, None, data) for data in alike] == [True] * 4
    assert [tried(story, "good", None, data).verdict.result for data in alike] == ["valid"] * 4  # type: ignore[union-attr]
    others = [
        changed(case.badge, lambda one: one.update(name="Another")),
        changed(case.badge, lambda one: one["credentialStatus"].pop()),
        changed(case.badge, lambda one: one.update(grade=None)),
        b"{",
    ]
    assert [may_be_valid(story, case, None, data) for data in others] == [False] * 4
    assert said(b'{"a": 1}') != said(b'{"a": "1"}') != said(b'{"a": true}')
    lost = changed(
        story.files[CITY_KEYS],
        lambda one: one["verificationMethod"][0].update(revoked="2026-11-01T00:00:00Z"),
    )
    assert may_be_valid(story, case, CITY_KEYS, story.files[CITY_KEYS])
    assert not may_be_valid(story, case, CITY_KEYS, lost)
    assert not may_be_valid(story, story.cases["revoked"], None, story.cases["revoked"].badge)


@pytest.mark.parametrize("where", ["verificationMethod", "assertionMethod"])
def test_a_document_that_lists_a_key_twice_with_different_fates_is_not_believed(
    story: Story, where: str
) -> None:
    """Who reads the first one would rely on it, and who reads the second would not."""
    case = story.cases["good"]
    lost = {**method(story, case), "revoked": "2026-11-01T00:00:00Z"}
    data = changed(story.files[CITY_KEYS], lambda one: one[where].append(lost))
    done = tried(story, "good", CITY_KEYS, data)
    assert done.verdict is not None
    assert (done.verdict.result, done.verdict.decisive.reason.code) == (
        "cannot tell",
        "verify.issuer.unreadable",
    )


def test_a_log_saves_a_lost_key_but_not_one_that_cannot_be_read(story: Story) -> None:
    """Else a badge could be valid whose signature nobody looked at."""
    for term, value in (("publicKeyMultibase", None), ("publicKeyMultibase", "zQ3sh"), ("type", "Another")):
        data = changed(
            story.files[TOWN_KEYS],
            lambda one, term=term, value=value: one["verificationMethod"][0].update({term: value}),
        )
        done = tried(story, "saved by the log", TOWN_KEYS, data)
        assert done.verdict is not None
        assert (done.verdict.result, done.verdict.decisive.reason.code) == (
            "cannot tell",
            "verify.key.other_kind",
        )


def test_of_two_proofs_the_worse_one_counts(story: Story) -> None:
    """A log that saves the one does not save the other."""
    for case in ("saved by the log", "good", "of a lost key"):
        badge = json.loads(story.cases[case].badge)
        spoilt = {**badge["proof"], "created": "2026-11-02T00:00:00Z"}
        for proofs in ([badge["proof"], spoilt], [spoilt, badge["proof"]]):
            done = tried(story, case, None, json.dumps({**badge, "proof": proofs}).encode())
            assert done.verdict is not None
            assert (done.verdict.result, done.verdict.decisive.reason.code) == (
                "not valid",
                "verify.signature.wrong",
            )


@pytest.mark.parametrize("term", ["proof", "credentialStatus", "validUntil", "issuer", "credentialSubject"])
def test_a_term_of_nothing_is_no_error_of_the_program(story: Story, term: str) -> None:
    data = changed(story.cases["good"].badge, lambda one: one.update({term: None}))
    done = tried(story, "good", None, data)
    assert (done.error, done.verdict and done.verdict.result) == (None, "not valid")


@pytest.mark.parametrize("depth", [40, 60, 150])
def test_endorsements_inside_each_other_are_no_error_of_the_program(story: Story, depth: int) -> None:
    badge = json.loads(story.cases["endorsed"].badge)
    praise = badge["issuer"]["endorsement"][0]
    issuer: Any = praise["issuer"]
    for _ in range(depth):
        issuer = {**praise["issuer"], "endorsement": [{**praise, "issuer": issuer}]}
    badge["issuer"]["endorsement"][0]["issuer"] = issuer
    done = tried(story, "endorsed", None, json.dumps(badge).encode())
    assert done.error is None
    assert done.verdict is not None
    assert done.verdict.result != "valid"


def test_an_endpoint_that_is_no_address_is_no_log(story: Story) -> None:
    for endpoint in ("no address", ["https://a.example"], None, {"uri": "https://a.example"}):
        data = changed(
            story.files[CITY_KEYS],
            lambda one, endpoint=endpoint: [each.update(serviceEndpoint=endpoint) for each in one["service"]],
        )
        done = tried(story, "logged", CITY_KEYS, data)
        assert done.error is None
        assert done.verdict is not None
        assert done.verdict.decisive.reason.code == "verify.log.none"
