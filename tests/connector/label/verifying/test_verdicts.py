"""Every case of the label's table of verdicts, against the files of a real office."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from connector.label.credential.did import did_key
from connector.label.credential.proof import signed
from connector.label.issuing.office import change
from connector.label.issuing.rotation import rotate_key
from connector.label.verifying import CHECKS, Outcome
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
    trusting,
    working,
)

if TYPE_CHECKING:
    from pathlib import Path

REVOCATION = f"{CITY}/status/revocation.json"
SUSPENSION = f"{CITY}/status/suspension.json"


def published(city: Path, name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((city / "public" / name).read_bytes())
    return told


def test_a_good_credential_of_a_trusted_issuer_is_valid(world: World, city: Path) -> None:
    verdict = judged(world, issued(city))
    assert answer(verdict) == ("valid", "verify.scope.good")
    assert [check.name for check in verdict.checks] == list(CHECKS)
    assert [check.outcome for check in verdict.checks] == [Outcome.GOOD] * 7 + [Outcome.NOT_MADE]
    assert verdict.decisive.reason.facts == {"holder": AWARD.holder_name, "level": "Diversity Connector"}


def test_an_issuer_in_no_trust_list_cannot_be_told(world: World, city: Path) -> None:
    assert answer(judged(world, issued(city), trust=trusting())) == ("cannot tell", "verify.trust.nobody")


def test_a_credential_by_did_key_is_judged_without_the_web(world: World, city: Path) -> None:
    key = Ed25519PrivateKey.generate()
    did = did_key(key.public_key())
    unsigned = {
        term: value for term, value in issued(city).items() if term not in {"proof", "credentialStatus"}
    }
    document = signed({**unsigned, "issuer": did}, key, method=f"{did}#{did.split(':')[2]}", now=NOW)
    world.asked.clear()
    assert answer(judged(world, document, trust=trusting(did))) == ("valid", "verify.scope.good")
    assert answer(judged(world, document)) == ("cannot tell", "verify.trust.nobody")
    assert world.asked == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda told: told.update(name="Another"),
        lambda told: told.update(validUntil="2099-01-01T00:00:00Z"),
        lambda told: told["credentialSubject"]["achievement"].update(name="With distinction"),
        lambda told: told["credentialStatus"].pop(),
        lambda told: told["issuer"].update(name="Another city"),
        lambda told: told["proof"].update(created="2026-11-01T00:00:00Z"),
        lambda told: told["proof"].update(proofValue="z" + "1" * 87),
        lambda told: told["proof"].update(proofValue="z2"),
    ],
    ids=["name", "last day", "level", "status", "issuer", "day of signing", "signature", "short signature"],
)
def test_what_was_tampered_with_is_not_valid(world: World, city: Path, tamper: Any) -> None:  # noqa: ANN401
    document = issued(city)
    tamper(document)
    assert answer(judged(world, document)) == ("not valid", "verify.signature.wrong")


def test_after_a_bad_signature_nothing_that_it_names_is_asked(world: World, city: Path) -> None:
    document = {**issued(city), "name": "Another"}
    world.asked.clear()
    judged(world, document)
    assert world.asked == [f"{CITY}/did.json"]


def test_a_key_of_somebody_else_is_not_valid(world: World, city: Path) -> None:
    unsigned = {term: value for term, value in issued(city).items() if term != "proof"}
    thief = Ed25519PrivateKey.generate()
    by_name = signed(unsigned, thief, method=f"{CITY_DID}#key-1", now=NOW)
    assert answer(judged(world, by_name)) == ("not valid", "verify.signature.wrong")
    did = did_key(thief.public_key())
    by_own = signed(unsigned, thief, method=f"{did}#{did.split(':')[2]}", now=NOW)
    assert answer(judged(world, by_own)) == ("not valid", "verify.key.not_its_own")


def test_the_key_of_the_log_signs_no_credentials(world: World, city: Path) -> None:
    unsigned = {term: value for term, value in issued(city).items() if term != "proof"}
    with working(city) as office:
        document = signed(unsigned, office.signing_key("log")[0], method=f"{CITY_DID}#log-1", now=NOW)
    assert answer(judged(world, document)) == ("not valid", "verify.key.not_its_own")


@pytest.mark.parametrize(
    "place", ["", "credentialSubject", "issuer", "proof", "credentialSubject.achievement"]
)
def test_an_extra_term_that_nobody_defined_is_not_valid(world: World, city: Path, place: str) -> None:
    document = issued(city)
    part = document
    for step in filter(None, place.split(".")):
        part = part[step]
    part["grade"] = "A"
    assert answer(judged(world, document)) == ("not valid", "verify.form.faulty")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b"{" * 100_000,
        b'{"a": NaN}',
        b'{"a": 1, "a": 1}',
        b'"text"',
        b"[" * 9,
    ],
)
def test_what_is_no_credential_is_not_valid(world: World, data: bytes) -> None:
    assert answer(judged(world, data)) == ("not valid", "verify.form.faulty")


def test_another_vocabulary_is_not_a_credential_of_the_label(world: World, city: Path) -> None:
    document = issued(city)
    document["@context"] = [*document["@context"], "https://vocabulary.example/v1"]
    assert answer(judged(world, document)) == ("not valid", "verify.form.faulty")


def test_an_unsigned_credential_is_not_valid(world: World, city: Path) -> None:
    unsigned = {term: value for term, value in issued(city).items() if term != "proof"}
    assert answer(judged(world, unsigned)) == ("not valid", "verify.form.unsigned")


def test_an_expired_credential_is_not_valid_from_the_second_after_its_last(world: World, city: Path) -> None:
    document = issued(city)
    with working(city) as office:
        office.publish(days(690))
    last = NOW.replace(year=2028, month=9, day=30, hour=23, minute=59, second=59)
    assert answer(judged(world, document, now=last)) == ("valid", "verify.scope.good")
    after = last + timedelta(seconds=1)
    assert answer(judged(world, document, now=after)) == ("not valid", "verify.dates.expired")


def test_a_credential_of_tomorrow_is_not_valid_yet(world: World, city: Path) -> None:
    unsigned = {term: value for term, value in issued(city).items() if term != "proof"}
    with working(city) as office:
        key, name = office.signing_key("credentials")
    unsigned["validFrom"] = "2026-11-03T00:00:00Z"
    document = signed(unsigned, key, method=f"{CITY_DID}#{name}", now=NOW)
    assert answer(judged(world, document)) == ("not valid", "verify.dates.not_yet")
    assert answer(judged(world, document, now=days(0.5))) == ("valid", "verify.scope.good")


def test_a_signature_of_tomorrow_is_not_valid_but_clocks_may_differ_by_minutes(
    world: World, city: Path
) -> None:
    document = issued(city)
    with working(city) as office:
        office.publish(days(-0.5))
    early = NOW - timedelta(minutes=4)
    assert answer(judged(world, document, now=early))[0] == "valid"
    assert answer(judged(world, document, now=days(-0.4))) == ("not valid", "verify.signature.in_future")


def test_suspended_is_named_with_its_day_and_ends_when_it_is_restored(world: World, city: Path) -> None:
    document = issued(city)
    with working(city) as office:
        change(office, "2026-0001", "suspended", days(3), notes={})
    verdict = judged(world, document, now=days(4))
    assert answer(verdict) == ("not valid", "verify.status.suspended_since")
    assert verdict.decisive.reason.facts == {"day": days(3).date()}
    with working(city) as office:
        change(office, "2026-0001", "restored", days(5), notes={})
    assert answer(judged(world, document, now=days(6))) == ("valid", "verify.scope.good")


def test_revoked_is_named_with_its_day_and_stays_so(world: World, city: Path) -> None:
    document = issued(city)
    with working(city) as office:
        change(office, "2026-0001", "revoked", days(3), notes={})
    verdict = judged(world, document, now=days(4))
    assert answer(verdict) == ("not valid", "verify.status.revoked_since")
    assert verdict.decisive.reason.facts == {"day": days(3).date()}
    # a list of last year is enough to know it
    assert answer(judged(world, document, now=days(400)))[0] == "not valid"


def test_revoked_is_said_without_a_day_where_the_register_is_gone(world: World, city: Path) -> None:
    document = issued(city)
    with working(city) as office:
        change(office, "2026-0001", "revoked", days(3), notes={})
    world.gone.add(f"{CITY}/register.json")
    assert answer(judged(world, document, now=days(4))) == ("not valid", "verify.status.revoked")


def test_one_revoked_credential_says_nothing_of_its_neighbours(world: World, city: Path) -> None:
    first, second, third = issued(city), issued(city), issued(city)
    with working(city) as office:
        change(office, "2026-0002", "revoked", days(1), notes={})
    results = [judged(world, document, now=days(2)).result for document in (first, second, third)]
    assert results == ["valid", "not valid", "valid"]


@pytest.mark.parametrize("address", [REVOCATION, SUSPENSION])
def test_a_status_list_that_is_not_there_cannot_be_told(world: World, city: Path, address: str) -> None:
    document = issued(city)
    world.gone.add(address)
    assert answer(judged(world, document)) == ("cannot tell", "verify.status.missing")


def test_a_status_list_that_does_not_answer_cannot_be_told(world: World, city: Path) -> None:
    document = issued(city)
    world.silent.add(REVOCATION)
    assert answer(judged(world, document)) == ("cannot tell", "verify.status.unreachable")


@pytest.mark.parametrize("content", [b"", b"{}", b"<html>not found</html>", b'{"@context": []}'])
def test_a_broken_status_list_cannot_be_told(world: World, city: Path, content: bytes) -> None:
    document = issued(city)
    world.changed[REVOCATION] = content
    assert answer(judged(world, document)) == ("cannot tell", "verify.status.broken")


def resigned(city: Path, told: dict[str, Any], **changes: Any) -> bytes:  # noqa: ANN401
    """Return a status list as its issuer would sign it with something else in it."""
    unsigned = {term: value for term, value in told.items() if term != "proof"}
    unsigned["credentialSubject"] = {**told["credentialSubject"], **changes}
    with working(city) as office:
        key, name = office.signing_key("credentials")
    return json.dumps(signed(unsigned, key, method=f"{CITY_DID}#{name}", now=NOW)).encode()


@pytest.mark.parametrize("packed", ["uAAAA", "uH4sIAAAAAAAA", "u" + "A" * 1_000])
def test_a_status_list_that_cannot_be_unpacked_cannot_be_told(world: World, city: Path, packed: str) -> None:
    document = issued(city)
    world.changed[REVOCATION] = resigned(city, published(city, "status/revocation.json"), encodedList=packed)
    assert answer(judged(world, document)) == ("cannot tell", "verify.status.broken")


def test_a_status_list_that_somebody_else_signed_or_changed_cannot_be_told(world: World, city: Path) -> None:
    document = issued(city)
    told = published(city, "status/revocation.json")
    changed = {**told, "validUntil": "2099-01-01T00:00:00Z"}
    world.changed[REVOCATION] = json.dumps(changed).encode()
    assert answer(judged(world, document)) == ("cannot tell", "verify.status.wrongly_signed")
    thief = Ed25519PrivateKey.generate()
    did = did_key(thief.public_key())
    unsigned = {**{term: value for term, value in told.items() if term != "proof"}, "issuer": did}
    world.changed[REVOCATION] = json.dumps(
        signed(unsigned, thief, method=f"{did}#{did.split(':')[2]}", now=NOW)
    ).encode()
    assert answer(judged(world, document)) == ("cannot tell", "verify.status.wrongly_signed")


def test_the_other_list_in_its_place_cannot_be_told(world: World, city: Path) -> None:
    """Whoever is revoked would else put the list of suspensions where the other one was."""
    document = issued(city)
    world.changed[REVOCATION] = (city / "public" / "status/suspension.json").read_bytes()
    assert answer(judged(world, document)) == ("cannot tell", "verify.status.another")


def test_a_status_list_that_is_out_of_date_cannot_be_told(world: World, city: Path) -> None:
    document = issued(city)
    assert answer(judged(world, document, now=days(34.9)))[0] == "valid"
    assert answer(judged(world, document, now=days(35.1))) == ("cannot tell", "verify.status.out_of_date")


def test_a_suspension_in_a_list_that_is_out_of_date_may_have_ended(world: World, city: Path) -> None:
    document = issued(city)
    with working(city) as office:
        change(office, "2026-0001", "suspended", days(1), notes={})
    assert answer(judged(world, document, now=days(60))) == ("cannot tell", "verify.status.out_of_date")


def test_offline_without_the_issuers_document_cannot_be_told(world: World, city: Path) -> None:
    document = issued(city)
    world.is_offline = True
    assert answer(judged(world, document)) == ("cannot tell", "verify.issuer.offline")


def test_offline_with_what_was_kept_is_judged_by_it(world: World, city: Path) -> None:
    document = issued(city)
    world.is_offline = True
    world.kept = {f"{CITY}/did.json", REVOCATION, SUSPENSION}
    assert answer(judged(world, document)) == ("valid", "verify.scope.good")
    world.kept.remove(SUSPENSION)
    assert answer(judged(world, document)) == ("cannot tell", "verify.status.offline")


def test_offline_a_key_that_is_newer_than_what_was_kept_cannot_be_told(world: World, city: Path) -> None:
    old = (city / "public" / "did.json").read_bytes()
    with working(city) as office:
        rotate_key(office, NOW)
    document = issued(city, now=days(1))
    world.is_offline, world.kept = True, {f"{CITY}/did.json"}
    world.changed[f"{CITY}/did.json"] = old
    assert answer(judged(world, document, now=days(1))) == ("cannot tell", "verify.key.newer")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>", "verify.issuer.unreadable"),
        (b'{"id": "did:web:other.example"}', "verify.issuer.another"),
        (json.dumps({"id": CITY_DID}).encode(), "verify.key.not_its_own"),
    ],
)
def test_a_document_that_is_not_the_issuers_is_not_believed(
    world: World, city: Path, content: bytes, code: str
) -> None:
    document = issued(city)
    world.changed[f"{CITY}/did.json"] = content
    assert answer(judged(world, document))[1] == code


def test_after_a_normal_change_of_keys_the_old_credential_is_valid(world: World, city: Path) -> None:
    document = issued(city)
    with working(city) as office:
        rotate_key(office, days(2))
    assert answer(judged(world, document, now=days(3))) == ("valid", "verify.scope.good")
    assert answer(judged(world, issued(city, now=days(3)), now=days(3))) == ("valid", "verify.scope.good")


def test_what_is_signed_by_a_key_after_its_end_is_not_valid(world: World, city: Path) -> None:
    unsigned = {term: value for term, value in issued(city).items() if term != "proof"}
    with working(city) as office:
        key, name = office.signing_key("credentials")
        rotate_key(office, days(2))
    late = signed(unsigned, key, method=f"{CITY_DID}#{name}", now=days(2))
    assert answer(judged(world, late, now=days(3))) == ("not valid", "verify.key.after_end")


def test_a_compromised_key_before_its_moment_needs_the_log_and_after_it_is_not_valid(
    world: World, city: Path
) -> None:
    before, after = issued(city, now=days(1)), issued(city, now=days(3))
    with working(city) as office:
        rotate_key(office, days(4), compromised_since=days(2))
    assert answer(judged(world, before, now=days(5))) == ("cannot tell", "verify.key.compromised")
    saved = judged(world, before, now=days(5), with_log=True)
    assert answer(saved) == ("valid", "verify.scope.good")
    assert saved.checks[CHECKS.index("signature")].reason.code == "verify.key.saved_by_log"
    for with_log in (False, True):
        verdict = judged(world, after, now=days(5), with_log=with_log)
        assert answer(verdict) == ("not valid", "verify.key.after_compromise")


def test_a_thief_who_writes_an_earlier_day_is_not_saved_by_the_log(world: World, city: Path) -> None:
    true = issued(city, now=days(1))
    with working(city) as office:
        key, name = office.signing_key("credentials")
        rotate_key(office, days(4), compromised_since=days(2))
    unsigned = {term: value for term, value in true.items() if term != "proof"}
    unsigned["credentialSubject"] = {**unsigned["credentialSubject"], "id": "https://thief.example"}
    forged = signed(unsigned, key, method=f"{CITY_DID}#{name}", now=days(1))
    assert answer(judged(world, forged, now=days(5))) == ("cannot tell", "verify.key.compromised")
    verdict = judged(world, forged, now=days(5), with_log=True)
    assert answer(verdict) == ("cannot tell", "verify.key.compromised")
    assert verdict.checks[CHECKS.index("log")].reason.code == "verify.log.other_document"


def test_an_issuer_is_believed_only_about_what_it_is_listed_for(world: World, city: Path) -> None:
    document = issued(city)
    achievement = document["credentialSubject"]["achievement"]["id"]
    own = trusting(CITY_DID).trusted[0].model_copy(update={"attests": (achievement.rpartition("/")[0],)})
    other = own.model_copy(update={"attests": (f"{CITY}/schemes/another",)})
    assert (
        answer(judged(world, document, trust=trusting().model_copy(update={"trusted": (own,)})))[0] == "valid"
    )
    verdict = judged(world, document, trust=trusting().model_copy(update={"trusted": (other,)}))
    assert answer(verdict) == ("cannot tell", "verify.scope.other")


@pytest.mark.parametrize("depth", [30, 100, 250, 5_000])
def test_endorsements_nested_without_end_are_no_credential(world: World, city: Path, depth: int) -> None:
    document = issued(city)
    endorser = {"id": "https://endorser.example", "type": ["Profile"], "endorsement": ["@"]}
    endorsement = {
        "@context": document["@context"],
        "id": "https://endorser.example/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": endorser,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "https://endorser.example", "type": ["EndorsementSubject"]},
    }
    before, after = json.dumps(endorsement).split('"@"')
    nested = json.dumps({**document, "issuer": endorser}).replace('"@"', before * depth + after * depth)
    verdict = judged(world, nested.encode())
    assert answer(verdict) == ("not valid", "verify.form.faulty")
    assert str(verdict.decisive.reason.facts["fault"]).startswith(("nested deeper", "larger than"))


def test_a_head_that_was_seen_counts_also_after_the_key_of_the_log_was_changed(
    world: World, city: Path
) -> None:
    document = issued(city)
    assert judged(world, document, with_log=True).result == "valid"
    [(log, seen)] = world.heads.items()
    with working(city) as office:
        rotate_key(office, days(2), compromised_since=days(1))
    renewed = published(city, "credentials/2026-0001.json")
    assert judged(world, renewed, now=days(2), with_log=True).result == "valid"
    assert world.heads[log] != seen
    world.heads[log] = f"{seen.split()[0]} {'00' * 32}"
    verdict = judged(world, renewed, now=days(2), with_log=True)
    assert answer(verdict) == ("cannot tell", "verify.log.rewritten")
