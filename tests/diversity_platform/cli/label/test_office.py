"""A label is run from the command line: each act does what it says, or is refused and changes nothing."""

from __future__ import annotations

import json
import shutil
import stat
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from connector.label.issuing.folder import working_in
from tests.diversity_platform.cli.label.label_folder import (
    ADDRESS,
    DECIDED,
    DID,
    NOW,
    PHRASE,
    contents,
    issue,
    label,
    opened,
)

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

GROUND = ("--ground", "other")
NUMBER = f"{DECIDED.year}-0001"


@pytest.fixture(scope="module")
def issued_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = opened(tmp_path_factory.mktemp("label") / "city")
    assert issue(folder).exit_code == 0
    return folder


@pytest.fixture
def city(issued_once: Path, tmp_path: Path) -> Path:
    """Return the folder of a label that has issued one credential."""
    return shutil.copytree(issued_once, tmp_path / "city")


def standing(folder: Path) -> dict[str, str]:
    """Return number -> state, as `list` tells."""
    told = label("list", folder, "--json", phrase=None)
    assert told.exit_code == 0
    return {one["number"]: one["state"] for one in json.loads(told.stdout)["entries"]}


def keys_of(folder: Path) -> dict[str, tuple[str | None, str | None]]:
    """Return name -> when it was retired, and since when it is compromised."""
    with working_in(folder, PHRASE.encode()) as office:
        return {key.name: (key.retired, key.compromised) for key in office.ledger.keys.values()}


# --------------------------------------------------------------------------- what is done


def test_a_label_from_its_first_day_to_its_last(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    done = label("init", folder, "--name", "City of Example", "--address", ADDRESS)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"City of Example issues as {DID}."
    assert label("list", folder, phrase=None).stdout == "Nothing was issued yet.\n"
    assert "Nothing was issued yet." in (folder / "public" / "index.html").read_text(encoding="utf-8")

    done = issue(folder)
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"{ADDRESS}/credentials/{NUMBER}.json\n", "")
    steps = (
        (("suspend", NUMBER, *GROUND), "suspended", f"{NUMBER} is suspended."),
        (("restore", NUMBER), "valid", f"{NUMBER} is restored."),
        (("refresh",), "valid", "The status lists speak for 35 days more."),
        (("revoke", NUMBER, *GROUND), "withdrawn", f"{NUMBER} is revoked."),
    )
    for (verb, *told), state, says in steps:
        done = label(verb, folder, *told)
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.startswith(says)
        assert standing(folder) == {NUMBER: state}
        page = (folder / "public" / "credentials" / f"{NUMBER}.html").read_text(encoding="utf-8")
        assert f'<section class="state {state}"' in page
    line = label("list", folder, phrase=None).stdout.split("  ")
    assert [line[0], line[1], line[3], line[4]] == [
        NUMBER, "withdrawn", "Brückenbau Inkubator", "Diversity Connector\n"
    ]  # fmt: skip


def test_numbers_run_on_and_a_language_can_be_chosen(city: Path) -> None:
    assert issue(city, language="fr").exit_code == 0
    assert issue(city, number="pilot-1", level="candidate").exit_code == 0
    assert standing(city) == {NUMBER: "valid", f"{DECIDED.year}-0002": "valid", "pilot-1": "valid"}
    page = city / "public" / "credentials" / f"{DECIDED.year}-0002.html"
    assert '<html lang="fr"' in page.read_text(encoding="utf-8")


def test_keys_change_in_good_order(city: Path) -> None:
    before = contents(city)
    done = label("rotate-key", city)
    assert (done.exit_code, done.stdout) == (0, f"Done. Publish {city / 'public'} again.\n")
    keys = keys_of(city)
    assert list(keys) == ["key-1", "log-1", "key-2"]
    assert [keys[name] for name in ("log-1", "key-2")] == [(None, None)] * 2
    assert keys["key-1"][0] is not None
    after = contents(city)
    unchanged = ("public/credentials/{}.json", "public/shown/{}.svg")
    assert [name for name in unchanged if before[name.format(NUMBER)] != after[name.format(NUMBER)]] == []


def test_after_a_theft_credentials_and_seals_are_new(city: Path) -> None:
    before = contents(city)
    # the key was in other hands after the issue, within the same second: it counts as before
    since = (NOW + timedelta(days=-1)).strftime("%Y-%m-%d")
    done = label("rotate-key", city, "--compromised", since, "--confirm", NUMBER)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1] == f"Signed anew; hand these to their holders: {NUMBER}."
    assert keys_of(city)["key-1"][1] == f"{since}T00:00:00Z"
    after = contents(city)
    for name in (f"public/credentials/{NUMBER}.json", f"public/shown/{NUMBER}.svg"):
        assert before[name] != after[name]
    document = json.loads(after[f"public/credentials/{NUMBER}.json"])
    assert document["proof"]["verificationMethod"] == f"{DID}#key-2"
    assert json.dumps(document["proof"]["proofValue"]) in after[f"public/shown/{NUMBER}.svg"].decode()


