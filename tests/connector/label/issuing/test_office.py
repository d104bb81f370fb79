"""What an office does, and what it refuses: clearly, and with nothing changed."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from connector.label.credential.errors import NotACredentialError
from connector.label.issuing.errors import FolderFaultyError, KeyLockedError, NotAllowedError
from connector.label.issuing.folder import working_in
from connector.label.issuing.office import change, endorse, issue, open_office
from connector.label.issuing.settings import LabelSettings, read_settings, written_settings
from tests.connector.label.issuing.folders import contents
from tests.connector.label.world import (
    AWARD,
    CHEAP,
    CITY,
    CITY_DID,
    NOW,
    PASSPHRASE,
    World,
    answer,
    days,
    issued,
    judged,
    opened,
    working,
)

if TYPE_CHECKING:
    from pathlib import Path

    from connector.label.issuing.office import Award

SETTINGS = LabelSettings(name="City of Example", address=CITY)


@pytest.mark.parametrize(
    ("award", "error", "words"),
    [
        (replace(AWARD, level="gold"), NotAllowedError, "no level 'gold'. Levels: candidate, connector,"),
        (replace(AWARD, language="de"), NotAllowedError, "not written in 'de'. Languages: en, fr"),
        (replace(AWARD, decided=date(2026, 11, 3)), NotAllowedError, "2026-11-03, which is still to come"),
        (replace(AWARD, number="2026-0001"), NotAllowedError, "2026-0001 was issued before"),
        (replace(AWARD, number="e-1"), NotAllowedError, "e-1 was issued before"),
        (replace(AWARD, scope="a" * 1_001), NotACredentialError, "scope: String should have at most 1000"),
        (replace(AWARD, scope="a" * 20_001), NotACredentialError, "narrative: .*at most 20000"),
        (replace(AWARD, scope=""), NotACredentialError, "narrative: .*at least 1"),
        (replace(AWARD, scope="a\x1b[2J"), NotACredentialError, "narrative: .*match pattern"),
        (replace(AWARD, scope="a\ud800"), NotACredentialError, "narrative: "),
        (replace(AWARD, holder="Brückenbau"), NotACredentialError, "credentialSubject.id: .*match pattern"),
        (replace(AWARD, holder_name=""), NotACredentialError, "identityHash: .*at least 1"),
        (replace(AWARD, number="../2026"), NotACredentialError, "number: .*match pattern"),
        (replace(AWARD, number="A b"), NotACredentialError, "id: .*match pattern"),
        (replace(AWARD, number="n" * 81), NotACredentialError, "number: String should have at most 80"),
    ],
)
def test_what_cannot_be_issued_is_refused_and_the_folder_is_as_it_was(
    city: Path, award: Award, error: type[Exception], words: str
) -> None:
    issued(city)
    with working(city) as office:
        endorse(office, "did:web:other.example", "They are good.", NOW, days=30, number="e-1")
    before = contents(city)
    with pytest.raises(error, match=words):
        issued(city, award)
    assert contents(city) == before


def test_the_clock_going_back_is_refused_and_the_folder_is_as_it_was(city: Path) -> None:
    issued(city)
    before = contents(city)
    with pytest.raises(NotAllowedError, match="The clock says 2026-11-01T12:00:00Z"):
        issued(city, now=days(-1))
    assert contents(city) == before


def test_full_status_lists_are_refused_and_the_folder_is_as_it_was(city: Path) -> None:
    issued(city)
    before = contents(city)
    with working(city) as office:
        office.ledger.places.update(range(office.settings.places))
        with pytest.raises(NotAllowedError, match=r"no place left\. Open a new folder"):
            issue(office, AWARD, NOW)
        with pytest.raises(NotAllowedError, match="no place left"):
            endorse(office, "did:web:other.example", "They are good.", NOW, days=30)
    assert contents(city) == before


def test_a_wrong_passphrase_changes_nothing(city: Path) -> None:
    issued(city)
    before = contents(city)
    with pytest.raises(KeyLockedError), working_in(city, b"four other words here", cost=CHEAP) as office:
        change(office, "2026-0001", "revoked", days(1), notes={})
    assert contents(city) == before


@pytest.mark.parametrize(
    ("number", "act", "words"),
    [
        ("2026-0009", "revoked", "Nothing was issued under 2026-0009. `label list`"),
        ("2026-0001", "restored", "2026-0001 is valid: it cannot be restored. Only what is suspended can."),
        ("2026-0002", "revoked", "2026-0002 is withdrawn: it cannot be revoked."),
        ("2026-0002", "suspended", "2026-0002 is withdrawn: it cannot be suspended."),
        ("2026-0002", "restored", "2026-0002 is withdrawn: it cannot be restored."),
    ],
)
def test_a_change_that_a_state_does_not_allow_is_refused(
    city: Path, number: str, act: str, words: str
) -> None:
    issued(city)
    issued(city)
    with working(city) as office:
        change(office, "2026-0002", "revoked", NOW, notes={})
    before = contents(city)
    with working(city) as office, pytest.raises(NotAllowedError) as refused:
        change(office, number, act, days(1), notes={"ground": "other"})
    assert str(refused.value).startswith(words)
    assert contents(city) == before


def test_a_badge_can_be_named_by_its_number_or_its_address(city: Path) -> None:
    document = issued(city)
    with working(city) as office:
        change(office, document["id"], "suspended", days(1), notes={})
        change(office, "2026-0001", "restored", days(1), notes={})
        assert [one.state for one in office.ledger.credentials.values()] == ["valid"]


def test_a_refused_act_within_a_command_leaves_the_next_one_possible(city: Path) -> None:
    with working(city) as office:
        with pytest.raises(NotAllowedError):
            issue(office, replace(AWARD, level="gold"), NOW)
        with pytest.raises(NotACredentialError):
            issue(office, replace(AWARD, scope="a" * 1_001), NOW)
        assert issue(office, AWARD, NOW)["id"] == f"{CITY}/credentials/2026-0001.json"


def test_numbers_run_by_the_year_of_the_decision_and_leave_out_what_was_taken(city: Path) -> None:
    issued(city, replace(AWARD, number="2026-0002"))
    told = [
        issued(city)["id"],
        issued(city)["id"],
        issued(city, replace(AWARD, decided=date(2025, 12, 31)))["id"],
    ]
    assert [one.rpartition("/")[2] for one in told] == ["2026-0001.json", "2026-0003.json", "2025-0001.json"]


def test_a_badge_is_written_in_the_language_that_was_asked_for(world: World, city: Path) -> None:
    document = issued(city, replace(AWARD, language="fr"))
    assert document["credentialSubject"]["achievement"]["inLanguage"] == "fr"
    assert answer(judged(world, document, with_log=True)) == ("valid", "verify.scope.good")


@pytest.mark.parametrize(
    ("did", "number_of_days", "error", "words"),
    [
        (CITY_DID, 30, NotAllowedError, "Nobody vouches for oneself"),
        ("did:web:other.example", 0, NotAllowedError, "An endorsement of 0 days never holds"),
        ("other", 30, NotACredentialError, "credentialSubject.id: .*match pattern"),
    ],
)
def test_an_endorsement_that_says_nothing_is_refused(
    city: Path, did: str, number_of_days: int, error: type[Exception], words: str
) -> None:
    before = contents(city)
    with working(city) as office, pytest.raises(error, match=words):
        endorse(office, did, "They are good.", NOW, days=number_of_days)
    assert contents(city) == before


def test_an_office_opens_with_a_short_passphrase_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(KeyLockedError, match="The passphrase has 5 bytes"):
        open_office(tmp_path / "city", SETTINGS, b"short", NOW, cost=CHEAP)
    assert not (tmp_path / "city").exists()
    open_office(tmp_path / "city", SETTINGS, PASSPHRASE, NOW, cost=CHEAP)
    assert issued(tmp_path / "city")["issuer"]["id"] == CITY_DID


@pytest.mark.parametrize("name", ["label.toml", "journal.jsonl", "keys/key-1.json", "public/did.json"])
def test_an_office_is_never_opened_over_what_is_left_of_another(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("")
    with pytest.raises(NotAllowedError, match=f"it has {name.partition('/')[0]}"):
        open_office(tmp_path, SETTINGS, PASSPHRASE, NOW, cost=CHEAP)
    assert contents(tmp_path) == {name: b""}


def test_an_unknown_scheme_opens_no_office_and_leaves_nothing(tmp_path: Path) -> None:
    settings = SETTINGS.model_copy(update={"scheme": "own.toml"})
    with pytest.raises(FolderFaultyError, match=r"own\.toml"):
        open_office(tmp_path, settings, PASSPHRASE, NOW, cost=CHEAP)
    assert contents(tmp_path) == {}


def test_a_second_office_in_the_folder_is_refused(world: World, city: Path) -> None:
    before = contents(city)
    with pytest.raises(NotAllowedError, match="is not empty"):
        opened(world, city)
    assert contents(city) == before


@pytest.mark.parametrize(
    "name", ['A "quoted" city', "Stadt\\Land", "Ville d’Exemple – Ünïcode", "a # b = [c]"]
)
def test_settings_are_read_as_they_were_written(tmp_path: Path, name: str) -> None:
    settings = LabelSettings(name=name, address=CITY, language="fr", lists_hold_days=7, places=1_048_576)
    path = tmp_path / "label.toml"
    path.write_text(written_settings(settings), encoding="utf-8")
    assert read_settings(path) == settings
    assert tomllib.loads(path.read_text(encoding="utf-8"))["name"] == name
