"""What we issue is judged by two verifiers that are not ours, from the files that an office publishes.

Neither of them knows whom one believes, a key that ended or was in other hands, or the log: trust and these
are our own verifier's alone. Both check signature, dates, status lists and that every term is defined.
"""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from connector.label.credential.canonical import canonical
from connector.label.credential.moments import written
from connector.label.credential.proof import signed
from connector.label.issuing.office import Award, change, endorse
from connector.label.issuing.rotation import rotate_key
from connector.label.issuing.vouchers import keep
from tests.connector.label.world import (
    AWARD,
    CITY,
    CITY_DID,
    NOW,
    World,
    answer,
    days,
    issued,
    judged,
    opened,
    trusting,
    working,
)
from tests.oracles import builders, node_vc, openbadges
from tests.oracles.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

REVOCATION = f"{CITY}/status/revocation.json"
SUSPENSION = f"{CITY}/status/suspension.json"
NETWORK = "https://network.example"


class Case(NamedTuple):
    """A credential in a world: what ours says of it, and whether theirs accept it."""

    document: dict[str, Any]
    documents: dict[str, Any]
    now: datetime
    ours: tuple[str, str]
    theirs: bool


def served(world: World, *addresses: str) -> dict[str, Any]:
    """Return what the web of a world answers: JSON, or text where it is none."""
    found: dict[str, Any] = {}
    for address in addresses or (f"{CITY}/did.json", REVOCATION, SUSPENSION):
        if address in world.gone:
            continue
        content = world.fetch(address).content
        try:
            found[address] = json.loads(content)
        except ValueError:
            found[address] = content.decode()
    return found


