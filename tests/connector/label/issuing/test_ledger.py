"""What the entries of a journal come to: every act in every state, and what does not follow."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from connector.label.credential.keys import multikey
from connector.label.credential.moments import written
from connector.label.issuing.errors import NotAllowedError
from connector.label.issuing.ledger import CHANGES, Ledger, ledger_of
from connector.label.journal import Entry, entry_of
from tests.connector.label.world import CITY, NOW, days

DIGEST = "sha256:" + "0" * 64
PUBLIC = multikey(Ed25519PrivateKey.generate().public_key())
#: What leads to each state.
WAYS = {
    "valid": (),
    "suspended": ("suspended",),
    "withdrawn": ("revoked",),
    "valid again": ("suspended", "restored"),
}


def address(number: str, kind: str = "credentials") -> str:
    return f"{CITY}/{kind}/{number}.json"


def key_added(name: str = "key-1", purpose: str = "credentials", at: float = 0) -> Entry:
    return entry_of(act="key_added", at=written(days(at)), key=name, purpose=purpose, public=PUBLIC)


def key_retired(name: str = "key-1", at: float = 0) -> Entry:
    return entry_of(act="key_retired", at=written(days(at)), key=name)


def key_compromised(name: str = "key-1", at: float = 0, since: float = -1) -> Entry:
    return entry_of(act="key_compromised", at=written(days(at)), key=name, since=written(days(since)))


def first_issue(number: str = "1", place: int = 0, at: float = 0) -> Entry:
    return entry_of(
        act="issued",
        at=written(days(at)),
        credential=address(number),
        digest=DIGEST,
        number=number,
        place=place,
        holder="https://incubator.example",
        holder_name="Incubator",
        level="connector",
        level_name="Connector",
        scheme="scheme-2026",
        scheme_digest=DIGEST,
        scope="All",
        valid_from=written(NOW),
        valid_until=written(days(730)),
        language="en",
    )


def endorsed(number: str = "1", place: int = 0) -> Entry:
    return entry_of(
        act="endorsed",
        at=written(NOW),
        credential=address(number, "endorsements"),
        digest=DIGEST,
        number=number,
        place=place,
        endorsed="did:web:other.example",
        valid_from=written(NOW),
        valid_until=written(days(365)),
    )


def changed(act: str, number: str = "1", at: float = 0) -> Entry:
    return entry_of(act=act, at=written(days(at)), credential=address(number))


def reissued(number: str = "1", at: float = 0) -> Entry:
    return entry_of(
        act="reissued", at=written(days(at)), credential=address(number), digest=DIGEST.replace("0", "1")
    )


def with_one(*acts: str) -> Ledger:
    return ledger_of([key_added(), first_issue(), *(changed(act) for act in acts)])


@pytest.mark.parametrize("act", CHANGES)
@pytest.mark.parametrize("way", WAYS)
def test_each_act_leads_from_the_states_that_it_may_change_and_from_no_other(way: str, act: str) -> None:
    leads_to = {
        ("valid", "suspended"): "suspended",
        ("valid again", "suspended"): "suspended",
        ("suspended", "restored"): "valid",
        ("valid", "revoked"): "withdrawn",
        ("valid again", "revoked"): "withdrawn",
        ("suspended", "revoked"): "withdrawn",
    }
    ledger = with_one(*WAYS[way])
    before = deepcopy(ledger)
    if (way, act) in leads_to:
        ledger.add(changed(act, at=2))
        one = ledger.credentials[address("1")]
        assert (one.state, one.since) == (leads_to[way, act], days(2))
        assert one.history == (*before.credentials[address("1")].history, (one.state, days(2)))
    else:
        with pytest.raises(NotAllowedError, match=f"cannot be {act}"):
            ledger.add(changed(act, at=2))
        assert ledger == before


@given(st.lists(st.sampled_from(sorted(CHANGES)), max_size=12))
def test_whatever_is_tried_what_is_withdrawn_stays_so_and_a_refused_act_leaves_nothing(
    acts: list[str],
) -> None:
    ledger = with_one()
    for act in acts:
        before = deepcopy(ledger)
        try:
            ledger.add(changed(act))
        except NotAllowedError:
            assert ledger == before
        else:
            assert before.credentials[address("1")].state != "withdrawn"
            assert ledger.size == before.size + 1
    states = [state for state, _ in ledger.credentials[address("1")].history]
    assert "withdrawn" not in states[:-1]
    assert ledger.marked("suspended") == ([0] if states[-1] == "suspended" else [])
    assert ledger.marked("withdrawn") == ([0] if states[-1] == "withdrawn" else [])


def test_entries_stand_in_the_order_of_their_times_and_the_same_second_is_in_order() -> None:
    ledger = ledger_of([key_added(at=1), first_issue(at=1)])
    with pytest.raises(NotAllowedError, match="The clock says"):
        ledger.add(changed("suspended", at=1 - 1 / 86_400))
    ledger.add(changed("suspended", at=1))
    assert ledger.last == days(1)


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(first_issue(place=1), id="the same badge"),
        pytest.param(endorsed(place=1), id="an endorsement of that number"),
    ],
)
def test_a_number_is_used_once(second: Entry) -> None:
    with pytest.raises(NotAllowedError, match="1 was issued before"):
        with_one().add(second)


def test_a_number_stays_used_when_what_it_named_is_withdrawn() -> None:
    with pytest.raises(NotAllowedError, match="1 was issued before"):
        with_one("revoked").add(first_issue(place=1))


@pytest.mark.parametrize("second", [first_issue("2"), endorsed("2")])
def test_a_place_in_the_lists_is_used_once(second: Entry) -> None:
    with pytest.raises(NotAllowedError, match="Place 0 of the status lists is taken"):
        with_one().add(second)


@pytest.mark.parametrize("entry", [changed("suspended", "9"), reissued("9")])
def test_what_was_never_issued_cannot_be_changed(entry: Entry) -> None:
    with pytest.raises(NotAllowedError, match="never issued here"):
        with_one().add(entry)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([first_issue()], "no key to sign with"),
        ([endorsed()], "no key to sign with"),
        ([key_added("log-1", "log"), first_issue()], "no key to sign with"),
        ([key_added(), key_retired(), first_issue()], "no key to sign with"),
        ([key_added(), first_issue(), key_compromised(), reissued()], "no key to sign with"),
        ([key_added(), key_added()], "There is a key called key-1"),
        ([key_added(), key_added("key-2")], "A key for credentials is in use"),
        ([key_added(), key_retired(), key_added()], "There is a key called key-1"),
        ([key_retired()], "no key called key-1"),
        ([key_compromised()], "no key called key-1"),
        ([key_added(), key_retired(), key_retired()], "out of use already"),
        ([key_added(), key_compromised(), key_retired()], "out of use already"),
        ([key_added(), key_compromised(), key_compromised()], "Only an earlier moment"),
        ([key_added(), key_compromised(since=-2), key_compromised(since=-1)], "Only an earlier moment"),
    ],
)
def test_keys_come_and_go_in_order(entries: list[Entry], words: str) -> None:
    ledger = ledger_of(entries[:-1])
    before = deepcopy(ledger)
    with pytest.raises(NotAllowedError, match=words):
        ledger.add(entries[-1])
    assert ledger == before


def test_a_retired_key_can_turn_out_stolen_and_the_moment_can_move_to_an_earlier_one() -> None:
    ledger = ledger_of([key_added(), key_retired(), key_added("key-2"), key_compromised(since=-1)])
    assert ledger.keys["key-1"].compromised == written(days(-1))
    ledger.add(key_compromised(since=-2))
    assert (ledger.keys["key-1"].retired, ledger.keys["key-1"].compromised) == (
        written(NOW),
        written(days(-2)),
    )
    in_use: Any = ledger.key_in_use("credentials")
    assert in_use.name == "key-2"


def test_what_is_signed_anew_keeps_its_state_and_its_first_entry() -> None:
    ledger = with_one("suspended")
    for entry in (key_retired(at=1), key_added("key-2", at=1), reissued(at=1)):
        ledger.add(entry)
    one = ledger.credentials[address("1")]
    assert (one.state, one.since, one.key, one.issues) == ("suspended", NOW, "key-2", (1, 5))
    assert one.digest == DIGEST.replace("0", "1")
    assert one.entry == first_issue()


def test_expired_is_said_from_the_second_after_the_last_and_never_of_what_is_withdrawn() -> None:
    last = days(730)
    for acts, then in (((), "expired"), (("suspended",), "expired"), (("revoked",), "withdrawn")):
        one = with_one(*acts).credentials[address("1")]
        assert one.state_at(last) == one.state
        assert one.state_at(last + timedelta(seconds=1)) == then
