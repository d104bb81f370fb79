"""Endorsements that an issuer received: kept, looked at, and carried in what it issues."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from connector.label.credential.errors import NotACredentialError
from connector.label.issuing.errors import NotAllowedError
from connector.label.issuing.office import change, endorse
from connector.label.issuing.vouchers import held, keep
from tests.connector.label.issuing.folders import contents, without_proof
from tests.connector.label.world import (
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

if TYPE_CHECKING:
    from pathlib import Path

NETWORK = "https://network.example"
NETWORK_DID = "did:web:network.example"


@pytest.fixture
def network(world: World, tmp_path: Path) -> Path:
    return opened(world, tmp_path / "network", NETWORK, "Network of Cities")


def vouched(network: Path, did: str = CITY_DID, *, days_held: int = 30) -> dict[str, Any]:
    with working(network) as office:
        return endorse(office, did, "They follow the scheme.", NOW, days=days_held)


def kept(city: Path, document: dict[str, Any]) -> dict[str, Any]:
    return keep(city, CITY_DID, json.dumps(document).encode(), NOW)


def test_what_is_kept_is_carried_and_lets_a_verifier_believe(world: World, city: Path, network: Path) -> None:
    believing_the_network = trusting(endorsers=(NETWORK_DID,))
    alone = issued(city)
    assert answer(judged(world, alone, trust=believing_the_network))[0] == "cannot tell"
    endorsement = vouched(network)
    assert kept(city, endorsement) == endorsement
    assert held(city, CITY_DID, NOW) == [endorsement]
    document = issued(city)
    assert document["issuer"]["endorsement"] == [endorsement]
    verdict = judged(world, document, trust=believing_the_network, with_log=True)
    assert (answer(verdict)[0], verdict.chain) == ("valid", (f"Name of {NETWORK_DID}",))


def test_an_endorsement_that_is_revoked_lets_nobody_believe(world: World, city: Path, network: Path) -> None:
    kept(city, vouched(network))
    document = issued(city)
    with working(network) as office:
        change(office, "2026-0001", "revoked", NOW, notes={})
    trust = trusting(endorsers=(NETWORK_DID,))
    assert answer(judged(world, document, trust=trust)) == ("cannot tell", "verify.trust.nobody")


def test_what_has_ended_is_kept_and_not_carried_any_more(city: Path, network: Path) -> None:
    endorsement = kept(city, vouched(network, days_held=5))
    assert held(city, CITY_DID, days(5)) == [endorsement]
    assert held(city, CITY_DID, days(5.1)) == []
    assert "endorsement" not in issued(city, now=days(6))["issuer"]


def test_the_same_endorsement_is_kept_once_and_another_beside_it(city: Path, network: Path) -> None:
    first, second = vouched(network), vouched(network)
    for document in (first, first, second):
        kept(city, document)
    assert held(city, CITY_DID, NOW) == [first, second]


@pytest.mark.parametrize(
    ("did", "number_of_days", "words"),
    [
        ("did:web:other.example", 30, "This endorsement is for did:web:other.example, not for"),
        (CITY_DID, 1, "does not hold today. Ask for a new one."),
    ],
)
def test_what_is_for_others_or_has_ended_is_not_kept(
    city: Path, network: Path, did: str, number_of_days: int, words: str
) -> None:
    document = json.dumps(vouched(network, did, days_held=number_of_days)).encode()
    before = contents(city)
    with pytest.raises(NotAllowedError, match=words):
        keep(city, CITY_DID, document, days(2))
    assert contents(city) == before


def test_what_is_no_signed_endorsement_is_not_kept(city: Path, network: Path) -> None:
    endorsement = vouched(network)
    before = contents(city)
    for document in (b"", b"{}", json.dumps(without_proof(endorsement)).encode()):
        with pytest.raises(NotACredentialError):
            keep(city, CITY_DID, document, NOW)
    assert contents(city) == before


def test_the_name_of_an_endorsement_leads_to_no_other_folder(city: Path, network: Path) -> None:
    endorsement = {**vouched(network), "id": "https://network.example/..%2f..%2fx:y/..\u2215z.json"}
    kept(city, endorsement)
    assert [name for name in contents(city) if "network" in name] == [
        "endorsed-by/did-web-network.example-..-z.json"
    ]


def test_a_damaged_file_is_told_by_its_name_and_nothing_is_issued(city: Path, network: Path) -> None:
    kept(city, vouched(network))
    (file,) = (city / "endorsed-by").iterdir()
    file.write_bytes(file.read_bytes()[:-20])
    before = contents(city)
    with pytest.raises(NotACredentialError, match=f"endorsed-by/{file.name}: no readable JSON"):
        issued(city)
    assert contents(city) == before