def edited(document: dict[str, Any], edit: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    after = copy.deepcopy(document)
    edit(after)
    return after


def changing(world: World, city: Path, act: str) -> dict[str, Any]:
    document = issued(city)
    with working(city) as office:
        change(office, "2026-0001", act, days(1), notes={})
    del world
    return document


def case(
    world: World, document: dict[str, Any], ours: tuple[str, str], *, theirs: bool, at: float = 2
) -> Case:
    verdict = judged(world, document, now=days(at))
    assert answer(verdict) == ours
    return Case(document, served(world), days(at), ours, theirs)


def good(world: World, city: Path) -> Case:
    return case(world, issued(city), ("valid", "verify.scope.good"), theirs=True)


def of_other_scripts(world: World, city: Path) -> Case:
    award = Award(
        "https://incubator.example",
        'حاضنة الجسور 🌉 "Brücke" \\ <b>',
        "distinction",
        "Τα πάντα\nκαι άλλα",
        AWARD.decided,
    )
    return case(world, issued(city, award), ("valid", "verify.scope.good"), theirs=True)


def after_a_change_of_keys(world: World, city: Path) -> Case:
    document = issued(city)
    with working(city) as office:
        rotate_key(office, days(1))
    return case(world, document, ("valid", "verify.scope.good"), theirs=True)


def by_the_new_key(world: World, city: Path) -> Case:
    with working(city) as office:
        rotate_key(office, NOW)
    return case(world, issued(city, now=days(1)), ("valid", "verify.scope.good"), theirs=True)


def endorsed(world: World, city: Path) -> Case:
    network = opened(world, city.parent / "network", NETWORK, "Network")
    with working(network) as office:
        document = endorse(office, CITY_DID, "We know them.", NOW, days=100)
    keep(city, CITY_DID, json.dumps(document).encode(), NOW)
    told = issued(city)
    assert told["issuer"]["endorsement"] == [document]
    return case(world, told, ("valid", "verify.scope.good"), theirs=True)


def expired(world: World, city: Path) -> Case:
    document = issued(city)
    with working(city) as office:
        office.publish(days(790))
    return case(world, document, ("not valid", "verify.dates.expired"), theirs=False, at=800)


def not_yet(world: World, city: Path) -> Case:
    with working(city) as office:
        office.publish(days(-39))
    document = issued(city)
    told = served(world)
    verdict = judged(world, document, now=days(-40))
    assert str(verdict.result) == "not valid"
    return Case(document, told, days(-40), ("not valid", "verify.signature.in_future"), theirs=False)


def revoked(world: World, city: Path) -> Case:
    document = changing(world, city, "revoked")
    return case(world, document, ("not valid", "verify.status.revoked_since"), theirs=False)


def suspended(world: World, city: Path) -> Case:
    document = changing(world, city, "suspended")
    return case(world, document, ("not valid", "verify.status.suspended_since"), theirs=False)


def tampered(world: World, city: Path) -> Case:
    document = edited(issued(city), lambda told: told["credentialSubject"].update(narrative="More"))
    return case(world, document, ("not valid", "verify.signature.wrong"), theirs=False)


def with_an_undefined_term(world: World, city: Path) -> Case:
    document = edited(issued(city), lambda told: told["credentialSubject"].update(grade="A"))
    return case(world, document, ("not valid", "verify.form.faulty"), theirs=False)


def by_another_key(world: World, city: Path) -> Case:
    unsigned = {term: value for term, value in issued(city).items() if term != "proof"}
    thief = key_of("a thief")
    document = openbadges.issue(unsigned, thief, method=f"{CITY_DID}#key-1", created=written(NOW))
    return case(world, document, ("not valid", "verify.signature.wrong"), theirs=False)


def list_missing(world: World, city: Path) -> Case:
    document = issued(city)
    world.gone.add(REVOCATION)
    return case(world, document, ("cannot tell", "verify.status.missing"), theirs=False)


def list_broken(world: World, city: Path) -> Case:
    document = issued(city)
    world.changed[REVOCATION] = b"<html>not found</html>"
    return case(world, document, ("cannot tell", "verify.status.broken"), theirs=False)


def list_changed(world: World, city: Path) -> Case:
    document = changing(world, city, "revoked")
    told = json.loads((city / "public/status/revocation.json").read_bytes())
    clear = json.loads((city / "public/status/suspension.json").read_bytes())
    told["credentialSubject"]["encodedList"] = clear["credentialSubject"]["encodedList"]
    world.changed[REVOCATION] = json.dumps(told).encode()
    return case(world, document, ("cannot tell", "verify.status.wrongly_signed"), theirs=False)


def list_out_of_date(world: World, city: Path) -> Case:
    return case(world, issued(city), ("cannot tell", "verify.status.out_of_date"), theirs=False, at=40)


def issuer_unknown(world: World, city: Path) -> Case:
    """Theirs accept it: whom one believes is not their question."""
    document = issued(city)
    assert answer(judged(world, document, trust=trusting())) == ("cannot tell", "verify.trust.nobody")
    return case(world, document, ("valid", "verify.scope.good"), theirs=True)


def lists_exchanged(world: World, city: Path) -> Case:
    document = issued(city)
    first, second = (
        (city / "public/status" / f"{name}.json").read_bytes() for name in ("revocation", "suspension")
    )
    world.changed |= {REVOCATION: second, SUSPENSION: first}
    return case(world, document, ("cannot tell", "verify.status.another"), theirs=False)


def by_the_old_key_after_its_end(world: World, city: Path) -> Case:
    """Theirs accept it: they take a key that ended for one that is in use."""
    unsigned = {term: value for term, value in issued(city).items() if term != "proof"}
    with working(city) as office:
        key, name = office.signing_key("credentials")
        rotate_key(office, days(1))
    document = signed(unsigned, key, method=f"{CITY_DID}#{name}", now=days(1.5))
    return case(world, document, ("not valid", "verify.key.after_end"), theirs=True)


def by_a_key_that_was_lost_later(world: World, city: Path) -> Case:
    """Theirs accept it: to them a lost key is as good as any other."""
    document = issued(city)
    with working(city) as office:
        rotate_key(office, days(1.5), compromised_since=days(1))
    return case(world, document, ("cannot tell", "verify.key.compromised"), theirs=True)


def with_a_spoilt_endorsement_inside(world: World, city: Path) -> Case:
    """Check what the city signed so, and is believed by itself: nobody has to vouch for it."""
    told = edited(
        endorsed(world, city).document, lambda one: one["issuer"]["endorsement"][0].update(name="Another")
    )
    with working(city) as office:
        key, name = office.signing_key("credentials")
    unsigned = {term: value for term, value in told.items() if term != "proof"}
    document = signed(unsigned, key, method=f"{CITY_DID}#{name}", now=NOW)
    chained = trusting(endorsers=("did:web:network.example",))
    assert answer(judged(world, document, trust=chained)) == ("cannot tell", "verify.trust.nobody")
    return case(world, document, ("valid", "verify.scope.good"), theirs=True)


CASES = (
    good, of_other_scripts, after_a_change_of_keys, by_the_new_key, endorsed, issuer_unknown, expired,
    not_yet, revoked, suspended, tampered, with_an_undefined_term, by_another_key, list_missing, list_broken,
    list_changed, list_out_of_date, lists_exchanged, by_the_old_key_after_its_end,
    by_a_key_that_was_lost_later, with_a_spoilt_endorsement_inside,
)  # fmt: skip


@cache
def told(make: Callable[[World, Path], Case]) -> Case:
    with TemporaryDirectory() as folder:
        world = World()
        return make(world, opened(world, Path(folder) / "city"))


@pytest.fixture(scope="module")
def by_node() -> dict[str, bool]:
    """Return what node says of all cases, asked at once."""
    cases = [told(make) for make in CASES]
    commands = [node_vc.verifying(one.document, one.documents, now=written(one.now)) for one in cases]
    answers = node_vc.judged(commands)
    return {make.__name__: one.verdict.is_verified for make, one in zip(CASES, answers, strict=True)}


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_ours_and_digital_bazaars_agree(
    make: Callable[[World, Path], Case], by_node: dict[str, bool]
) -> None:
    assert by_node[make.__name__] == told(make).theirs


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_ours_and_openbadgeslib_agree(make: Callable[[World, Path], Case]) -> None:
    one = told(make)
    verdict = openbadges.verify(one.document, one.documents, now=written(one.now))
    assert verdict.is_verified == one.theirs


# ------------------------------------------------------------ what theirs issue

OFFICE = "https://office.example/label"
OFFICE_DID = "did:web:office.example:label"
KEY = key_of("another office")
METHOD = f"{OFFICE_DID}#key-1"
LISTS = (f"{OFFICE}/status/1", f"{OFFICE}/status/2")


class Served(World):
    """A web of documents that were made by others."""

    def __init__(self, documents: dict[str, Any]) -> None:
        super().__init__()
        self.changed = {address: json.dumps(document).encode() for address, document in documents.items()}


def unsigned_badge() -> dict[str, Any]:
    status = [builders.entry(LISTS[0], "revocation", 7), builders.entry(LISTS[1], "suspension", 7)]
    return builders.badge(OFFICE_DID, credentialStatus=status)


def lists(issuer: str, revoked: list[int]) -> list[dict[str, Any]]:
    bits = [(LISTS[0], "revocation", revoked), (LISTS[1], "suspension", [])]
    if issuer == "openbadgeslib":
        return [openbadges.status_list(*what, issuer=OFFICE_DID, issued=builders.ISSUED) for what in bits]
    return [
        one.value | {"issuer": OFFICE_DID} for one in node_vc.judged(node_vc.listing(*what) for what in bits)
    ]


def signed_by(issuer: str, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if issuer == "openbadgeslib":
        return [openbadges.issue(one, KEY, method=METHOD, created=builders.ISSUED) for one in documents]
    commands = [node_vc.issuing(one, KEY, method=METHOD, created=builders.ISSUED) for one in documents]
    return [one.value for one in node_vc.judged(commands)]


def test_a_badge_in_the_words_of_openbadgeslib_has_terms_that_no_label_has() -> None:
    """Its model adds a schema and a vocabulary of extensions; this verifier reads labels alone."""
    badge = openbadges.issue_badge(builders.badge(OFFICE_DID), KEY, method=METHOD, created=builders.ISSUED)
    web = Served({f"{OFFICE}/did.json": builders.did_document(OFFICE_DID, {"key-1": KEY})})
    verdict = judged(web, badge, trust=trusting(OFFICE_DID))
    assert answer(verdict) == ("not valid", "verify.form.faulty")


@pytest.mark.parametrize("issuer", ["node", "openbadgeslib"])
def test_what_theirs_issue_is_judged_right_by_ours(issuer: str) -> None:
    badge, revocation, suspension, revoked_by = signed_by(
        issuer, [unsigned_badge(), *lists(issuer, []), lists(issuer, [7])[0]]
    )
    did = {f"{OFFICE}/did.json": builders.did_document(OFFICE_DID, {"key-1": KEY})}
    clear = Served({**did, LISTS[0]: revocation, LISTS[1]: suspension})
    trust = trusting(OFFICE_DID)
    assert answer(judged(clear, badge, trust=trust)) == ("valid", "verify.scope.good")
    changed = edited(badge, lambda told: told.update(name="Another"))
    assert answer(judged(clear, changed, trust=trust)) == ("not valid", "verify.signature.wrong")
    marked = Served({**did, LISTS[0]: revoked_by, LISTS[1]: suspension})
    assert answer(judged(marked, badge, trust=trust)) == ("not valid", "verify.status.revoked")
    swapped = Served({**did, LISTS[0]: suspension, LISTS[1]: suspension})
    assert answer(judged(swapped, badge, trust=trust)) == ("cannot tell", "verify.status.another")


# ------------------------------------------------------------ the form that is hashed


def variants() -> Iterator[dict[str, Any]]:
    """Yield credentials of all cases, and some whose texts are hard to write down."""
    for make in CASES:
        if make is not with_an_undefined_term:
            yield told(make).document
    hard = (
        "\t tab",
        "line\nbreak\r",
        'quote " \\ slash',
        "\u00a0\u202f\u2028\u2029",
        "\u0301e\u0301",
        "𝄞 \U0010ffff",
        "ﷺ",
    )
    for text in hard:
        yield edited(
            told(good).document, lambda told, text=text: told["credentialSubject"].update(narrative=text)
        )


def test_the_statements_are_those_that_node_finds() -> None:
    documents = list(variants())
    answers = node_vc.judged(node_vc.canonizing(one) for one in documents)
    assert [canonical(one).decode() for one in documents] == [one.value for one in answers]