def test_lost_keys_are_followed_by_new_ones_under_a_new_passphrase(city: Path) -> None:
    done = label("rotate-key", city, "--lost", phrase="another one of them")
    assert (done.exit_code, done.stdout.partition(".")[0]) == (0, "New keys are in use")
    assert label("refresh", city).exit_code == 2
    assert label("refresh", city, phrase="another one of them").exit_code == 0


def test_a_network_vouches_for_a_city_and_what_is_issued_says_so(city: Path, tmp_path: Path) -> None:
    network = opened(tmp_path / "network", "Network of Cities", "https://network.example/label")
    done = label("endorse", network, DID, "--comment", "They do well.")
    assert (done.exit_code, done.stderr) == (0, "")
    (tmp_path / "endorsement.json").write_text(done.stdout, encoding="utf-8")
    done = label("endorsed-by", city, tmp_path / "endorsement.json", phrase=None)
    assert done.stdout == "What is issued from now on carries the endorsement by Network of Cities.\n"
    assert issue(city).exit_code == 0
    pages = city / "public" / "credentials"
    named = [
        "did:web:network.example:label" in (pages / f"{DECIDED.year}-{number}.html").read_text("utf-8")
        for number in ("0001", "0002")
    ]
    assert named == [False, True]


def test_a_seal_is_read_by_the_verifier(city: Path, tmp_path: Path) -> None:
    seal = city / "public" / "shown" / f"{NUMBER}.svg"
    done = label("verify", seal, "--offline", "--cache", tmp_path / "nothing", "--json", phrase=None)
    told = json.loads(done.stdout)
    assert (done.exit_code, told["checks"][0]["outcome"]) == (3, "good")
    assert told["credential"]["id"] == f"{ADDRESS}/credentials/{NUMBER}.json"


# --------------------------------------------------------------------------- what is refused

REFUSALS: dict[str, tuple[tuple[str, ...], str]] = {
    "no such number": (("suspend", "2020-0001", *GROUND), "Nothing was issued under 2020-0001."),
    "restored without being suspended": (("restore", NUMBER), f"{NUMBER} is valid: it cannot be restored."),
    "confirmed without need": (
        ("rotate-key", "--compromised", f"{NOW:%Y-%m-%d}", "--confirm", "2020-0001"),
        "2020-0001 was not issued since then",
    ),
    "lost in the future": (
        ("rotate-key", "--compromised", f"{NOW + timedelta(days=2):%Y-%m-%d}"),
        "A key cannot have been lost at a time that is still to come.",
    ),
    "vouching for oneself": (("endorse", DID, "--comment", "Very good."), "Nobody vouches for oneself."),
}  # fmt: skip
AWARDS: dict[str, tuple[dict[str, Any], str]] = {
    "unknown level": ({"level": "gold"}, "There is no level 'gold'. Levels: candidate, connector, distinct"),
    "number twice": ({"number": NUMBER}, f"{NUMBER} was issued before."),
    "unspoken language": ({"language": "de"}, "The scheme is not written in 'de'."),
    "decision to come": ({"decided": DECIDED + timedelta(days=60)}, "The decision is of "),
    "no address": ({"holder": "the incubator"}, "credentialSubject.id: "),
}


def refused(done: Result, says: str) -> None:
    """Look whether a refusal is one sentence with the way out, and the status of wrong input."""
    lines = done.stderr.splitlines()
    assert (done.exit_code, done.stdout) == (2, "")
    assert lines[0].startswith(f"Error: {says}")
    assert lines[1:] == ["Nothing was changed."]


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_done_changes_nothing(case: str, city: Path) -> None:
    (verb, *told), says = REFUSALS[case]
    before = contents(city)
    refused(label(verb, city, *told), says)
    assert contents(city) == before


@pytest.mark.parametrize("case", AWARDS)
def test_what_cannot_be_issued_changes_nothing(case: str, city: Path) -> None:
    award, says = AWARDS[case]
    before = contents(city)
    refused(issue(city, **award), says)
    assert contents(city) == before


def test_nothing_is_suspended_twice(city: Path) -> None:
    assert label("suspend", city, NUMBER, *GROUND).exit_code == 0
    before = contents(city)
    refused(label("suspend", city, NUMBER, *GROUND), f"{NUMBER} is suspended: it cannot be suspended.")
    assert contents(city) == before


@pytest.mark.parametrize("verb", ["suspend", "issue", "refresh", "rotate-key", "endorse"])
def test_a_wrong_passphrase_opens_nothing(verb: str, city: Path) -> None:
    told: dict[str, tuple[object, ...]] = {
        "suspend": (NUMBER, *GROUND),
        "issue": ("--holder", "https://a.example", "--name", "A", "--level", "connector", "--scope", "A",
                  "--decided", DECIDED),
        "endorse": ("did:web:b.example", "--comment", "Good."),
    }  # fmt: skip
    before = contents(city)
    done = label(verb, city, *told.get(verb, ()), phrase="four words are not")
    refused(done, "The key ")
    assert "is not opened by this passphrase" in done.stderr
    after = contents(city)
    # a new key is kept before it is in use, so that an entry never speaks of one that is not there
    assert {name for name in after if before.get(name) != after[name]} <= {"keys/key-2.json"}
    assert before.items() <= after.items()


def test_a_label_is_opened_in_a_new_folder_alone(city: Path) -> None:
    before = contents(city)
    refused(label("init", city, "--name", "B", "--address", ADDRESS), f"{city} is not empty")
    assert contents(city) == before


@pytest.mark.parametrize(
    ("told", "phrase", "says"),
    [
        ((), "too short", "The passphrase has 9 bytes. Take one of at least 12"),
        (("--address", "http://city.example/label"), PHRASE, "'http://city.example/label' is no address"),
        (("--scheme", "no-such.toml"), PHRASE, "label.toml, scheme: "),
    ],
)
def test_a_label_that_cannot_be_opened_leaves_no_folder_behind_that_is_one(
    told: tuple[str, ...], phrase: str, says: str, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    usual = ("--name", "City of Example", "--address", ADDRESS)
    refused(label("init", folder, *usual, *told, phrase=phrase), says)
    assert not folder.exists() or contents(folder) == {}


def test_a_folder_without_a_label_is_told_so(tmp_path: Path) -> None:
    refused(label("list", tmp_path, phrase=None), f"There is no label in {tmp_path}.")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (("--lost", "--compromised", "2026-01-01"), "Either --lost or --compromised"),
        (("--confirm", "2026-0001"), "--confirm and --key go with --compromised."),
        (("--key", "key-1"), "--confirm and --key go with --compromised."),
    ],
)
def test_options_that_contradict_each_other_are_wrong_usage(
    told: tuple[str, ...], says: str, city: Path
) -> None:
    before = contents(city)
    done = label("rotate-key", city, *told)
    assert done.exit_code == 2
    assert f"Error: {says}" in done.stderr
    assert contents(city) == before


# --------------------------------------------------------------------------- the passphrase and the keys


def test_the_passphrase_comes_from_a_file_the_environment_or_whoever_sits_there(city: Path) -> None:
    file = city.parent / "passphrase"
    file.write_text(f"{PHRASE}\n", encoding="utf-8")
    assert label("refresh", city, "--passphrase-file", file, phrase=None).exit_code == 0
    assert label("refresh", city, "--passphrase-file", file, phrase="another").exit_code == 0
    assert label("refresh", city).exit_code == 0
    asked = label("refresh", city, phrase=None, typed=f"{PHRASE}\n")
    assert (asked.exit_code, asked.stderr) == (0, "Passphrase: \n")
    assert label("refresh", city, phrase=None, typed="four words are not\n").exit_code == 2


def test_a_new_passphrase_is_asked_for_twice(tmp_path: Path) -> None:
    told = ("init", tmp_path / "new", "--name", "City of Example", "--address", ADDRESS)
    other = f"{PHRASE}\nfour words are not\n" * 3
    assert label(*told, phrase=None, typed=other).exit_code != 0
    assert not (tmp_path / "new").exists()


def test_nothing_secret_is_printed_or_published(city: Path) -> None:
    with working_in(city, PHRASE.encode()) as office:
        raw = [office.signing_key(purpose)[0].private_bytes_raw() for purpose in ("credentials", "log")]
    note = "The ground is nobody else's business."
    runs = [
        issue(city),
        label("suspend", city, NUMBER, *GROUND, "--note", note),
        label("refresh", city),
        label("list", city, "--json"),
        label("restore", city, NUMBER, phrase="four words are not"),
    ]
    said = "".join(done.stdout + done.stderr for done in runs).encode()
    public = b"".join(content for name, content in contents(city).items() if name.startswith("public/"))
    secrets = [PHRASE.encode(), note.encode(), *raw, *(one.hex().encode() for one in raw)]
    assert [secret for secret in secrets if secret in said + public] == []
    # what could leak is there
    assert note.encode() in contents(city)["journal.jsonl"]
    private = [city / "journal.jsonl", *(city / "keys").iterdir()]
    assert {stat.S_IMODE(file.stat().st_mode) for file in private} == {0o600}
